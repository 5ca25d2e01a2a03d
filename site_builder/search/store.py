"""What the search keeps between builds, in one SQLite file with a checksum beside it."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

_SCHEMA = """
CREATE TABLE lists (family TEXT, term BLOB, count INTEGER, symbols TEXT, positions TEXT,
    PRIMARY KEY (family, term)) WITHOUT ROWID;
CREATE TABLE papers (ordinal INTEGER PRIMARY KEY, digest BLOB, terms BLOB);
CREATE TABLE shards (family TEXT, first BLOB, last BLOB, name TEXT, PRIMARY KEY (family, first)) WITHOUT ROWID;
CREATE TABLE files (path TEXT PRIMARY KEY, data BLOB);
CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT);
"""
_CHUNK = 1 << 22


class Row(NamedTuple):
    """A term's list: in how many papers it occurs, its postings and positions as symbols."""

    term: str
    papers: int
    symbols: str = ""
    positions: str = ""


def sort_key(term: str) -> bytes:
    """Return the bytes that sort as JavaScript sorts strings: by UTF-16 code unit."""
    return term.encode("utf-16-be", "surrogatepass")


def _term(key: bytes) -> str:
    return key.decode("utf-16-be", "surrogatepass")


class Store:
    """The lists, shards and files of the last build; empty where there was none, or where it is damaged or foreign."""

    def __init__(self, path: Path | None, version: str) -> None:
        """Open the store at `path`, or one in memory; `version` names whatever the stored bytes depend on."""
        self._path = path
        self._version = version
        if not (path and _is_whole(path) and self._connect() == version):
            self.reset()

    def reset(self) -> None:
        """Start an empty store."""
        if self._path:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            for path in (self._path, _sum_path(self._path), self._path.with_name(self._path.name + "-journal")):
                path.unlink(missing_ok=True)
        self._connect()
        self._database.executescript(_SCHEMA)
        self._database.execute("INSERT INTO facts VALUES ('version', ?)", (self._version,))

    def _connect(self) -> str:
        """Connect; return the version of what is there."""
        self._database = sqlite3.connect(self._path or ":memory:")
        try:
            self._database.execute("PRAGMA synchronous = OFF")
            found = self._database.execute("SELECT value FROM facts WHERE name = 'version'").fetchone()
        except sqlite3.DatabaseError:
            return ""
        return str(found[0]) if found else ""

    def close(self) -> None:
        """Write everything; a store that is not closed is empty next time."""
        self._database.commit()
        self._database.close()
        if self._path and not _sum_path(self._path).exists():
            _sum_path(self._path).write_text(_checksum(self._path), encoding="ascii")

    def begin(self) -> None:
        """Announce changes, so that a build that is killed leaves no store that seems whole."""
        if self._path:
            _sum_path(self._path).unlink(missing_ok=True)

    def clear(self) -> None:
        """Forget everything but the version."""
        for table in ("lists", "papers", "shards", "files"):
            self._database.execute(f"DELETE FROM {table}")

    def put_rows(self, family: str, rows: Iterable[Row]) -> None:
        """Store lists, in place of those of the same terms."""
        entries = ((family, sort_key(row.term), *row[1:]) for row in rows)
        self._database.executemany("INSERT OR REPLACE INTO lists VALUES (?, ?, ?, ?, ?)", entries)

    def put_row(self, family: str, row: Row) -> None:
        """Store a list, in place of that of the same term; forget it where it is empty."""
        if row.papers:
            self.put_rows(family, [row])
        else:
            where = "family = ? AND term = ?"
            self._database.execute(f"DELETE FROM lists WHERE {where}", (family, sort_key(row.term)))

    def row(self, family: str, term: str) -> Row:
        """Return a term's list; an empty one if there is none."""
        found = self._database.execute(
            "SELECT count, symbols, positions FROM lists WHERE family = ? AND term = ?", (family, sort_key(term))
        ).fetchone()
        return Row(term, *found) if found else Row(term, 0)

    def rows(self, family: str, start: str = "", min_count: int = 1) -> Iterator[Row]:
        """Yield lists of at least `min_count` papers in the order of their terms, from `start` on."""
        found = self._database.execute(
            "SELECT term, count, symbols, positions FROM lists WHERE family = ? AND term >= ? AND count >= ?"
            " ORDER BY term",
            (family, sort_key(start), min_count),
        )
        for term, *rest in found:
            yield Row(_term(term), *rest)

    def most_frequent(self, family: str, start: str, end: str, limit: int) -> list[Row]:
        """Return the lists of the most papers among the terms from `start` to before `end`, the longest first."""
        found = self._database.execute(
            "SELECT term, count, symbols, positions FROM lists WHERE family = ? AND term >= ? AND term < ?"
            " ORDER BY count DESC, term LIMIT ?",
            (family, sort_key(start), sort_key(end), limit),
        )
        return [Row(_term(term), *rest) for term, *rest in found]

    def paper_digests(self) -> list[bytes]:
        """Return every paper's digest, in the order of the ordinals."""
        return [digest for (digest,) in self._database.execute("SELECT digest FROM papers ORDER BY ordinal")]

    def paper_terms(self, ordinal: int) -> bytes:
        """Return the packed terms that a paper had."""
        found = self._database.execute("SELECT terms FROM papers WHERE ordinal = ?", (ordinal,)).fetchone()
        return bytes(found[0])

    def put_papers(self, papers: Iterable[tuple[int, bytes, bytes]]) -> None:
        """Store (ordinal, digest, packed terms) of papers."""
        self._database.executemany("INSERT OR REPLACE INTO papers VALUES (?, ?, ?)", papers)

    def shards(self, family: str) -> list[tuple[str, str, str]]:
        """Return the (first term, last term, name) of a family's shards, in order."""
        found = self._database.execute(
            "SELECT first, last, name FROM shards WHERE family = ? ORDER BY first", (family,)
        )
        return [(_term(first), _term(last), name) for first, last, name in found]

    def put_shard(self, family: str, first: str, last: str, name: str, files: dict[str, bytes]) -> None:
        """Store a shard and its files."""
        row = (family, sort_key(first), sort_key(last), name)
        self._database.execute("INSERT OR REPLACE INTO shards VALUES (?, ?, ?, ?)", row)
        self._database.executemany("INSERT OR REPLACE INTO files VALUES (?, ?)", files.items())

    def delete_shard(self, family: str, first: str, paths: Iterable[str]) -> None:
        """Forget a shard and its files."""
        self._database.execute("DELETE FROM shards WHERE family = ? AND first = ?", (family, sort_key(first)))
        self._database.executemany("DELETE FROM files WHERE path = ?", ((path,) for path in paths))

    def paths(self) -> list[str]:
        """Return the paths of all stored files, sorted."""
        return [path for (path,) in self._database.execute("SELECT path FROM files ORDER BY path")]

    def file(self, path: str) -> bytes | None:
        """Return a stored file's bytes, or `None`."""
        found = self._database.execute("SELECT data FROM files WHERE path = ?", (path,)).fetchone()
        return bytes(found[0]) if found else None


def _sum_path(path: Path) -> Path:
    return path.with_name(path.name + ".sum")


def _is_whole(path: Path) -> bool:
    try:
        return _sum_path(path).read_text(encoding="ascii") == _checksum(path)
    except (OSError, ValueError):
        return False


def _checksum(path: Path) -> str:
    total = 0
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            total = zlib.crc32(chunk, total)
    return f"{total:08x} {path.stat().st_size}"
