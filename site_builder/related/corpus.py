"""The counted terms of all papers as arrays: the input of related papers, cached between builds."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

from site_builder.core.processes import map_forked
from site_builder.search.documents import unpack_counts

TITLE_WEIGHT = 4
"""One occurrence in the title counts as this many in the abstract."""
NAME_COUNTS = {"authors": 1}
"""What a term of a taxonomy counts, in occurrences in the abstract; `NAME_COUNT` for other taxonomies."""
NAME_COUNT = 3
SILENT_TAXONOMIES = ("organizations", "venues")
"""Taxonomies that say where a paper comes from rather than what it is about; they relate nothing."""

_MOST = 255
_CHUNK = 1_000
_FEW = 1_000
"""Below this many papers, forking costs more than it saves."""

ReadTerms = Callable[[int], bytes]
"""Returns the packed search terms of the paper in a row."""

Names = Mapping[str, Iterable[tuple[str, Sequence[int]]]]
"""For each taxonomy its terms: a slug and the rows of the papers that have it."""


class Counted(msgspec.Struct, frozen=True):
    """How often each paper has which features: those of paper `i` are from `starts[i]` up to `starts[i + 1]`."""

    starts: NDArray[np.int64]
    features: NDArray[np.int32]
    counts: NDArray[np.uint8]

    def take(self, rows: NDArray[np.int64]) -> Counted:
        """Return the features of the given papers."""
        return _spliced(self, no_counted(), rows)

    def rows(self) -> NDArray[np.int64]:
        """Return the row of the paper that each feature belongs to."""
        return np.repeat(np.arange(len(self.starts) - 1), np.diff(self.starts))

    def papers(self, features: int) -> NDArray[np.int64]:
        """Return how many papers have each feature; `features` is the size of the vocabulary."""
        found = np.zeros(features, np.int64)
        for start in range(0, len(self.features), 1 << 20):  # in parts: bincount copies its input to wider integers
            found += np.bincount(self.features[start : start + (1 << 20)], minlength=features)
        return found

    def rows_with(self, wanted: NDArray[np.bool_]) -> NDArray[np.int64]:
        """Return the papers that have one of the wanted features."""
        return self._rows_at(wanted[self.features])

    def rows_unlike(self, other: Counted) -> NDArray[np.int64]:
        """Return the papers whose features, or their order, differ in `other`."""
        alike = np.diff(self.starts) == np.diff(other.starts)
        rows = np.flatnonzero(alike)
        one, two = self.take(rows), other.take(rows)
        unlike = one._rows_at((one.features != two.features) | (one.counts != two.counts))
        return np.concatenate((np.flatnonzero(~alike), rows[unlike]))

    def _rows_at(self, places: NDArray[np.bool_]) -> NDArray[np.int64]:
        return np.unique(np.searchsorted(self.starts, np.flatnonzero(places), side="right") - 1)


class Corpus(msgspec.Struct, frozen=True):
    """Papers sorted by identifier, with the features of their texts and of their names.

    A feature is an index into `vocabulary`, whose items are stems or `taxonomy/slug`. The features of a text are in
    order of first occurrence. `facts` is the digest of the input from which names are derived.
    """

    ids: list[str]
    digests: list[str]
    vocabulary: list[str]
    texts: Counted
    names: Counted
    facts: bytes


class Numbers(dict[str, int]):
    """The number of each item of a vocabulary; new items are appended.

    `__missing__` rather than a method: ten million look-ups then need no Python call each.
    """

    def __init__(self, vocabulary: Sequence[str]) -> None:
        super().__init__(zip(vocabulary, range(len(vocabulary)), strict=True))

    def __missing__(self, text: str) -> int:
        """Number a new item."""
        number = self[text] = len(self)
        return number


def no_counted(papers: int = 0) -> Counted:
    """Return papers without features."""
    return Counted(np.zeros(papers + 1, np.int64), np.zeros(0, np.int32), np.zeros(0, np.uint8))


def next_corpus(
    last: Corpus,
    ids: list[str],
    digests: list[str],
    sources: NDArray[np.int64],
    read_terms: ReadTerms,
    facts: bytes,
    read_names: Callable[[], Names],
    jobs: int,
) -> Corpus:
    """Return the corpus of the papers with these sorted identifiers and digests.

    `sources` gives each paper's row in the last corpus if its text is the same, else -1; only the latter are read.
    Names are taken from the last corpus where `facts` is the same.
    """
    numbers = Numbers(last.vocabulary)
    texts = last.texts
    if not np.array_equal(sources, np.arange(len(last.ids))):
        fresh = np.flatnonzero(sources < 0)
        sources = sources.copy()
        sources[fresh] = len(last.ids) + np.arange(len(fresh))
        texts = _spliced(last.texts, _read(fresh, read_terms, numbers, jobs), sources)
    names = last.names if facts == last.facts else _named(read_names(), numbers, len(ids))
    return Corpus(ids, digests, list(numbers), texts, names, facts)


def _spliced(old: Counted, new: Counted, sources: NDArray[np.int64]) -> Counted:
    """Return the rows that `sources` selects; numbers beyond the old rows mean new ones."""
    last = len(old.starts) - 1
    lengths = np.concatenate((np.diff(old.starts), np.diff(new.starts)))[sources]
    # Consecutive rows of the same array are copied in one piece.
    breaks = (np.diff(sources) != 1) | (sources[1:] == last)
    starts = [0, *(np.flatnonzero(breaks) + 1).tolist()] if len(sources) else []
    features, counts = [old.features[:0]], [old.counts[:0]]
    for start, end in zip(starts, [*starts[1:], len(sources)], strict=False):
        first, final = int(sources[start]), int(sources[end - 1])
        known, offset = (old, 0) if first < last else (new, last)
        places = slice(known.starts[first - offset], known.starts[final - offset + 1])
        features.append(known.features[places])
        counts.append(known.counts[places])
    return Counted(np.concatenate(([0], np.cumsum(lengths))), np.concatenate(features), np.concatenate(counts))


def _read(rows: NDArray[np.int64], read_terms: ReadTerms, numbers: Numbers, jobs: int) -> Counted:
    """Return the features of papers; each process numbers its part by itself, and the parts are joined in order."""

    def read(part: list[int]) -> tuple[Counted, list[str]]:
        own = Numbers(())
        return _read_part(map(read_terms, part), own), list(own)

    parts = np.array_split(rows, jobs if len(rows) >= _FEW else 1)
    sizes, features, counts = [], [], []
    for counted, vocabulary in map_forked(read, [part.tolist() for part in parts], len(parts)):
        places = np.array([numbers[text] for text in vocabulary], np.int32)
        sizes.append(np.diff(counted.starts))
        features.append(places[counted.features])
        counts.append(counted.counts)
    starts = np.concatenate(([0], np.cumsum(np.concatenate(sizes))))
    return Counted(starts, np.concatenate(features), np.concatenate(counts))


def _read_part(texts: Iterable[bytes], numbers: Numbers) -> Counted:
    """Return the features of packed search terms."""
    sizes = [0]
    features = array("i")
    counts = array("B")
    for chunk in _chunks(texts):
        packed = array("q")
        for text in chunk:
            terms = unpack_counts(text)
            sizes.append(len(terms.stems))
            features.extend(map(numbers.__getitem__, terms.stems))
            packed.extend(terms.counts)
        counts.frombytes(_total(np.array(packed, np.int64)).tobytes())
    return Counted(np.cumsum(sizes), np.array(features, np.int32), np.array(counts, np.uint8))


def _chunks(texts: Iterable[bytes]) -> Iterator[list[bytes]]:
    chunk: list[bytes] = []
    for text in texts:
        chunk.append(text)
        if len(chunk) == _CHUNK:
            yield chunk
            chunk = []
    yield chunk


def _total(packed: NDArray[np.int64]) -> NDArray[np.uint8]:
    """Return the weighted count of terms, from the counts by field that the search packs into one number."""
    abstract, title, summary = packed & _MOST, packed >> 8 & _MOST, packed >> 16 & _MOST
    total: NDArray[np.uint8] = np.minimum(abstract + summary + TITLE_WEIGHT * title, _MOST).astype(np.uint8)
    return total


def _named(names: Names, numbers: Numbers, papers: int) -> Counted:
    """Return the papers' terms of taxonomies as features."""
    rows: list[int] = []
    sizes: list[int] = []
    features: list[int] = []
    counts: list[int] = []
    for taxonomy, terms in names.items():
        for slug, having in terms:
            # A term that only one paper has relates nothing.
            if taxonomy not in SILENT_TAXONOMIES and len(having) > 1:
                rows += having
                sizes.append(len(having))
                features.append(numbers[f"{taxonomy}/{slug}"])
                counts.append(NAME_COUNTS.get(taxonomy, NAME_COUNT))
    order = np.argsort(np.array(rows, np.int64), kind="stable")
    repeated = np.repeat(np.arange(len(sizes)), sizes)[order]
    starts = np.concatenate(([0], np.cumsum(np.bincount(np.array(rows, np.int64), minlength=papers))))
    return Counted(starts, np.array(features, np.int32)[repeated], np.array(counts, np.uint8)[repeated])
