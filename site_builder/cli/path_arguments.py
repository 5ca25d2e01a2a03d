"""PATH arguments to files of the archive."""

from __future__ import annotations

from pathlib import Path

import click


def archive_paths(root: Path, paths: tuple[Path, ...]) -> tuple[str, ...]:
    """Return paths as typed, relative to the archive; the archive itself is an empty text.

    Raises `UsageError` for what does not exist or lies elsewhere.
    """
    relative = []
    for path in paths:
        # A path is one of the shell's folder; in CI it may as well be one of the archive.
        found = next((place for place in (path, root / path) if place.exists()), None)
        if found is None:
            raise click.UsageError(f"there is no file or folder '{path}'")
        try:
            relative.append(found.resolve().relative_to(root.resolve()).as_posix())
        except ValueError:
            raise click.UsageError(f"'{path}' is not in the archive {root.resolve()}") from None
    return tuple("" if path == "." else path for path in relative)


def is_below(path: str, folders: tuple[str, ...]) -> bool:
    """Return whether a path of the archive is one of these, or below one of them."""
    return any(not folder or path == folder or path.startswith(f"{folder}/") for folder in folders)
