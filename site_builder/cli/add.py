"""`papershelf add`."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import click
import msgspec

from site_builder.build.cache import open_cache
from site_builder.check.check import today
from site_builder.check.entries import decode_entries, load_checked
from site_builder.cli.console import EXIT_CONTENT, archive_option, progress_bar, reported
from site_builder.cli.pictures import fetch_for
from site_builder.cli.service_options import addresses_of, service_options
from site_builder.content.entries import read_entry
from site_builder.content.json_schema import schema_line
from site_builder.content.sources import load_digests
from site_builder.core.diagnostics import printable
from site_builder.core.files import write_into
from site_builder.core.numbers import plural
from site_builder.core.processes import default_jobs
from site_builder.exchange.identity import Papers, paper_of_record
from site_builder.exchange.importers.bibtex import parse_bibtex
from site_builder.exchange.importing import entry_path
from site_builder.exchange.record import KnownTerms, Record
from site_builder.exchange.services.client import Client, FetchError
from site_builder.exchange.services.fetch import fetch
from site_builder.exchange.services.references import Reference, parse_reference
from site_builder.exchange.spellings import archive_terms, harmonised
from site_builder.exchange.suggestions import suggest_tags
from site_builder.exchange.write_entry import render_entry
from site_builder.model import Entry
from site_builder.reading.identifiers import IDENTIFIERS
from site_builder.reading.plain_values import is_date
from site_builder.settings.load import load_config
from site_builder.settings.types import SiteConfig

_UNKNOWN = (
    "not an arXiv identifier, a DOI, BibTeX, or an address of a paper at arXiv, OpenReview, the ACL Anthology or "
    "Hugging Face; for other papers use papershelf new"
)


class _Shelves(msgspec.Struct, frozen=True):
    """What a new entry must match: the archive's settings, papers, tags and spellings."""

    root: Path
    config: SiteConfig
    papers: Papers
    vocabulary: dict[str, tuple[str, ...]]
    known: KnownTerms
    added: list[str]


class _Wishes(msgspec.Struct, frozen=True):
    """How to write entries."""

    day: str
    tags: tuple[str, ...]
    accept_tags: bool
    same_title: bool
    dry_run: bool


@click.command()
@click.argument("references", nargs=-1, required=True, metavar="REF...")
@archive_option
@click.option("--date", "day", help="The day to list it, such as 2026-05-26.  [default: today]")
@click.option("--tag", "tags", multiple=True, help="A tag; can be repeated.")
@click.option("--accept-tags", is_flag=True, help="Add the suggested tags.")
@click.option("--same-title", is_flag=True, help="Add it even if another paper has the same title.")
@click.option("--dry-run", is_flag=True, help="Print the entry without writing it.")
@service_options
@reported
def add(
    references: tuple[str, ...],
    root: Path,
    day: str | None,
    tags: tuple[str, ...],
    accept_tags: bool,
    same_title: bool,
    dry_run: bool,
    contact: str,
    bases: tuple[str, ...],
) -> None:
    """Add papers by reference: an arXiv identifier, a DOI, an address at arXiv, OpenReview, the ACL Anthology or
    Hugging Face, or BibTeX ('-' reads BibTeX from standard input, without the network).

    \b
    Examples:
      papershelf add 2401.10020 https://aclanthology.org/2020.acl-main.1
      papershelf add 10.1000/182 --tag retrieval --dry-run
      papershelf add - < paper.bib

    A paper that the archive already has is refused, and its file is named. Exit status 1 if a paper was not added.
    """
    listed = day or today().isoformat()
    if len(listed) != 10 or not is_date(listed):
        raise click.UsageError(f"'{listed}' is not a day; write, for example, 2026-05-26")
    client, addresses = Client(contact), addresses_of(bases)
    shelves = _load_shelves(root)
    wishes = _Wishes(listed, tags, accept_tags, same_title, dry_run)
    failures = 0
    parsed = list(map(_parse, references))
    fetched = fetch(client, [one for one in parsed if isinstance(one, Reference)], addresses, today().isoformat())
    for reference, given in zip(references, parsed, strict=True):
        records, wrong = _sorted([next(fetched)] if isinstance(given, Reference) else given)
        for record in records:
            try:
                _shelve(record, shelves, wishes)
            except FetchError as error:
                wrong.append(f"{record.id}: {error}" if len(records) > 1 else str(error))
        name = "standard input" if reference == "-" else reference.strip().partition("\n")[0][:80]
        for reason in wrong:
            click.echo(f"papershelf: {printable(f'{name}: {reason}')}", err=True)
        failures += len(wrong)
    fetch_for(root, shelves.config, shelves.added, contact, bases, quiet=False)
    if failures:
        click.echo(f"{plural(failures, 'paper')} could not be added", err=True)
        sys.exit(EXIT_CONTENT)


def _load_shelves(root: Path) -> _Shelves:
    config, _ = load_config(root)
    cache = open_cache(root)
    try:
        with progress_bar(quiet=False) as progress:
            checked = load_checked(root, config, cache, load_digests(root), default_jobs(), progress)
    finally:
        cache.close()
    entries = decode_entries(checked)
    return _Shelves(root, config, Papers(entries), _vocabulary(config, entries), archive_terms(config, entries), [])


def _vocabulary(config: SiteConfig, entries: Sequence[Entry]) -> dict[str, tuple[str, ...]]:
    """Return the tags that are declared or used more than once, with their other spellings."""
    used = Counter(tag for entry in entries for tag in entry.tags)
    declared = config.declarations.get("tags", {})
    words: dict[str, tuple[str, ...]] = {tag: () for tag, times in used.items() if times > 1}
    return words | {tag: (term.name, *term.spellings) for tag, term in declared.items()}


def _parse(reference: str) -> Reference | list[Record | FetchError]:
    """Return what to ask a service for, or the papers that an argument holds itself with why others cannot be added."""
    if reference == "-" or reference.lstrip().startswith("@"):
        outcomes = parse_bibtex(sys.stdin.read() if reference == "-" else reference, "BibTeX")
        found = [one if isinstance(one, Record) else FetchError(f"{one.source}: {one.reason}") for one in outcomes]
        return found or [FetchError("no BibTeX entry found")]
    return parse_reference(reference) or [FetchError(_UNKNOWN)]


def _sorted(outcomes: Sequence[Record | FetchError]) -> tuple[list[Record], list[str]]:
    """Return the papers, and why others could not be had."""
    wrong = [str(outcome) for outcome in outcomes if isinstance(outcome, FetchError)]
    return [outcome for outcome in outcomes if isinstance(outcome, Record)], wrong


def _shelve(record: Record, shelves: _Shelves, wishes: _Wishes) -> None:
    """Write a paper as an entry. Raises `FetchError` with the reason if it cannot be added."""
    if reason := already_there(record, shelves.papers, same_title=wishes.same_title):
        raise FetchError(f"the archive already has it: {reason}")
    suggestions = [found for found in suggest_tags(record, shelves.vocabulary) if found.tag not in wishes.tags]
    # Keywords of the source become tags only if somebody accepts them.
    tags = [*wishes.tags, *(found.tag for found in suggestions if wishes.accept_tags)]
    fields = {key: value for key, value in record.fields.items() if key != "tags"} | ({"tags": tags} if tags else {})
    record = msgspec.structs.replace(record, fields={"date": wishes.day} | fields)
    record = next(one for one in harmonised([record], [record], shelves.known) if isinstance(one, Record))
    path = entry_path(shelves.root, record.id, str(record.fields["date"]))
    text = render_entry(record, schema_line(shelves.root, path))
    wrong = read_entry(path, text.encode(), "", shelves.config.taxonomy_fields).diagnostics
    if wrong:
        raise FetchError(f"the fetched record is not a valid entry: {'; '.join(problem.message for problem in wrong)}")
    shelves.papers.add(paper_of_record(record, path))
    for note in record.notes:
        click.echo(f"  {printable(f'{record.id}: {note}')}", err=True)
    if wishes.dry_run:
        click.echo(f"# {path}\n{_shown(text)}", nl=False)
    else:
        write_into(shelves.root, path, text.encode())
        click.echo(os.fspath(shelves.root / path))
        shelves.added.append(path)
    if not wishes.accept_tags:
        for found in suggestions:
            click.echo(f"  tag? {printable(found.tag)}: {found.reason}", err=True)


def already_there(record: Record, papers: Papers, *, same_title: bool) -> str:
    """Return why a paper is in the archive already; empty where it is not."""
    shared = papers.sharing(paper_of_record(record))
    if shared and shared[1] != "title":
        other, kind = shared
        return f"{other.path} has its {IDENTIFIERS[kind].title} identifier {other.identifiers[kind]}"
    if named := papers.named(record.id):
        return f"{named.path} has its name"
    if shared and not same_title:
        return f"{shared[0].path} has its title; if it is another paper, add it with --same-title"
    return ""


def _shown(text: str) -> str:
    """Return a file's text for a terminal, escaped since it came from the network."""
    return "".join(f"{printable(line)}\n" for line in text.split("\n")[:-1])
