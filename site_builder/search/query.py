"""What a person types, understood: `search-query.js` in Python, for the search in the terminal."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

from site_builder.search.documents import identifier_term
from site_builder.text.tokens import STOP_WORDS, analyze, compounds, is_abbreviation, parted

_LONGEST = 400
_MOST_WORDS = 24
_ITEM = re.compile(r'(-?)(?:(author|tag|org|venue|has|year|arxiv|doi|id):)?("[^"]*"?|[^\s"]+)', re.IGNORECASE)
_NAMES = ("author", "tag", "org", "venue", "has")
_VERSION = re.compile(r"(\d)v\d+$")
_YEARS = re.compile(r"(\d{4})?(\.\.)?(\d{4})?", re.ASCII)


class QueryWord(NamedTuple):
    """A word of a query: its parts, its joined form, the identifiers that it may be; with a neighbour as one word."""

    text: str
    parts: tuple[str, ...]
    joined: str
    ids: tuple[str, ...]
    is_prefix: bool
    pairs: tuple[str, ...] = ()


class Query(NamedTuple):
    """A query's words and what else it asks for; a filter is a kind such as `tag` and a name."""

    words: tuple[QueryWord, ...]
    excluded: tuple[QueryWord, ...]
    phrases: tuple[str, ...]
    filters: tuple[tuple[str, str], ...]
    excluded_filters: tuple[tuple[str, str], ...]
    years: tuple[str, str] | None


def parse_query(text: str) -> Query:
    """Return what `text` asks for; every text asks for something, if only for nothing."""
    text = text[:_LONGEST]
    words: list[QueryWord] = []
    excluded: list[QueryWord] = []
    phrases: list[str] = []
    filters: list[tuple[str, str]] = []
    excluded_filters: list[tuple[str, str]] = []
    years: tuple[str, str] | None = None
    for match in _ITEM.finditer(text):
        minus, kind, item = match[1], (match[2] or "").lower(), match[3]
        value = item.replace('"', "").strip()
        if kind == "year" and (found := _years(value)):
            years = found
        elif kind in _NAMES:
            if compounds(value):
                (excluded_filters if minus else filters).append((kind, value))
        elif minus:
            excluded += _words(value, False)
        elif item.startswith('"'):
            # A quote that is still open is a phrase to be: until then its words are searched.
            is_closed = len(item) > 1 and item.endswith('"')
            words += _words(value, match.end() == len(text) and not is_closed)
            phrases += [value] if is_closed and compounds(value) else []
        else:
            more = _words(f"year {value}" if kind == "year" else value, match.end() == len(text))
            words += [word._replace(ids=_identifiers(value)) if i == 0 else word for i, word in enumerate(more)]
    unique: dict[str, QueryWord] = {}
    for word in words:
        unique.setdefault(word.text, word)
    required = tuple(unique.values())[:_MOST_WORDS]
    content = tuple(word for word in required if not (len(word.parts) == 1 and word.parts[0] in STOP_WORDS))
    return Query(
        _paired(content or required), tuple(excluded), tuple(phrases), tuple(filters), tuple(excluded_filters), years
    )


def _words(text: str, is_prefix: bool) -> list[QueryWord]:
    found = compounds(parted(text))
    words = []
    for i, compound in enumerate(found):
        parts, joined = analyze(compound)
        words.append(QueryWord(compound, parts, joined[-1] if joined else "", (), is_prefix and i == len(found) - 1))
    return words


def _paired(words: tuple[QueryWord, ...]) -> tuple[QueryWord, ...]:
    """Return the words, of which `kv` and `cache` may be `kvcache` as well."""
    plain = [word.text if word.text.isalpha() and len(word.parts) == 1 else "" for word in words]
    pairs = [
        first + second if is_abbreviation(first, second) and first and second else ""
        for first, second in pairwise(plain)
    ]
    around = zip(words, ["", *pairs], [*pairs, ""], strict=True) if words else ()
    return tuple(word._replace(pairs=tuple(filter(None, both))) for word, *both in around)


def _identifiers(item: str) -> tuple[str, ...]:
    """Return the identifiers that an item may be: as it is, without the resolver's address, its last part."""
    plain = _VERSION.sub(r"\1", item.lower())
    forms = (plain, re.sub(r"^.*doi\.org/", "", plain), re.sub(r"^.*[/:]", "", plain))
    return tuple(dict.fromkeys(form for form in map(identifier_term, forms) if re.search(r"\d", form)))


def _years(value: str) -> tuple[str, str] | None:
    match = _YEARS.fullmatch(value)
    if not match or not (match[1] or match[3]):
        return None
    if not match[2]:
        return (match[1], match[1]) if match[1] and not match[3] else None
    return match[1] or "0000", match[3] or "9999"
