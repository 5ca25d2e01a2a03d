"""`papershelf export crossref`, `datacite` and `cff`: what registries and repositories take."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import click

from site_builder.build.archive import Archive, open_archive
from site_builder.build.pack import write_files
from site_builder.build.workspace import Workspace, open_workspace
from site_builder.cli.console import archive_option, quiet_option, reported
from site_builder.core.diagnostics import ContentError, has_errors
from site_builder.core.files import require_plain_output
from site_builder.core.numbers import plural
from site_builder.exchange.exporters.citation_cff import citation_cff
from site_builder.exchange.exporters.crossref import Depositor, crossref_deposits
from site_builder.exchange.exporters.datacite import datacite_deposit
from site_builder.exchange.exporters.works import Work
from site_builder.site.addresses import paper_url
from site_builder.text.markdown import plain_paragraphs

_papers_argument = click.argument("papers", nargs=-1)
_prefix_option = click.option("--prefix", required=True, help="Your DOI prefix: only papers with such DOIs.")


@click.command()
@_papers_argument
@archive_option
@_prefix_option
@click.option("--depositor", required=True, help="Who deposits.")
@click.option("--email", required=True, help="Where Crossref sends its answer.")
@click.option("--registrant", default="", help="Who registers the DOIs.  [default: the depositor]")
@click.option("--output", "-o", type=click.Path(path_type=Path), required=True, help="The folder, or a .zip file.")
@quiet_option
@reported
def crossref(
    papers: tuple[str, ...],
    root: Path,
    prefix: str,
    depositor: str,
    email: str,
    registrant: str,
    output: Path,
    quiet: bool,
) -> None:
    """Write deposits for Crossref, one file of XML for each kind of paper, which register DOIs.

    Writes all papers whose DOI has your prefix, or only PAPERS of them, which are names of entries. A DOI leads to the
    paper's page, so site.yml needs base_url. Entries without a date are left out.
    """
    require_plain_output(root, output)
    now = datetime.now(UTC).strftime("%Y%m%d%H%M%S")
    by = Depositor(depositor, email, registrant or depositor, f"{prefix}-{now}", now)
    with open_archive(root) as (archive, work):
        deposits = crossref_deposits(_works(archive, work, prefix, papers), by)
        count = write_files(output, ((f"{name}.xml", data) for name, data in deposits))
    if not quiet:
        click.echo(f"{plural(count, 'deposit')} written to {output}", file=sys.stderr)


@click.command()
@_papers_argument
@archive_option
@_prefix_option
@click.option("--publisher", default="", help="Of papers that name none.  [default: the site's title]")
@click.option("--output", "-o", type=click.Path(path_type=Path), required=True, help="The folder, or a .zip file.")
@quiet_option
@reported
def datacite(papers: tuple[str, ...], root: Path, prefix: str, publisher: str, output: Path, quiet: bool) -> None:
    """Write deposits for DataCite, one file of XML a paper.

    Writes all papers whose DOI has your prefix, or only PAPERS of them, which are names of entries. Entries without a
    date are left out.
    """
    require_plain_output(root, output)
    with open_archive(root) as (archive, work):
        by = publisher or archive.config.title
        files = ((f"{one.entry.id}.xml", datacite_deposit(one, by)) for one in _works(archive, work, prefix, papers))
        count = write_files(output, files)
    if not quiet:
        click.echo(f"{plural(count, 'deposit')} written to {output}", file=sys.stderr)


@click.command()
@archive_option
@click.option("--output", "-o", type=click.Path(dir_okay=False, path_type=Path), help="The file, such as CITATION.cff.")
@reported
def cff(root: Path, output: Path | None) -> None:
    """Write how to cite the archive itself: a CITATION.cff, which GitHub and Zenodo read from a repository.

    It says what cite_as in site.yml says.
    """
    if output:
        require_plain_output(root, output)
    with open_workspace(root) as work:
        if has_errors(work.problems):
            raise ContentError(work.problems)
        if not work.config.cite_as.authors:
            raise click.UsageError("set in site.yml who keeps the archive: cite_as: {authors: [Ana Author]}")
        text = citation_cff(work.config)
    with click.open_file(str(output or "-"), "w", encoding="utf-8", atomic=output is not None) as file:
        file.write(text)


def _works(archive: Archive, work: Workspace, prefix: str, names: tuple[str, ...]) -> Iterator[Work]:
    """Yield the papers to deposit, the newest first."""
    library, config = archive.library, archive.config
    if not config.base_url:
        raise click.UsageError("DOIs lead to pages: set base_url in site.yml")
    if unknown := set(names) - library.positions.keys():
        raise click.UsageError(f"unknown: {', '.join(sorted(unknown))}; write the names of entries")
    known = [term for term in library.terms["organizations"] if term.ror]
    rors = {name: term.ror for term in known for name in (term.name, *term.spellings)}
    for position, entry in enumerate(library.entries):
        is_ours = entry.identifiers.get("doi", "").startswith(f"{prefix.rstrip('/')}/")
        if not is_ours or not entry.listed or (names and entry.id not in names):
            continue
        venues = map(library.terms["venues"].__getitem__, library.entry_terms["venues"][position])
        cited = (library.entries[other] for other in library.citations.cites.get(position, ()))
        yield Work(
            entry,
            config.base_url + paper_url(entry.id),
            plain_paragraphs(work.load_body(entry).markdown),
            entry.issn or next((venue.issn for venue in venues), ""),
            rors,
            tuple(other.identifiers["doi"] for other in cited if "doi" in other.identifiers),
        )
