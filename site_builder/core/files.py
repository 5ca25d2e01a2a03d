"""The one door to an archive's files: nothing is opened through a link, and only plain files are opened.

A stranger's branch or a shared archive may hold a symbolic link, a device or a pipe anywhere. Code that opens a path
below an archive gets it from `walk`, which follows no link, or from `read_plain`, or calls `require_plain` first. What
is written is, at every moment, the old file or the new one.
"""

from __future__ import annotations

import os
import secrets
import shutil
import stat
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path, PurePath

from site_builder.core.diagnostics import ContentError, Diagnostic

LINK = "a symbolic link"
SPECIAL = "a device, pipe or socket"
_CURE = "delete it, or put a plain file or folder in its place"

# No link at the end of the path, and no wait for a pipe that nobody writes to. Windows has neither flag nor pipe.
READ = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_CREATE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


def kind_of(path: str | PurePath) -> str:
    """Return what a path is if it is neither a plain file nor a folder: `LINK` or `SPECIAL`; else an empty text."""
    try:
        mode = os.lstat(path).st_mode
    except (FileNotFoundError, NotADirectoryError):
        return ""
    if stat.S_ISLNK(mode):
        return LINK
    return "" if stat.S_ISREG(mode) or stat.S_ISDIR(mode) else SPECIAL


def has_second_name(path: str) -> bool:
    """Return whether a file has another name (a hard link): what is written to one is in both."""
    with suppress(FileNotFoundError):
        return os.lstat(path).st_nlink > 1
    return False


def not_plain(path: str, kind: str) -> Diagnostic:
    """Return the error for a link or special file at a path that Papershelf opens."""
    return Diagnostic(path, 0, 0, "E505", f"{kind} is where a plain file or folder must be", _CURE)


def require_plain(root: Path, path: str) -> None:
    """Raise `ContentError` if a link or special file is at a path below the root, or on the way to it."""
    place = str(root)
    for count, part in enumerate(parts := PurePath(path).parts, start=1):
        place = f"{place}/{part}"
        kind = LINK if part == ".." else kind_of(place)
        if kind:
            raise ContentError([not_plain("/".join(parts[:count]), kind)])


def has_file(root: Path, path: str) -> bool:
    """Return whether there is a plain file; raises `ContentError` if a link or special file is on the way."""
    require_plain(root, path)
    return (root / path).is_file()


def read_plain(root: Path, path: str) -> bytes:
    """Return the bytes of a file below the root.

    Raises `ContentError` if a link or special file is on the way, `OSError` if it cannot be read.
    """
    require_plain(root, path)
    with os.fdopen(os.open(root / path, READ), "rb") as file:
        return file.read()


def read_if_there(root: Path, path: str) -> bytes:
    """Return the bytes of a file below the root, empty if there is none; raises `ContentError` as `read_plain` does."""
    return read_plain(root, path) if has_file(root, path) else b""


def require_plain_output(root: Path, target: Path) -> None:
    """Raise `ContentError` if a user's output is below the archive and a link or special file is on the way to it."""
    inside = os.path.relpath(target, root)
    if not inside.startswith("..") and not Path(inside).is_absolute():
        require_plain(root, "" if inside == "." else inside)


def walk(
    folder: Path, prefix: str, shows: Callable[[str], bool] = lambda _: False
) -> tuple[list[str], list[tuple[str, str]]]:
    """Return the paths of all plain files below a folder, and each link or special file with its kind.

    `prefix` is put before each path. A hidden file or folder is left out unless `shows` is true of its path.
    """
    found: list[str] = []
    odd: list[tuple[str, str]] = []
    waiting = [(str(folder), prefix)]
    while waiting:
        path, prefix = waiting.pop()
        with suppress(FileNotFoundError, NotADirectoryError), os.scandir(path) as entries:
            for entry in entries:
                if entry.name.startswith(".") and not shows(prefix + entry.name):
                    continue
                if entry.is_file(follow_symlinks=False):
                    found.append(prefix + entry.name)
                elif entry.is_dir(follow_symlinks=False):
                    waiting.append((entry.path, f"{prefix}{entry.name}/"))
                else:
                    odd.append((prefix + entry.name, LINK if entry.is_symlink() else SPECIAL))
    return found, odd


def leads_out(root: Path, link: str) -> bool:
    """Return whether a symbolic link leads out of the archive, or to a place that cannot be found out."""
    try:
        return not (root / link).resolve().is_relative_to(root.resolve())
    except (OSError, RuntimeError):  # links in a circle
        return True


def write_into(root: Path, path: str, data: bytes) -> None:
    """Write a file of an archive, whole or not at all and for good.

    Raises `ContentError` if a link or special file is on the way: a pull request may have brought it.
    """
    require_plain(root, path)
    write_atomically(root / path, data, lasting=True)


def write_atomically(path: Path, *parts: bytes | memoryview, lasting: bool = False) -> None:
    """Write a file, whole or not at all; the folders above it are made, an old file's permissions stay.

    A `lasting` one is on the disk before it takes its name, so that not even a power cut leaves half of it: files that
    people wrote need that, those that a build can make again do not.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name[:80]}.{secrets.token_hex(6)}.tmp")
    try:
        with os.fdopen(os.open(temporary, _CREATE, 0o666), "wb") as file:
            file.writelines(parts)
            if lasting:
                file.flush()
                os.fsync(file.fileno())
        if lasting:
            with suppress(FileNotFoundError):
                shutil.copymode(path, temporary, follow_symlinks=False)
        temporary.replace(path)
        if lasting:
            sync_folder(path.parent)
    finally:
        temporary.unlink(missing_ok=True)


def sync_folder(folder: str | Path) -> None:
    """Bring a folder's list of names to the disk, where the system can."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def delete_contents(folder: Path, kept: frozenset[str]) -> None:
    """Delete everything in a folder but the names that are kept; no link is followed."""
    for path in list(folder.iterdir()):
        if path.name not in kept:
            delete(path)


def delete(path: Path) -> None:
    """Delete a file, or a folder with all that is below it; no link is followed."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
