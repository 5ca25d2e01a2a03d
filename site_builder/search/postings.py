"""Inverted lists: made of a run of papers in any process, joined in order, and patched in place."""

from __future__ import annotations

import zlib
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

import msgspec

from .codes import escape, number, numbers, posting, postings, split_numbers
from .documents import (
    TEXT_RADICES,
    WORD_RADICES,
    SearchDocument,
    TextTerms,
    filter_names,
    text_postings,
    vocabulary_words,
    word_postings,
)
from .text import fold

TEXT, WORD, VOCABULARY, REVERSED, NAME = "t", "w", "v", "r", "n"
"""Families of terms: stems, words as they stand, the vocabulary from both ends, names that are filters."""

RADICES: dict[str, tuple[int, ...]] = {TEXT: TEXT_RADICES, WORD: WORD_RADICES, NAME: (2,)}


Changes = dict[int, tuple[str, str] | None]
"""What becomes of a list: by paper, its new frequencies and positions, or `None` where it leaves."""


class Postings(msgspec.Struct, array_like=True, gc=False):
    """One term's list over a run of papers.

    The first posting is the ordinal `first` with the frequencies `head`; `tail` holds the others as symbols;
    `positions` those of title and abstract.
    """

    first: int
    last: int
    count: int
    head: str
    tail: str
    positions: str

    def append(self, ordinal: int, code: str, positions: str) -> None:
        """Add a paper that comes after all others."""
        self.count += 1
        self.tail += posting(ordinal - self.last - 1, code)
        self.last = ordinal
        self.positions += positions

    def extend(self, other: Postings) -> None:
        """Add a later run of papers."""
        self.count += other.count
        self.tail += posting(other.first - self.last - 1, other.head) + other.tail
        self.last = other.last
        self.positions += other.positions

    def symbols(self) -> str:
        """Return the whole list as symbols, without the positions."""
        return posting(self.first, self.head) + self.tail


class Run(msgspec.Struct):
    """The inverted lists of a run of papers, by family and term; how many papers have each word; what each adds."""

    lists: dict[str, dict[str, Postings]]
    vocabulary: dict[str, int]
    papers: list[bytes]

    def extend(self, other: Run) -> None:
        """Add the lists of a later run of papers."""
        for family, terms in other.lists.items():
            mine = self.lists[family]
            for term, more in terms.items():
                if known := mine.get(term):
                    known.extend(more)
                else:
                    mine[term] = more
        for word, count in other.vocabulary.items():
            self.vocabulary[word] = self.vocabulary.get(word, 0) + count
        self.papers += other.papers


def empty_run() -> Run:
    """Return the inverted lists of no paper."""
    return Run({family: {} for family in RADICES}, {}, [])


def invert(first: int, documents: Sequence[SearchDocument], texts: Sequence[bytes]) -> bytes:
    """Return the packed `Run` of papers with the ordinals from `first` on; `texts` are their `text_terms`."""
    run = empty_run()
    vocabulary: Counter[str] = Counter()
    for ordinal, (document, text) in enumerate(zip(documents, texts, strict=True), start=first):
        added = dict(contributions(document, text))
        run.papers.append(pack_contributions(added))
        vocabulary.update(term for term, _, _ in added.pop(VOCABULARY))
        for family, entries in added.items():
            lists = run.lists[family]
            for term, code, positions in entries:
                if known := lists.get(term):
                    known.append(ordinal, code, positions)
                else:
                    lists[term] = Postings(ordinal, ordinal, 1, code, "", positions)
    run.vocabulary = vocabulary
    return msgspec.msgpack.encode(run)


def contributions(document: SearchDocument, text: bytes) -> Iterator[tuple[str, list[tuple[str, str, str]]]]:
    """Yield what one paper adds to each family's lists: (term, frequencies, positions)."""
    terms = _decode_text(text)
    yield TEXT, text_postings(document, terms)
    yield WORD, word_postings(document, terms)
    yield NAME, [(name_term(kind, name), "", "") for kind, name in filter_names(document)]
    yield VOCABULARY, [(word, "", "") for word in vocabulary_words(document, terms)]


_decode_text = msgspec.msgpack.Decoder(TextTerms).decode


Contributions = dict[str, list[tuple[str, str, str]]]


def pack_contributions(added: Contributions) -> bytes:
    """Return what a paper adds to each family's lists, packed, to be kept until the paper changes."""
    return zlib.compress(msgspec.msgpack.encode(added), 1)


def unpack_contributions(packed: bytes) -> Contributions:
    """Return what `pack_contributions` packed."""
    return msgspec.msgpack.decode(zlib.decompress(packed), type=Contributions)


def name_term(kind: str, name: str) -> str:
    """Return a name as a term, which sorts by kind, folded name, and name: `tag=kv cache<tab>KV cache`."""
    return f"{kind}={' '.join(fold(name).split())}\t{name}"


def merge(runs: Iterable[bytes]) -> Run:
    """Return the lists of consecutive runs as one."""
    whole = empty_run()
    decode = msgspec.msgpack.Decoder(Run).decode
    for run in runs:
        whole.extend(decode(run))
    return whole


def patch(family: str, symbols: str, positions: str, changes: Changes) -> tuple[int, str, str]:
    """Return a list with some papers' postings replaced, added or removed: its length, symbols, positions."""
    ordinals, codes, pieces = _split(family, symbols)
    places = split_numbers(positions)
    for ordinal, change in sorted(changes.items()):
        at = bisect_left(ordinals, ordinal)
        start = sum(map(_places, codes[:at])) if family == TEXT else 0
        if at < len(ordinals) and ordinals[at] == ordinal:
            if family == TEXT:
                del places[start : start + _places(codes[at])]
            del ordinals[at], codes[at], pieces[at]
        if change is not None:
            ordinals.insert(at, ordinal)
            codes.insert(at, change[0])
            pieces.insert(at, "")
            places[start:start] = split_numbers(change[1])
        for near in range(at, min(at + 2, len(ordinals))):
            gap = ordinals[near] - (ordinals[near - 1] if near else -1) - 1
            pieces[near] = posting(gap, codes[near])
    return len(ordinals), "".join(pieces), "".join(places)


def _split(family: str, symbols: str) -> tuple[list[int], list[str], list[str]]:
    """Return the postings of a list: their ordinals, their frequencies as symbols, and all of each as symbols."""
    ordinals, codes, pieces = [], [], []
    ordinal = -1
    escaped = number(escape(RADICES[family]))
    rest = iter(split_numbers(symbols))
    for piece in rest:
        gap = _value(piece)
        ordinal += (gap >> 1) + 1
        code = ""
        if gap & 1:
            code = next(rest)
            if code == escaped:
                code += "".join(next(rest) for _ in RADICES[family])
        ordinals.append(ordinal)
        codes.append(code)
        pieces.append(piece + code)
    return ordinals, codes, pieces


@lru_cache(maxsize=1 << 16)
def _value(piece: str) -> int:
    return numbers(piece)[0]


@lru_cache(maxsize=1 << 16)
def _places(code: str) -> int:
    """Return how many positions a posting in the text has: one for each time in abstract and title."""
    ((_, counts),) = postings(posting(0, code), TEXT_RADICES)
    return counts[0] + counts[1]
