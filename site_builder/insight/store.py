"""What is kept of related papers from build to build, as bytes."""

from __future__ import annotations

from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from site_builder.insight.corpus import Corpus, empty_corpus
from site_builder.insight.neighbours import Neighbours, no_neighbours
from site_builder.insight.vectors import LENGTH, Vectors

Packed = tuple[str, tuple[int, ...], bytes]


class State(msgspec.Struct, frozen=True):
    """The papers of a build, their vectors and their neighbours, in one order."""

    corpus: Corpus
    vectors: Vectors
    neighbours: Neighbours


def empty_state() -> State:
    """Return the state before the first build."""
    vectors = Vectors(np.zeros((0, LENGTH), np.int32), np.zeros((0, LENGTH), np.int16))
    return State(empty_corpus(), vectors, no_neighbours(0))


def pack_state(state: State) -> bytes:
    """Return a state as bytes."""
    corpus, vectors, neighbours = state.corpus, state.vectors, state.neighbours
    texts = (corpus.ids, corpus.digests, corpus.vocabulary)
    arrays = (
        *(corpus.starts, corpus.features, corpus.counts),
        *(vectors.features, vectors.weights),
        *(neighbours.rows, neighbours.scores, neighbours.reasons),
    )
    return msgspec.msgpack.encode((texts, [(array.dtype.str, array.shape, array.data) for array in arrays]))


def unpack_state(data: bytes) -> State:
    """Return the state that bytes hold."""
    (ids, digests, vocabulary), packed = _decoder.decode(data)
    arrays: list[NDArray[Any]] = [np.frombuffer(raw, kind).reshape(shape) for kind, shape, raw in packed]
    return State(Corpus(ids, digests, vocabulary, *arrays[:3]), Vectors(*arrays[3:5]), Neighbours(*arrays[5:]))


_decoder = msgspec.msgpack.Decoder(tuple[tuple[list[str], list[str], list[str]], list[Packed]])
