"""A built site's index, read as the browser reads it: `search-index.js` in Python."""

from __future__ import annotations

import json
import math
from bisect import bisect_right
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from site_builder.search.cards import split_card
from site_builder.search.codes import SYMBOLS, numbers, postings
from site_builder.search.documents import TEXT_FIELDS, TEXT_RADICES, WORD_FIELDS, WORD_RADICES
from site_builder.search.index import MANIFEST_PATH
from site_builder.search.postings import NAME, RADICES, REVERSED, TEXT, VOCABULARY, WORD
from site_builder.search.shards import POSITIONS
from site_builder.search.store import sort_key
from site_builder.text.tokens import fold

BOOSTS = {
    "abstract": 1.5,
    "title": 7.0,
    "summary": 0.7,
    "tags": 0.5,
    "exact": 3.0,
    "authors": 2.0,
    "organizations": 1.0,
    "venue": 1.0,
    "identifiers": 10.0,
}
"""Lunr's field boosts, the same as in `search-index.js`."""

_FIELDS = {TEXT: TEXT_FIELDS, WORD: WORD_FIELDS}
_K1 = 1.2
_NAME_SIZE = 7
_END = "\uffff"


class TermList(NamedTuple):
    """A term's papers: (ordinal, frequencies by field), and the names of the fields."""

    term: str
    postings: list[tuple[int, tuple[int, ...]]]
    fields: tuple[str, ...]


class Word(NamedTuple):
    """A word of the vocabulary and the size of its count."""

    text: str
    size: int


class SiteIndex:
    """The search index of the site in a folder."""

    def __init__(self, site_path: Path) -> None:
        """Read the manifest; raise `FileNotFoundError` where the site has none."""
        self._site_path = site_path
        manifest = self._arguments(MANIFEST_PATH)[1]
        self.documents: int = manifest["documents"]
        self.years: list[tuple[str, int]] = [(year, first) for year, first in manifest["years"]]
        self._cards = manifest["cards"]
        self._facets: dict[str, str] = manifest["facets"]
        self._names: str = manifest["names"]
        self._tables: dict[str, tuple[list[bytes], int]] = {}
        self._card_name = 0
        for family, starts in manifest["starts"].items():
            firsts = [sort_key(first.text) for first in front_coded(starts.split("\n") if starts else (), False)]
            self._tables[family] = (firsts, self._card_name)
            self._card_name += len(firsts)
        self._arguments = cache(self._arguments)  # type: ignore[method-assign]

    def _name(self, place: int) -> str:
        return self._names[place * _NAME_SIZE : (place + 1) * _NAME_SIZE]

    def _arguments(self, path: str) -> list[Any]:
        """Return what the script at `path` hands over."""
        text = (self._site_path / path).read_text(encoding="utf-8")
        arguments: list[Any] = json.loads(f"[{text[text.index('(') + 1 : text.rindex(')')]}]", strict=False)
        return arguments

    def _shard(self, folder: str, family: str, number: int) -> list[Any]:
        name = self._name(self._tables[family][1] + number)
        return self._arguments(f"search/{folder}/{name}.js")

    def _number(self, family: str, term: str) -> int:
        return bisect_right(self._tables[family][0], sort_key(term)) - 1

    def _range(self, family: str, prefix: str, most: int) -> range:
        first = max(0, self._number(family, prefix))
        return range(first, min(self._number(family, prefix + _END), first + most - 1) + 1)

    def _lists(self, family: str, number: int) -> Iterable[tuple[str, str]]:
        terms, lists = self._shard(family, family, number)
        return zip((word.text for word in front_coded(terms.split(" "), False)), lists.split(" "), strict=True)

    def postings(self, family: str, term: str) -> TermList | None:
        """Return the list of a stem (`t`) or of a word as it stands (`w`)."""
        number = self._number(family, term)
        symbols = dict(self._lists(family, number)).get(term) if number >= 0 else None
        return TermList(term, postings(symbols, RADICES[family]), _FIELDS[family]) if symbols else None

    def postings_range(self, prefix: str, most: int) -> list[TermList]:
        """Return the lists of the words that begin with `prefix`, from at most `most` shards."""
        return [
            TermList(term, postings(symbols, WORD_RADICES), WORD_FIELDS)
            for number in self._range(WORD, prefix, most)
            for term, symbols in self._lists(WORD, number)
            if term.startswith(prefix)
        ]

    def vocabulary(self, prefix: str, is_suffix: bool, most: int) -> list[Word]:
        """Return the words that begin, or end, with `prefix`, from at most `most` shards."""
        family, start = (REVERSED, prefix[::-1]) if is_suffix else (VOCABULARY, prefix)
        words = (
            word
            for number in self._range(family, start, most)
            for word in front_coded(self._shard(family, family, number)[0].split(" "), True)
            if word.text.startswith(start)
        )
        return [Word(text[::-1] if is_suffix else text, size) for text, size in words]

    def named(self, kind: str, folded: str) -> list[int]:
        """Return the papers with the name, compared as folded."""
        ordinals = []
        if kind == "has":
            names = self._arguments(self._facets[kind])[1]
            return [o for name, symbols in names if fold(name) == folded for o, _ in postings(symbols, RADICES[NAME])]
        for number in self._range(NAME, f"{kind}={folded}", 2):
            names = self._shard(NAME, NAME, number)[0].get(kind, [])
            for name, symbols in zip(names[::2], names[1::2], strict=True):
                if " ".join(fold(name).split()) == folded:
                    ordinals += [ordinal for ordinal, _ in postings(symbols, RADICES[NAME])]
        return ordinals

    def positions(self, stem: str) -> dict[int, list[int]]:
        """Return where a stem stands in title and abstract, by paper."""
        number = self._number(TEXT, stem)
        terms = [term for term, _ in self._lists(TEXT, number)] if number >= 0 else []
        if stem not in terms:
            return {}
        gaps = iter(numbers(self._shard(POSITIONS, TEXT, number)[0].split(" ")[terms.index(stem)]))
        symbols = dict(self._lists(TEXT, number))[stem]
        found = {}
        for ordinal, counts in postings(symbols, TEXT_RADICES):
            position = -1
            found[ordinal] = [position := position + next(gaps) + 1 for _ in range(counts[0] + counts[1])]
        return found

    def card(self, ordinal: int) -> list[list[str]]:
        """Return what lists show of a paper: the fields that `cards.card_literal` wrote."""
        block, group = self._cards["block"], self._cards["group"]
        name = self._name(self._card_name + ordinal // (block * group))
        return split_card(self._arguments(f"search/c/{name}/{ordinal // block % group}.js")[ordinal % block])

    def rarity(self, entry: TermList) -> float:
        """Return a term's inverse document frequency, as Lunr counts it."""
        size = sum(1 for _, counts in entry.postings for count in counts if count)
        return math.log(1 + abs((self.documents - size + 0.5) / (size + 0.5)))

    def scores(self, entry: TermList, rarity: float) -> Iterable[tuple[int, float]]:
        """Yield Lunr's score of every paper that has the term."""
        for ordinal, counts in entry.postings:
            fields = zip(entry.fields, counts, strict=True)
            yield ordinal, sum(_weight(rarity, count, field) for field, count in fields if count)


def _weight(rarity: float, count: int, field: str) -> float:
    """Return Lunr's weight of a term in a field with `b` = 0, rounded as JavaScript rounds."""
    return math.floor(rarity * ((_K1 + 1) * count) / (_K1 + count) * BOOSTS[field] * 1000 + 0.5) / 1000


def front_coded(items: Iterable[str], has_sizes: bool) -> list[Word]:
    """Return the terms that `shards.front_coded` wrote."""
    words = []
    previous = ""
    for item in items:
        previous = previous[: SYMBOLS.index(item[0])] + item[2 if has_sizes else 1 :]
        words.append(Word(previous, SYMBOLS.index(item[1]) if has_sizes else 0))
    return words
