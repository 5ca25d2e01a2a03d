"""A picture of any origin to the small one that an archive keeps, by Pillow.

The file is decoded and encoded again, so nothing of it but its pixels reaches the archive. Pillow is imported only here
and where cards are drawn: builds do not need it.
"""

from __future__ import annotations

import warnings
from io import BytesIO
from typing import TYPE_CHECKING

from site_builder.content.pictures import MAX_PICTURE_BYTES, MIN_PICTURE_SIDE, PictureError

if TYPE_CHECKING:
    from PIL.Image import Image as Decoded

FORMATS = ("PNG", "JPEG", "WEBP", "GIF")
MAX_SOURCE_BYTES = 10_000_000
MAX_SOURCE_PIXELS = 40_000_000

# Longest sides and qualities, tried in this order until the result is small enough.
_ATTEMPTS = ((480, 80), (480, 65), (480, 50), (400, 60), (400, 45), (320, 50), (320, 35), (240, 40), (160, 30))


def small_picture(data: bytes) -> bytes:
    """Return a picture as a WebP file of at most 12,000 bytes, without metadata.

    Raises `PictureError` with what is wrong and what would help.
    """
    from PIL import Image, ImageOps, UnidentifiedImageError

    if len(data) > MAX_SOURCE_BYTES:
        raise PictureError(f"it has more than {MAX_SOURCE_BYTES // 1_000_000} MB; save it smaller")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # the limit below is stricter
            image = Image.open(BytesIO(data), formats=FORMATS)
            _require_usable(image)
            longest = _ATTEMPTS[0][0]
            image.draft("RGB", (longest, longest))  # a large JPEG is decoded at a fraction of its size
            image.load()
            plain = _on_white(ImageOps.exif_transpose(image))
    except PictureError:
        raise
    except UnidentifiedImageError:
        raise PictureError("it is not a picture; save it as PNG, JPEG, WebP or GIF") from None
    except Image.DecompressionBombError:
        raise PictureError(f"it has more than {MAX_SOURCE_PIXELS:,} pixels; save it smaller") from None
    except Exception:  # decoders raise errors of all kinds for files that are damaged on purpose
        raise PictureError("it is damaged; save it again") from None
    return _encoded(plain)


def _require_usable(image: Decoded) -> None:
    """Raise `PictureError` for a picture that is too large, too small or moves; only its header has been read."""
    width, height = image.size
    if width * height > MAX_SOURCE_PIXELS:
        raise PictureError(f"it has {width} x {height} pixels, more than {MAX_SOURCE_PIXELS:,}; save it smaller")
    if min(width, height) < MIN_PICTURE_SIDE:
        raise PictureError(f"it has {width} x {height} pixels, too few to show anything; choose another")
    if getattr(image, "is_animated", False):
        raise PictureError("it is animated; save one of its frames")


def _on_white(image: Decoded) -> Decoded:
    """Return the picture without transparency: black lines on nothing cannot be seen on a dark page."""
    from PIL import Image

    if image.mode.startswith("I"):  # 16 bits a pixel
        image = image.point(lambda value: value / 256).convert("L")
    rgba = image.convert("RGBA")
    plain = Image.new("RGB", rgba.size, "white")
    plain.paste(rgba, mask=rgba.getchannel("A"))
    return plain


def _encoded(image: Decoded) -> bytes:
    for side, quality in _ATTEMPTS:
        small = image.copy()
        small.thumbnail((side, side))
        stream = BytesIO()
        small.save(stream, "WEBP", quality=quality, method=6)
        if len(stream.getvalue()) <= MAX_PICTURE_BYTES and min(small.size) >= MIN_PICTURE_SIDE:
            return stream.getvalue()
    raise PictureError(f"it has {image.width} x {image.height} pixels, too narrow to be shown; cut out a part of it")
