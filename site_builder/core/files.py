"""Files that are, at every moment, the old ones or the new ones."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path


def write_into(root: Path, path: str, data: bytes) -> None:
    """Write a file of an archive, whole or not at all and for good.

    Raises `OSError` where a symbolic link leads out of the archive: a pull request may have brought it.
    """
    target = root / path
    if not target.parent.resolve().is_relative_to(root.resolve()):
        raise OSError(f"{path}: a symbolic link leads out of the archive")
    write_atomically(target, data, lasting=True)


def write_atomically(path: Path, *parts: bytes | memoryview, lasting: bool = False) -> None:
    """Write a file, whole or not at all; the folders above it are made, an old file's permissions stay.

    A `lasting` one is on the disk before it takes its name, so that not even a power cut leaves half of it: files that
    people wrote need that, those that a build can make again do not.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with temporary.open("wb") as file:
            file.writelines(parts)
            if lasting:
                file.flush()
                os.fsync(file.fileno())
        if lasting:
            with suppress(FileNotFoundError):
                shutil.copymode(path, temporary)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
