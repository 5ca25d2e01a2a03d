"""`papershelf import`: creates entries from files of other formats."""

from __future__ import annotations

import gzip
import os
import sys
import zlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryDirectory, mkdtemp

import click

from site_builder.build.archive import load_entries
from site_builder.build.workspace import open_workspace
from site_builder.cli.console import EXIT_CONTENT, archive_option, progress_bar, quiet_option, reported, tell
from site_builder.cli.service_options import service_options
from site_builder.core.diagnostics import printable
from site_builder.core.numbers import plural
from site_builder.core.processes import collecting_young_objects
from site_builder.core.progress import Progress
from site_builder.exchange.importers.formats import IMPORTERS, recognize_format
from site_builder.exchange.importers.unknown_files import what_it_is
from site_builder.exchange.importing import ImportReport, import_records
from site_builder.exchange.record import Came, Outcome
from site_builder.exchange.spellings import archive_terms
from site_builder.model import Entry
from site_builder.settings.types import SiteConfig

SHOWN_REASONS = 20
MAX_UNPACKED = 1_000_000_000
# No list of papers is packed to a thirtieth; what is would fill the memory of whoever imports it.
_MOST_PACKED = 30
_SMALL = 20_000_000

_STANDARD_INPUT = Path("-")
_FILE = click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path)


@click.group(name="import")
def import_() -> None:
    """Create entries from papers in other formats.

    \b
    Examples:
      papershelf import hf-daily daily/*.json
      papershelf import csl-json library.json
      papershelf import ris papers.ris.gz

    Files that end in .gz are unpacked.
    """


def _add_format(name: str, description: str) -> None:
    @import_.command(name=name, help=f"{description}.\n\nExisting entries stay as they are, unless --update is given.")
    @click.argument("files", nargs=-1, required=True, type=_FILE)
    @archive_option
    @click.option("--update", is_flag=True, help="Update existing entries with the fields of the source.")
    @click.option("--dry-run", is_flag=True, help="Report what would be done, without writing.")
    @service_options
    @quiet_option
    @reported
    def run(
        files: tuple[Path, ...],
        root: Path,
        update: bool,
        dry_run: bool,
        contact: str,
        bases: tuple[str, ...],
        quiet: bool,
    ) -> None:
        with TemporaryDirectory() as folder, progress_bar(quiet=quiet) as progress, collecting_young_objects():
            importer = IMPORTERS[name]
            lasting = [_lasting(file, Path(folder), unpacks=importer.unpacks) for file in files]
            config, entries = _load(root)
            records = _counted(importer.read(lasting, archive_terms(config, entries)), progress)
            report = import_records(records, root, update=update, dry_run=dry_run, entries=entries)
        print_report(report, f"{folder}{os.sep}", quiet=quiet, dry_run=dry_run)
        if config.pictures and not dry_run:
            from site_builder.cli.pictures import fetch_for  # imported lazily: most archives have no pictures

            fetch_for(root, config, report.added, contact, bases, quiet=quiet)
        if not (report.added or report.updated or report.unchanged):
            hint_at_format(files, name)
            click.echo("papershelf: no papers found", err=True)
            sys.exit(EXIT_CONTENT)


def _lasting(file: Path, folder: Path, *, unpacks: bool) -> Path:
    """Return a file that can be read twice, as importers do.

    A pipe is copied to a file, and so is a gzipped file, unless the importer unpacks it.
    """
    if not file.is_file():
        return _kept(file, folder)
    return _unpacked(file, folder) if file.suffix == ".gz" and not unpacks else file


def _unpacked(file: Path, folder: Path) -> Path:
    path = folder / file.stem
    if path.exists():  # two folders may each have a file of this name
        path = Path(mkdtemp(dir=folder)) / file.stem
    try:
        with gzip.open(file) as packed, path.open("wb") as kept:
            left = most = min(MAX_UNPACKED, max(_SMALL, file.stat().st_size * _MOST_PACKED))
            while data := packed.read(min(left, 1 << 20)):
                kept.write(data)
                left -= len(data)
            if not left:
                raise click.UsageError(
                    f"{file} holds {most:,} bytes or more, more than its size promises: unpack and split it"
                )
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise click.UsageError(f"{file} cannot be unpacked: {error}") from None
    return path


def _kept(pipe: Path, folder: Path) -> Path:
    path = folder / ("standard input" if pipe == _STANDARD_INPUT else pipe.name)
    with path.open("wb") as kept:
        if pipe == _STANDARD_INPUT:
            copyfileobj(sys.stdin.buffer, kept)
        else:
            with pipe.open("rb") as file:
                copyfileobj(file, kept)
    return path


def _counted(outcomes: Iterable[Outcome], progress: Progress) -> Iterator[Outcome]:
    for count, outcome in enumerate(outcomes, start=1):
        if count % 500 == 0:
            progress("papers", count, count)
        yield outcome


def _load(root: Path) -> tuple[SiteConfig, list[Entry]]:
    """Return the archive's settings and entries: an import brings no second spelling, and no paper twice."""
    with open_workspace(root, jobs=1) as work:
        return work.config, load_entries(work)[0]


def hint_at_format(files: Iterable[Path], form: str) -> None:
    """Say of files without papers of a format what they are, if they are not in that format at all."""
    for file in files:
        found = recognize_format(file) if file.is_file() else form
        if found != form:
            is_read = f"is in the format {found}: papershelf import {found} {file}" if found else what_it_is(file)
            tell(f"{file} {is_read}")


def print_report(report: ImportReport, folder: str = "", *, quiet: bool = False, dry_run: bool = False) -> None:
    """Print what was mended or left out, what the fields became, and how many entries there are.

    `folder` is cut from the names of files.
    """
    _print_reasons([(note.source, note.reason) for note in report.notes], folder, "mended")
    _print_reasons([(one.source, f"left out: {one.reason}") for one in report.skipped], folder, "left out")
    if not quiet:
        would = "would be " if dry_run else ""
        click.echo(
            f"{plural(len(report.added), 'entry', 'entries')} {would}added, {len(report.updated):,} {would}updated, "
            f"{report.unchanged:,} as they were, {len(report.skipped):,} left out"
        )
        _print_fields(report.fields)


def _print_reasons(reasons: Sequence[tuple[str, str]], folder: str, what: str) -> None:
    for source, reason in reasons[:SHOWN_REASONS]:
        tell(f"{source.removeprefix(folder)}: {reason}")
    rest = len(reasons) - SHOWN_REASONS
    if rest > 0:
        click.echo(f"… and {rest:,} more {what}", err=True)


def _print_fields(fields: Sequence[tuple[Came, int]]) -> None:
    """Print a table: each field that came, what it became, and in how many entries."""
    if not fields:
        return
    rows = [(origin, became, f"{count:,}") for (origin, became), count in sorted(fields)]
    widths = [max(len(row[column]) for row in (*rows, _HEADINGS)) for column in range(3)]
    for origin, became, count in (_HEADINGS, *rows):
        click.echo(printable(f"  {origin:<{widths[0]}}  {became:<{widths[1]}}  {count:>{widths[2]}}"))


_HEADINGS = ("field", "became", "entries")

for _name, _importer in IMPORTERS.items():
    _add_format(_name, _importer.description)
