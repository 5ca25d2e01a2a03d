"""`papershelf set`: sets fields of all entries that match a query."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import click

from site_builder.build.archive import open_archive
from site_builder.build.search import matching_entries
from site_builder.cli.console import archive_option, progress_bar, reported
from site_builder.cli.edit_options import dry_run_option, finish
from site_builder.content.fields import FIELDS
from site_builder.core.numbers import plural
from site_builder.edit.fields import Wishes, change_fields
from site_builder.exchange.record import KnownTerms
from site_builder.exchange.spellings import archive_terms
from site_builder.github.answers import AnswerError, read_answer
from site_builder.reading.query import QueryError, parse_query
from site_builder.settings.queries import query_filters

_ASSIGNMENT = re.compile(r"([a-z_][\w-]*?)(\+=|-=|=)(.*)", re.DOTALL)


@click.command("set")
@click.argument("assignments", nargs=-1, required=True, metavar="FIELD=VALUE...")
@click.option("--where", required=True, help="A query in the search's language: the entries to change.")
@archive_option
@dry_run_option
@reported
def set_(assignments: tuple[str, ...], where: str, root: Path, dry_run: bool) -> None:
    """Set fields of all entries that match a query; the rest of their files stays as typed.

    FIELD=VALUE replaces a value, FIELD= deletes the field. FIELD+=VALUE adds terms to a list such as tags, and
    FIELD-=VALUE takes them out; commas part several.

    \b
    Examples:
      papershelf set tracks=Oral --where 'venue:"ICXL 2026" author:ortega'
      papershelf set tags+=diffusion tags-=misc --where '"diffusion model" year:2024..'
    """
    with progress_bar(quiet=True) as progress, open_archive(root, progress) as (archive, work):
        config = archive.config
        known = archive_terms(config, archive.library.entries)
        wishes = _wishes(assignments, config.taxonomy_fields, known)
        try:
            query = parse_query(where, query_filters(config.taxonomies))
        except QueryError as error:
            message = f"{error}, at character {error.place + 1} of {where!r}; {error.hint}"
            raise click.BadParameter(message, param_hint="--where") from None
        entries = matching_entries(work, archive.library, query)
        change = change_fields(root, entries, wishes, config.taxonomy_fields)
    click.echo(f"{plural(len(entries), 'entry matches', 'entries match')}, {len(change.written):,} to change", err=True)
    finish(root, change, dry_run=dry_run)


def _wishes(assignments: Iterable[str], taxonomy_fields: tuple[str, ...], known: KnownTerms) -> Wishes:
    """Return what the arguments ask for. Raises `UsageError`."""
    values: dict[str, object] = {}
    added: dict[str, list[str]] = {}
    taken: dict[str, list[str]] = {}
    lists = {"tags", "organizations", *taxonomy_fields}
    for text in assignments:
        match = _ASSIGNMENT.fullmatch(text)
        if not match:
            raise click.UsageError(f"'{text}' is not FIELD=VALUE, such as venue='ICXL 2026' or tags+=diffusion")
        field, sign, value = match[1], match[2], match[3].strip()
        if field == "title" and not value:
            raise click.UsageError("an entry needs a title")
        if sign != "=" and field not in lists:
            raise click.UsageError(
                f"{field} is not a list of terms that one can add to; lists: {', '.join(sorted(lists))}"
            )
        if not value:
            if field not in (*FIELDS, *taxonomy_fields) and not field.startswith("x-"):
                raise click.UsageError(f"there is no field '{field}'")
            values[field] = ""
            continue
        try:
            fields = read_answer(field, value, taxonomy_fields, known)
        except AnswerError as error:
            raise click.UsageError(f"{error}; {error.hint}") from None
        if sign == "=":
            values |= fields
        else:
            into = added if sign == "+=" else taken
            found = fields[field]
            into.setdefault(field, []).extend(map(str, found) if isinstance(found, list) else [])
    return Wishes(values, added, taken)
