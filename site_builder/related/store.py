"""The cached state of related papers: a file of arrays after a seal."""

from __future__ import annotations

import math
from hashlib import blake2b
from hmac import compare_digest
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from site_builder.core.files import write_atomically
from site_builder.core.seals import SEAL_SIZE, digest_of
from site_builder.related.corpus import Corpus, Counted, no_counted
from site_builder.related.meaning import Meanings, no_meanings
from site_builder.related.neighbours import Neighbours, no_neighbours
from site_builder.related.reasons import Reasons, no_reasons
from site_builder.related.vectors import Vectors, no_vectors

_STAMP = 16
_ALIGNED = 8
_BEFORE = _STAMP + SEAL_SIZE
"""Bytes before the content: a stamp that identifies the state, and a seal."""


class State(msgspec.Struct, frozen=True):
    """The papers of a build with what relates them, all in the same order.

    `candidates` are the nearest papers by features, and the neighbours are chosen from them. `basis` is the digest of
    the file that the meanings are made from.
    """

    corpus: Corpus
    rarities: NDArray[np.int8]
    vectors: Vectors
    candidates: Neighbours
    basis: str
    meanings: Meanings
    neighbours: Neighbours
    reasons: Reasons


class _Head(msgspec.Struct, frozen=True, array_like=True):
    """The head of the file: what it was made from, the texts, and the type and shape of each array that follows."""

    facts: bytes
    basis: str
    texts: tuple[list[str], list[str], list[str]]
    arrays: list[tuple[str, tuple[int, ...]]]


def empty_state() -> State:
    """Return a state without papers, as before the first build."""
    corpus = Corpus([], [], [], no_counted(), no_counted(), b"")
    arrays = no_vectors(0), no_neighbours(0), "", no_meanings(0), no_neighbours(0), no_reasons(0, 0)
    return State(corpus, np.zeros(0, np.int8), *arrays)


def store_state(path: Path, state: State, tool: bytes) -> bytes:
    """Write a state made by the tool with this digest; return the stamp that identifies it."""
    arrays = _arrays(state)
    texts = (state.corpus.ids, state.corpus.digests, state.corpus.vocabulary)
    shapes = [(array.dtype.str, array.shape) for array in arrays]
    head = msgspec.msgpack.encode(_Head(state.corpus.facts, state.basis, texts, shapes))
    parts: list[bytes | memoryview] = [len(head).to_bytes(_ALIGNED, "little"), head, _gap(len(head))]
    for array in arrays:
        parts += (array.reshape(-1).view(np.uint8).data, _gap(array.nbytes))
    stamp = blake2b(tool + head, digest_size=_STAMP).digest()  # papers, facts, basis and tool determine the arrays
    write_atomically(path, stamp, digest_of(path.name, tool, stamp, *parts), *parts)
    return stamp


def load_state(path: Path, tool: bytes) -> tuple[State, bytes]:
    """Return a file's state and stamp; an empty state if the file is damaged or was written by another version."""
    try:
        data = np.fromfile(path, np.uint8).data  # NumPy allocates huge pages, which Python's bytes do not
    except OSError:
        return empty_state(), b""
    stamp, seal, content = bytes(data[:_STAMP]), bytes(data[_STAMP:_BEFORE]), data[_BEFORE:]
    # The tool is part of the seal, since what another version wrote may not even be decoded.
    if not compare_digest(seal, digest_of(path.name, tool, stamp, content)):
        return empty_state(), b""
    size = int.from_bytes(content[:_ALIGNED], "little")
    head = _decoder.decode(content[_ALIGNED : _ALIGNED + size])
    found: list[NDArray[Any]] = []
    start = _ALIGNED + size + len(_gap(size))
    for kind, shape in head.arrays:
        array = np.frombuffer(content, kind, math.prod(shape), start).reshape(shape)
        found.append(array)
        start += array.nbytes + len(_gap(array.nbytes))
    corpus = Corpus(*head.texts, Counted(*found[:3]), Counted(*found[3:6]), head.facts)
    vectors, candidates, neighbours = Vectors(*found[7:9]), Neighbours(*found[9:11]), Neighbours(*found[12:14])
    return State(corpus, found[6], vectors, candidates, head.basis, found[11], neighbours, found[14]), stamp


def _arrays(state: State) -> tuple[NDArray[Any], ...]:
    texts, names, vectors = state.corpus.texts, state.corpus.names, state.vectors
    candidates, neighbours = state.candidates, state.neighbours
    return (
        *(texts.starts, texts.features, texts.counts),
        *(names.starts, names.features, names.counts),
        *(state.rarities, vectors.features, vectors.weights),
        *(candidates.rows, candidates.scores, state.meanings),
        *(neighbours.rows, neighbours.scores, state.reasons),
    )


def _gap(size: int) -> bytes:
    """Return the padding that aligns the next part."""
    return bytes(-size % _ALIGNED)


_decoder = msgspec.msgpack.Decoder(_Head)
