"""Memos between builds in `.papershelf/`: parsed entries and what each published page was made from.

Deleting the folder is always safe. Every value carries a checksum, and a damaged value counts as none.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import IO, Any

import msgspec

from site_builder.atomic import write_atomically
from site_builder.diagnostics import ContentError, Diagnostic
from site_builder.model import Body
from site_builder.site_file import load_config

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

CACHE_FOLDER = ".papershelf"
_CHECK = 8


class EntryMemo(msgspec.Struct, frozen=True):
    """What is kept of one parsed file: its digest, and the encoded `Entry`."""

    path: str
    digest: str
    entry: bytes


class PublishedFile(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A file of a published site: what it was made from, its content's digest and its size in bytes."""

    fingerprint: bytes
    digest: bytes
    size: int


Manifest = dict[str, PublishedFile]


class Origin(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """What a site was made from: the key of its outline, digests of its entries and of their excerpts in their order,
    and the stamp of their related papers."""

    outline: bytes = b""
    entries: tuple[str, ...] = ()
    excerpts: tuple[str, ...] = ()
    related: bytes = b""


class PublishedSite(msgspec.Struct, frozen=True, array_like=True):
    """What is kept of a published site."""

    files: Manifest
    origin: Origin = Origin()


_site_decoder = msgspec.msgpack.Decoder(PublishedSite)
_body_decoder = msgspec.msgpack.Decoder(Body)


@cache
def tool_digest() -> bytes:
    """Return the digest of Papershelf's own code and themes: what another version remembers is not used."""
    digest = blake2b(digest_size=16)
    package = Path(__file__).parent
    for folder in (package, package.parent / "themes"):
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                digest.update(path.read_bytes())
    return digest.digest()


class Cache:
    """The memos of one archive. `context` names what parsing depends on beside the file's bytes."""

    def __init__(self, folder: Path, context: bytes = b"") -> None:
        self.folder = folder
        self._database_path = folder / "memos.sqlite"
        self._stamp = sealed_digest(tool_digest() + context)
        folder.mkdir(parents=True, exist_ok=True)
        ignore = folder / ".gitignore"
        if not ignore.exists():
            ignore.write_text("*\n", encoding="utf-8")
        self._connection = self._open()

    def load_entries(self) -> dict[str, EntryMemo]:
        """Return the memos of all parsed files by path."""
        rows = self._read("SELECT path, digest, value FROM entries")
        return {path: EntryMemo(path, digest, value) for path, digest, sealed in rows if (value := unseal(sealed))}

    def store_entries(self, memos: Iterable[tuple[EntryMemo, bytes, bytes]]) -> None:
        """Keep parsed files: each memo with its encoded `Body` and its search terms."""
        entries, bodies, terms = [], [], []
        for memo, body, counted in memos:
            entries.append((memo.path, memo.digest, seal(memo.entry)))
            bodies.append((memo.path, seal(memo.digest.encode() + body)))
            terms.append((memo.path, seal(memo.digest.encode() + counted)))
        self._write("INSERT OR REPLACE INTO terms VALUES (?, ?)", terms)
        self._write("INSERT OR REPLACE INTO entries VALUES (?, ?, ?)", entries)
        self._write("INSERT OR REPLACE INTO bodies VALUES (?, ?)", bodies)

    def forget_entries(self, paths: Iterable[str]) -> None:
        """Drop the memos of files that are gone."""
        gone = [(path,) for path in paths]
        self._write("DELETE FROM entries WHERE path = ?", gone)
        self._write("DELETE FROM bodies WHERE path = ?", gone)
        self._write("DELETE FROM terms WHERE path = ?", gone)

    def load_body(self, path: str, digest: str) -> Body | None:
        """Return the body of a parsed file, or `None` where it is damaged or of other bytes."""
        value = self._load("SELECT value FROM bodies WHERE path = ?", path, digest)
        return None if value is None else _body_decoder.decode(value)

    def load_terms(self, path: str, digest: str) -> bytes | None:
        """Return the search terms of a parsed file, or `None` where they are damaged or of other bytes."""
        return self._load("SELECT value FROM terms WHERE path = ?", path, digest)

    def load_checked(self) -> dict[str, tuple[str, bytes]]:
        """Return what was kept of each checked file: its digest and a value, by path."""
        rows = self._read("SELECT path, digest, value FROM checked")
        return {path: (digest, value) for path, digest, sealed in rows if (value := unseal(sealed))}

    def store_checked(self, kept: Iterable[tuple[str, str, bytes]], gone: Iterable[str]) -> None:
        """Keep a value of each checked file: its path, digest and value; drop those of files that are gone."""
        rows = [(path, digest, seal(value)) for path, digest, value in kept]
        self._write("INSERT OR REPLACE INTO checked VALUES (?, ?, ?)", rows)
        self._write("DELETE FROM checked WHERE path = ?", [(path,) for path in gone])
        self.commit()

    def commit(self) -> None:
        """Make what was stored last, so that other processes see it."""
        with suppress(sqlite3.DatabaseError):  # damaged: what is not kept is parsed again
            self._connection.commit()

    def reopen(self) -> None:
        """Use a connection of this process; SQLite's do not survive a fork."""
        self._connection = sqlite3.connect(self._database_path, isolation_level=None)

    def close(self) -> None:
        """Commit and close."""
        with suppress(sqlite3.Error):
            self._connection.commit()
        self._connection.close()

    def load_site(self, identifier: str) -> PublishedSite | None:
        """Return what a published site was made from, or `None` where that is unknown."""
        try:
            value = unseal((self.folder / "sites" / identifier).read_bytes())
            return None if value is None else _site_decoder.decode(value)
        except (OSError, msgspec.DecodeError):
            return None

    def store_site(self, identifier: str, site: PublishedSite, keep: Iterable[str]) -> None:
        """Keep what a site was made from, and that of the identifiers in `keep`; drop all others."""
        folder = self.folder / "sites"
        folder.mkdir(exist_ok=True)
        write_atomically(folder / identifier, seal(msgspec.msgpack.encode(site)))
        kept = {identifier, *keep}
        for path in folder.iterdir():
            if path.name not in kept:
                path.unlink(missing_ok=True)

    def load_memo(self, name: str, key: bytes) -> bytes | None:
        """Return what was kept under a name last, or `None` where that was for another key."""
        try:
            value = unseal((self.folder / name).read_bytes())
        except OSError:
            return None
        return value[len(key) :] if value and value.startswith(key) else None

    def store_memo(self, name: str, key: bytes, value: bytes) -> None:
        """Keep a value that was made from what `key` is the digest of."""
        write_atomically(self.folder / name, seal(key + value))

    def _open(self) -> sqlite3.Connection:
        """Open the database; one that is damaged, or of another version of Papershelf, is made anew."""
        for _ in range(2):
            connection = sqlite3.connect(self._database_path)
            try:
                connection.execute("PRAGMA synchronous = OFF")
                connection.execute("CREATE TABLE IF NOT EXISTS stamp (value BLOB)")
                connection.execute(
                    "CREATE TABLE IF NOT EXISTS entries (path TEXT PRIMARY KEY, digest TEXT, value BLOB)"
                )
                connection.execute(
                    "CREATE TABLE IF NOT EXISTS checked (path TEXT PRIMARY KEY, digest TEXT, value BLOB)"
                )
                connection.execute("CREATE TABLE IF NOT EXISTS bodies (path TEXT PRIMARY KEY, value BLOB)")
                connection.execute("CREATE TABLE IF NOT EXISTS terms (path TEXT PRIMARY KEY, value BLOB)")
                stamps = connection.execute("SELECT value FROM stamp").fetchall()
                if not stamps:
                    connection.execute("INSERT INTO stamp VALUES (?)", (self._stamp,))
                if not stamps or stamps == [(self._stamp,)]:
                    return connection
            except sqlite3.DatabaseError:
                pass
            connection.close()
            for path in self.folder.glob("memos.sqlite*"):
                path.unlink(missing_ok=True)
        hint = f"delete the folder {CACHE_FOLDER}/ and build again"
        raise ContentError([Diagnostic(CACHE_FOLDER, 0, 0, "E502", "the cache cannot be written", hint)])

    def _load(self, query: str, path: str, digest: str) -> bytes | None:
        for (sealed,) in self._read(query, (path,)):
            value = unseal(sealed)
            if value and value.startswith(digest.encode()):
                return value[len(digest) :]
        return None

    def _read(self, query: str, values: tuple[str, ...] = ()) -> list[tuple[Any, ...]]:
        try:
            return self._connection.execute(query, values).fetchall()
        except sqlite3.DatabaseError:
            return []

    def _write(self, statement: str, rows: Sequence[tuple[str | bytes, ...]]) -> None:
        with suppress(sqlite3.DatabaseError):  # a memo that cannot be kept costs time, never a build
            self._connection.executemany(statement, rows)


def seal(value: bytes) -> bytes:
    """Return a value behind its checksum."""
    return sealed_digest(value) + value


def unseal(sealed: object) -> bytes | None:
    """Return the value, or `None` where its checksum does not hold."""
    if not isinstance(sealed, bytes) or sealed[:_CHECK] != sealed_digest(sealed[_CHECK:]):
        return None
    return sealed[_CHECK:]


def sealed_digest(value: bytes) -> bytes:
    """Return the checksum of a value."""
    return blake2b(value, digest_size=_CHECK).digest()


def open_cache(root: Path) -> Cache:
    """Return the cache of an archive; it holds nothing that was parsed under other settings."""
    config, _ = load_config(root)
    return Cache(root / CACHE_FOLDER, repr(config.taxonomy_fields).encode())


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the archive's lock, so that two builds do not meet; raises `ContentError` where another has it."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("a+b") as file:
        try:
            _lock(file)
        except OSError:
            hint = "wait until it ends; if none runs, this lock is gone with the process that held it"
            raise ContentError([Diagnostic(CACHE_FOLDER, 0, 0, "E503", "another build is running", hint)]) from None
        yield


def _lock(file: IO[bytes]) -> None:
    if fcntl:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
