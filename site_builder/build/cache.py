"""The cache of parsed entries: a database in `.papershelf/`, next to the cache's other files."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from hashlib import blake2b
from itertools import chain
from pathlib import Path
from typing import Any
from zlib import crc32

import msgspec

from site_builder.core.cache_files import CACHE_FOLDER, Memos, tool_digest
from site_builder.core.databases import DAMAGED, connect, has_schema, make_quick
from site_builder.core.seals import seal, unseal, unseal_view
from site_builder.model import Body, Entry
from site_builder.settings.load import load_config

# A read within a transaction takes a twentieth of the time, since it does not lock and unlock the file.
_BEGIN = "BEGIN"

_PARTS = 1_024
"""Rows that hold all entries: one row per entry takes twice as long to read, and a single row is always rewritten."""

_SCHEMA = (
    "CREATE TABLE stamp (value BLOB)",
    "CREATE TABLE entries (part INTEGER PRIMARY KEY, value BLOB)",
    "CREATE TABLE checked (path TEXT PRIMARY KEY, digest TEXT, value BLOB)",
    "CREATE TABLE bodies (path TEXT PRIMARY KEY, value BLOB)",
    "CREATE TABLE terms (path TEXT PRIMARY KEY, value BLOB)",
)

_entries_decoder = msgspec.msgpack.Decoder(list[Entry])
_body_decoder = msgspec.msgpack.Decoder(Body)


class Cache(Memos):
    """Everything cached for one archive; `context` is what parsing depends on in addition to a file's bytes."""

    def __init__(self, folder: Path, context: bytes = b"") -> None:
        super().__init__(folder)
        self._database_path = folder / "memos.sqlite"
        self._stamp = blake2b(tool_digest() + context, digest_size=16).digest()
        self._process = os.getpid()
        self._connection = self._open()

    def load_entries(self) -> dict[str, Entry]:
        """Return the entries of all parsed files by path."""
        parts = self._read_parts("SELECT part, value FROM entries")
        return {entry.path: entry for entry in chain.from_iterable(parts)}

    def store_entries(self, fresh: Iterable[Entry], changed: Collection[str]) -> None:
        """Store fresh entries, and delete the others whose paths changed."""
        numbers = {_part(path) for path in changed}
        parts: dict[int, list[Entry]] = {}
        for number in numbers:
            known = chain.from_iterable(self._read_parts("SELECT part, value FROM entries WHERE part = ?", (number,)))
            parts[number] = [entry for entry in known if entry.path not in changed]
        for entry in fresh:
            parts[_part(entry.path)].append(entry)
        rows = ((number, seal(_entries(number), msgspec.msgpack.encode(part))) for number, part in parts.items())
        self._write("INSERT OR REPLACE INTO entries VALUES (?, ?)", rows)

    def store_texts(self, texts: Iterable[tuple[str, str, bytes, bytes]]) -> None:
        """Store the texts of parsed files: path, digest, encoded `Body` and search terms."""
        bodies, terms = [], []
        for path, digest, body, counted in texts:
            bodies.append((path, seal(f"bodies/{path}", digest.encode() + body)))
            terms.append((path, seal(f"terms/{path}", digest.encode() + counted)))
        self._write("INSERT OR REPLACE INTO terms VALUES (?, ?)", terms)
        self._write("INSERT OR REPLACE INTO bodies VALUES (?, ?)", bodies)

    def forget_texts(self, paths: Iterable[str]) -> None:
        """Delete the texts of deleted files."""
        gone = [(path,) for path in paths]
        self._write("DELETE FROM bodies WHERE path = ?", gone)
        self._write("DELETE FROM terms WHERE path = ?", gone)

    def load_body(self, path: str, digest: str) -> Body | None:
        """Return the body of a parsed file, or `None` if it is damaged or the file has another digest."""
        value = self._load("bodies", path, digest)
        return None if value is None else _body_decoder.decode(value)

    def load_terms(self, path: str, digest: str) -> bytes | None:
        """Return the search terms of a parsed file, or `None` if they are damaged or the file has another digest."""
        return self._load("terms", path, digest)

    def load_checked(self) -> dict[str, tuple[str, bytes]]:
        """Return the digest and the value stored for each checked file, by path."""
        rows = self._read("SELECT path, digest, value FROM checked")
        kept = ((path, digest, unseal(f"checked/{path}/{digest}", sealed)) for path, digest, sealed in rows)
        return {path: (digest, value) for path, digest, value in kept if value}

    def store_checked(self, kept: Iterable[tuple[str, str, bytes]]) -> None:
        """Store a value for each checked file, given as path, digest and value."""
        rows = [(path, digest, seal(f"checked/{path}/{digest}", value)) for path, digest, value in kept]
        self._write("INSERT OR REPLACE INTO checked VALUES (?, ?, ?)", rows)

    def forget_checked(self, paths: Iterable[str]) -> None:
        """Delete the values of deleted files."""
        self._write("DELETE FROM checked WHERE path = ?", [(path,) for path in paths])

    def commit(self) -> None:
        """Commit what was stored, so that other processes see it."""
        with suppress(*DAMAGED):  # damaged: what is lost is parsed again
            self._connection.commit()
            self._connection.execute(_BEGIN)

    def close(self) -> None:
        """Commit and close."""
        with suppress(sqlite3.Error):
            self._connection.commit()
        self._connection.close()

    def _open(self) -> sqlite3.Connection:
        """Open the database; one that is damaged or from another version of Papershelf is replaced.

        Raises `OSError` if the disk is full or cannot be written.
        """
        for _ in range(2):
            try:
                connection = connect(self._database_path)
            except sqlite3.Error as error:
                raise self._refused(error) from None
            said: Exception | None = None
            try:
                if self._prepare(connection):
                    return connection
            except DAMAGED as error:
                said = error
            connection.close()
            for path in self.folder.glob("memos.sqlite*"):
                path.unlink(missing_ok=True)
        raise self._refused(said)

    def _prepare(self, connection: sqlite3.Connection) -> bool:
        """Create the tables if there are none; return whether this version of Papershelf made them on this machine."""
        make_quick(connection, "main")
        if not has_schema(connection, "main", ()):
            if not has_schema(connection, "main", _SCHEMA):
                return False
            stamps = connection.execute("SELECT value FROM stamp").fetchall()
            return len(stamps) == 1 and unseal("stamp", stamps[0][0]) == self._stamp
        for statement in _SCHEMA:
            connection.execute(statement)
        connection.execute("INSERT INTO stamp VALUES (?)", (seal("stamp", self._stamp),))
        return True

    def _refused(self, cause: Exception | None) -> OSError:
        return OSError(f"the cache in {self.folder} cannot be written: {cause}")

    def _read_parts(self, query: str, values: tuple[int, ...] = ()) -> Iterator[list[Entry]]:
        for number, sealed in self._read(query, values):
            if isinstance(sealed, bytes) and (value := unseal_view(_entries(number), memoryview(sealed))):
                yield _entries_decoder.decode(value)

    def _load(self, table: str, path: str, digest: str) -> bytes | None:
        for (sealed,) in self._read(f"SELECT value FROM {table} WHERE path = ?", (path,)):
            value = unseal(f"{table}/{path}", sealed)
            if value and value.startswith(digest.encode()):
                return value[len(digest) :]
        return None

    def _read(self, query: str, values: tuple[str | int, ...] = ()) -> Iterator[tuple[Any, ...]]:
        """Yield rows one at a time: allocating memory for whole tables takes time."""
        if self._process != os.getpid():
            # SQLite connections do not survive a fork, so a worker opens its own for reading.
            self._process = os.getpid()
            self._connection = connect(self._database_path, isolation_level=None)
            self._connection.execute(_BEGIN)
        with suppress(*DAMAGED):
            yield from self._connection.execute(query, values)

    def _write(self, statement: str, rows: Iterable[tuple[str | bytes | int, ...]]) -> None:
        with suppress(*DAMAGED):  # what cannot be cached costs time, but no build fails
            self._connection.executemany(statement, rows)


def _entries(number: object) -> str:
    """Return the name under which a part of the entries is sealed."""
    return f"entries/{number}"


def _part(path: str) -> int:
    return crc32(path.encode()) % _PARTS


def open_cache(root: Path) -> Cache:
    """Return the cache of an archive, without anything that was parsed under other settings."""
    config, _ = load_config(root)
    return Cache(root / CACHE_FOLDER, repr(config.taxonomy_fields).encode())
