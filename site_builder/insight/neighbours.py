"""The papers that are nearest to each paper by the cosine of their vectors, and the features that make them so."""

from __future__ import annotations

import msgspec
import numpy as np
from numpy.typing import NDArray

from site_builder.config import MOST_RELATED as MOST
from site_builder.insight.vectors import UNIT, Vectors
from site_builder.workers import map_forked

REASONS = 5
"""Features that are named for each pair: those that contribute most."""
CUT_OFF = round(0.09 * UNIT * UNIT)
"""Papers of a smaller cosine have a word in common rather than a subject."""

_BLOCK = 256
_FEW = 1_000


class Neighbours(msgspec.Struct, frozen=True):
    """For each paper the rows of its neighbours, the nearest first, their scores, and the features of each pair.

    Where there are fewer, rows and features are -1 and scores 0.
    """

    rows: NDArray[np.int32]
    scores: NDArray[np.int32]
    reasons: NDArray[np.int32]

    def differences(self, other: Neighbours) -> list[int]:
        """Return the papers that have other neighbours than in `other`, or have them for other features."""
        differ = (self.rows != other.rows).any(axis=1) | (self.reasons != other.reasons).any(axis=(1, 2))
        return np.flatnonzero(differ).tolist()


def no_neighbours(papers: int) -> Neighbours:
    """Return neighbours of papers that have none."""
    return Neighbours(
        np.full((papers, MOST), -1, np.int32),
        np.zeros((papers, MOST), np.int32),
        np.full((papers, MOST, REASONS), -1, np.int32),
    )


class Scorer:
    """Compares one paper with all others through the lists of the papers that have its features."""

    def __init__(self, vectors: Vectors) -> None:
        rows, columns = np.nonzero(vectors.features >= 0)
        features = vectors.features[rows, columns]
        order = np.argsort(features, kind="stable")
        self.vectors = vectors
        self._papers = len(vectors.features)
        self._rows = rows[order]
        self._weights = vectors.weights[rows, columns][order].astype(np.float64)
        self._starts = np.searchsorted(features[order], np.arange(features.max(initial=-1) + 2)).tolist()

    def scores(self, row: int) -> NDArray[np.float64]:
        """Return the score of each paper beside one; sums of whole numbers below 2^53, and so exact."""
        rows, weights = [np.zeros(0, np.int64)], [np.zeros(0)]
        for feature, weight in zip(
            self.vectors.features[row].tolist(), self.vectors.weights[row].tolist(), strict=True
        ):
            if feature < 0:
                break
            start, end = self._starts[feature], self._starts[feature + 1]
            rows.append(self._rows[start:end])
            weights.append(self._weights[start:end] * weight)
        sums = np.bincount(np.concatenate(rows), np.concatenate(weights), minlength=self._papers)
        return sums.astype(np.float64, copy=False)

    def nearest(self, row: int) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Return the nearest papers and their scores; of two as near, the one that comes first."""
        scores = self.scores(row)
        scores[row] = 0
        near = np.flatnonzero(scores >= CUT_OFF)
        if len(near) > MOST:
            least = np.partition(scores[near], len(near) - MOST)[len(near) - MOST]
            near = near[scores[near] >= least]
        near = near[np.lexsort((near, -scores[near]))][:MOST]
        return near, scores[near]


def find_neighbours(scorer: Scorer, last: Neighbours, stale: NDArray[np.int64], jobs: int) -> Neighbours:
    """Return `last` with the neighbours of the papers `stale` found anew."""
    blocks = np.array_split(stale, -(-len(stale) // _BLOCK)) if len(stale) else []

    def work(rows: NDArray[np.int64]) -> Neighbours:
        found = no_neighbours(len(rows))
        for place, row in enumerate(rows.tolist()):
            near, scores = scorer.nearest(row)
            found.rows[place, : len(near)] = near
            found.scores[place, : len(near)] = scores
        return Neighbours(found.rows, found.scores, _reasons(scorer.vectors, rows, found.rows))

    result = Neighbours(last.rows.copy(), last.scores.copy(), last.reasons.copy())
    for rows, found in zip(blocks, map_forked(work, blocks, 1 if len(stale) < _FEW else jobs), strict=True):
        result.rows[rows], result.scores[rows], result.reasons[rows] = found.rows, found.scores, found.reasons
    return result


def _reasons(vectors: Vectors, rows: NDArray[np.int64], near: NDArray[np.int32]) -> NDArray[np.int32]:
    """Return the features that contribute most to the score of each of the rows with each of its neighbours."""
    own = vectors.features[rows][:, None, :, None]
    same = (own == vectors.features[near][:, :, None, :]) & (own >= 0) & (near >= 0)[:, :, None, None]
    theirs = (same * vectors.weights[near][:, :, None, :].astype(np.int32)).sum(axis=3)
    shares = theirs * vectors.weights[rows][:, None, :]
    # The stable sort puts features of equal shares into the order of the paper's own vector.
    order = np.argsort(-shares, axis=2, kind="stable")[:, :, :REASONS]
    best = np.take_along_axis(np.broadcast_to(own[..., 0], shares.shape), order, axis=2)
    return np.where(np.take_along_axis(shares, order, axis=2) > 0, best, -1)


def stale_rows(scorer: Scorer, last: Neighbours, changed: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Return the papers whose neighbours may be others now that the vectors of the `changed` papers are.

    `last` is in the order of the papers as they are now, with -2 for a neighbour that is gone.
    """
    if changed.sum() > len(changed) // 8:
        return np.arange(len(changed))
    stale = changed | (last.rows == -2).any(axis=1)
    stale |= (changed[last.rows] & (last.rows >= 0)).any(axis=1)
    least = np.where(last.rows[:, -1] >= 0, np.maximum(last.scores[:, -1], CUT_OFF), CUT_OFF)
    for row in np.flatnonzero(changed).tolist():
        stale |= scorer.scores(row) >= least
    return np.flatnonzero(stale)


def moved(last: Neighbours, places: NDArray[np.int64], sources: NDArray[np.int64]) -> Neighbours:
    """Return neighbours in another order of papers: `places` says where each goes, -2 if it is gone;
    `sources` where each comes from, -1 if it is new."""
    made = no_neighbours(len(sources))
    old = np.flatnonzero(sources >= 0)
    rows = last.rows[sources[old]]
    made.rows[old] = np.where(rows >= 0, places[rows], -1)
    made.scores[old] = last.scores[sources[old]]
    made.reasons[old] = last.reasons[sources[old]]
    return made
