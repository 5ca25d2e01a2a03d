"""Memos between builds as files of `.papershelf/`: what was kept under a name, and what a published site was made from.

Deleting the folder is always safe. Every value carries a checksum, and a damaged value counts as none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from hashlib import blake2b
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import IO
from zlib import crc32

import msgspec

from site_builder import PACKAGE
from site_builder.core.diagnostics import ContentError, Diagnostic
from site_builder.core.files import write_atomically

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

CACHE_FOLDER = ".papershelf"
_CHECK = 4


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


@cache
def tool_digest() -> bytes:
    """Return the digest of Papershelf's own code and themes: what another version remembers is not used."""
    digest = blake2b(digest_size=16)
    for folder in (PACKAGE, PACKAGE.parent / "themes"):
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                digest.update(path.read_bytes())
    return digest.digest()


class Memos:
    """The memos of one archive that are files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        ignore = folder / ".gitignore"
        if not ignore.exists():
            ignore.write_text("*\n", encoding="utf-8")

    def load_site(self, identifier: str) -> PublishedSite | None:
        """Return what a published site was made from, or `None` where that is unknown."""
        value = _read_sealed(self.folder / "sites" / identifier)
        with suppress(msgspec.DecodeError):
            return None if value is None else _site_decoder.decode(value)
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

    def load_memo(self, name: str, key: bytes) -> memoryview | None:
        """Return what was kept under a name last, or `None` where that was for another key."""
        value = _read_sealed(self.folder / name)
        return value[len(key) :] if value and value[: len(key)] == key else None

    def store_memo(self, name: str, key: bytes, value: bytes) -> None:
        """Keep a value that was made from what `key` is the digest of."""
        write_atomically(self.folder / name, seal(key + value))


def _read_sealed(path: Path) -> memoryview | None:
    """Return the value in a file, or `None` where that is not there or damaged.

    The file is mapped: millions of bytes that are decoded once need not be copied first.
    """
    try:
        with path.open("rb") as file:
            mapped = mmap(file.fileno(), 0, access=ACCESS_READ)
    except (OSError, ValueError):  # an empty file cannot be mapped
        return None
    return unseal_view(memoryview(mapped))


def seal(value: bytes) -> bytes:
    """Return a value behind its checksum, which tells of damage; nobody but us writes there."""
    return crc32(value).to_bytes(_CHECK, "big") + value


def unseal(sealed: object) -> bytes | None:
    """Return the value, or `None` where its checksum does not hold."""
    value = unseal_view(memoryview(sealed)) if isinstance(sealed, bytes) else None
    return None if value is None else bytes(value)


def unseal_view(sealed: memoryview) -> memoryview | None:
    """Return where the value lies, or `None` where its checksum does not hold."""
    value = sealed[_CHECK:]
    return value if len(sealed) >= _CHECK and int.from_bytes(sealed[:_CHECK], "big") == crc32(value) else None


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
