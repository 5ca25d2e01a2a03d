"""Pictures that may be published: small, still WebP files without metadata, and nothing else."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from PIL import Image

from site_builder.content.pictures import PictureError, picture_problem, picture_size
from tests.pictures import picture, saved

NOISE = Image.frombytes("RGB", (400, 400), Random(1).randbytes(400 * 400 * 3))
SMALL = NOISE.crop((0, 0, 32, 32))


@pytest.mark.parametrize("options", [{}, {"lossless": True}, {"quality": 5}])
def test_the_size_is_read_from_either_kind_of_webp(options: dict[str, Any]) -> None:
    assert picture_size(picture(333, 21, **options)) == (333, 21)
    assert picture_size(saved(Image.new("RGBA", (40, 64), (1, 2, 3, 128)), **options)) == (40, 64)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "it is not a WebP picture"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "it is not a WebP picture"),
        (b"<html>RIFF1234WEBP", "it is not a WebP picture"),
        (picture(form="PNG"), "it is not a WebP picture"),
        (saved(NOISE, quality=100), "it has more than 12,000 bytes"),
        (picture(700, 100), "it has 700 x 100 pixels; 16 to 640 are allowed each way"),
        (picture(100, 1), "it has 100 x 1 pixels; 16 to 640 are allowed each way"),
        (saved(SMALL, save_all=True, append_images=[SMALL.rotate(90)]), "it is animated"),
        (picture(exif=b"Exif\0\0II*\0"), "it has metadata, such as where it was taken"),
        (picture()[:-4], "it is damaged: it does not have the length that it states"),
        (picture() + b"<script>alert(1)</script>", "it is damaged: it does not have the length that it states"),
        (b"RIFF\x04\0\0\0WEBP", "it is damaged"),
        (b"RIFF\x0c\0\0\0WEBPVP8 \xff\xff\xff\xff", "it is damaged: its end is missing"),
        (b"RIFF\x0c\0\0\0WEBPVP8 \0\0\0\0", "it is damaged"),
        (b"RIFF\x0c\0\0\0WEBPVP8L\0\0\0\0", "it is damaged"),
        (b"RIFF\x06\0\0\0WEBPVP", "it is damaged"),
    ],
)
def test_any_other_file_is_refused_with_what_is_wrong(data: bytes, reason: str) -> None:
    with pytest.raises(PictureError) as error:
        picture_size(data[:12_001])
    assert str(error.value) == reason


def test_the_cure_is_a_command() -> None:
    code, message, hint = picture_problem("content/papers/my a.webp", "a", PictureError("it is animated"))
    assert code == "E209"
    assert message == "the picture 'content/papers/my a.webp' cannot be published: it is animated"
    assert hint == "run: papershelf pictures a --from 'content/papers/my a.webp'"
