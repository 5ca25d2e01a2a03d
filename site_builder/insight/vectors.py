"""Papers to vectors of their strongest features, in whole numbers, so that no order of additions can matter."""

from __future__ import annotations

import math
from collections.abc import Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

from site_builder.search.text import STOP_WORDS, stem

LENGTH = 32
"""A paper's vector has at most this many features: those of the greatest weight."""
UNIT = 1 << 10
"""The length of each vector, so that the product of two is their cosine times `UNIT * UNIT`."""

_COMMON = 2
"""A feature of this rarity or less, which about half of the papers have, says nothing."""
_PLACE_BITS, _WEIGHT_BITS = 28, 16
_WEIGHTS = np.array([0, *(round(1024 * (1 + math.log2(count))) for count in range(1, 256))], np.int64)
"""What a count weighs: its logarithm, in parts of 1,024."""
_SILENT = frozenset(
    map(
        stem,
        STOP_WORDS
        | set(
            "about across all also any beyond both can do does each he her his how i its me more most my new no not "
            "one only over paper propose she some such than their them then there they three through thus too toward "
            "towards two under us use used using via vs what when where which who why within without you your".split()
        ),
    )
)
"""Words that titles and abstracts share without sharing a subject."""


class Features(msgspec.Struct, frozen=True):
    """Which paper has which feature how often, one place each; `papers` and `vocabulary` are how many there are.

    Of equal features of one paper the one that comes first is preferred.
    """

    rows: NDArray[np.int64]
    features: NDArray[np.int32]
    counts: NDArray[np.uint8]
    papers: int
    vocabulary: Sequence[str]


class Vectors(msgspec.Struct, frozen=True):
    """For each paper its features, the strongest first, and their weights; -1 and 0 where it has fewer."""

    features: NDArray[np.int32]
    weights: NDArray[np.int16]


def make_vectors(found: Features) -> Vectors:
    """Return the vector of each paper, of length `UNIT`.

    A feature weighs the root of its count's logarithm times its rarity: with a product of two such weights in each
    score, words that both papers have count more than one rare word or one that is repeated.
    """
    weights = np.rint(np.sqrt(_WEIGHTS[found.counts] * _rarities(found)[found.features])).astype(np.int64)
    places = np.flatnonzero(weights)
    # One sort does it all: by paper, by falling weight, by place.
    keys = found.rows[places] << (_PLACE_BITS + _WEIGHT_BITS)
    keys |= ((1 << _WEIGHT_BITS) - 1 - weights[places]) << _PLACE_BITS
    keys |= places
    keys.sort()
    places = keys & ((1 << _PLACE_BITS) - 1)
    rows = found.rows[places]
    ranks = np.arange(len(rows)) - np.searchsorted(rows, np.arange(found.papers))[rows]
    kept = ranks < LENGTH
    rows, ranks, places = rows[kept], ranks[kept], places[kept]
    strongest = weights[places]
    lengths = np.sqrt(np.bincount(rows, strongest * strongest, minlength=found.papers))
    made = Vectors(np.full((found.papers, LENGTH), -1, np.int32), np.zeros((found.papers, LENGTH), np.int16))
    made.features[rows, ranks] = found.features[places]
    made.weights[rows, ranks] = np.rint(UNIT * strongest / lengths[rows])
    return made


def _rarities(found: Features) -> NDArray[np.int64]:
    """Return the rarity of each feature, in half octaves of the share of papers that have it.

    So coarse, it stays what it was for nearly all features when a paper changes, and with it most vectors do.
    """
    papers = np.bincount(found.features, minlength=len(found.vocabulary))
    rarities = _half_octaves(np.array([max(found.papers, 1)])) - _half_octaves(np.maximum(papers, 1))
    rarities[(papers < 2) | (rarities <= _COMMON)] = 0
    heard = np.flatnonzero(rarities).tolist()
    silent = [number for number in heard if _is_silent(found.vocabulary[number])]
    rarities[silent] = 0
    return rarities


def _is_silent(text: str) -> bool:
    return len(text) < 2 or text.isdigit() or text in _SILENT


def _half_octaves(counts: NDArray[np.int64]) -> NDArray[np.int64]:
    halves: NDArray[np.int64] = np.rint(2 * np.log2(counts)).astype(np.int64)
    return halves
