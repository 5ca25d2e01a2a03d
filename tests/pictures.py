"""Small pictures for archives of tests, made by Pillow."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from PIL import Image


def picture(width: int = 320, height: int = 200, form: str = "WEBP", **options: Any) -> bytes:
    """Return a golden picture as a file."""
    return saved(Image.new("RGB", (width, height), "#c9a227"), form, **options)


def saved(image: Image.Image, form: str = "WEBP", **options: Any) -> bytes:
    """Return an image as a file."""
    stream = BytesIO()
    image.save(stream, form, **options)
    return stream.getvalue()
