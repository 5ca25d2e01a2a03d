"""A line of Markdown as its pieces: plain text, emphasis, code and links, each as plain text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from site_builder.text.markdown import line_parser

_ANCHOR = re.compile(r"<a\s[^<>]{0,200}?href\s*=\s*[\"']?([^\"'\s<>]+)", re.IGNORECASE)
_STYLES = {"strong_open": "strong", "em_open": "em"}


class Piece(NamedTuple):
    """Text of one style (`strong`, `em`, `code` or none), and where it leads if it is a link."""

    text: str
    style: str = ""
    address: str = ""


def read_pieces(markdown: str) -> list[Piece]:
    """Return the pieces of a line, those that are alike joined; a picture counts as its alternative text."""
    joined: list[tuple[Piece, int]] = []
    for piece, link in _pieces(markdown):
        if joined and joined[-1][1] == link and (link or joined[-1][0].style == piece.style != "code"):
            last = joined[-1][0]
            joined[-1] = (last._replace(text=last.text + piece.text, style=last.style or piece.style), link)
        else:
            joined.append((piece, link))
    return [piece for piece, _ in joined]


def plain_text(markdown: str) -> str:
    """Return a line as plain text."""
    return " ".join("".join(piece.text for piece in read_pieces(markdown)).split())


def _pieces(markdown: str) -> Iterator[tuple[Piece, int]]:
    """Yield pieces, each with the number of the link that it is in, 0 for none."""
    (line,) = line_parser().parseInline(markdown)
    styles: list[str] = []
    address, link = "", 0
    links = 0
    for token in line.children or ():
        if token.type in _STYLES:
            styles.append(_STYLES[token.type])
        elif token.type in ("strong_close", "em_close"):
            styles.pop()
        elif token.type == "link_open" or (token.type == "html_inline" and _ANCHOR.match(token.content)):
            links += 1
            anchor = _ANCHOR.match(token.content)
            address, link = anchor[1] if anchor else str(token.attrs["href"]), links
            yield Piece("", "", address), link  # a link of a badge alone has no text
        elif token.type == "link_close" or token.content.lower().startswith("</a"):
            address, link = "", 0
        elif token.type in ("softbreak", "hardbreak"):
            yield Piece(" ", styles[0] if styles else "", address), link
        elif token.type == "image" and not link:
            continue  # a badge
        elif token.type != "html_inline" and token.content:
            style = "code" if token.type == "code_inline" else styles[0] if styles else ""
            yield Piece(token.content, style, address), link
