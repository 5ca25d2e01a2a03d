"""The change that an edit makes to an archive's files: shown as a difference, then written."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from pathlib import Path

import msgspec

from site_builder.core.files import read_if_there, write_into


class Change(msgspec.Struct, frozen=True):
    """New contents of files by path, files to move by their old path, and files to delete.

    An entry that is renamed is written under its new path and deleted under the old one.
    """

    written: dict[str, bytes] = {}
    deleted: tuple[str, ...] = ()
    moved: dict[str, str] = {}


def apply_change(root: Path, change: Change) -> None:
    """Write the change to the archive; new files first, so that nothing is lost where it is interrupted."""
    for path, data in change.written.items():
        write_into(root, path, data)
    for old, new in change.moved.items():
        (root / old).rename(root / new)
    for path in change.deleted:
        (root / path).unlink()


def difference(root: Path, change: Change) -> str:
    """Return the change as a unified difference, as `git diff` shows it; files that are not text are only named."""
    return "".join(_lines(root, change))


def _lines(root: Path, change: Change) -> Iterator[str]:
    yield from (f"rename {old} to {new}\n" for old, new in sorted(change.moved.items()))
    for path in sorted({*change.written, *change.deleted}):
        before = read_if_there(root, path)
        after = change.written.get(path, b"")
        try:
            old, new = before.decode(), after.decode()
        except UnicodeDecodeError:
            yield f"delete {path}\n"
            continue
        names = (f"a/{path}" if before else "/dev/null", f"b/{path}" if path in change.written else "/dev/null")
        lines = difflib.unified_diff(old.splitlines(), new.splitlines(), *names, n=1, lineterm="")
        yield from (f"{line}\n" for line in lines)
