"""The nearest neighbours of each paper, by the cosine of their vectors."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
import numpy as np
from numpy.typing import NDArray

from site_builder.core.processes import map_forked
from site_builder.related.scorer import Scorer
from site_builder.related.vectors import UNIT, Vectors
from site_builder.settings.groups import MOST_RELATED

CUT_OFF = round(0.09 * UNIT * UNIT)
"""Papers below this cosine share a word rather than a subject."""

_BLOCK = 256
_FEW = 1_000

# A neighbour packed into one number, so that sorting puts the nearest first and breaks ties by row: (inverted score,
# row), preceded by the row of the paper whose neighbour it is where neighbours of several papers are sorted together.
_BITS = 21
_ROW = (1 << _BITS) - 1
_HIGHEST = 2 * UNIT * UNIT - 1
_NONE = (1 << 2 * _BITS) - 1

Ints = NDArray[np.int64]


class Neighbours(msgspec.Struct, frozen=True):
    """For each paper its neighbours' rows, nearest first, and scores; padded with -1 and 0."""

    rows: NDArray[np.int32]
    scores: NDArray[np.int32]

    @property
    def most(self) -> int:
        """How many neighbours a paper may have."""
        most: int = self.rows.shape[1]
        return most

    def first(self, most: int) -> Neighbours:
        """Return the nearest `most` neighbours of each paper."""
        return Neighbours(self.rows[:, :most], self.scores[:, :most])


def no_neighbours(papers: int, most: int = MOST_RELATED) -> Neighbours:
    """Return papers without neighbours."""
    return Neighbours(np.full((papers, most), -1, np.int32), np.zeros((papers, most), np.int32))


def find_neighbours(vectors: Vectors, last: Neighbours, stale: Ints, jobs: int) -> Neighbours:
    """Return `last` with the neighbours of the `stale` papers recomputed."""
    if not len(stale):
        return last
    jobs = 1 if len(stale) < _FEW else jobs
    scorer = Scorer(vectors, stale)
    if len(stale) == len(last.rows):
        return _unpacked(_all(scorer, len(stale), last.most, jobs))
    blocks = np.array_split(stale, -(-len(stale) // _BLOCK))
    found = _unpacked(np.concatenate(list(map_forked(lambda rows: _some(scorer, rows, last.most), blocks, jobs))))
    made = Neighbours(last.rows.copy(), last.scores.copy())
    made.rows[stale], made.scores[stale] = found.rows, found.scores
    return made


def _some(scorer: Scorer, rows: Ints, most: int) -> Ints:
    """Return the neighbours of the given papers, comparing each with all papers."""
    table = np.full((len(rows), most), _NONE)
    for place, row in enumerate(rows.tolist()):
        scores = scorer.scores(row)
        scores[row] = 0
        near, keys = _near(scores)
        own = np.sort(keys | near)[:most]
        table[place, : len(own)] = own
    return table


def _all(scorer: Scorer, papers: int, most: int, jobs: int) -> Ints:
    """Return the neighbours of all papers; each is compared with those before it, so every pair is compared once."""

    def work(first: int) -> Ints:
        table = np.full((papers, most), _NONE)
        for start in range(first * _BLOCK, papers, jobs * _BLOCK):
            _meet(table, scorer, range(start, min(start + _BLOCK, papers)))
        return table

    tables = list(map_forked(work, range(jobs), jobs))
    return np.sort(np.concatenate(tables, axis=1), axis=1)[:, :most]


def _meet(table: Ints, scorer: Scorer, rows: Iterable[int]) -> None:
    """Compare the papers in `rows` with those before them and update both sides in the table of neighbours."""
    most, farthest = table.shape[1], table[:, -1].copy()
    found = []
    for row in rows:
        near, keys = _near(scorer.scores_before(row))
        own = np.sort(keys | near)[:most]
        table[row, : len(own)] = own
        keys |= row
        better = keys < farthest[near]
        found.append(near[better] << 2 * _BITS | keys[better])
    new = np.concatenate(found)
    having = np.unique(new >> 2 * _BITS)
    merged = np.concatenate((new, (having[:, None] << 2 * _BITS | table[having]).ravel()))
    merged.sort()
    owners = merged >> 2 * _BITS
    ranks = np.arange(len(owners)) - np.searchsorted(owners, owners)
    kept = ranks < most
    table[owners[kept], ranks[kept]] = merged[kept] & _NONE


def _near(scores: NDArray[np.float64]) -> tuple[Ints, Ints]:
    """Return the papers whose score reaches the cut-off, and their inverted scores, shifted to be packed."""
    near = np.flatnonzero(scores >= CUT_OFF)
    return near, (_HIGHEST - scores[near].astype(np.int64)) << _BITS


def _unpacked(table: Ints) -> Neighbours:
    known = table != _NONE
    return Neighbours(
        np.where(known, table & _ROW, -1).astype(np.int32),
        np.where(known, _HIGHEST - (table >> _BITS), 0).astype(np.int32),
    )


def stale_rows(vectors: Vectors, last: Neighbours, changed: NDArray[np.bool_]) -> Ints:
    """Return the papers whose neighbours may differ, given which papers' vectors changed.

    `last` is in the current order of papers; -2 marks a neighbour that was removed.
    """
    if changed.sum() > len(changed) // 8:
        return np.arange(len(changed))
    stale = (last.rows == -2).any(axis=1)
    stale[with_any(last.rows, changed)] = True
    least = np.where(last.rows[:, -1] >= 0, np.maximum(last.scores[:, -1], CUT_OFF), CUT_OFF)
    compared = np.flatnonzero(changed)
    scorer = Scorer(vectors, compared)
    for row in compared.tolist():
        stale |= scorer.scores(row) >= least
    return np.flatnonzero(stale)


def moved(last: Neighbours, places: Ints, sources: Ints) -> Neighbours:
    """Return the neighbours in the current order of papers.

    `places` maps last rows to current ones (-2: removed), `sources` current rows to last ones (-1: new).
    """
    made = no_neighbours(len(sources), last.most)
    old = np.flatnonzero(sources >= 0)
    rows = last.rows[sources[old]]
    made.rows[old] = np.where(rows >= 0, places[rows], -1)
    made.scores[old] = last.scores[sources[old]]
    return made


def with_any(table: NDArray[np.int32], wanted: NDArray[np.bool_]) -> Ints:
    """Return the wanted papers and those that have one of them in their own row of a table of papers."""
    return np.flatnonzero(wanted | (wanted[table] & (table >= 0)).any(axis=1))
