"""Inverted lists: made of a run of papers in any process, joined in order, and patched in place."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

import msgspec

from site_builder.search.codes import first_number, numbers, posting, posting_pattern, postings, split_numbers
from site_builder.search.documents import TEXT_RADICES, WORD_RADICES, SearchDocument
from site_builder.search.store import Row
from site_builder.text.letters import fold

TEXT, WORD, VOCABULARY, REVERSED, NAME, DIRECTORY, MEANING = "t", "w", "v", "r", "n", "d", "m"
"""Families of terms: stems, words as they are written, the vocabulary from both ends, names that are filters, names
that have pages, and stems with their vectors."""

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

    def extend(self, other: Postings) -> None:
        """Add a later run of papers."""
        self.count += other.count
        self.tail += posting(other.first - self.last - 1, other.head) + other.tail
        self.last = other.last
        self.positions += other.positions

    def row(self, term: str) -> Row:
        """Return the list, which begins with the first paper of all, as it is stored."""
        return Row(term, self.count, posting(self.first, self.head) + self.tail, self.positions, self.last)


class Run(msgspec.Struct):
    """The inverted lists of a run of papers, by family and term; how many papers have each word; the papers, packed.

    `lengths` are those of their abstracts, as symbols.
    """

    lists: dict[str, dict[str, Postings]]
    vocabulary: dict[str, int]
    papers: list[bytes]
    lengths: str = ""

    def extend(self, other: Run) -> None:
        """Add the lists and lengths of a later run of papers; the papers themselves are left out."""
        self.lengths += other.lengths
        for family, terms in other.lists.items():
            mine = self.lists[family]
            for term, more in terms.items():
                if known := mine.get(term):
                    known.extend(more)
                else:
                    mine[term] = more
        for word, count in other.vocabulary.items():
            self.vocabulary[word] = self.vocabulary.get(word, 0) + count


def empty_run() -> Run:
    """Return the inverted lists of no paper."""
    return Run({family: {} for family in RADICES}, {}, [])


_decode_run = msgspec.msgpack.Decoder(Run).decode
_decode_paper = msgspec.msgpack.Decoder(tuple[SearchDocument, bytes]).decode


def pack_run(run: Run) -> bytes:
    """Return a run as a process hands it to another."""
    return msgspec.msgpack.encode(run)


def unpack_run(packed: bytes) -> Run:
    """Return what `pack_run` packed."""
    return _decode_run(packed)


def pack_paper(document: SearchDocument, text: bytes) -> bytes:
    """Return what a paper's lists are made from, packed, to be kept until the paper changes.

    Compressing it would take a sixth of the time of the lists themselves, for half of the room.
    """
    return msgspec.msgpack.encode((document, text))


def unpack_paper(packed: bytes) -> tuple[SearchDocument, bytes]:
    """Return what `pack_paper` packed."""
    return _decode_paper(packed)


@lru_cache(maxsize=1 << 15)
def name_term(kind: str, name: str) -> str:
    """Return a name as a term, which sorts by kind, folded name, and name: `tag=kv cache<tab>KV cache`."""
    return f"{kind}={' '.join(fold(name).split())}\t{name}"


def patch(family: str, row: Row, changes: Changes) -> Row:
    """Return a list with some papers' postings replaced, added or removed."""
    if not changes:
        return row
    if min(changes) > row.last:
        return _appended(row, changes)
    pieces = _pieces(family, row.symbols)
    ordinals, codes = _ordinals(pieces), list(map(_code, pieces))
    places = split_numbers(row.positions)
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
    last = ordinals[-1] if ordinals else -1
    return Row(row.term, len(ordinals), "".join(pieces), "".join(places), last)


def _appended(row: Row, changes: Changes) -> Row:
    """Return a list with the postings of later papers."""
    symbols, positions, last = [row.symbols], [row.positions], row.last
    added = [(ordinal, change) for ordinal, change in sorted(changes.items()) if change]
    for ordinal, (code, places) in added:
        symbols.append(posting(ordinal - last - 1, code))
        positions.append(places)
        last = ordinal
    return Row(row.term, row.papers + len(added), "".join(symbols), "".join(positions), last)


class Moves(NamedTuple):
    """How papers are renumbered: those from `starts[i]` up to the next start move by `distances[i]`.

    A start is an ordinal before the moves. The order of papers stays the same.
    """

    starts: list[int]
    distances: list[int]

    def moved(self, ordinal: int) -> int:
        """Return a paper's ordinal after the moves; -1, the place before all papers, stays."""
        part = bisect_right(self.starts, ordinal) - 1
        return ordinal + (self.distances[part] if part >= 0 else 0)


def move(family: str, row: Row, moves: Moves) -> Row:
    """Return a list with its papers renumbered: only the gaps at which a move starts differ."""
    if not moves.starts or row.last < moves.starts[0]:
        return row
    last = moves.moved(row.last)
    if row.papers == 1:  # as most have
        return Row(row.term, 1, posting(last, first_number(row.symbols)[1]), row.positions, last)
    pieces = _pieces(family, row.symbols)
    ordinals = _ordinals(pieces)
    for at in {bisect_left(ordinals, start) for start in moves.starts} - {len(ordinals)}:
        before = ordinals[at - 1] if at else -1
        gap = moves.moved(ordinals[at]) - moves.moved(before) - 1
        pieces[at] = posting(gap, _code(pieces[at]))
    return Row(row.term, row.papers, "".join(pieces), row.positions, last)


def _pieces(family: str, symbols: str) -> list[str]:
    """Return the postings of a list, each as its symbols."""
    return _POSTINGS[family].findall(symbols)


def _ordinals(pieces: Iterable[str]) -> list[int]:
    """Return the ordinals of the papers that a list's postings are of."""
    return list(accumulate(map(_step, pieces), initial=-1))[1:]


_POSTINGS = {family: posting_pattern(radices) for family, radices in RADICES.items()}


@lru_cache(maxsize=1 << 16)
def _step(piece: str) -> int:
    """Return how far a posting's paper is from the one before."""
    return numbers(first_number(piece)[0])[0] // 2 + 1


@lru_cache(maxsize=1 << 16)
def _code(piece: str) -> str:
    """Return a posting's frequencies as symbols."""
    return first_number(piece)[1]


@lru_cache(maxsize=1 << 16)
def _places(code: str) -> int:
    """Return how many positions a posting in the text has: one for each time in abstract and title."""
    ((_, counts),) = postings(posting(0, code), TEXT_RADICES)
    return counts[0] + counts[1]
