"""Pictures of the site for other programs: previews, shown where a link to it or a paper is shared, and its icon."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

SIZE = (1200, 630)
MARGIN = 90
PAPER, INK, GREY = "#faf8f4", "#1c1b19", "#6b675f"
ACCENT = "#17604a"
ICON_SIZE = 48

# The widths and heights of the books on the shelf that every card shows.
_BOOKS = ((34, 150), (52, 190), (26, 170), (60, 140), (40, 200), (30, 160), (46, 180), (24, 130), (56, 170), (36, 190))


class Picture(msgspec.Struct, frozen=True):
    """The text of a card (title, a line below, a line above) and its colour, as `#rrggbb`."""

    title: str
    below: str = ""
    above: str = ""
    accent: str = ""


def draw(picture: Picture) -> bytes:
    """Return a card as a PNG of 1200 by 630; a text with letters that the font lacks is left out."""
    from PIL import Image, ImageDraw

    image = Image.new("RGB", SIZE, PAPER)
    canvas = ImageDraw.Draw(image)
    accent = _colour(picture.accent)
    _draw_shelf(canvas, accent)
    top = MARGIN
    for text, size, colour, most in (
        (picture.above, 30, accent, 1),
        (picture.title, 64 if len(picture.title) < 80 else 50, INK, 4 if picture.above else 3),
        (picture.below, 32, GREY, 2 if not picture.above else 1),
    ):
        font = _font(size)
        for line in _wrapped(canvas, text, font, most) if _has_shapes(text, font) else ():
            canvas.text((MARGIN, top), line, fill=colour, font=font)
            top += round(size * 1.25)
        top += 16 if text else 0
    stream = BytesIO()
    image.quantize(16).save(stream, "PNG", optimize=True)
    return stream.getvalue()


def draw_icon(accent: str = "") -> bytes:
    """Return the icon of `assets/icon.svg` as a PNG of 48 by 48, in a colour given as `#rrggbb`."""
    from PIL import Image, ImageDraw

    scale = 8  # to the SVG's 32 units; lines drawn large and made small have smooth edges
    image = Image.new("RGBA", (32 * scale, 32 * scale))
    canvas = ImageDraw.Draw(image)
    canvas.rounded_rectangle((0, 0, 32 * scale - 1, 32 * scale - 1), 5 * scale, fill=_colour(accent))
    for line in ((6, 25, 26, 25), (9, 22, 9, 8), (13, 22, 13, 10), (18, 22, 21, 8)):
        canvas.line([end * scale for end in line], fill=PAPER, width=3 * scale)
    stream = BytesIO()
    image.resize((ICON_SIZE, ICON_SIZE), Image.Resampling.LANCZOS).save(stream, "PNG", optimize=True)
    return stream.getvalue()


def _colour(accent: str) -> str:
    return accent if re.fullmatch(r"#[0-9a-fA-F]{6}", accent) else ACCENT


def _draw_shelf(canvas: ImageDraw, accent: str) -> None:
    """Draw books along the foot of the card."""
    width, height = SIZE
    x = MARGIN
    for number in range(len(_BOOKS) * 3):
        wide, tall = _BOOKS[number % len(_BOOKS)]
        if x + wide > width - MARGIN:
            break
        colour = accent if number % 7 == 3 else "#d9d3c7" if number % 2 else "#c9c1b2"
        canvas.rectangle((x, height - 40 - tall // 2, x + wide - 6, height - 40), fill=colour)
        x += wide
    canvas.rectangle((0, height - 40, width, height), fill=INK)


def _font(size: int) -> FreeTypeFont:
    from PIL import ImageFont

    font = ImageFont.load_default(size)
    assert isinstance(font, ImageFont.FreeTypeFont)
    return font


def _has_shapes(text: str, font: FreeTypeFont) -> bool:
    """Return whether the font has all letters of a text; missing ones would be drawn as boxes."""
    missing = bytes(font.getmask("\uffff"))
    return bool(text) and all(char.isspace() or bytes(font.getmask(char)) != missing for char in set(text))


def _wrapped(canvas: ImageDraw, text: str, font: FreeTypeFont, most: int) -> Iterator[str]:
    """Yield a text's first lines, the last one cut where there is more."""
    width = SIZE[0] - 2 * MARGIN
    words = text.split()
    for number in range(most):
        line = ""
        while words and canvas.textlength(f"{line} {words[0]}".strip(), font) <= width:
            line = f"{line} {words.pop(0)}".strip()
        if words and (number == most - 1 or not line):
            while line and canvas.textlength(f"{line}…", font) > width:
                line = line.rpartition(" ")[0]
            yield f"{line}…"
            return
        yield line
        if not words:
            return
