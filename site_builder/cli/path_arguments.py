"""PATH arguments: files and folders of the archive."""

from __future__ import annotations

from pathlib import Path

import click


def archive_paths(root: Path, paths: tuple[Path, ...]) -> tuple[str, ...]:
    """Return paths relative to the archive; the archive itself is the empty string.

    Raises `UsageError` for a path that does not exist or is elsewhere.
    """
    relative = []
    for path in paths:
        # A path is relative to the current folder, or, as in CI, to the archive.
        found = next((place for place in (path, root / path) if place.exists()), None)
        if found is None:
            raise click.UsageError(f"'{path}' does not exist")
        try:
            relative.append(found.resolve().relative_to(root.resolve()).as_posix())
        except ValueError:
            raise click.UsageError(f"'{path}' is not in the archive {root.resolve()}") from None
    return tuple("" if path == "." else path for path in relative)


def is_below(path: str, folders: tuple[str, ...]) -> bool:
    """Return whether a path is one of these, or below one of them."""
    return any(not folder or path == folder or path.startswith(f"{folder}/") for folder in folders)
