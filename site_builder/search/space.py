"""Vectors of words and papers: two words, or two papers, have similar vectors if they are about the same subject."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from itertools import chain, pairwise, repeat
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from site_builder.search.documents import MOST, unpack_counts
from site_builder.search.factors import Floats, Ints, Sparse, column_vectors, squares
from site_builder.search.store import in_order

LEAST_PAPERS = 128
"""Fewer papers do not show which words are related."""
_MOST_SAMPLED = 4096
"""Vectors of words are made from at most this many papers, evenly spaced. Half of them measured worse."""
_NUMBERS = 128
"""Numbers in a vector; at most one for every two sampled papers."""
_LEAST_USE = 3
"""Sampled papers that use a word, for it to have a vector."""
_MOST_SHARE = 4
"""A word that more than one paper in so many uses says little, and has no vector."""
_TITLE = 2
"""One occurrence in the title counts as this many in the abstract."""
HEAVIEST = 1200
"""The weight of the word that says most; two symbols in a file."""
_LEVELS, _PACKED = 3, 4
"""Levels of a number, and numbers in a symbol. Nine levels, and half as many papers read, measured worse."""
_STEP = 1.22
"""The distance of two levels, where the root mean square of a vector's numbers is 1."""
_CELL_ROUNDS = 8
_CHUNK = 4096

Levels = NDArray[np.int8]
"""Vectors in rows; the numbers are levels above and below 0."""


class Coding(NamedTuple):
    """How vectors are written: how many numbers, how many levels a number has, and how many numbers a symbol has."""

    numbers: int
    levels: int
    packed: int


class Words(NamedTuple):
    """The words that have vectors, in the index's order; how much each weighs; the vectors."""

    terms: list[str]
    weights: Ints
    vectors: Levels


class Space(NamedTuple):
    """What papers are placed by: the words' vectors, and the centres of the cells."""

    words: Words
    centres: Levels
    coded: Coding


def sample(papers: int) -> range:
    """Return the ordinals of the papers that the vectors of words are made from; none if the archive is small.

    They are among the oldest: at least the older half, and nine tenths at most. So they stay the same until the archive
    has grown by a third or a half, and while new papers are edited.
    """
    if papers < LEAST_PAPERS:
        return range(0)
    most = papers * 9 // 10
    power = 1 << most.bit_length() - 1
    oldest = power * 3 // 2 if power * 3 // 2 <= most else power
    return range(0, oldest, -(-oldest // _MOST_SAMPLED))


def coding(papers: int) -> Coding:
    """Return how the vectors of an archive of so many papers are written."""
    numbers = min(_NUMBERS, len(sample(papers)) // 8 * 4)
    return Coding(numbers, _LEVELS, _PACKED)


def even_sample(papers: int) -> list[int]:
    """Return the ordinals of papers for vectors that the archive keeps, evenly spaced over all."""
    count = min(papers, _MOST_SAMPLED)
    return [place * papers // count for place in range(count)]


def make_space(texts: Sequence[bytes], papers: int) -> Space:
    """Return the space of an archive of so many papers; `texts` are the `text_terms` of those that are sampled."""
    coded = coding(papers)
    words = make_words(texts, coded)
    placed = place(words, texts, coded)
    return Space(words, make_cells(placed, cell_count(papers), coded) if words.terms else placed[:0], coded)


def make_words(texts: Iterable[bytes], coded: Coding) -> Words:
    """Return the vectors of the words that several papers use; `texts` are the papers' `text_terms`."""
    numbers: defaultdict[str, int] = defaultdict()
    numbers.default_factory = numbers.__len__
    uses = _uses(texts, lambda stems: map(numbers.__getitem__, stems))
    papers, size = np.bincount(uses.columns, minlength=len(numbers)), len(uses.starts) - 1
    most = max(_LEAST_USE, size // _MOST_SHARE)
    terms = in_order(term for term, number in numbers.items() if _LEAST_USE <= papers[number] <= most)
    if not terms:
        return Words([], np.zeros(0, np.int64), np.zeros((0, coded.numbers), np.int8))
    chosen = np.array([numbers[term] for term in terms])
    places = np.full(len(numbers), -1)
    places[chosen] = np.arange(len(terms))
    rarity = np.array([_rarity(size, count) for count in papers[chosen].tolist()])
    uses = _known(uses._replace(columns=places[uses.columns]))
    vectors = column_vectors(uses._replace(values=uses.values * rarity[uses.columns]), len(terms), coded.numbers)
    # Rarity times the root of the length measured better than with the length itself, and than without it.
    weights = np.sqrt(np.sqrt(squares(vectors))) * rarity
    weights = np.maximum(1, np.rint(weights * (HEAVIEST / max(float(weights.max()), 1e-9))))
    return Words(terms, weights.astype(np.int64), quantized(vectors, coded))


def place(words: Words, texts: Iterable[bytes], coded: Coding) -> Levels:
    """Return the vectors of papers, each the sum of its words' vectors; zeros where it has no word with a vector."""
    places = dict(zip(words.terms, range(len(words.terms)), strict=True))
    return quantized(summed(words, _uses(texts, lambda stems: map(places.get, stems, repeat(-1)))), coded)


def summed(words: Words, uses: Sparse) -> Floats:
    """Return the sum of each paper's words, as whole numbers.

    `uses` has papers by words, with how much each word counts; the number of a word without a vector is -1.
    """
    uses = _known(uses)
    factors, vectors = (uses.values * words.weights[uses.columns]).astype(np.float64), words.vectors.astype(np.float64)
    sums = np.zeros((len(uses.starts) - 1, vectors.shape[1]))
    for paper, (start, end) in enumerate(pairwise(uses.starts.tolist())):
        sums[paper] = factors[start:end] @ vectors[uses.columns[start:end]]  # exact: whole numbers below 2 ** 53
    return sums


def quantized(vectors: Floats | Ints, coded: Coding) -> Levels:
    """Return vectors of whole numbers as levels, in proportion to the root mean square of each vector."""
    step = np.sqrt(squares(vectors) / coded.numbers) * _STEP
    most = coded.levels // 2
    return np.clip(np.rint(vectors / np.maximum(step, 1e-9)[:, None]), -most, most).astype(np.int8)


def make_cells(vectors: Levels, count: int, coded: Coding) -> Levels:
    """Return the vectors at the centres of so many groups of similar papers, by k-means from evenly spaced papers."""
    centres = vectors[np.arange(count) * len(vectors) // count]
    for _ in range(_CELL_ROUNDS):
        nearest = nearest_cells(vectors, centres)
        sums = np.zeros(centres.shape, np.int64)
        np.add.at(sums, nearest, vectors)
        centres = np.where(np.any(sums, axis=1, keepdims=True), quantized(sums, coded), centres)
    return centres


def cell_count(papers: int) -> int:
    """Return how many cells an archive of so many papers has."""
    return cell_count_for(sample(papers).stop)


def cell_count_for(papers: int) -> int:
    """Return how many cells so many papers make: one to two times the root of their number."""
    return 1 << (papers.bit_length() + 1) // 2


def nearest_cells(vectors: Levels, centres: Levels) -> Ints:
    """Return the number of the cell that each vector is nearest to, the lowest of several."""
    lengths = np.sqrt(np.maximum(squares(centres.astype(np.int64)), 1))
    columns = centres.T.astype(np.float32)
    found = [
        ((vectors[start : start + _CHUNK].astype(np.float32) @ columns).astype(np.float64) / lengths).argmax(axis=1)
        for start in range(0, len(vectors), _CHUNK)
    ]
    return np.concatenate(found) if found else np.zeros(0, np.int64)


def _uses(texts: Iterable[bytes], numbers_of: Callable[[list[str]], Iterable[int]]) -> Sparse:
    """Return papers by words, with how much each word counts; `numbers_of` returns the words' columns."""
    sizes, columns, counts = [0], [], []
    for found in map(unpack_counts, texts):
        sizes.append(len(found.stems))
        columns.append(list(numbers_of(found.stems)))
        counts.append(found.counts)
    packed = _array(counts)
    total = (packed & MOST) + _TITLE * (packed >> 8 & MOST) + (packed >> 16 & MOST)
    return Sparse(np.cumsum(sizes), _array(columns), FREQUENCIES[total])


def _known(uses: Sparse) -> Sparse:
    """Return the uses of the words whose number is not negative."""
    kept: NDArray[np.bool_] = np.asarray(uses.columns >= 0)
    starts = np.concatenate(([0], np.cumsum(kept)))[uses.starts]
    return Sparse(starts, uses.columns[kept], uses.values[kept])


def _array(numbers: Iterable[Sequence[int]]) -> Ints:
    return np.fromiter(chain.from_iterable(numbers), np.int64)


def _rarity(papers: int, use: int) -> int:
    """Return 8 times the binary logarithm of how rare a word is, rounded down."""
    return (papers**8 // use**8).bit_length() - 1


FREQUENCIES = np.array([0, *(3 + (count**4).bit_length() for count in range(1, (2 + _TITLE) * MOST + 1))])
"""By a word's count, 4 plus 4 times its binary logarithm, rounded down."""
