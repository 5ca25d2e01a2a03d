"""The largest singular vectors of a sparse matrix of whole numbers, with the same bytes on every machine.

Sums are of whole numbers, and small enough to be exact in any order, so a fast matrix product can make them. All else
is single operations on each number, which IEEE 754 rounds in one way.
"""

from __future__ import annotations

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
_FEW = 32
"""A column with more values is multiplied as a dense one, which then takes less time."""

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
    uses = _by_column(matrix)
    products = _products(uses, rows)
    bits = np.frombuffer(shake_128(b"start").digest(rows * numbers // 8 + 1), np.uint8)
    signs = np.unpackbits(bits)[: rows * numbers].reshape(numbers, rows).astype(np.float64)
    axes = _orthogonal(signs * 2 - 1)
    for _ in range(_ROUNDS):
        axes = _orthogonal(axes @ products)
    # The axes are about _LENGTH long, so the root of this sum is in proportion to the singular value.
    values = np.sqrt((axes * np.rint((axes @ products) / (1 << 20))).sum(axis=1))
    vectors = _sums(uses, axes, columns)
    vectors /= np.maximum(values * np.sqrt(values), 1)
    whole: Floats = np.rint(vectors * ((1 << 20) / max(float(np.abs(vectors).max()), 1e-9)))
    return whole


def squares(vectors: Floats | Ints) -> Floats:
    """Return the sum of the squares of each row of up to 128 whole numbers, which must be below 2 ** 28."""
    wide = vectors.astype(np.int64)
    sums: Floats = (wide * wide).sum(axis=1).astype(np.float64)
    return sums


class _Uses(NamedTuple):
    """The values of a matrix whose rows are made about equally long, in the order of the columns."""

    rows: Ints
    columns: Ints
    values: Floats


def _by_column(matrix: Sparse) -> _Uses:
    sizes = np.diff(matrix.starts)
    rows = np.repeat(np.arange(len(sizes)), sizes)
    sums = np.zeros(len(sizes))
    np.add.at(sums, rows, (matrix.values * matrix.values).astype(np.float64))
    values = np.rint(matrix.values * _UNIT / np.maximum(np.sqrt(sums), 1)[rows])
    order = np.argsort(matrix.columns, kind="stable")
    return _Uses(rows[order], matrix.columns[order], values[order])


def _products(uses: _Uses, height: int) -> Floats:
    """Return the products of all pairs of rows."""
    _, places, sizes = np.unique(uses.columns, return_inverse=True, return_counts=True)
    starts = np.cumsum(sizes) - sizes
    is_dense = sizes > _FEW
    dense, found = np.flatnonzero(is_dense[places]), np.zeros((height, height), np.float32)
    numbers = (np.cumsum(is_dense) - 1)[places[dense]]
    bounds = np.searchsorted(numbers, np.arange(0, int(is_dense.sum()) + _BLOCK, _BLOCK))
    for start, end in pairwise(bounds.tolist()):
        block = np.zeros((height, _BLOCK), np.float32)
        block[uses.rows[dense[start:end]], numbers[start:end] % _BLOCK] = uses.values[dense[start:end]]
        found += block @ block.T
    products = found.astype(np.float64)
    for size in range(1, _FEW + 1):
        chosen = starts[sizes == size][:, None] + np.arange(size)
        rows, values = uses.rows[chosen], uses.values[chosen]
        pairs = (rows[:, :, None] * height + rows[:, None, :]).ravel()
        np.add.at(products.reshape(-1), pairs, (values[:, :, None] * values[:, None, :]).ravel())
    return products


def _sums(uses: _Uses, axes: Floats, columns: int) -> Floats:
    """Return for each column the sum over its rows: the row's value times what the axes have there."""
    found, across = np.zeros((columns, len(axes))), np.ascontiguousarray(axes.T)
    bounds = np.searchsorted(uses.columns, np.arange(columns + 1)).tolist()
    for column, (start, end) in enumerate(pairwise(bounds)):
        found[column] = uses.values[start:end] @ across[uses.rows[start:end]]
    return found


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
