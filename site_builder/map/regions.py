"""What the map shows in addition to its points: named regions, the words of each square, and density."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

import msgspec
import numpy as np
from numpy.typing import NDArray

from site_builder.content.map_file import SIZE
from site_builder.related.vectors import Vectors
from site_builder.text.letters import fold
from site_builder.text.stems import ENDING
from site_builder.text.tokens import name_terms

REGIONS = 24
"""At most this many regions: the squares of a coarse grid that a word distinguishes most clearly."""
REGION_WORDS = 5
REGION_PAPERS = 3
SQUARE_WORDS = 8
LEVELS = 4
"""Levels of density in the still picture."""

_COARSE, _FINE, _STILL = 10, 24, 64
_LEAST = 3
_EXAMPLES = 20

Ints = NDArray[np.int64]
Telling = tuple[Ints, Ints, Ints, NDArray[np.float64]]


class Region(msgspec.Struct, frozen=True):
    """A part of the map: the position of its label, its words, how many papers have the first, and some of these."""

    x: int
    y: int
    words: tuple[str, ...]
    size: int
    rows: tuple[int, ...]


class Atlas(msgspec.Struct, frozen=True):
    """Regions, words and density of a map.

    `squares` has, for each square of a `grid` by `grid` raster, indexes into `words` and how many papers have each.
    `density` lists the squares of a `still` by `still` raster that have papers, as (x, y, level from 1 to `LEVELS`).
    """

    regions: tuple[Region, ...]
    words: tuple[str, ...]
    squares: tuple[tuple[tuple[int, int], ...], ...]
    density: tuple[tuple[int, int, int], ...]
    grid: int = _FINE
    still: int = _STILL


def make_atlas(
    places: NDArray[np.uint16],
    vectors: Vectors,
    spell: Callable[[int, Sequence[int]], str],
    score: Callable[[Sequence[int]], Sequence[int]],
) -> Atlas:
    """Return regions, words and density of papers at these positions.

    `spell` returns how papers in some rows write a feature, empty if readers would not understand it. The papers with
    the highest `score` represent a region.
    """
    finder = _Finder(vectors, spell)
    regions = tuple(_regions(places, finder, score))
    fine = finder.words(finder.telling(_squares(places, _FINE), _FINE), SQUARE_WORDS)
    numbers: dict[str, int] = {}
    squares = tuple(
        tuple((numbers.setdefault(word, len(numbers)), count) for word, count in fine.get(square, ()))
        for square in range(_FINE * _FINE)
    )
    return Atlas(regions, tuple(numbers), squares, tuple(_density(places)))


class _Finder:
    """Finds the features that distinguish a square of the map from the rest."""

    def __init__(self, vectors: Vectors, spell: Callable[[int, Sequence[int]], str]) -> None:
        known = np.bincount(vectors.features.ravel() + 1)[1:]  # short vectors are padded with -1
        frequent = known >= _LEAST  # features of few papers distinguish nothing
        self._features = np.flatnonzero(frequent)
        # Frequent features are numbered from 1; all others, and the padding, are 0.
        self._number = np.append(np.where(frequent, np.cumsum(frequent), 0), 0).astype(np.int32)
        self._numbers = self._number[vectors.features]
        self._known = np.append(0, known[frequent])
        self._rows = _order(self._numbers.ravel()) // self._numbers.shape[1]
        self._starts = np.concatenate(([0], np.cumsum(np.bincount(self._numbers.ravel(), minlength=1))))
        self._spell = spell
        self._spelled: dict[int, str] = {}

    def rows(self, feature: int) -> Ints:
        """Return the papers that have a feature."""
        number = self._number[feature]
        rows: Ints = self._rows[self._starts[number] : self._starts[number + 1]]
        return rows

    def spelled(self, feature: int) -> str:
        """Return how papers write a feature."""
        if feature not in self._spelled:
            rows = self.rows(feature)
            step = max(1, len(rows) // _EXAMPLES)
            self._spelled[feature] = self._spell(feature, rows[::step][:_EXAMPLES].tolist())
        return self._spelled[feature]

    def telling(self, squares: Ints, grid: int) -> Telling:
        """Return (square, feature, papers, distinctness), the most distinct feature of each square first."""
        order = squares.argsort(kind="stable")
        sizes = np.bincount(squares, minlength=grid * grid)
        found, counts = [], []
        for rows in np.split(order, np.cumsum(sizes)[:-1]):
            having = np.bincount(self._numbers[rows].ravel(), minlength=len(self._known))
            having[0] = 0
            found.append(np.flatnonzero(having >= _LEAST))
            counts.append(having[found[-1]])
        where = np.repeat(np.arange(grid * grid), [len(numbers) for numbers in found])
        numbers, papers = np.concatenate(found), np.concatenate(counts)
        lift = papers * (len(squares) / (self._known[numbers] * sizes[where]))
        # Integers sort alike on every machine; the last digit of a logarithm may differ.
        clear = np.floor(papers * np.log2(np.maximum(lift, 1)) * 64)
        order = np.lexsort((numbers, -clear, where))
        order = order[clear[order] > 0]
        return where[order], self._features[numbers[order] - 1], papers[order], clear[order]

    def words(self, telling: Telling, most: int) -> dict[int, list[tuple[str, int]]]:
        """Return the words that distinguish each square, with how many of its papers have them."""
        found: dict[int, list[tuple[str, int]]] = {}
        where, features, counts, _ = telling
        starts = np.flatnonzero(np.diff(where, prepend=-1))
        bounds = np.append(starts, len(where)).tolist()
        for square, (start, end) in zip(where[starts].tolist(), pairwise(bounds), strict=True):
            words: dict[str, int] = {}
            for place in range(start, end):
                if len(words) == most:
                    break
                if word := self.spelled(int(features[place])):
                    words.setdefault(word, int(counts[place]))
            found[square] = list(words.items())
        return found


def _order(numbers: NDArray[np.int32]) -> Ints:
    """Return the indexes that sort the numbers, half by half: NumPy uses radix sort for 16 bits only."""
    order = numbers.astype(np.uint16).argsort(kind="stable")
    return order[(numbers[order] >> 16).astype(np.uint16).argsort(kind="stable")]


def _squares(places: NDArray[np.uint16], grid: int) -> Ints:
    x, y = places.astype(np.int64) * grid // SIZE
    squares: Ints = y * grid + x
    return squares


def _regions(
    places: NDArray[np.uint16], finder: _Finder, score: Callable[[Sequence[int]], Sequence[int]]
) -> Iterator[Region]:
    squares = _squares(places, _COARSE)
    telling = finder.telling(squares, _COARSE)
    where, features, _, clear = telling
    words = finder.words(telling, REGION_WORDS)
    taken: set[str] = set()
    named: set[int] = set()
    for place in np.lexsort((features, where, -clear)).tolist():
        square, feature = int(where[place]), int(features[place])
        name = finder.spelled(feature)
        if square in named or not name or name.casefold() in taken:
            continue
        named.add(square)
        taken.add(name.casefold())
        rows = finder.rows(feature)
        rows = rows[squares[rows] == square]
        x, y = places[:, rows].astype(np.int64).sum(axis=1) // len(rows)
        best = rows[np.lexsort((rows, -np.array(score(rows.tolist()), np.int64)))][:REGION_PAPERS]
        others = [word for word, _ in words.get(square, ()) if word != name]
        yield Region(int(x), int(y), (name, *others)[:REGION_WORDS], len(rows), tuple(best.tolist()))
        if len(named) == REGIONS:
            return


def _density(places: NDArray[np.uint16]) -> Iterator[tuple[int, int, int]]:
    counts = np.bincount(_squares(places, _STILL), minlength=_STILL * _STILL)
    filled = np.flatnonzero(counts)
    ordered = np.sort(counts[filled])
    bounds = [ordered[len(ordered) * level // LEVELS] for level in range(1, LEVELS)]
    for square in filled.tolist():
        yield square % _STILL, square // _STILL, 1 + sum(int(counts[square]) > bound for bound in bounds)


def spell_stem(stem: str, titles: Sequence[str]) -> str:
    """Return the word that titles use most often for a stem; empty where none has it."""
    found: Counter[str] = Counter()
    beginning = stem[: max(1, len(stem) - ENDING)]
    for title in titles:
        # Skip titles without the stem first: splitting and stemming words is slow.
        for token in title.replace("/", " ").split() if beginning in _folded(title) else ():
            word = token.strip(".,:;!?()[]\"'“”‘’$")
            if beginning in _folded(word):
                terms = name_terms(word)
                if len(terms) == 1 and terms[0][1] == stem:
                    found[word if not word.istitle() else word.lower()] += 1
    return min(found, key=lambda word: (-found[word], word)) if found else ""


_folded = lru_cache(maxsize=1 << 17)(fold)
