"""`papershelf refresh`: suggests what would keep entries true, and makes the changes on request."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from site_builder.build.archive import open_archive
from site_builder.cli.console import EXIT_SYSTEM, archive_option, progress_bar, quiet_option, reported, tell
from site_builder.cli.edit_options import require_paper
from site_builder.cli.service_options import addresses_of, service_options
from site_builder.core.diagnostics import printable
from site_builder.core.numbers import plural
from site_builder.edit.change import apply_change
from site_builder.edit.news import gather_news
from site_builder.edit.refresh import KINDS, most_pressing, refresh_change, suggest
from site_builder.exchange.services.client import Client, Limits
from site_builder.github.report import refresh_report

# A hundred papers of arXiv with their abstracts may take half a megabyte.
_ANSWERS = Limits(size=10_000_000)


@click.command()
@click.argument("papers", nargs=-1)
@click.option("--write", is_flag=True, help="Make the changes; without it, they are only listed.")
@click.option(
    "--only",
    "kinds",
    multiple=True,
    type=click.Choice(list(KINDS)),
    help="A kind of change; can be repeated.  [default: all of them]",
)
@click.option("--limit", type=click.IntRange(1), default=100, show_default=True, help="The most entries to change.")
@click.option("--report", type=click.Path(dir_okay=False, path_type=Path), help="Write a report in Markdown.")
@service_options
@archive_option
@quiet_option
@reported
def refresh(
    papers: tuple[str, ...],
    write: bool,
    kinds: tuple[str, ...],
    limit: int,
    report: Path | None,
    contact: str,
    bases: tuple[str, ...],
    root: Path,
    quiet: bool,
) -> None:
    """Suggest changes that keep entries true, each with who says so. PAPERS are names of entries; without any, all.

    \b
    notices    retractions, withdrawals and corrections at Crossref and arXiv
    published  the DOI and the venue under which a preprint was published
    links      code, data and models that their host has moved for good
    versions   new versions at arXiv

    Nothing is changed without --write. A service that fails is named, the others are asked all the same, and the exit
    status is 3. CROSSREF_API_TOKEN in the environment is optional.

    \b
    Examples:
      papershelf refresh --contact you@example.org
      papershelf refresh --only notices --write && git diff
    """
    chosen = kinds or tuple(KINDS)
    with progress_bar(quiet=quiet) as progress, open_archive(root, progress) as (archive, _):
        library, config = archive.library, archive.config
        names = {require_paper(library, name) for name in papers}
        entries = [entry for entry in library.entries if entry.id in names or not names]
        news = gather_news(entries, chosen, lambda: Client(contact, _ANSWERS), addresses_of(bases), progress)
        owners = {entry.identifiers["doi"]: entry.path for entry in library.entries if "doi" in entry.identifiers}
        found = suggest(entries, news, chosen, owners)
        kept = most_pressing(found, limit)
        change, refused = refresh_change(root, kept, config.taxonomy_fields)
    for suggestion in kept:
        click.echo(printable(str(suggestion)))
    for reason in refused:
        tell(f"papershelf: left out: {reason}")
    if write:
        apply_change(root, change)
    if report and kept:
        report.write_text(refresh_report([(one.entry.path, one.reason) for one in kept]), encoding="utf-8")
    if not quiet:
        done = "written; git diff shows what changed" if write else "to change; --write changes them"
        more = f", {len(found) - len(kept):,} suggestions for later" if len(found) > len(kept) else ""
        tell(f"{plural(len(kept), 'suggestion')}{more}; {plural(len(change.written), 'file')} {done}")
    for failure in news.failures:
        tell(f"papershelf: {failure}")
    if news.failures:
        sys.exit(EXIT_SYSTEM)
