"""The names of people, topics and places that have pages, found by any of their words: what the search panel offers.

A name is listed once for each word that a reader may type first: `Yejin Choi` and `Choi Yejin`. A listed name is its
words in that order, then its page and its usual spelling where the browser cannot derive them. Its list says which
kind it is, how many words were moved to the end, and how many papers it has; an author's, where no word was moved, also
which papers, so that a result can name the author who matched.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

import msgspec

from site_builder.search.codes import number
from site_builder.search.postings import DIRECTORY
from site_builder.search.shards import fill, refresh
from site_builder.search.store import Row, Store, in_order
from site_builder.text.tokens import STOP_WORDS, compounds

_MOST_WORDS = 6
"""Longer names are found by their first words."""


class Name(msgspec.Struct, frozen=True, gc=False):
    """A name that has a page: its kind by number, its address within its folder, the number of its papers.

    `papers` are an author's papers by ordinal, ascending.
    """

    kind: int
    text: str
    slug: str
    count: int
    papers: Sequence[int] = ()
    spellings: tuple[str, ...] = ()


class Directory(msgspec.Struct, frozen=True):
    """What the panel offers besides papers: kinds of names, each with its folder and its word, the names, and votes.

    `filters` are those of the archive's own taxonomies, each with the heading of its facet: `("track", "Tracks")`.
    `names` is called only when something other than texts has changed. `votes` has each paper's upvotes by ordinal;
    it is empty if no paper has any.
    """

    kinds: Sequence[tuple[str, str]] = ()
    filters: Sequence[tuple[str, str]] = ()
    names: Callable[[], Iterable[Name]] = tuple
    votes: Callable[[], Sequence[int]] = tuple


def update_names(store: Store, names: Iterable[Name], size: int) -> None:
    """Store the shards of names; of those that are stored, write only those that differ."""
    rows = {row.term: row for name in names for row in _rows(name)}
    shards = store.shards(DIRECTORY)
    if not shards:
        fill(store, DIRECTORY, (rows[term] for term in in_order(rows)), size)
        return
    known = {row.term: row for shard in shards for row in store.rows(DIRECTORY, shard.start)}
    changed = {term: Row(term, 0) for term in known.keys() - rows.keys()}
    changed |= {term: row for term, row in rows.items() if row != known.get(term)}
    refresh(store, DIRECTORY, changed, size)


def name_key(text: str) -> str:
    """Return the words of a name as they are compared: folded, with spaces between them."""
    return " ".join(compounds(text)).replace("-", " ").replace(".", " ")


def _rows(name: Name) -> Iterator[Row]:
    """Yield a name's rows: in each order of its words that a reader may type, then its other spellings."""
    words = name.text.split()
    page = "" if name.slug == name_key(name.text).replace(" ", "-") else name.slug
    keys = set()
    for moved in range(min(len(words), _MOST_WORDS)):
        word = name_key(words[moved])
        if moved and (len(word) < 2 or word in STOP_WORDS):
            continue
        text = " ".join(words[moved:] + words[:moved])
        key = name_key(text)
        if key and key not in keys:
            keys.add(key)
            yield _row(key, [text, page], name, moved)
    for spelling in name.spellings:
        key = name_key(spelling)
        if key and key not in keys:
            keys.add(key)
            yield _row(key, [" ".join(spelling.split()), name.slug, " ".join(words)], name, 1)


def _row(key: str, fields: Sequence[str], name: Name, moved: int) -> Row:
    text = "\x1f".join(fields).rstrip("\x1f")
    papers = "" if moved else _gaps(name.papers)
    return Row(f"{key}\t{text}", name.count, number(name.kind) + number(moved) + number(name.count) + papers)


def _gaps(papers: Sequence[int]) -> str:
    """Return for each of ascending ordinals how many were left out before it."""
    return "".join(number(paper - before - 1) for before, paper in zip((-1, *papers), papers, strict=False))
