"""What was edited since the last build, and the index brought up to date with it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple

from site_builder.search.documents import SearchDocument
from site_builder.search.inversion import invert
from site_builder.search.postings import (
    NAME,
    RADICES,
    REVERSED,
    VOCABULARY,
    Changes,
    Moves,
    Run,
    empty_run,
    move,
    patch,
    unpack_paper,
)
from site_builder.search.shards import OFFERED, find_rows, refill, refresh
from site_builder.search.store import Row, Store

ReadTexts = Callable[[Sequence[SearchDocument]], Sequence[bytes]]


class Edits(NamedTuple):
    """How papers differ from those of the last build, which kept their order.

    Of the papers before, some are `replaced` by others, and some are `gone`; of those after, some were `added`. The
    first two have ordinals of the last build. Since papers leave and come, `moves` renumber the others.
    """

    replaced: dict[int, int]
    gone: list[int]
    added: list[int]
    moves: Moves

    @property
    def size(self) -> int:
        """How many papers left or came."""
        return len(self.replaced) + len(self.gone) + len(self.added)


def find_edits(known: Sequence[str], now: Sequence[str]) -> Edits:
    """Return how papers differ, given the digests of those of the last build and those of today."""
    kept = set(known).intersection(now)
    edits = Edits({}, [], [], Moves([], []))
    before = after = distance = 0
    while before < len(known) or after < len(now):
        leaves = before < len(known) and known[before] not in kept
        comes = after < len(now) and now[after] not in kept
        if leaves and not comes:
            edits.gone.append(before)
            before += 1
            continue
        if comes and not leaves:
            edits.added.append(after)
            after += 1
            continue
        if leaves:
            edits.replaced[before] = after
        if after - before != distance:
            distance = after - before
            edits.moves.starts.append(before)
            edits.moves.distances.append(distance)
        before += 1
        after += 1
    return edits


def differing(known: Sequence[str], now: Sequence[str]) -> list[int]:
    """Return the ordinals that have another paper than before, and the last one if there are fewer papers."""
    shorter = [len(now) - 1] if 0 < len(now) < len(known) else []
    return [place for place, paper in enumerate(now) if known[place : place + 1] != [paper]] + shorter


def update_lists(
    store: Store,
    documents: Sequence[SearchDocument],
    known: Sequence[str],
    now: Sequence[str],
    edits: Edits,
    read_texts: ReadTexts,
    size: int,
) -> bool:
    """Bring the stored lists and shards up to date; return whether those of names differ.

    `known` are the papers' digests of the last build, `now` today's.
    """
    before: _Changes = {family: defaultdict(dict) for family in RADICES}
    after: _Changes = {family: defaultdict(dict) for family in RADICES}
    words: Counter[str] = Counter()

    def read(ordinal: int, place: int) -> Run:
        new = documents[place]
        run = invert(ordinal, [new], read_texts([new]))
        store.put_papers([now[place]], run.papers)
        words.update(run.vocabulary)
        return run

    def forget(ordinal: int) -> Run:
        document, text = unpack_paper(store.paper(known[ordinal]))
        run = invert(ordinal, [document], [text])
        store.delete_paper(known[ordinal])
        words.subtract(run.vocabulary)
        return run

    for ordinal, place in edits.replaced.items():
        _compare(before, ordinal, forget(ordinal), read(ordinal, place))
    for ordinal in edits.gone:
        _compare(before, ordinal, forget(ordinal), empty_run())
    for ordinal in edits.added:
        _compare(after, ordinal, empty_run(), read(ordinal, ordinal))
    for family in RADICES:
        left, came = before[family], after[family]
        renumber = partial(move, family, moves=edits.moves)
        rows = find_rows(store, family, left.keys() | came.keys())
        for term, row in rows.items():
            rows[term] = patch(family, renumber(patch(family, row, left.get(term, {}))), came.get(term, {}))
        if edits.moves.starts:
            refill(store, family, rows, renumber, size)
        else:
            refresh(store, family, rows, size)
    _count(store, words, size)
    return bool(edits.moves.starts or before[NAME] or after[NAME])


_Changes = dict[str, defaultdict[str, Changes]]
"""What becomes of lists, by family and term."""


def _compare(changes: _Changes, ordinal: int, old: Run, new: Run) -> None:
    """Add what becomes of the lists of a paper's terms, old and new."""
    for family, lists in new.lists.items():
        known = old.lists[family]
        for term in known.keys() - lists.keys():
            changes[family][term][ordinal] = None
        for term, now in lists.items():
            if known.get(term) != now:
                changes[family][term][ordinal] = (now.head, now.positions)


def _count(store: Store, changes: Counter[str], size: int) -> None:
    """Update the counts of words, and write the shards of those whose counts have other sizes."""
    before = store.word_counts(word for word, change in changes.items() if change)
    after = {word: count + changes[word] for word, count in before.items()}
    store.put_words(after)
    offered = {word: count if count >= OFFERED else 0 for word, count in after.items()}
    changed = {
        word: count
        for word, count in offered.items()
        if count.bit_length() != (before[word] if before[word] >= OFFERED else 0).bit_length()
    }
    refresh(store, VOCABULARY, {word: Row(word, count) for word, count in changed.items()}, size)
    refresh(store, REVERSED, {word[::-1]: Row(word[::-1], count) for word, count in changed.items()}, size)
