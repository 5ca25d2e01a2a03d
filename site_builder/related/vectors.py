"""Papers as vectors of their strongest features, in integers, so that the order of additions cannot matter."""

from __future__ import annotations

import math

import msgspec
import numpy as np
from numpy.typing import NDArray

from site_builder.related.corpus import Corpus
from site_builder.text.stems import stem
from site_builder.text.tokens import STOP_WORDS

LENGTH = 32
"""A paper's vector has at most this many features, those of the greatest weight."""
UNIT = 1 << 10
"""The length of each vector, so that the product of two is their cosine times `UNIT * UNIT`."""

_COMMON = 2
"""Features of this rarity or less, which about half of the papers have, are ignored."""
_BLOCK = 4_096
_PLACE_BITS, _WEIGHT_BITS = 28, 16
_WEIGHTS = np.array([0, *(round(1024 * (1 + math.log2(count))) for count in range(1, 256))], np.int64)
"""The weight of each count: one plus its binary logarithm, times 1,024."""
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
"""Words that papers of any subject share."""


class Vectors(msgspec.Struct, frozen=True):
    """For each paper its features, strongest first, and their weights; padded with -1 and 0."""

    features: NDArray[np.int32]
    weights: NDArray[np.int16]


def no_vectors(papers: int) -> Vectors:
    """Return vectors without features."""
    return Vectors(np.full((papers, LENGTH), -1, np.int32), np.zeros((papers, LENGTH), np.int16))


def rarities_of(corpus: Corpus) -> NDArray[np.int8]:
    """Return the rarity of each feature, in half octaves of the share of papers that have it; 0 where it is ignored.

    This coarse on purpose: when a paper changes, nearly all rarities stay the same, and so do most vectors.
    """
    features = len(corpus.vocabulary)
    papers = corpus.texts.papers(features) + corpus.names.papers(features)
    rarities = _half_octaves(np.array([max(len(corpus.ids), 1)])) - _half_octaves(np.maximum(papers, 1))
    rarities[(papers < 2) | (rarities <= _COMMON)] = 0
    for number in np.flatnonzero(rarities).tolist():
        text = corpus.vocabulary[number]
        if text in _SILENT or len(text) < 2 or text.isdigit():
            rarities[number] = 0
    return rarities.astype(np.int8)


def next_vectors(
    last: Vectors, corpus: Corpus, rarities: NDArray[np.int8], sources: NDArray[np.int64], stale: NDArray[np.int64]
) -> Vectors:
    """Return the vector of each paper, scaled to length `UNIT`; only those of the `stale` papers are computed.

    `sources` gives the row in `last` of every other paper. A feature weighs the square root of its count's logarithm
    times its rarity. A score multiplies two such weights, so several shared words count more than one that is rare or
    repeated.
    """
    made = no_vectors(len(sources))
    old = np.flatnonzero(sources >= 0)
    made.features[old], made.weights[old] = last.features[sources[old]], last.weights[sources[old]]
    for start in range(0, len(stale), _BLOCK):
        rows = stale[start : start + _BLOCK]
        made.features[rows], made.weights[rows] = _strongest(corpus, rarities, rows)
    return made


def _strongest(
    corpus: Corpus, rarities: NDArray[np.int8], wanted: NDArray[np.int64]
) -> tuple[NDArray[np.int32], NDArray[np.int16]]:
    """Return the strongest features of the wanted papers and their weights; ties go to the first."""
    texts, names = corpus.texts.take(wanted), corpus.names.take(wanted)
    rows = np.concatenate((texts.rows(), names.rows()))
    features = np.concatenate((texts.features, names.features))
    counts = np.concatenate((texts.counts, names.counts))
    weights = np.rint(np.sqrt(_WEIGHTS[counts] * rarities[features])).astype(np.int64)
    places = np.flatnonzero(weights)
    # A single sort: by paper, then by falling weight, then by position.
    keys = rows[places] << (_PLACE_BITS + _WEIGHT_BITS)
    keys |= ((1 << _WEIGHT_BITS) - 1 - weights[places]) << _PLACE_BITS
    keys |= places
    keys.sort()
    places = keys & ((1 << _PLACE_BITS) - 1)
    rows = rows[places]
    ranks = np.arange(len(rows)) - np.searchsorted(rows, np.arange(len(wanted)))[rows]
    kept = ranks < LENGTH
    rows, ranks, places = rows[kept], ranks[kept], places[kept]
    strongest = weights[places]
    lengths = np.sqrt(np.bincount(rows, strongest * strongest, minlength=len(wanted)))
    made = no_vectors(len(wanted))
    made.features[rows, ranks] = features[places]
    made.weights[rows, ranks] = np.rint(UNIT * strongest / lengths[rows])
    return made.features, made.weights


def _half_octaves(counts: NDArray[np.int64]) -> NDArray[np.int64]:
    halves: NDArray[np.int64] = np.rint(2 * np.log2(counts)).astype(np.int64)
    return halves
