"""What Papershelf keeps between builds is sealed with a key that only this machine's user has.

The key is not in the archive: a cache that came with a branch or a shared archive carries no valid seal, and is not
used.
"""

from __future__ import annotations

import os
import secrets
import stat
import sys
from contextlib import suppress
from functools import cache
from hashlib import blake2b
from hmac import compare_digest
from pathlib import Path

from site_builder.core.files import READ

SEAL_SIZE = 16
_KEY_SIZE = 32
_KEY_FILE = "key"
_is_inside = False


def state_folder() -> Path:
    """Return the user's folder for what programs keep: `XDG_STATE_HOME/papershelf`, or what the system has for it."""
    given = os.environ.get("XDG_STATE_HOME", "")
    if Path(given).is_absolute():
        return Path(given) / "papershelf"
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "papershelf"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "papershelf"
    return Path.home() / ".local" / "state" / "papershelf"


def keep_key_outside(archive: Path) -> None:
    """Use a key of this process alone if the user's is inside the archive, where a stranger may have put it."""
    global _is_inside
    _is_inside = state_folder().resolve().is_relative_to(archive.resolve())


def machine_key() -> bytes:
    """Return the key of this machine's user, made at the first call.

    Where it cannot be kept, each process has a key of its own, and nothing is taken from one build to the next.
    """
    return (None if _is_inside else _kept_key()) or _process_key()


@cache
def _process_key() -> bytes:
    return secrets.token_bytes(_KEY_SIZE)


@cache
def _kept_key() -> bytes | None:
    try:
        folder = state_folder()
        known = _read_key(folder / _KEY_FILE)
        if known is None:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            _make_key(folder / _KEY_FILE)
            known = _read_key(folder / _KEY_FILE)
    except (OSError, RuntimeError):  # there is no home, or it cannot be written
        return None
    return known


def _read_key(path: Path) -> bytes | None:
    """Return the key in a file that only its owner can read, else `None`."""
    try:
        descriptor = os.open(path, READ)
    except OSError:
        return None
    with os.fdopen(descriptor, "rb") as file:
        found = os.fstat(file.fileno())
        if not stat.S_ISREG(found.st_mode):
            return None
        if hasattr(os, "getuid") and (found.st_uid != os.getuid() or found.st_mode & 0o077):
            return None
        key = file.read(_KEY_SIZE + 1)
    return key if len(key) == _KEY_SIZE else None


def _make_key(path: Path) -> None:
    """Keep a new key in the place of a missing or unsafe one; of several processes that do so at once, one wins."""
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(6)}.tmp")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(secrets.token_bytes(_KEY_SIZE))
        if path.exists() or path.is_symlink():
            fresh.replace(path)
        else:
            with suppress(FileExistsError):
                os.link(fresh, path)
    finally:
        fresh.unlink(missing_ok=True)


def digest_of(name: str, *parts: bytes | memoryview) -> bytes:
    """Return the seal of a value that is kept under a name."""
    found = blake2b(name.encode() + b"\0", digest_size=SEAL_SIZE, key=machine_key())
    for part in parts:
        found.update(part)
    return found.digest()


def seal(name: str, value: bytes) -> bytes:
    """Return a value behind its seal, which holds for this name alone."""
    return digest_of(name, value) + value


def unseal(name: str, sealed: object) -> bytes | None:
    """Return the value that was sealed under a name, or `None` if it was changed or sealed elsewhere."""
    value = unseal_view(name, memoryview(sealed)) if isinstance(sealed, bytes) else None
    return None if value is None else bytes(value)


def unseal_view(name: str, sealed: memoryview) -> memoryview | None:
    """Return the part of `sealed` that holds the value, or `None` if it was changed or sealed elsewhere."""
    value = sealed[SEAL_SIZE:]
    return value if compare_digest(bytes(sealed[:SEAL_SIZE]), digest_of(name, value)) else None
