"""The search's cache: a SQLite file sealed as a whole, and a second one in which each row has its own seal.

The second has the input of each paper's lists. That is most of the bytes, and a build reads few of them.
"""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from hmac import compare_digest
from pathlib import Path
from typing import NamedTuple

import msgspec

from site_builder.core.databases import DAMAGED, connect, drop_journals, has_schema, make_quick
from site_builder.core.files import write_atomically
from site_builder.core.seals import digest_of

_SCHEMA = (
    "CREATE TABLE shards (family TEXT, start BLOB, first TEXT, last TEXT, name TEXT, rows BLOB, "
    "PRIMARY KEY (family, start))",
    "CREATE TABLE files (path TEXT PRIMARY KEY, data BLOB)",
    "CREATE TABLE words (word TEXT PRIMARY KEY, papers INTEGER) WITHOUT ROWID",
    "CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT)",
)
_ROWS_SCHEMA = ("CREATE TABLE papers (digest TEXT PRIMARY KEY, seal BLOB, paper BLOB)",)
_CHUNK = 1 << 22
_TWO_UNITS = re.compile("[\U00010000-\U0010ffff]")


class Row(NamedTuple):
    """A term's list: the number of papers that have it, its postings and positions as symbols, its last ordinal.

    Words of the vocabulary have no list, and their `papers` is a number of about the right size.
    """

    term: str
    papers: int
    symbols: str = ""
    positions: str = ""
    last: int = -1


class Shard(NamedTuple):
    """A shard: the term it starts at, in its family; its first and last published terms; its name."""

    start: str
    first: str
    last: str
    name: str


def sort_key(term: str) -> bytes:
    """Return bytes in whose order JavaScript sorts strings: that of UTF-16 code units."""
    return term.encode("utf-16-be", "surrogatepass")


def in_order(terms: Iterable[str]) -> list[str]:
    """Return terms in the order of `sort_key`, which is Python's except for characters of two units."""
    ordered = sorted(terms)
    return sorted(ordered, key=sort_key) if _TWO_UNITS.search("".join(ordered)) else ordered


_encode_rows = msgspec.msgpack.Encoder().encode
_decode_rows = msgspec.msgpack.Decoder(list[Row]).decode


class Store:
    """The lists, shards and files of the last build; empty if there was none, or if they are damaged or foreign."""

    def __init__(self, path: Path | None, version: str, *, is_known: bool = False) -> None:
        """Open the store at `path`, or one in memory; `version` identifies what the stored bytes depend on.

        `is_known` says that this build has closed the store, so that its seal is not checked.
        """
        self._path = path
        self._rows = path.with_name(f"{path.name}.rows") if path else None
        self._version = version
        self._database = sqlite3.connect(":memory:")
        if not (path and (is_known or _is_whole(path)) and self._connect() == version):
            self.reset()

    def reset(self) -> None:
        """Start an empty store."""
        self._database.close()
        if self._path:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            for path in filter(None, (self._path, self._rows)):
                for ending in ("", ".sum", "-journal"):
                    path.with_name(path.name + ending).unlink(missing_ok=True)
        self._connect()
        for statement in (*_SCHEMA, *(sql.replace("papers", "rows.papers", 1) for sql in _ROWS_SCHEMA)):
            self._database.execute(statement)
        self._database.execute("INSERT INTO facts VALUES ('version', ?)", (self._version,))

    def _connect(self) -> str:
        """Connect; return the version of the stored bytes, empty if there are none."""
        self._process = os.getpid()
        self._database = connect(self._path) if self._path else sqlite3.connect(":memory:")
        try:
            if self._rows:
                drop_journals(self._rows)
            self._database.execute("ATTACH ? AS rows", (str(self._rows or ":memory:"),))
            for schema in ("main", "rows"):
                make_quick(self._database, schema)
            if not has_schema(self._database, "rows", _ROWS_SCHEMA):
                return ""
            found = self._database.execute("SELECT value FROM facts WHERE name = 'version'").fetchone()
        except DAMAGED:
            return ""
        return str(found[0]) if found else ""

    def close(self) -> None:
        """Write and seal everything; a store that is not closed is empty next time."""
        self._database.commit()
        self._database.close()
        if self._path and not _sum_path(self._path).exists():
            write_atomically(_sum_path(self._path), _seal_of(self._path))

    def begin(self) -> None:
        """Delete the seal before a change, so that no build that is killed leaves a store that seems whole."""
        if self._path:
            _sum_path(self._path).unlink(missing_ok=True)

    def clear(self) -> None:
        """Delete everything except the version."""
        for table in ("papers", "shards", "files", "words"):
            self._database.execute(f"DELETE FROM {table}")

    def paper(self, digest: str) -> bytes:
        """Return the stored input of the paper with a digest; raises `sqlite3.DatabaseError` if it is damaged."""
        found = self._database.execute("SELECT seal, paper FROM papers WHERE digest = ?", (digest,)).fetchone()
        if not found or found[0] != _paper_seal(digest, found[1]):
            raise sqlite3.DatabaseError("a stored paper is damaged")
        return bytes(found[1])

    def put_papers(self, digests: Iterable[str], papers: Iterable[bytes]) -> None:
        """Store papers under their digests."""
        rows = ((digest, _paper_seal(digest, paper), paper) for digest, paper in zip(digests, papers, strict=True))
        self._database.executemany("INSERT OR REPLACE INTO papers VALUES (?, ?, ?)", rows)

    def delete_paper(self, digest: str) -> None:
        """Delete the paper with a digest."""
        self._database.execute("DELETE FROM papers WHERE digest = ?", (digest,))

    def fact(self, name: str) -> str:
        """Return the text stored under a name, empty if there is none."""
        found = self._database.execute("SELECT value FROM facts WHERE name = ?", (name,)).fetchone()
        return str(found[0]) if found else ""

    def put_fact(self, name: str, value: str) -> None:
        """Store a text under a name."""
        self._database.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", (name, value))

    def word_counts(self, words: Iterable[str]) -> dict[str, int]:
        """Return the number of papers that have each word."""
        find = "SELECT papers FROM words WHERE word = ?"
        found = ((word, self._database.execute(find, (word,)).fetchone()) for word in words)
        return {word: row[0] if row else 0 for word, row in found}

    def put_words(self, counts: Mapping[str, int]) -> None:
        """Store the number of papers that have each word."""
        self._database.executemany("INSERT OR REPLACE INTO words VALUES (?, ?)", counts.items())

    def shards(self, family: str) -> list[Shard]:
        """Return a family's shards, in order."""
        found = self._database.execute(
            "SELECT first, last, name, start FROM shards WHERE family = ? ORDER BY start", (family,)
        )
        return [Shard(start.decode("utf-16-be", "surrogatepass"), *rest) for *rest, start in found]

    def rows(self, family: str, start: str) -> list[Row]:
        """Return the lists of the shard that starts at a term."""
        found = self._database.execute(
            "SELECT rows FROM shards WHERE family = ? AND start = ?", (family, sort_key(start))
        ).fetchone()
        return _decode_rows(found[0])

    def put_shard(self, family: str, shard: Shard, rows: Sequence[Row], files: dict[str, bytes]) -> None:
        """Store a shard, its lists and its files."""
        values = (family, sort_key(shard.start), shard.first, shard.last, shard.name, _encode_rows(rows))
        self._database.execute("INSERT OR REPLACE INTO shards VALUES (?, ?, ?, ?, ?, ?)", values)
        self.put_files(files)

    def delete_shard(self, family: str, start: str, paths: Iterable[str]) -> None:
        """Delete a shard and its files."""
        self._database.execute("DELETE FROM shards WHERE family = ? AND start = ?", (family, sort_key(start)))
        self.delete_files(paths)

    def put_files(self, files: Mapping[str, bytes]) -> None:
        """Store files by their paths."""
        self._database.executemany("INSERT OR REPLACE INTO files VALUES (?, ?)", files.items())

    def delete_files(self, paths: Iterable[str]) -> None:
        """Delete files."""
        self._database.executemany("DELETE FROM files WHERE path = ?", ((path,) for path in paths))

    def paths(self) -> list[str]:
        """Return the paths of all stored files, sorted."""
        return [path for (path,) in self._database.execute("SELECT path FROM files ORDER BY path")]

    def file(self, path: str) -> bytes | None:
        """Return a stored file's bytes, or `None`; any process can read a store that was closed before."""
        if self._path and self._process != os.getpid():
            self._connect()  # SQLite's connections do not survive a fork
        found = self._database.execute("SELECT data FROM files WHERE path = ?", (path,)).fetchone()
        return bytes(found[0]) if found else None


def _paper_seal(digest: str, paper: object) -> bytes:
    return digest_of(f"paper/{digest}", paper if isinstance(paper, bytes) else b"")


def _sum_path(path: Path) -> Path:
    return path.with_name(path.name + ".sum")


def _is_whole(path: Path) -> bool:
    try:
        return compare_digest(_sum_path(path).read_bytes(), _seal_of(path))
    except OSError:
        return False


def _seal_of(path: Path) -> bytes:
    with path.open("rb") as file:
        return digest_of(path.name, *iter(partial(file.read, _CHUNK), b""))
