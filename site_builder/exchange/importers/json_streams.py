"""Files of JSON, gzipped or not, as streams: a small file may unpack to more than a machine can hold.

A file is an array of items, one item, an answer of a service that holds items, or JSON lines of any of them.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, cast

import msgspec

from site_builder.exchange.record import Skipped

MAX_BYTES = 200_000_000
"""So much is held at once, however long a file is."""

# Returns the items that an answer of a service holds, `None` where it is an item itself.
Listed = Callable[[object], list[object] | None]

_decode = msgspec.json.Decoder().decode
_FAULTS = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)


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


def split_items(file: BinaryIO, listed: Listed) -> Iterator[tuple[str, object]]:
    """Yield each item of a file with its place; a line that is not JSON is `Skipped`."""
    for number, line in enumerate(lines(file), start=1):
        line = line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line
        if line.lstrip().startswith(b"["):
            yield from _numbered(_decode(line + rest(file)))
        elif line.strip():
            try:
                item = _decode(line)
            except _FAULTS as error:
                if number == 1 and line.lstrip().startswith(b"{"):
                    yield from _whole(line + rest(file), listed)
                else:
                    yield _broken(number, error)
                continue
            found = listed(item)
            yield from ((f"line {number}", item),) if found is None else _numbered(found)


def _whole(data: bytes, listed: Listed) -> Iterator[tuple[str, object]]:
    """Yield the items of a file that is one object of several lines, or else lines, the first of them broken."""
    try:
        item = _decode(data)
    except msgspec.DecodeError as error:
        yield _broken(1, error)
        for number, line in enumerate(data.split(b"\n")[1:], start=2):
            if line.strip():
                try:
                    yield f"line {number}", _decode(line)
                except msgspec.DecodeError as problem:
                    yield _broken(number, problem)
        return
    found = listed(item)
    yield from _numbered([item] if found is None else found)


def _broken(number: int, error: Exception) -> tuple[str, Skipped]:
    place = f"line {number}"
    return place, Skipped(place, f"not valid JSON: {error}")


def _numbered(items: object) -> Iterator[tuple[str, object]]:
    for position, item in enumerate(items if isinstance(items, list) else [items], start=1):
        yield f"item {position}", item


def _bounded(data: bytes, what: str) -> bytes:
    if len(data) > MAX_BYTES:
        raise OSError(f"{what} has more than {MAX_BYTES // 1_000_000} MB; write each item as a line of its own")
    return data
