"""The counted terms of all papers as arrays: what related papers are found from, kept from build to build."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

TITLE_WEIGHT = 4
"""A term of the title counts as often as this many of the abstract."""

_MOST = 255

ReadTerms = Callable[[int], bytes]


class CountedTerms(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """The first two fields of the search's `TextTerms`; its others are skipped."""

    stems: list[str]
    counts: list[int]


class Corpus(msgspec.Struct, frozen=True):
    """Papers in the order of their identifiers, each with the features of its text.

    A feature is a number that stands for a text of `vocabulary`. Those of paper `i` stand in `features` from
    `starts[i]` to `starts[i + 1]`, in the order of their first occurrence, with how often they occur in `counts`.
    """

    ids: list[str]
    digests: list[str]
    vocabulary: list[str]
    starts: NDArray[np.int64]
    features: NDArray[np.int32]
    counts: NDArray[np.uint8]

    def rows(self) -> NDArray[np.int64]:
        """Return for each feature of `features` the paper that has it."""
        return np.repeat(np.arange(len(self.ids)), np.diff(self.starts))


class Numbers(dict[str, int]):
    """Gives each text of a vocabulary its number; new ones come last.

    A map that makes what it lacks: ten million texts are looked up without a call of Python's for each.
    """

    def __init__(self, vocabulary: Sequence[str]) -> None:
        super().__init__(zip(vocabulary, range(len(vocabulary)), strict=True))

    def __missing__(self, text: str) -> int:
        """Return the number of a new text."""
        number = self[text] = len(self)
        return number


def empty_corpus() -> Corpus:
    """Return the corpus of no paper."""
    return Corpus([], [], [], np.zeros(1, np.int64), np.zeros(0, np.int32), np.zeros(0, np.uint8))


def next_corpus(last: Corpus, papers: Sequence[tuple[str, str]], read_terms: ReadTerms) -> Corpus:
    """Return the corpus of papers, given as (identifier, digest) sorted by identifier.

    What the last one has under the same digests is taken from there; `read_terms` gives a paper's packed search terms.
    """
    known = {pair: row for row, pair in enumerate(zip(last.ids, last.digests, strict=True))}
    sources = [known.get(pair, -1) for pair in papers]
    if sources == list(range(len(last.ids))):
        return last
    fresh = [position for position, source in enumerate(sources) if source < 0]
    numbers = Numbers(last.vocabulary)
    sizes, features, counts = _read(map(read_terms, fresh), numbers)
    # Rows of the last corpus, then the fresh ones; each paper takes one of them.
    starts = np.concatenate((last.starts[:-1], len(last.features) + np.cumsum(sizes) - sizes))
    lengths = np.concatenate((np.diff(last.starts), sizes))
    rows = np.array(sources, np.int64)
    rows[fresh] = len(last.ids) + np.arange(len(fresh))
    taken = lengths[rows]
    ends = np.cumsum(taken)
    places = np.arange(taken.sum()) + np.repeat(starts[rows] - (ends - taken), taken)
    return Corpus(
        [identifier for identifier, _ in papers],
        [digest for _, digest in papers],
        list(numbers),
        np.concatenate((np.zeros(1, np.int64), ends)),
        np.concatenate((last.features, features))[places],
        np.concatenate((last.counts, counts))[places],
    )


def _read(texts: Iterable[bytes], numbers: Numbers) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.uint8]]:
    """Return how many features each text has, the features, and their counts."""
    decoder = msgspec.msgpack.Decoder(CountedTerms)
    sizes: list[int] = []
    features = array("i")
    counts = array("q")
    for text in texts:
        terms = decoder.decode(text)
        sizes.append(len(terms.stems))
        features.extend(map(numbers.__getitem__, terms.stems))
        counts.extend(terms.counts)
    packed = np.array(counts, np.int64)
    abstract, title, summary = packed & _MOST, packed >> 8 & _MOST, packed >> 16 & _MOST
    total = np.minimum(abstract + summary + TITLE_WEIGHT * title, _MOST).astype(np.uint8)
    return np.array(sizes, np.int64), np.array(features, np.int32), total
