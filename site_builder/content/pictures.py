"""Checks pictures of entries: their format is the one that their name says, and they are not too large."""

from __future__ import annotations

from pathlib import Path

from site_builder.core.diagnostics import quote

MAX_PICTURE_BYTES = 5_000_000
MAX_PICTURE_PIXELS = 50_000_000

# The signature of each format: (position, bytes).
_SIGNATURES: dict[str, tuple[tuple[int, bytes], ...]] = {
    ".png": ((0, b"\x89PNG\r\n\x1a\n"),),
    ".jpg": ((0, b"\xff\xd8\xff"),),
    ".jpeg": ((0, b"\xff\xd8\xff"),),
    ".gif": ((0, b"GIF87a"), (0, b"GIF89a")),
    ".webp": ((8, b"WEBP"),),
    ".avif": ((4, b"ftypavif"), (4, b"ftypavis")),
}
PICTURE_SUFFIXES = tuple(_SIGNATURES)


def check_picture(file: Path, path: str) -> tuple[str, str, str] | None:
    """Return code, message and hint for a picture that must not be published, else None.

    `path` is the file's path in the archive. More than 5 MB or 50 million pixels are too large.
    """
    with file.open("rb") as stream:
        start = stream.read(32)
    signatures = _SIGNATURES[file.suffix.lower()]
    if not any(start[position:].startswith(signature) for position, signature in signatures):
        hint = "save it in the format that its name says"
        return "E209", f"{quote(path)} is not a {file.suffix[1:].upper()} picture", hint
    if file.stat().st_size > MAX_PICTURE_BYTES:
        return (
            "E209",
            f"the picture {quote(path)} is larger than {MAX_PICTURE_BYTES // 1_000_000} MB",
            "make it smaller",
        )
    import imagesize  # imported lazily: it imports an HTTP client, and few archives have pictures

    width, height = imagesize.get(file)
    if width <= 0 or height <= 0:
        return "E209", f"the picture {quote(path)} is damaged: it has no size", "save it again"
    if width * height > MAX_PICTURE_PIXELS:
        return "E209", f"the picture {quote(path)} has {width} x {height} pixels", "make it smaller"
    return None
