"""Papers laid out on a plane: neighbours attract each other, all other papers repel each other.

This is the last step of UMAP: a weighted graph of neighbours, forces from a Student t-distribution, and a sample of
the other papers in place of all. It is a multilevel layout (Walshaw, 2001): it starts with a few papers that represent
groups, then refines ever more papers in ever fewer rounds. Only sums in a fixed order, products, quotients and square
roots are used, and random numbers come from a seeded generator, so the same papers always give the same layout.
"""

from __future__ import annotations

import msgspec
import numpy as np
from numpy.typing import NDArray

from site_builder.content.map_file import SIZE
from site_builder.related.neighbours import Neighbours
from site_builder.settings.groups import MOST_RELATED

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_SEED = 7
_SMOOTHINGS = 100
_COARSEST = 1_000
_GROUP = 4
"""The mean number of papers that one of them represents."""
_ROOM = 1.7
"""How much the plane is stretched when a group is split into its papers."""
_ROUNDS = 200
_REFINEMENTS = 10
_SAMPLES = 5
_PUSH = 3.0
"""The strength of repulsion, relative to attraction."""
_STEP = 0.25
_STRONGEST = 4.0
_SPREAD = 10.0
_FLOAT_BITS = 32
_MARGIN = 0.005
"""This share of papers beyond each edge is clamped to it: a few outliers must not shrink the rest."""


class _Graph(msgspec.Struct, frozen=True):
    """The edges between neighbours, each in both directions, sorted, with weights."""

    size: int
    one: Ints
    other: Ints
    weights: Floats


def lay_out(neighbours: Neighbours) -> NDArray[np.uint16]:
    """Return the position of each paper, as a row of x and a row of y."""
    if not len(neighbours.rows):
        return np.zeros((2, 0), np.uint16)
    return _fitted(_laid_out(_graph(neighbours), np.random.Generator(np.random.PCG64(_SEED))))


def _laid_out(graph: _Graph, chance: np.random.Generator) -> Floats:
    if graph.size <= _COARSEST:
        places = _start(graph, chance)
        _settle(places, graph, chance, _ROUNDS)
        return places
    groups = _groups(graph, chance)
    places = _laid_out(_coarse(graph, groups), chance)[:, groups]
    places *= _ROOM
    places += chance.random(places.shape) - 0.5
    _settle(places, graph, chance, _REFINEMENTS)
    return places


def _settle(places: Floats, graph: _Graph, chance: np.random.Generator, rounds: int) -> None:
    """Move the papers by their forces, in ever smaller steps."""
    degrees = _sums(graph.one, graph.weights, graph.size)
    once = graph.one < graph.other  # forces on the two ends are opposite
    pairs = _Graph(graph.size, graph.one[once], graph.other[once], graph.weights[once])
    for turn in range(rounds):
        forces = _pull(places, pairs)
        for _ in range(_SAMPLES):
            forces += _push(places, chance.permutation(graph.size), degrees)
        places += forces * (_STEP * (1 - turn / rounds))


def _groups(graph: _Graph, chance: np.random.Generator) -> Ints:
    """Return each paper's group: one paper in `_GROUP` starts a group, the others join that of a neighbour."""
    groups = np.full(graph.size, -1, np.int64)
    count = -(-graph.size // _GROUP)
    groups[np.sort(chance.permutation(graph.size)[:count])] = np.arange(count)
    one, other, weights = graph.one, graph.other, graph.weights
    while True:
        ready = np.flatnonzero((groups[one] < 0) & (groups[other] >= 0))
        if not len(ready):
            break
        starts = _starts(one[ready])
        ends = np.append(starts[1:], len(ready))
        strongest = np.repeat(np.maximum.reduceat(weights[ready], starts), ends - starts)
        chosen = ready[weights[ready] == strongest]
        chosen = chosen[_starts(one[chosen])]
        groups[one[chosen]] = groups[other[chosen]]
    lost = np.flatnonzero(groups < 0)
    groups[lost] = lost % count
    return groups


def _starts(ordered: Ints) -> Ints:
    """Return the start of each run of equal numbers."""
    return np.flatnonzero(np.concatenate(([True], ordered[1:] != ordered[:-1]))[: len(ordered)])


def _coarse(graph: _Graph, groups: Ints) -> _Graph:
    """Return the graph of groups, each connected to those that most of its edges lead to."""
    size = int(groups.max()) + 1
    one, other = groups[graph.one], groups[graph.other]
    apart = np.flatnonzero(one != other)
    keys, order = ordered(one[apart] * size + other[apart])
    starts = _starts(keys)
    pairs = np.repeat(np.arange(len(starts)), np.diff(starts, append=len(keys)))
    sums = _sums(pairs, graph.weights[apart[order]], len(starts))
    one, other = np.divmod(keys[starts], size)
    near = _strong(one, sums, size)
    near |= near[ordered(other * size + one)[1]]  # the same edges in the other direction
    greatest = np.zeros(size)
    np.maximum.at(greatest, one, sums)
    weights = sums / np.sqrt(greatest[one] * greatest[other])
    return _Graph(size, one[near], other[near], weights[near])


def _strong(one: Ints, weights: Floats, size: int) -> NDArray[np.bool_]:
    """Return which edges are among the strongest of their first end, at most as many as a paper has neighbours."""
    keys = one << _FLOAT_BITS | weights.astype(np.float32).view(
        np.int32
    )  # the bits of positive floats sort like the floats
    bounds = np.searchsorted(one, np.arange(size + 1))
    least = np.append(np.sort(keys), 0)[np.maximum(bounds[:-1], bounds[1:] - MOST_RELATED)]
    strong: NDArray[np.bool_] = keys >= least[one]
    return strong


def ordered(keys: Ints) -> tuple[Ints, Ints]:
    """Return the keys sorted, and the index that each had; the sort is stable."""
    bits = len(keys).bit_length()
    if keys.max(initial=0) >> (63 - bits):
        order = np.argsort(keys, kind="stable")
        return keys[order], order
    packed = keys << bits | np.arange(len(keys))  # sorting packed numbers takes a fifth of the time of argsort
    packed.sort()
    return packed >> bits, packed & ((1 << bits) - 1)


def _graph(neighbours: Neighbours) -> _Graph:
    """Return the graph of neighbours; an edge has the greater of its two weights."""
    papers = len(neighbours.rows)
    rows, columns = np.nonzero(neighbours.rows >= 0)
    near = neighbours.rows[rows, columns].astype(np.int64)
    weights = neighbours.scores[rows, columns] / neighbours.scores[rows, 0]
    keys, order = ordered(np.concatenate((rows * papers + near, near * papers + rows)))
    first = _starts(keys)
    if not len(first):
        return _Graph(papers, keys, keys, np.zeros(0))
    greatest = np.maximum.reduceat(np.concatenate((weights, weights))[order], first)
    one, other = np.divmod(keys[first], papers)
    return _Graph(papers, one, other, greatest)


def _start(graph: _Graph, chance: np.random.Generator) -> Floats:
    """Return initial positions: random ones, smoothed repeatedly among neighbours, then spread evenly."""
    papers = graph.size
    degrees = _sums(graph.one, graph.weights, papers)
    connected, shares = degrees > 0, graph.weights / degrees[graph.one]
    places = chance.random((2, papers)) - 0.5
    for _ in range(_SMOOTHINGS):
        for axis in places:
            means = _sums(graph.one, shares * axis[graph.other], papers)
            axis += np.where(connected, (means - axis) / 2, 0)
            axis -= axis.mean()
        # Without this, both axes would converge to the same values.
        places[1] -= places[0] * ((places[0] * places[1]).sum() / max((places[0] * places[0]).sum(), 1e-300))
        places /= np.maximum(np.sqrt((places * places).mean(axis=1)), 1e-150)[:, None]
    for axis in places:
        axis[np.argsort(axis, kind="stable")] = np.linspace(-_SPREAD, _SPREAD, papers)
    return places


def _pull(places: Floats, pairs: _Graph) -> Floats:
    """Return the attraction between neighbours; no weight exceeds 1, so none needs clipping."""
    ways = places.take(pairs.other, axis=1)
    ways -= places.take(pairs.one, axis=1)
    squares = _squares(ways)
    squares += 1
    ways *= np.divide(2 * pairs.weights, squares, out=squares)
    return np.stack([_sums(pairs.one, way, pairs.size) - _sums(pairs.other, way, pairs.size) for way in ways])


def _squares(ways: Floats) -> Floats:
    x, y = ways
    squares: Floats = x * x
    squares += y * y
    return squares


def _sums(rows: NDArray[np.int64], values: Floats, papers: int) -> Floats:
    """Return the sum of each row's values as floats, also where there are none (bincount would return integers)."""
    return np.bincount(rows, values, minlength=papers).astype(np.float64, copy=False)


def _push(places: Floats, others: NDArray[np.int64], degrees: Floats) -> Floats:
    ways = places - places.take(others, axis=1)
    squares = _squares(ways)
    falling = squares + 0.001
    falling *= np.add(squares, 1, out=squares)
    ways *= np.divide(2 * _PUSH * degrees, falling, out=falling)
    return np.clip(ways, -_STRONGEST, _STRONGEST, out=ways)


def _fitted(places: Floats) -> NDArray[np.uint16]:
    """Return positions as integers on a square, with their proportions kept."""
    papers = places.shape[1]
    ordered = np.sort(places, axis=1)
    low, high = ordered[:, int(_MARGIN * papers)], ordered[:, papers - 1 - int(_MARGIN * papers)]
    middle, size = (low + high) / 2, max((high - low).max(), 1e-9)
    fitted = np.floor(((places - middle[:, None]) / size + 0.5) * SIZE)
    whole: NDArray[np.uint16] = np.clip(fitted, 0, SIZE - 1).astype(np.uint16)
    return whole
