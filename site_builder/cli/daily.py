"""`papershelf daily`: adds what is new at the sources of an archive."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import click

from site_builder.cli.console import EXIT_SYSTEM, archive_option, reported, tell
from site_builder.cli.pictures import fetch_for
from site_builder.cli.service_options import addresses_of, service_options
from site_builder.core.diagnostics import ContentError, has_errors, printable
from site_builder.core.files import write_into
from site_builder.core.numbers import plural
from site_builder.daily.gather import ENTRY, Answer, Gathered, Gatherer
from site_builder.exchange.importing import import_records
from site_builder.exchange.record import Record
from site_builder.exchange.services.client import FILES, Client
from site_builder.exchange.update_entry import set_fields
from site_builder.github import load_shelf
from site_builder.github.archive_state import Shelf
from site_builder.github.report import daily_report
from site_builder.settings.load import load_config


@click.command()
@click.option("--date", "day", help="The last day, such as 2026-05-26.  [default: today]")
@click.option("--dry-run", is_flag=True, help="Say what would come and what not, and why; write nothing.")
@click.option("--report", type=click.Path(dir_okay=False, path_type=Path), help="Write a report in Markdown.")
@service_options
@archive_option
@reported
def daily(
    day: str | None, dry_run: bool, report: Path | None, contact: str, bases: tuple[str, ...], root: Path
) -> None:
    """Add what is new at the sources that site.yml names, by their rules. Existing entries stay as they are.

    A source that cannot be read is named, the others are read all the same, and the exit status is 3.

    \b
    In site.yml:
      daily: {source: hf-daily}
    or:
      daily:
        - {source: arxiv, categories: [cs.CL], include: 'speech -survey', limit: 20}
        - {source: feed, address: 'https://example.org/feed.xml', tag: {speech: asr}}
    """
    try:
        today = date.fromisoformat(day) if day else date.today()
    except ValueError:
        raise click.UsageError(f"'{day}' is not a day; write, for example, 2026-05-26") from None
    addresses = addresses_of(bases)
    config, problems = load_config(root)
    if has_errors(problems):
        raise ContentError(problems)
    if not config.daily:
        click.echo("site.yml has no source; write: daily: {source: hf-daily}")
        return
    shelf = load_shelf(root)
    gatherer = Gatherer(config, shelf.entries, Client(contact, FILES), addresses, shelf.terms)
    gathered = gatherer.gather(today)
    if dry_run:
        for line in _plan(gathered):
            click.echo(printable(line))
    else:
        added = _write(root, shelf, gathered, report)
        fetch_for(root, config, added, contact, bases, quiet=False)
    failed = [answer for answer in gathered.answers if answer.failure]
    for answer in failed:
        tell(f"papershelf: {answer.source.title}: {answer.failure}")
    if failed:
        sys.exit(EXIT_SYSTEM)


def _write(root: Path, shelf: Shelf, gathered: Gathered, report: Path | None) -> Sequence[str]:
    """Write the new papers, say what was done, and return the paths of their entries."""
    done = import_records(gathered.records, root, update=False, entries=shelf.entries)
    for path, sources in gathered.sources.items():
        entry = next(entry for entry in shelf.entries if entry.path == path)
        data = set_fields(path, (root / path).read_bytes(), {"provenance": entry.provenance | {ENTRY: sources}})
        write_into(root, path, data)
    for skipped in (*(one for answer in gathered.answers for one in answer.skipped), *done.skipped):
        tell(f"{skipped.source}: left out: {skipped.reason}")
    unchanged = done.unchanged + sum(answer.known for answer in gathered.answers)
    refused = sum(len(answer.refused) for answer in gathered.answers)
    by_rules = f", {refused:,} left out by rules" if refused else ""
    click.echo(f"{plural(len(done.added), 'entry', 'entries')} added, {unchanged:,} unchanged{by_rules}")
    if report and done.added:
        names = ", ".join(answer.source.title for answer in gathered.answers if answer.new or answer.also)
        report.write_text(daily_report(names, done.added), encoding="utf-8")
    return done.added


def _plan(gathered: Gathered) -> Iterator[str]:
    """Yield the lines of a dry run: what each source would bring, and why."""
    records = gathered.records
    for answer in gathered.answers:
        figures = f"{len(answer.new):,} new, {answer.known:,} in the archive"
        left_out = len(answer.refused) + len(answer.skipped)
        yield f"{answer.source.title}: " + ("failed" if answer.failure else f"{figures}, {left_out:,} left out")
        yield from _arrivals("+", answer.new, records, answer)
        yield from _arrivals("=", answer.also, records, answer)
        yield from (f"  - {record.id}: {record.fields['title']}: {reason}" for record, reason in answer.refused)
        yield from (f"  - {skipped.source}: {skipped.reason}" for skipped in answer.skipped)


def _arrivals(sign: str, places: Sequence[int], records: Sequence[Record], answer: Answer) -> Iterator[str]:
    for place in places:
        fields = records[place].fields
        provenance = fields.get("provenance")
        sources = str(provenance.get(ENTRY, "")) if isinstance(provenance, dict) else ""
        why = ["it matches include"] if answer.source.include else []
        why += [f"its sources: {sources}"] if ", " in sources else []
        ruled = [tag for tag in answer.source.tag if tag in (fields.get("tags") or ())]  # type: ignore[operator]
        why += [f"tagged {', '.join(ruled)}"] if ruled else []
        yield f"  {sign} {records[place].id}: {fields['title']}" + (f" ({'; '.join(why)})" if why else "")
