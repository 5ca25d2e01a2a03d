"""The cosines of one paper's vector with all others, computed from an inverted index of features."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from site_builder.related.vectors import Vectors

Ints = NDArray[np.int64]


class Scorer:
    """An inverted index of the features that the papers in `compared` have."""

    def __init__(self, vectors: Vectors, compared: Ints) -> None:
        self._vectors = vectors
        wanted = np.zeros(vectors.features.max(initial=-1) + 2, np.bool_)
        wanted[vectors.features[compared]] = True
        wanted[-1] = False  # -1 pads short vectors
        rows, columns = np.nonzero(wanted[vectors.features])
        features = vectors.features[rows, columns]
        order = np.argsort(features, kind="stable")
        self._rows = rows[order]
        self._weights = vectors.weights[rows, columns][order].astype(np.float64)
        self._starts = np.searchsorted(features[order], np.arange(len(wanted) + 1))
        self._places = np.zeros(vectors.features.shape, np.int32)
        self._places[self._rows, columns[order]] = np.arange(len(order))

    def scores(self, row: int) -> NDArray[np.float64]:
        """Return the score of every paper against the one in `row`."""
        features = self._features(row)
        return self._sums(row, self._starts[features], self._starts[features + 1], len(self._places))

    def scores_before(self, row: int) -> NDArray[np.float64]:
        """Return the score of every paper before `row` against the one in `row`."""
        features = self._features(row)
        return self._sums(row, self._starts[features], self._places[row, : len(features)], row)

    def _features(self, row: int) -> NDArray[np.int32]:
        features = self._vectors.features[row]
        known: NDArray[np.int32] = features[features >= 0]
        return known

    def _sums(self, row: int, starts: Ints, ends: NDArray[np.integer], papers: int) -> NDArray[np.float64]:
        """Add up the products of weights; integers below 2^53, so the sums are exact in any order."""
        if not len(starts):
            return np.zeros(papers)
        lists = [slice(*bounds) for bounds in zip(starts.tolist(), ends.tolist(), strict=True)]
        weights = np.concatenate([self._weights[places] for places in lists])
        weights *= np.repeat(self._vectors.weights[row, : len(lists)], ends - starts)
        rows = np.concatenate([self._rows[places] for places in lists])
        return np.bincount(rows, weights, minlength=papers).astype(np.float64, copy=False)
