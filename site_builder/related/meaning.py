"""Papers as vectors of what they are about, from the file of vectors that an archive keeps for its search."""

from __future__ import annotations

from itertools import repeat

import numpy as np
from numpy.typing import NDArray

from site_builder.core.processes import map_forked
from site_builder.related.corpus import Corpus
from site_builder.related.neighbours import Neighbours
from site_builder.related.vectors import UNIT
from site_builder.search.factors import Floats, Sparse, squares
from site_builder.search.space import FREQUENCIES, summed
from site_builder.search.vectors_file import GivenVectors, take_papers, take_words

CANDIDATES = 30
"""Neighbours by features that a paper's list is chosen from."""
LENGTH = 256
"""The length of a vector, so that its numbers fit in a byte; a longer number is cut."""
WEIGHT = 1 / 2
"""How much the cosine of two papers' meanings counts, compared with that of their features."""

_MOST = 127
_BLOCK = 256
_FEW = 2_000
_FACTOR = round(WEIGHT * UNIT * UNIT / (LENGTH * LENGTH))

Ints = NDArray[np.int64]
Meanings = NDArray[np.int8]
"""A vector of each paper, in rows; without columns if the archive keeps no file."""


def no_meanings(papers: int, numbers: int = 0) -> Meanings:
    """Return vectors of zeros."""
    return np.zeros((papers, numbers), np.int8)


def next_meanings(
    last: Meanings, corpus: Corpus, given: GivenVectors | None, sources: Ints, stale: NDArray[np.bool_]
) -> Meanings:
    """Return the meaning of each paper; only those of the `stale` papers are computed.

    `sources` gives the row in `last` of every other paper.
    """
    numbers = given.arrays["vectors"].shape[1] if given else 0
    made = no_meanings(len(sources), numbers)
    kept, rows = np.flatnonzero(~stale), np.flatnonzero(stale)
    if len(kept):
        made[kept] = last[sources[kept]]
    if given and len(rows):
        made[rows] = _meanings(corpus, given, rows)
    return made


def _meanings(corpus: Corpus, given: GivenVectors, rows: Ints) -> Meanings:
    words, own, texts = take_words(given), take_papers(given), corpus.texts.take(rows)
    places = dict(zip(words.terms, range(len(words.terms)), strict=True))
    features, columns = np.unique(texts.features, return_inverse=True)
    known = np.array(list(map(places.get, map(corpus.vocabulary.__getitem__, features.tolist()), repeat(-1))), np.int64)
    sums = summed(words, Sparse(texts.starts, known[columns], FREQUENCIES[texts.counts]))
    for place, row in enumerate(rows.tolist()):
        if corpus.ids[row] in own:
            sums[place] = own[corpus.ids[row]]
    return _scaled(sums)


def _scaled(sums: Floats) -> Meanings:
    lengths = np.maximum(np.sqrt(squares(sums)), 1)[:, None]
    return np.clip(np.rint(sums * LENGTH / lengths), -_MOST, _MOST).astype(np.int8)


def choose(candidates: Neighbours, meanings: Meanings, last: Neighbours, stale: Ints, jobs: int) -> Neighbours:
    """Return `last` with the neighbours of the `stale` papers chosen again from their candidates.

    A candidate's score is raised by how near its meaning is. Of several with the same score, the nearest by features
    comes first. Without meanings, the first candidates are chosen.
    """
    if not meanings.shape[1]:
        return candidates.first(last.most)
    if not len(stale):
        return last

    def work(rows: Ints) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        near = candidates.rows[rows]
        theirs, own = meanings[near].astype(np.float32), meanings[rows].astype(np.float32)
        nearness = (theirs @ own[:, :, None])[:, :, 0].astype(np.int32)  # exact: whole numbers below 2 ** 24
        scores = np.where(near >= 0, candidates.scores[rows] + _FACTOR * np.maximum(nearness, 0), 0)
        order = np.argsort(-scores, axis=1, kind="stable")[:, : last.most]
        return np.take_along_axis(near, order, axis=1), np.take_along_axis(scores, order, axis=1)

    blocks = np.array_split(stale, -(-len(stale) // _BLOCK))
    made = Neighbours(last.rows.copy(), last.scores.copy())
    for rows, found in zip(blocks, map_forked(work, blocks, 1 if len(stale) < _FEW else jobs), strict=True):
        made.rows[rows], made.scores[rows] = found
    return made
