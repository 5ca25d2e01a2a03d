"""Checks pictures of papers: still WebP files, small enough for lists of many, with no metadata.

Only the file's structure is read. A picture is never decoded in a build.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from struct import Struct

from site_builder.core.diagnostics import quote

PICTURE_SUFFIX = ".webp"
MAX_PICTURE_BYTES = 12_000
MAX_PICTURE_SIDE = 640
"""Pixels. Rows show a picture 160 pixels wide, a paper's page at most 480."""
MIN_PICTURE_SIDE = 16

Size = tuple[int, int]
"""Width and height in pixels."""

# What a still picture needs. Animations, metadata and whatever else the format allows are other chunks.
_STILL = frozenset((b"VP8X", b"VP8 ", b"VP8L", b"ALPH", b"ICCP"))
_RIFF = Struct("<4sI4s")
_CHUNK = Struct("<4sI")


class PictureError(Exception):
    """A picture that is not published or kept; the message says what is wrong with it."""


def picture_size(data: bytes) -> Size:
    """Return the size of a picture, given its file's first `MAX_PICTURE_BYTES + 1` bytes. Raises `PictureError`."""
    if data[:4] != b"RIFF" or data[8:12] != b"WEBP":
        raise PictureError("it is not a WebP picture")
    if len(data) > MAX_PICTURE_BYTES:
        raise PictureError(f"it has more than {MAX_PICTURE_BYTES:,} bytes")
    found: list[Size] = []
    for kind, payload in _chunks(data):
        if kind in (b"ANIM", b"ANMF"):
            raise PictureError("it is animated")
        if kind not in _STILL:
            raise PictureError("it has metadata, such as where it was taken")
        if kind == b"VP8 ":
            found.append(_lossy_size(payload))
        elif kind == b"VP8L":
            found.append(_lossless_size(payload))
    if len(found) != 1:
        raise PictureError("it is damaged")
    width, height = found[0]
    if min(width, height) < MIN_PICTURE_SIDE or max(width, height) > MAX_PICTURE_SIDE:
        allowed = f"{MIN_PICTURE_SIDE} to {MAX_PICTURE_SIDE}"
        raise PictureError(f"it has {width} x {height} pixels; {allowed} are allowed each way")
    return width, height


def picture_problem(path: str, entry_id: str, error: PictureError) -> tuple[str, str, str]:
    """Return code, message and hint for a picture that an entry names and that is not published."""
    hint = f"run: papershelf pictures {entry_id} --from {shlex.quote(path)}"
    return "E209", f"the picture {quote(path)} cannot be published: {error}", hint


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield the chunks of a RIFF file: kind and content. Raises `PictureError` where they are not all of the file."""
    size = _RIFF.unpack_from(data)[1] if len(data) >= _RIFF.size else 0
    position = _RIFF.size
    if size + 8 != len(data):
        raise PictureError("it is damaged: it does not have the length that it states")
    while position < len(data):
        if position + _CHUNK.size > len(data):
            raise PictureError("it is damaged")
        kind, length = _CHUNK.unpack_from(data, position)
        position += _CHUNK.size
        if position + length > len(data):
            raise PictureError("it is damaged: its end is missing")
        yield kind, data[position : position + length]
        position += length + length % 2


def _lossy_size(payload: bytes) -> Size:
    if payload[3:6] != b"\x9d\x01\x2a" or len(payload) < 10:
        raise PictureError("it is damaged")
    width, height = (int.from_bytes(payload[start : start + 2], "little") & 0x3FFF for start in (6, 8))
    return width, height


def _lossless_size(payload: bytes) -> Size:
    if payload[:1] != b"\x2f" or len(payload) < 5:
        raise PictureError("it is damaged")
    bits = int.from_bytes(payload[1:5], "little")
    return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
