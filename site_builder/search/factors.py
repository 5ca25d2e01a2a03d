"""The largest singular vectors of a sparse matrix of whole numbers, with the same bytes on every machine.

Sums are of whole numbers, and small enough to be exact in any order, so a fast matrix product can make them. All else
is single operations on each number, which IEEE 754 rounds in one way.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import shake_128
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

MOST_ROWS = 4096
"""A matrix of more rows could make sums that are not exact."""

_ROUNDS = 6
_UNIT = 127
"""The length of a row: a product of two rows is below 2 ** 14."""
_LENGTH = 1 << 16
_BLOCK = 1024

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


class Sparse(NamedTuple):
    """A matrix: the values of row `i`, and their columns, are from `starts[i]` up to `starts[i + 1]`."""

    starts: Ints
    columns: Ints
    values: Ints


def column_vectors(matrix: Sparse, columns: int, numbers: int) -> Floats:
    """Return a vector for each column, in rows: similar columns have similar vectors.

    They are the right singular vectors divided by the root of the singular values, so that the sum of the vectors of a
    row's columns is a vector of the same kind for the row. The numbers are whole, and below 2 ** 20.
    """
    rows = len(matrix.starts) - 1
    if rows > MOST_ROWS:
        raise ValueError(f"a matrix of {rows} rows")
    blocks = _Blocks(matrix, columns)
    gram = np.zeros((rows, rows), np.float32)
    for block in blocks.each(np.float32):
        gram += block @ block.T
    products = gram.astype(np.float64)
    del gram
    bits = np.frombuffer(shake_128(b"start").digest(rows * numbers // 8 + 1), np.uint8)
    signs = np.unpackbits(bits)[: rows * numbers].reshape(numbers, rows).astype(np.float64)
    axes = _orthogonal(signs * 2 - 1)
    for _ in range(_ROUNDS):
        axes = _orthogonal(axes @ products)
    # The axes are about _LENGTH long, so the root of this sum is in proportion to the singular value.
    values = np.sqrt((axes * np.rint((axes @ products) / (1 << 20))).sum(axis=1))
    vectors: Floats = np.concatenate([block.T @ axes.T for block in blocks.each(np.float64)])[:columns]
    vectors /= np.maximum(values * np.sqrt(values), 1)
    whole: Floats = np.rint(vectors * ((1 << 20) / max(float(np.abs(vectors).max()), 1e-9)))
    return whole


def squares(vectors: Floats | Ints) -> Floats:
    """Return the sum of the squares of each row of up to 128 whole numbers, which must be below 2 ** 28."""
    wide = vectors.astype(np.int64)
    sums: Floats = (wide * wide).sum(axis=1).astype(np.float64)
    return sums


class _Blocks:
    """A sparse matrix as dense blocks of columns, its rows made about equally long."""

    def __init__(self, matrix: Sparse, columns: int) -> None:
        sizes = np.diff(matrix.starts)
        self._height = len(sizes)
        rows = np.repeat(np.arange(self._height), sizes)
        sums = np.zeros(self._height)
        np.add.at(sums, rows, (matrix.values * matrix.values).astype(np.float64))
        values = np.rint(matrix.values * _UNIT / np.maximum(np.sqrt(sums), 1)[rows])
        order = np.argsort(matrix.columns, kind="stable")
        self._rows, self._columns, self._values = rows[order], matrix.columns[order], values[order]
        self._bounds = np.searchsorted(self._columns, np.arange(0, columns + _BLOCK, _BLOCK))

    def each(self, kind: type[np.floating]) -> Iterator[NDArray[np.floating]]:
        """Yield the blocks, the last one with columns of zeros at its end."""
        for number, (start, end) in enumerate(pairwise(self._bounds.tolist())):
            block = np.zeros((self._height, _BLOCK), kind)
            block[self._rows[start:end], self._columns[start:end] - number * _BLOCK] = self._values[start:end]
            yield block


def _orthogonal(rows: Floats) -> Floats:
    """Return rows of the same length, at right angles, that span the same; the first one keeps its direction."""
    rows = np.rint(rows * (_LENGTH / np.maximum(np.abs(rows).max(axis=1), 1))[:, None])
    products = rows @ rows.T
    triangle = np.zeros_like(products)
    for i in range(len(rows)):
        if products[i, i] > 0.5:  # otherwise the row depends on those before it
            triangle[i] = products[i] / np.sqrt(products[i, i])
            products -= np.multiply.outer(triangle[i], triangle[i])
    for i, own in enumerate(np.diagonal(triangle)):
        rows[i] = rows[i] / own if own else 0
        rows[i + 1 :] -= np.multiply.outer(triangle[i, i + 1 :], rows[i])
    whole: Floats = np.rint(rows * _LENGTH)
    return whole
