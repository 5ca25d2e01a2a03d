"""Papers placed on an existing map: known positions are kept, other papers go among their related ones."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from site_builder.content.map_file import SIZE, Places
from site_builder.related.neighbours import Neighbours

_OFFSET = 24
"""At most this far from the mean of its related papers, so that two papers with the same mean are both visible."""


def place(ids: Sequence[str], neighbours: Neighbours, known: Places) -> NDArray[np.uint16]:
    """Return the position of each paper, as a row of x and a row of y: the known one, or one derived from those.

    Papers whose neighbours have a position are placed first, then their neighbours, and so on; papers without such a
    neighbour go to the edge. Integers only, so the order of papers cannot matter.
    """
    places = np.zeros((2, len(ids)), np.int64)
    has_place = np.array([name in known for name in ids], np.bool_)
    if has_place.any():
        places[:, has_place] = np.array([known[name] for name in ids if name in known], np.int64).T
    rest = np.flatnonzero(~has_place)
    while len(rest):
        near = neighbours.rows[rest]
        weights = np.where((near >= 0) & has_place[near], neighbours.scores[rest].astype(np.int64), 0)
        sums = weights.sum(axis=1)
        ready = sums > 0
        if not ready.any():
            break
        middles = (places[:, near[ready]] * weights[ready]).sum(axis=2) // sums[ready]
        places[:, rest[ready]] = middles + _chances(ids, rest[ready]).T % (2 * _OFFSET + 1) - _OFFSET
        has_place[rest[ready]] = True
        rest = rest[~ready]
    places[:, rest] = _rim(_chances(ids, rest))
    return np.clip(places, 0, SIZE - 1).astype(np.uint16)


def _chances(ids: Sequence[str], rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return two pseudorandom numbers for each row, derived from the paper's identifier alone."""
    digests = b"".join(blake2b(ids[row].encode(), digest_size=4).digest() for row in rows.tolist())
    return np.frombuffer(digests, "<u2").reshape(-1, 2).astype(np.int64)


def _rim(chances: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return positions along the four edges."""
    side, along = chances[:, 0] % 4, chances[:, 1] % SIZE
    depth = chances[:, 0] // 4 % _OFFSET
    edge = np.where(side % 2, SIZE - 1 - depth, depth)
    return np.where(side < 2, np.stack((along, edge)), np.stack((edge, along)))
