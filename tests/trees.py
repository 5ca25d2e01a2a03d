"""Folders as data, to be compared whole."""

from __future__ import annotations

from pathlib import Path

Tree = dict[str, bytes]


def tree(folder: Path) -> Tree:
    """Return the bytes of every file below a folder by path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }
