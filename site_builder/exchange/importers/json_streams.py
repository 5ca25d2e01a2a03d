"""Files of JSON, gzipped or not, as streams: a small file may unpack to more than a machine can hold."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast

MAX_BYTES = 200_000_000
"""So much is held at once, however long a file is."""


def open_stream(path: Path) -> BinaryIO:
    """Open a file to be read; one that ends in `.gz` is unpacked as it is read."""
    # gzip's file is a BinaryIO in all but its type.
    return cast(BinaryIO, gzip.open(path)) if path.suffix == ".gz" else path.open("rb")


def lines(file: BinaryIO) -> Iterator[bytes]:
    """Yield the lines; raises `OSError` where one is too long."""
    while line := file.readline(MAX_BYTES + 1):
        yield _bounded(line, "a line")


def rest(file: BinaryIO) -> bytes:
    """Return what is left of a file; raises `OSError` where it is too much."""
    return _bounded(file.read(MAX_BYTES + 1), "an array")


def _bounded(data: bytes, what: str) -> bytes:
    if len(data) > MAX_BYTES:
        raise OSError(f"{what} has more than {MAX_BYTES // 1_000_000} MB; write each item as a line of its own")
    return data
