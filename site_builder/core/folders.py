"""Whole folders: swapping two of them, linking their files, bringing them to the disk, deleting them."""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path

from site_builder.core.files import sync_folder

_RENAME_EXCHANGE = 2


def swap(new: Path, old: Path, spare: Path) -> None:
    """Give two folders each other's name: in one step if the system can, else in three quick ones through `spare`."""
    if sys.platform == "linux" and _rename_exchange(new, old):
        return
    old.replace(spare)
    new.replace(old)
    spare.replace(new)


def _rename_exchange(one: Path, other: Path) -> bool:
    """Swap two names in one step; return whether the system can.

    Source: renameat2(2).
    """
    library = ctypes.CDLL(None, use_errno=True)
    if not hasattr(library, "renameat2"):
        return False
    here = -100  # AT_FDCWD
    if library.renameat2(here, os.fsencode(one), here, os.fsencode(other), _RENAME_EXCHANGE) == 0:
        return True
    number = ctypes.get_errno()
    if number in (errno.EINVAL, errno.ENOSYS, errno.EOPNOTSUPP):
        return False
    raise OSError(number, os.strerror(number), str(other))


def link_or_copy(source: str, target: str) -> None:
    """Give a file a second name; copy it where the file system has no hard links, such as on a USB stick."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


def sync_tree(tree: Path, files: Iterable[str]) -> None:
    """Bring a tree to the disk: its whole file system in one call if the system can, else these files of it."""
    library = ctypes.CDLL(None) if sys.platform == "linux" else None
    if library and hasattr(library, "syncfs"):
        descriptor = os.open(tree, os.O_RDONLY)
        try:
            library.syncfs(descriptor)
        finally:
            os.close(descriptor)
        return
    for path in files:
        with (tree / path).open("rb+") as file:
            os.fsync(file.fileno())
    for folder, _, _ in os.walk(tree):
        sync_folder(folder)


def delete_tree(folder: Path) -> None:
    """Delete a folder with everything in it; no link is followed."""
    shutil.rmtree(folder, ignore_errors=True)
