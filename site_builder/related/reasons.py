"""Why two papers are related: the features that contribute most to their score."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from site_builder.core.processes import map_forked
from site_builder.related.neighbours import Neighbours
from site_builder.related.vectors import Vectors

REASONS = 5
"""At most this many features are named for each pair."""

_BLOCK = 512
_FEW = 2_000

Reasons = NDArray[np.int32]
"""For each paper and each neighbour shown, the strongest features first; padded with -1."""


def no_reasons(papers: int, shown: int) -> Reasons:
    """Return papers whose neighbours have no reasons yet."""
    return np.full((papers, shown, REASONS), -1, np.int32)


def find_reasons(
    vectors: Vectors, neighbours: Neighbours, last: Reasons, stale: NDArray[np.int64], jobs: int
) -> Reasons:
    """Return `last` with the reasons of the `stale` papers recomputed."""
    if not len(stale):
        return last
    shown = last.shape[1]
    blocks = np.array_split(stale, -(-len(stale) // _BLOCK))

    def work(rows: NDArray[np.int64]) -> Reasons:
        return _reasons(vectors, rows, neighbours.rows[rows, :shown])

    made = last.copy()
    for rows, found in zip(blocks, map_forked(work, blocks, 1 if len(stale) < _FEW else jobs), strict=True):
        made[rows] = found
    return made


def _reasons(vectors: Vectors, rows: NDArray[np.int64], near: NDArray[np.int32]) -> Reasons:
    own = vectors.features[rows][:, None, :, None]
    same = (own == vectors.features[near][:, :, None, :]) & (own >= 0) & (near >= 0)[:, :, None, None]
    theirs = (same * vectors.weights[near][:, :, None, :].astype(np.int32)).sum(axis=3)
    shares = theirs * vectors.weights[rows][:, None, :]
    # The sort is stable: features that contribute equally keep the order of the paper's own vector.
    order = np.argsort(-shares, axis=2, kind="stable")[:, :, :REASONS]
    best = np.take_along_axis(np.broadcast_to(own[..., 0], shares.shape), order, axis=2)
    return np.where(np.take_along_axis(shares, order, axis=2) > 0, best, -1)
