"""Lists cut into shards: where to cut, and what a shard's file says."""

from __future__ import annotations

import base64
import hashlib
import zlib
from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import repeat
from json.encoder import encode_basestring

import msgspec

from site_builder.search.codes import number
from site_builder.search.documents import NAME_KINDS
from site_builder.search.postings import DIRECTORY, MEANING, NAME, RADICES, REVERSED, TEXT, VOCABULARY, WORD
from site_builder.search.store import Row, Shard, Store, in_order, sort_key

FAMILIES = (TEXT, WORD, VOCABULARY, REVERSED, NAME, DIRECTORY, MEANING)
POSITIONS = "p"
"""The folder of the shards that hold the positions of the stems' shards, under the same names."""

OFFERED = 2
"""Words and names of fewer papers are not offered as completions and corrections; they are found all the same."""

_MOST_SHARED = 60
"""Letters that a front-coded term says it shares with the one before: a number of one symbol."""

_TERM_COST = 6
"""About what a term costs in a shard in addition to its list, in characters."""


def shard_size(papers: int) -> int:
    """Return the size at which shards are cut, in characters; it grows with every doubling of the papers."""
    return 1536 * (1 + (papers >> 13).bit_length())


def cut(rows: Iterable[Row], size: int, family: str = "") -> Iterator[tuple[list[Row], str]]:
    """Yield the rows of each shard, and the term with which the next one begins, if there is one.

    Rows that are not published take no room. From three quarters of a shard on, it ends where a term's hash says so:
    later cuts fall where they fell before a change.
    """
    shard: list[Row] = []
    filled = 0
    for row in rows:
        if _is_published(family, row):
            cost = len(row.symbols) + _TERM_COST
            is_full = filled + cost > size or (filled > size * 3 // 4 and zlib.crc32(row.term.encode()) % 8 == 0)
            if filled and is_full:
                yield shard, row.term
                shard = []
                filled = 0
            filled += cost
        shard.append(row)
    if shard:
        yield shard, ""


def _is_published(family: str, row: Row) -> bool:
    """Return whether the browser needs a list: most names of a single paper are found by their words."""
    return family != NAME or row.papers >= OFFERED or row.term.partition("=")[0] not in NAME_KINDS


def fill(store: Store, family: str, rows: Iterable[Row], size: int) -> None:
    """Cut and store all shards of a family, whose lists come in order."""
    for place, (shard, _) in enumerate(cut(rows, size, family)):
        _write(store, family, shard[0].term if place else "", shard)


def refill(store: Store, family: str, changed: Mapping[str, Row], change: Callable[[Row], Row], size: int) -> None:
    """Cut and write all shards of a family: `change` is made to each list that is not among the `changed` ones."""
    rows = dict(changed)
    for shard in store.shards(family):
        rows.update((row.term, change(row)) for row in store.rows(family, shard.start) if row.term not in changed)
        store.delete_shard(family, shard.start, shard_paths(family, shard.name))
    fill(store, family, (rows[term] for term in in_order(rows) if rows[term].papers), size)


def find_rows(store: Store, family: str, terms: Iterable[str]) -> dict[str, Row]:
    """Return the lists of terms; empty ones where there are none."""
    found = {term: Row(term, 0) for term in terms}
    shards = store.shards(family)
    for place in {_place(shards, term) for term in found} if shards else ():
        found |= {row.term: row for row in store.rows(family, shards[place].start) if row.term in found}
    return found


def _place(shards: Sequence[Shard], term: str) -> int:
    return bisect_right(shards, sort_key(term), key=lambda shard: sort_key(shard.start)) - 1


def refresh(store: Store, family: str, changed: Mapping[str, Row], size: int) -> None:
    """Cut and write the shards around the changed lists, and drop the lists that are now empty."""
    shards = store.shards(family)
    pending = [changed[term] for term in in_order(changed)]
    while pending:
        first = pending[0].term
        start = max(0, _place(shards, first))
        if start and shards[start].start == first:
            start -= 1  # where a shard ends depends on the next one's first term
        end = len(shards)
        fresh: list[list[Row]] = []
        for rows, following in cut(_merged(store, family, shards[start:], pending), size, family):
            fresh.append(rows)
            place = _place(shards, following)
            if place > start and shards[place].start == following and sort_key(following) > sort_key(first):
                end = place
                break
        for shard in shards[start:end]:
            store.delete_shard(family, shard.start, shard_paths(family, shard.name))
        done = len(pending)
        if end < len(shards):
            done = bisect_left(pending, sort_key(shards[end].start), key=lambda row: sort_key(row.term))
        starts = [rows[0].term if place else "" for place, rows in enumerate(fresh, start)]
        shards[start:end] = [_write(store, family, *shard) for shard in zip(starts, fresh, strict=True)]
        pending = pending[done:]


def _merged(store: Store, family: str, shards: Sequence[Shard], changes: Iterable[Row]) -> Iterator[Row]:
    """Yield the lists of shards that follow each other, with changes, which come in order."""
    waiting = deque(changes)
    for place in range(max(1, len(shards))):
        rows = store.rows(family, shards[place].start) if shards else []
        end = sort_key(shards[place + 1].start) if place + 1 < len(shards) else None
        inside = {}
        while waiting and (end is None or sort_key(waiting[0].term) < end):
            row = waiting.popleft()
            inside[row.term] = row
        if inside:
            known = {row.term: row for row in rows} | inside
            rows = [known[term] for term in in_order(known) if known[term].papers]
        yield from rows


def _write(store: Store, family: str, start: str, rows: Sequence[Row]) -> Shard:
    published = [row for row in rows if _is_published(family, row)]
    name, files = render(family, published) if published else ("", {})
    shard = Shard(start, published[0].term, published[-1].term, name) if published else Shard(start, "", "", "")
    store.put_shard(family, shard, rows, files)
    return shard


def shard_paths(family: str, name: str) -> list[str]:
    """Return the paths of a shard's files, relative to the site."""
    folders = (family, POSITIONS) if family == TEXT else (family,)
    return [f"search/{folder}/{name}.js" for folder in folders]


def render(family: str, rows: Sequence[Row]) -> tuple[str, dict[str, bytes]]:
    """Return a shard's name, which is a digest, and its files."""
    if family == NAME:
        kinds: dict[str, list[str]] = {}
        for row in rows:
            kind, _, term = row.term.partition("=")
            kinds.setdefault(kind, []).extend((term.partition("\t")[2], row.symbols))
        contents = [msgspec.json.encode(kinds)]
    elif family == DIRECTORY:
        names = front_coded([row.term.partition("\t")[2] for row in rows])
        escaped = [encode_basestring(name)[1:-1] for name in names]
        contents = [literal(escaped, "\t"), literal(row.symbols for row in rows)]
    elif family in RADICES or family == MEANING:
        terms = " ".join(front_coded([row.term for row in rows]))
        contents = [msgspec.json.encode(terms), literal(row.symbols for row in rows)]
    else:
        sizes = [number(row.papers.bit_length()) for row in rows]
        contents = [msgspec.json.encode(" ".join(front_coded([row.term for row in rows], sizes)))]
    folders = [contents, [literal(row.positions for row in rows)]] if family == TEXT else [contents]
    name = digest(b"\n".join(content for folder in folders for content in folder))
    paths = shard_paths(family, name)
    return name, {path: shard_script(folder) for path, folder in zip(paths, folders, strict=True)}


def shard_script(contents: Iterable[bytes]) -> bytes:
    """Return a script that hands `contents`, each JSON, to the browser as what is at the script's own path."""
    return b"shard(%s)\n" % b",".join(contents)


def front_coded(texts: Sequence[str], sizes: Sequence[str] = ()) -> list[str]:
    """Return sorted texts, each as the number of letters that it shares with the last one, and its other letters.

    `sizes`, where given, stand after those numbers, each as one symbol.
    """
    parts = []
    previous = ""
    for text, size in zip(texts, sizes or repeat(""), strict=False):
        shared = min(_shared(previous, text), _MOST_SHARED)
        parts.append(number(shared) + size + text[shared:])
        previous = text
    return parts


def _shared(a: str, b: str) -> int:
    """Return how many letters two terms begin with in common, up to one that JavaScript counts as two."""
    for i, (x, y) in enumerate(zip(a, b, strict=False)):
        if x != y or x > "\uffff":
            return i
    return min(len(a), len(b))


def literal(strings: Iterable[str], separator: str = " ") -> bytes:
    """Return symbols as a string in a script, with spaces or other separators between them."""
    return b'"%s"' % separator.join(strings).encode()


def script(path: str, json: bytes) -> bytes:
    """Return a script that hands `json` to the browser as what is at `path`."""
    return b'papershelf.data("%s",%s)\n' % (path.encode(), json)


def digest(data: bytes) -> str:
    """Return seven letters and digits, the same on file systems that ignore case."""
    return base64.b32encode(hashlib.blake2b(data, digest_size=10).digest()).decode().lower()[:7]


def separators(shards: Sequence[Shard]) -> list[str]:
    """Return for each shard the shortest text that is above all terms before it and not above its own, front-coded."""
    found = []
    last = previous = ""
    for shard in shards:
        separator = shard.first[: _shared(last, shard.first) + 1] if last else ""
        shared = min(_shared(previous, separator), _MOST_SHARED)
        found.append(number(shared) + separator[shared:])
        last, previous = shard.last, separator
    return found
