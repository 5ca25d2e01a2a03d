"""Queries in the search's language as files and commands state them: read strictly, where the browser takes anything.

docs/search.md has the language.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from site_builder.core.diagnostics import quote
from site_builder.text.nearest import did_you_mean
from site_builder.text.tokens import compounds

FILTERS = ("author", "tag", "org", "venue", "has", "year")
MAX_QUERY = 400
MAX_ITEMS = 24

_DASHES = "-\u2010\u2011\u2013\u2212\uff0d"
_QUOTES = re.compile("[\u201c-\u201f\u00ab\u00bb\uff02]")
_ITEM = re.compile(rf'([{_DASHES}]?)(?:([A-Za-z][\w-]*)[:\uff1a](?!//))?("[^"]*"?|[^\s"]+|(?=\s|$))')
_DASH = re.compile("[-\u2010-\u2015\u2212\uff0d]")
# What may come before a paper's identifier.
_IDENTIFIER_PREFIXES = ("arxiv", "doi", "id", "acl", "openreview", "pmid", "isbn", "hal", "dblp")
_RANGE = re.compile("([0-9]{4})?(?:\\.\\.|[-\u2010-\u2013\u2212])([0-9]{4})?")
_COMPARISON = re.compile("(>=|<=|[<>=\u2264\u2265])([0-9]{4})")


class Item(NamedTuple):
    """A part of a query: `kind` is `word`, `phrase` or the name of a filter; years are `2024` or `2024..2026`."""

    kind: str
    value: str
    is_unwanted: bool = False


class QueryError(ValueError):
    """A query that cannot be read: what is wrong, its cure, and the place in the query, from 0."""

    def __init__(self, message: str, hint: str, place: int) -> None:
        super().__init__(message)
        self.hint = hint
        self.place = place


def parse_query(text: str, filters: Sequence[str] = FILTERS) -> tuple[Item, ...]:
    """Return the parts of a query; every word in it is whole. Raises `QueryError`."""
    if len(text) > MAX_QUERY:
        raise QueryError(f"the query has {len(text):,} characters", f"write at most {MAX_QUERY}", MAX_QUERY)
    items = tuple(_items(_QUOTES.sub('"', text), filters))
    if not items:
        raise QueryError("the query is empty", "write words or filters, such as: agents year:2026", 0)
    if len(items) > MAX_ITEMS:
        raise QueryError(f"the query has {len(items)} parts", f"write at most {MAX_ITEMS}", 0)
    return items


def _items(text: str, filters: Sequence[str]) -> Iterator[Item]:
    for match in _ITEM.finditer(text):
        minus, kind, typed = match[1], (match[2] or "").lower(), match[3]
        if not match[0]:
            continue
        # `--help` and `a "b"-c` exclude nothing.
        is_unwanted = (
            bool(minus) and not _DASH.match(typed) and (not match.start() or text[match.start() - 1].isspace())
        )
        if typed.startswith('"') and (len(typed) == 1 or not typed.endswith('"')):
            raise QueryError("a quote is not closed", 'write a second "', match.start(3))
        value = " ".join(typed.strip('"').split())
        if kind in _IDENTIFIER_PREFIXES:
            kind, value = "", f"{kind}:{value}"
        if kind and kind not in filters:
            hint = did_you_mean(kind, filters) or f"write one of {', '.join(filters)}, or put the text in quotes"
            raise QueryError(f"there is no filter {quote(kind)}", hint, match.start(2))
        if kind and not compounds(value):
            raise QueryError(f"{kind}: has no value", f"write, for example: {_example(kind)}", match.start(2))
        if kind == "year":
            yield from _years(value, is_unwanted, match.start(3))
        elif compounds(value):
            yield Item(kind or ("phrase" if typed.startswith('"') else "word"), value, is_unwanted)


def _example(kind: str) -> str:
    return {"year": "year:2024", "has": "has:code"}.get(kind, f'{kind}:"a name"')


def _years(value: str, is_unwanted: bool, place: int) -> Iterator[Item]:
    for part in value.split(","):
        years = _year_range(part.strip())
        if not years:
            hint = "write, for example: year:2024, year:2024..2026, year:>2024 or year:2023,2025"
            raise QueryError(f"{quote(part)} is not a year", hint, place)
        yield Item("year", years, is_unwanted)


def _year_range(value: str) -> str:
    """Return a year or a range of years; empty where the text is neither."""
    if re.fullmatch("[0-9]{4}", value):
        return value
    if (found := _RANGE.fullmatch(value)) and (found[1] or found[2]):
        return "..".join(sorted((found[1] or "0000", found[2] or "9999")))
    if not (found := _COMPARISON.fullmatch(value)):
        return ""
    sign, year = found[1], int(found[2])
    first = year + (sign == ">") if sign in (">", ">=", "\u2265") else 0
    last = year - (sign == "<") if sign in ("<", "<=", "\u2264") else 9999
    return f"{year:04}" if sign == "=" else f"{min(first, 9999):04}..{max(last, 0):04}"


def filter_name(singular: str) -> str:
    """Return the filter of a taxonomy whose terms are called so: `Track` has `track`."""
    return "-".join(re.findall(r"\w+", singular.lower()))
