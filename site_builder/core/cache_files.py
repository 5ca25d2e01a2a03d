"""An archive's cache, `.papershelf/`: values stored under a name, and what a published site was made from.

Deleting the folder is always safe. Every value is sealed with this machine's key; one that is damaged, or was sealed
elsewhere, is ignored.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from hashlib import blake2b
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import IO

import msgspec

from site_builder import PACKAGE
from site_builder.core.diagnostics import ContentError, Diagnostic
from site_builder.core.files import (
    LINK,
    READ,
    SPECIAL,
    delete,
    delete_contents,
    has_second_name,
    not_plain,
    require_plain,
    walk,
    write_atomically,
)
from site_builder.core.git import refuse_tracked
from site_builder.core.seals import keep_key_outside, seal, unseal_view

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

CACHE_FOLDER = ".papershelf"
_log = logging.getLogger(__name__)  # goes to standard error unless a program that uses Papershelf configures it
SITES = "sites"
_MARK = "machine"
_LOCK = "lock"
_UNSEALED = frozenset({_LOCK, ".gitignore"})
# What an address that leads out of the site has in it, between slashes: an empty, `.` or `..` part. No file has NUL.
_OUTSIDE = ("//", "/./", "/../", "\0")


class PublishedFile(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A file of a published site: the digests of its input and of its bytes, and its size in bytes."""

    fingerprint: bytes
    digest: bytes
    size: int


Manifest = dict[str, PublishedFile]


class Origin(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """What a site was made from: digests to compare with those of the next build.

    `outline` is the key of its outline, `frame` the digest of what pages show apart from papers, `related` the stamp of
    the related papers. `entries` and `cards` are the digests of entries and of their cards in the library's order.
    """

    outline: bytes = b""
    frame: bytes = b""
    entries: tuple[str, ...] = ()
    cards: tuple[bytes, ...] = ()
    related: bytes = b""


class PublishedSite(msgspec.Struct, frozen=True, array_like=True):
    """What is stored about a published site."""

    files: Manifest
    origin: Origin = Origin()


_site_decoder = msgspec.msgpack.Decoder(PublishedSite)


@cache
def tool_digest() -> bytes:
    """Return the digest of Papershelf's own code and themes: what another version cached is not used."""
    digest = blake2b(digest_size=16)
    for folder in (PACKAGE, PACKAGE.parent / "themes"):
        for path in sorted(walk(folder, f"{folder}/")[0]):
            if not path.endswith(".pyc"):
                digest.update(path[len(str(folder)) :].encode())
                digest.update(Path(path).read_bytes())
    return digest.digest()


class Memos:
    """The values of one archive that are stored as files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        open_folder(folder)
        if is_ours(folder):
            _mark(folder)
        else:
            with locked(folder):
                pass

    def load_site(self, identifier: str) -> PublishedSite | None:
        """Return what a published site was made from, or `None` if that is unknown."""
        value = _read_sealed(self.folder / SITES, identifier)
        with suppress(msgspec.DecodeError):
            site = None if value is None else _site_decoder.decode(value)
            return site if site and is_within(site.files) else None
        return None

    def store_site(self, identifier: str, site: PublishedSite, keep: Iterable[str]) -> None:
        """Store what a site was made from; delete that of all sites but this one and those in `keep`."""
        folder = self.folder / SITES
        write_atomically(folder / identifier, seal(identifier, msgspec.msgpack.encode(site)))
        delete_contents(folder, kept=frozenset({identifier, *keep}))

    def load_memo(self, name: str, key: bytes) -> memoryview | None:
        """Return the value stored under a name, or `None` if it has another key."""
        value = _read_sealed(self.folder, name)
        return value[len(key) :] if value and value[: len(key)] == key else None

    def store_memo(self, name: str, key: bytes, value: bytes) -> None:
        """Store a value under a name; `key` is the digest of its input."""
        write_atomically(self.folder / name, seal(name, key + value))


def is_within(urls: Iterable[str]) -> bool:
    """Return whether all addresses name files in the site's folder."""
    joined = "/" + "/\n/".join(urls) + "/"  # searched at once, as a site has 90,000 addresses
    return not any(part in joined for part in _OUTSIDE)


def _read_sealed(folder: Path, name: str) -> memoryview | None:
    """Return the value in a file, or `None` if it is missing, damaged or from another machine.

    The file is mapped: it may have millions of bytes, which are decoded once and need no copy.
    """
    try:
        with os.fdopen(os.open(folder / name, READ), "rb") as file:
            mapped = mmap(file.fileno(), 0, access=ACCESS_READ)
    except (OSError, ValueError):  # an empty file cannot be mapped
        return None
    return unseal_view(name, memoryview(mapped))


def open_folder(folder: Path) -> None:
    """Make an archive's cache folder.

    Raises `ContentError` if it is a link, or contains a link or another file that leads out of it.
    """
    keep_key_outside(folder.parent)
    require_plain(folder.parent, folder.name)
    folder.mkdir(parents=True, exist_ok=True)
    if wrong := [*_odd_files(folder, folder.name)]:
        raise ContentError(wrong)
    for path in (*folder.iterdir(), *(folder / SITES).glob("*")):
        if path.is_dir() != (path == folder / SITES):  # a folder where a file must be, or the other way round
            delete(path)
    ignore = folder / ".gitignore"
    if not ignore.exists():
        ignore.write_text("*\n", encoding="utf-8")


def is_ours(folder: Path) -> bool:
    """Return whether an archive's cache was made on this machine, or is empty."""
    return _read_sealed(folder, _MARK) is not None or all(path.name in _UNSEALED for path in folder.iterdir())


def _odd_files(folder: Path, shown: str) -> Iterator[Diagnostic]:
    """Yield an error for everything in a cache folder that is not a plain file with a single name."""
    with os.scandir(folder) as entries:
        for entry in entries:
            path = f"{shown}/{entry.name}"
            if entry.is_symlink():
                yield not_plain(path, LINK)
            elif entry.is_dir(follow_symlinks=False):
                yield from _odd_files(Path(entry.path), path)
            elif not entry.is_file(follow_symlinks=False):
                yield not_plain(path, SPECIAL)
            elif has_second_name(entry.path):
                yield not_plain(path, "a file that has a second name (a hard link)")


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the archive's lock, so that only one build runs; first delete what another machine left in the cache.

    Raises `ContentError` if another process has the lock, or if it is not safe to write to the cache.
    """
    open_folder(folder)
    with os.fdopen(os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT | READ, 0o666), "r+b") as file:
        try:
            _lock(file)
        except OSError:
            hint = "wait until it ends"
            raise ContentError([Diagnostic(CACHE_FOLDER, 0, 0, "E503", "another build is running", hint)]) from None
        refuse_tracked(folder.parent)
        _drop_foreign(folder)
        yield


def _drop_foreign(folder: Path) -> None:
    """Delete a cache that was not made here, and mark the folder as made here."""
    if not is_ours(folder):
        _log.warning("papershelf: the cache in %s/ was not made on this machine; it is made again", folder.name)
        delete_contents(folder, kept=_UNSEALED)
    _mark(folder)


def _mark(folder: Path) -> None:
    """Mark an empty cache folder as made here."""
    if _read_sealed(folder, _MARK) is None:
        write_atomically(folder / _MARK, seal(_MARK, b"made here"))


def _lock(file: IO[bytes]) -> None:
    if fcntl:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
