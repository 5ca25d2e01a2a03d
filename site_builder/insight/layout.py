"""Papers to places on a plane: neighbours pull each other, and everything else is pushed apart.

The method is that of UMAP's last step: a weighted graph of neighbours, its forces from a Student t-distribution,
samples of all other papers in place of their sum. Only sums in a fixed order, products, quotients and roots are used,
and chance comes from a seeded generator, so that the same papers give the same places.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from site_builder.insight.neighbours import Neighbours
from site_builder.places import SIZE

Floats = NDArray[np.float64]

_SEED = 7
_SMOOTHINGS = 100
_ROUNDS = 200
_SAMPLES = 5
_PUSH = 3.0
"""Forces away from a sampled paper, relative to those towards neighbours."""
_STEP = 0.25
_STRONGEST = 4.0
_SPREAD = 10.0
_MARGIN = 0.005
"""The share of papers beyond each edge; they are moved onto it: a few that lie far off must not shrink the rest."""


def lay_out(neighbours: Neighbours) -> NDArray[np.uint16]:
    """Return the place of each paper, as a row for x and a row for y."""
    papers = len(neighbours.rows)
    chance = np.random.Generator(np.random.PCG64(_SEED))
    one, other, weights = _edges(neighbours)
    degrees = _sums(one, weights, papers)
    places = _start(one, other, weights / degrees[one], degrees > 0, chance)
    for turn in range(_ROUNDS):
        forces = _pull(places, one, other, weights)
        for _ in range(_SAMPLES):
            forces += _push(places, chance.permutation(papers), degrees)
        places += forces * (_STEP * (1 - turn / _ROUNDS))
    return _fitted(places)


def _edges(neighbours: Neighbours) -> tuple[NDArray[np.int64], NDArray[np.int64], Floats]:
    """Return both ends of each pair of neighbours, each pair both ways, and the greater of their two weights."""
    papers = len(neighbours.rows)
    rows, columns = np.nonzero(neighbours.rows >= 0)
    near = neighbours.rows[rows, columns].astype(np.int64)
    weights = neighbours.scores[rows, columns] / neighbours.scores[rows, 0]
    keys = np.concatenate((rows * papers + near, near * papers + rows))
    order = np.argsort(keys, kind="stable")
    keys = keys[order]
    first = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1]))[: len(keys)])
    if not len(first):
        return keys, keys, np.zeros(0)
    greatest = np.maximum.reduceat(np.concatenate((weights, weights))[order], first)
    return keys[first] // papers, keys[first] % papers, greatest


def _start(
    one: NDArray[np.int64],
    other: NDArray[np.int64],
    shares: Floats,
    connected: NDArray[np.bool_],
    chance: np.random.Generator,
) -> Floats:
    """Return places to start from: chance, made alike among neighbours again and again, and spread evenly."""
    papers = len(connected)
    places = chance.random((2, papers)) - 0.5
    for _ in range(_SMOOTHINGS):
        for axis in places:
            means = _sums(one, shares * axis[other], papers)
            axis += np.where(connected, (means - axis) / 2, 0)
            axis -= axis.mean()
        # Without this, both axes would come to show the same.
        places[1] -= places[0] * ((places[0] * places[1]).sum() / max((places[0] * places[0]).sum(), 1e-300))
        places /= np.maximum(np.sqrt((places * places).mean(axis=1)), 1e-150)[:, None]
    for axis in places:
        axis[np.argsort(axis, kind="stable")] = np.linspace(-_SPREAD, _SPREAD, papers)
    return places


def _pull(places: Floats, one: NDArray[np.int64], other: NDArray[np.int64], weights: Floats) -> Floats:
    ways = places[:, other] - places[:, one]
    ways *= 2 * weights / (1 + (ways * ways).sum(axis=0))
    np.clip(ways, -_STRONGEST, _STRONGEST, out=ways)
    return np.stack([_sums(one, way, places.shape[1]) for way in ways])


def _sums(rows: NDArray[np.int64], values: Floats, papers: int) -> Floats:
    """Return the sum of the values of each row; of none, NumPy would make whole numbers."""
    return np.bincount(rows, values, minlength=papers).astype(np.float64, copy=False)


def _push(places: Floats, others: NDArray[np.int64], degrees: Floats) -> Floats:
    ways = places - places[:, others]
    squares = (ways * ways).sum(axis=0)
    ways *= 2 * _PUSH * degrees / ((0.001 + squares) * (1 + squares))
    return np.clip(ways, -_STRONGEST, _STRONGEST, out=ways)


def _fitted(places: Floats) -> NDArray[np.uint16]:
    """Return places as whole numbers on a square, in the proportions that they have."""
    papers = places.shape[1]
    ordered = np.sort(places, axis=1)
    low, high = ordered[:, int(_MARGIN * papers)], ordered[:, papers - 1 - int(_MARGIN * papers)]
    middle, size = (low + high) / 2, max((high - low).max(), 1e-9)
    fitted = np.floor(((places - middle[:, None]) / size + 0.5) * SIZE)
    whole: NDArray[np.uint16] = np.clip(fitted, 0, SIZE - 1).astype(np.uint16)
    return whole
