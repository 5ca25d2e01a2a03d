"""`papershelf cite`."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import click
import msgspec

from site_builder.build.archive import open_archive
from site_builder.check.check import today
from site_builder.cli.console import EXIT_CONTENT, archive_option, progress_bar, quiet_option, reported, tell
from site_builder.cli.service_options import addresses_of, service_options
from site_builder.content.citation_file import CITATIONS_FILE, Row, load_citations, render_citations
from site_builder.core.files import write_into
from site_builder.core.numbers import plural
from site_builder.core.progress import Progress
from site_builder.exchange.services.citations import ANSWERS, SOURCES, Asked, Names, fetch_citations
from site_builder.exchange.services.client import Client, FetchError
from site_builder.model import Entry


class _Answers(msgspec.Struct):
    """What each paper cites, by the name of its entry, with the source that says so; and which services failed."""

    cited: dict[str, tuple[str, list[Names]]] = {}
    failures: list[str] = []


@click.command()
@click.argument("papers", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="Ask again for papers whose citations are known.")
@click.option(
    "--source",
    "sources",
    multiple=True,
    type=click.Choice(list(SOURCES)),
    help="A service to ask; can be repeated.  [default: each in turn, until one knows the paper]",
)
@click.option(
    "--least",
    type=click.IntRange(1),
    default=3,
    show_default=True,
    help="How many papers must cite one that the archive lacks for it to be written.",
)
@service_options
@archive_option
@quiet_option
@reported
def cite(
    papers: tuple[str, ...],
    everything: bool,
    sources: tuple[str, ...],
    least: int,
    contact: str,
    bases: tuple[str, ...],
    root: Path,
    quiet: bool,
) -> None:
    """Ask services what papers cite, and write it to content/citations.csv, a file to commit.

    Without arguments, asks for all papers without a known citation. PAPERS are names of entries. Lines that are
    there stay, so those written by hand are safe.

    \b
    Keys, all optional, are read from the environment: SEMANTIC_SCHOLAR_API_KEY, OPENCITATIONS_TOKEN,
    CROSSREF_API_TOKEN.

    \b
    Examples:
      papershelf cite --contact you@example.org
      papershelf cite 2604.12890 --source crossref

    Exit status 1 if a service failed; what others said is written all the same.
    """
    addresses = addresses_of(bases)
    with progress_bar(quiet=quiet) as progress, open_archive(root, progress) as (archive, _):
        entries, known = archive.library.entries, archive.library.positions
        if unknown := [name for name in papers if name not in known]:
            raise click.UsageError(f"the archive has no entry '{unknown[0]}'")
        rows, _ = load_citations(root)
        cited = {row.citing for row in rows}
        wanted = [entry for entry in entries if (entry.id in papers if papers else everything or entry.id not in cited)]
        answers = _ask(wanted, sources or tuple(SOURCES), Client(contact, ANSWERS), addresses, progress)
        added = _rows(answers.cited, rows, entries, least)
        if added:
            write_into(root, CITATIONS_FILE, render_citations([*rows, *added]).encode())
    for failure in answers.failures:
        tell(f"papershelf: {failure}")
    if not quiet:
        summary = f"{plural(len(added), 'citation')} of {plural(len(answers.cited), 'paper')}"
        click.echo(f"{summary}: {CITATIONS_FILE}" if added else "no new citation")
    if answers.failures:
        sys.exit(EXIT_CONTENT)


def _ask(
    entries: Sequence[Entry], sources: Sequence[str], client: Client, addresses: Mapping[str, str], progress: Progress
) -> _Answers:
    """Ask each service for the papers whose citations the services before it do not know."""
    answers = _Answers()
    for source in sources:
        left = [Asked(entry.id, entry.identifiers) for entry in entries if entry.id not in answers.cited]
        done = 0
        try:
            for asked, found in fetch_citations(client, source, addresses[source], left):
                done += asked
                progress(source, done, max(done, len(left)))
                answers.cited.update({paper: (source, cited) for paper, cited in found.items()})
        except FetchError as error:
            answers.failures.append(str(error))
    return answers


def _rows(
    found: Mapping[str, tuple[str, list[Names]]], rows: Iterable[Row], entries: Sequence[Entry], least: int
) -> list[Row]:
    """Return the new lines: of papers that the archive has, and of others that enough of its papers cite."""
    owners = {f"{kind}:{value}": entry.id for entry in entries for kind, value in entry.identifiers.items()}
    there = {(row.citing, row.cited) for row in rows}
    day = today().isoformat()
    new = {}
    for citing, (source, cited) in found.items():
        for names in cited:
            name = next((owners[name] for name in names if name in owners), names[0])
            if name != citing and (citing, name) not in there:
                new[citing, name] = Row(citing, name, source, day)
    counts = Counter(cited for _, cited in [*there, *new])
    return [row for row in new.values() if ":" not in row.cited or counts[row.cited] >= least]
