"""Lists cut into shards: where to cut, and what a shard's file says."""

from __future__ import annotations

import base64
import hashlib
import zlib
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from .codes import number
from .postings import NAME, RADICES, REVERSED, TEXT, VOCABULARY, WORD
from .store import Row, Store, sort_key

FAMILIES = (TEXT, WORD, VOCABULARY, REVERSED, NAME)
POSITIONS = "p"
"""The folder of the shards that hold the positions of the stems' shards, under the same names."""

MIN_COUNT = {TEXT: 1, WORD: 1, VOCABULARY: 2, REVERSED: 2, NAME: 2}
"""Rarer words and names are not offered as completions and corrections; they are found all the same."""

_MOST_SHARED = 60
"""Letters that a front-coded term says it shares with the one before: a number of one symbol."""

_TERM_COST = 6
"""About what a term costs in a shard beside its list, in characters."""


def shard_size(papers: int) -> int:
    """Return the size at which shards are cut, in characters; it grows with every doubling of the papers."""
    return 1536 * (1 + (papers >> 13).bit_length())


def cut(rows: Iterable[Row], size: int) -> Iterator[list[Row]]:
    """Yield the rows of each shard.

    Three quarters of a shard on, it ends where a term's hash says so: later cuts fall where they fell before a change.
    """
    shard: list[Row] = []
    filled = 0
    for row in rows:
        cost = len(row.symbols) + _TERM_COST
        is_boundary = filled + cost > size or (filled > size * 3 // 4 and zlib.crc32(row.term.encode()) % 8 == 0)
        if shard and is_boundary:
            yield shard
            shard = []
            filled = 0
        shard.append(row)
        filled += cost
    if shard:
        yield shard


def refresh(store: Store, family: str, dirty: Iterable[str], size: int) -> None:
    """Cut and write the shards around the terms whose lists changed; all of them where there are none yet."""
    shards = store.shards(family)
    pending = sorted(set(dirty), key=sort_key)
    while pending:
        # A changed term can let the shard before its own end earlier or later.
        start = max(0, bisect_right(shards, sort_key(pending[0]), key=lambda shard: sort_key(shard[0])) - 2)
        places = {first: place for place, (first, _, _) in enumerate(shards[start:], start)}
        end = len(shards)
        fresh: list[list[Row]] = []
        for rows in cut(store.rows(family, shards[start][0] if start else "", MIN_COUNT[family]), size):
            if fresh and rows[0].term in places and sort_key(rows[0].term) > sort_key(pending[0]):
                end = places[rows[0].term]
                break
            fresh.append(rows)
        for first, _, name in shards[start:end]:
            store.delete_shard(family, first, shard_paths(family, name))
        reached = sort_key(shards[end][0]) if end < len(shards) else None
        shards[start:end] = [_write(store, family, rows) for rows in fresh]
        pending = [term for term in pending if reached is not None and sort_key(term) >= reached]


def _write(store: Store, family: str, rows: Sequence[Row]) -> tuple[str, str, str]:
    name, files = render(family, rows)
    store.put_shard(family, rows[0].term, rows[-1].term, name, files)
    return rows[0].term, rows[-1].term, name


def shard_paths(family: str, name: str) -> list[str]:
    """Return the paths of a shard's files, relative to the site."""
    folders = (family, POSITIONS) if family == TEXT else (family,)
    return [f"search/{folder}/{name}.js" for folder in folders]


def render(family: str, rows: Sequence[Row]) -> tuple[str, dict[str, bytes]]:
    """Return a shard's name, which is a digest, and its files."""
    if family == NAME:
        entries = [[*row.term.partition("=")[0::2], row.symbols] for row in rows]
        contents = [msgspec.json.encode([[kind, term.partition("\t")[2], symbols] for kind, term, symbols in entries])]
    elif family in RADICES:
        contents = [msgspec.json.encode(front_coded(rows)), _literal(row.symbols for row in rows)]
    else:
        contents = [msgspec.json.encode(front_coded(rows, with_counts=True))]
    folders = [contents, [_literal(row.positions for row in rows)]] if family == TEXT else [contents]
    name = digest(b"\n".join(content for folder in folders for content in folder))
    paths = shard_paths(family, name)
    return name, {path: shard_script(path, folder) for path, folder in zip(paths, folders, strict=True)}


def shard_script(path: str, contents: Iterable[bytes]) -> bytes:
    """Return a script that hands `contents`, each JSON, to the browser as what is at `path`."""
    name = path.removeprefix("search/").removesuffix(".js")
    return b'papershelf.shard("%s",%s)\n' % (name.encode(), b",".join(contents))


def front_coded(rows: Iterable[Row], with_counts: bool = False) -> str:
    """Return sorted terms, each as the number of letters that it shares with the last one, and its other letters.

    With counts, the size of a term's count (its bits) stands after that number.
    """
    parts = []
    previous = ""
    for row in rows:
        shared = min(_shared(previous, row.term), _MOST_SHARED)
        size = number(row.papers.bit_length()) if with_counts else ""
        parts.append(number(shared) + size + row.term[shared:])
        previous = row.term
    return " ".join(parts)


def _shared(a: str, b: str) -> int:
    """Return how many letters two terms begin with in common."""
    for i, (x, y) in enumerate(zip(a, b, strict=False)):
        if x != y:
            return i
    return min(len(a), len(b))


def _literal(strings: Iterable[str]) -> bytes:
    return b'"%s"' % " ".join(strings).encode()


def script(path: str, json: bytes) -> bytes:
    """Return a script that hands `json` to the browser as what is at `path`."""
    return b'papershelf.data("%s",%s)\n' % (path.encode(), json)


def digest(data: bytes) -> str:
    """Return seven letters and digits, the same on file systems that ignore case."""
    return base64.b32encode(hashlib.blake2b(data, digest_size=10).digest()).decode().lower()[:7]


def separators(shards: Sequence[tuple[str, str, str]]) -> list[str]:
    """Return for each shard the shortest text that is above all terms before it and not above its own, front-coded."""
    found = []
    last = previous = ""
    for first, end, _ in shards:
        separator = first[: _shared(last, first) + 1] if last else ""
        shared = min(_shared(previous, separator), _MOST_SHARED)
        found.append(number(shared) + separator[shared:])
        last, previous = end, separator
    return found
