"""A picture of any origin becomes one that may be published, or an error that says what would help."""

from __future__ import annotations

import subprocess
import sys
import zlib
from io import BytesIO
from random import Random

import pytest
from PIL import Image

from site_builder.content.pictures import MAX_PICTURE_BYTES, PictureError, picture_size
from site_builder.exchange.pictures import small_picture
from tests.pictures import picture, saved

NOISE = Image.frombytes("RGB", (600, 400), Random(1).randbytes(600 * 400 * 3))
NO_PICTURE = "it is not a picture; save it as PNG, JPEG, WebP or GIF"
ANIMATED = "it is animated; save one of its frames"


def bomb(width: int, height: int) -> bytes:
    """Return a PNG that states a size and holds a few bytes."""
    header = b"IHDR" + width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x08\x02\0\0\0"
    start = b"\x89PNG\r\n\x1a\n\0\0\0\r" + header + zlib.crc32(header).to_bytes(4, "big")
    return start + b"\0\0\0\0IDAT" + zlib.crc32(b"IDAT").to_bytes(4, "big")


@pytest.mark.parametrize(
    ("data", "size"),
    [
        (picture(1200, 648, "PNG"), (480, 259)),
        (picture(300, 900, "JPEG"), (160, 480)),
        (picture(100, 50, "GIF"), (100, 50)),
        (picture(800, 800, "WEBP", lossless=True), (480, 480)),
        (saved(Image.new("CMYK", (200, 100)), "JPEG"), (200, 100)),
        (saved(Image.new("I;16", (200, 100), 40_000), "PNG"), (200, 100)),
        (saved(Image.new("P", (200, 100)), "PNG", transparency=0), (200, 100)),
    ],
)
def test_a_picture_of_any_kind_is_made_small(data: bytes, size: tuple[int, int]) -> None:
    assert picture_size(small_picture(data)) == size


def test_what_cannot_be_compressed_becomes_smaller_until_it_fits() -> None:
    small = small_picture(saved(NOISE, "PNG"))
    assert len(small) <= MAX_PICTURE_BYTES
    assert picture_size(small)[0] >= 160


def test_metadata_is_left_out_but_the_picture_is_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by 90 degrees
    exif[0x010E] = "taken at home"
    small = small_picture(picture(300, 200, "JPEG", exif=exif, comment=b"taken at home"))
    assert picture_size(small) == (200, 300)
    assert b"home" not in small


def test_transparency_becomes_white() -> None:
    small = small_picture(saved(Image.new("RGBA", (64, 64), (0, 0, 0, 0)), "PNG"))
    assert Image.open(BytesIO(small)).convert("RGB").getpixel((9, 9)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", NO_PICTURE),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", NO_PICTURE),
        (b"<!doctype html><img src=x>", NO_PICTURE),
        (picture(form="BMP"), NO_PICTURE),
        (picture(form="TIFF"), NO_PICTURE),
        (
            b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n",
            NO_PICTURE,
        ),
        (bomb(60_000, 60_000), "it has more than 40,000,000 pixels; save it smaller"),
        (bomb(9_000, 9_000), "it has 9000 x 9000 pixels, more than 40,000,000; save it smaller"),
        (picture(4_000, 4, "PNG"), "it has 4000 x 4 pixels, too few to show anything; choose another"),
        (picture(4_000, 20, "PNG"), "it has 4000 x 20 pixels, too narrow to be shown; cut out a part of it"),
        (saved(NOISE, "PNG")[:5_000], "it is damaged; save it again"),
        (saved(NOISE, "JPEG")[:5_000], "it is damaged; save it again"),
        (
            saved(NOISE, "GIF", save_all=True, append_images=[NOISE.rotate(180)]),
            ANIMATED,
        ),
        (picture(save_all=True, append_images=[NOISE.resize((320, 200))]), ANIMATED),
        (bytes(10_000_001), "it has more than 10 MB; save it smaller"),
    ],
)
def test_a_hostile_file_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(PictureError) as error:
        small_picture(data)
    assert str(error.value) == reason


def test_builds_check_pictures_without_pillow() -> None:
    code = "import sys, site_builder.build.assets, site_builder.build.outputs; print('PIL' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"
