"""Minifies templates when they are compiled: pages leave out white space and quotes that HTML does not need."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream

# Suffixes of plain-text templates.
PLAIN = (".txt", ".md", ".bib")

# Elements next to whose tags white space is never rendered.
_BLOCKS = (
    "html|head|meta|link|script|title|body|header|main|footer|nav|section|article|div|p|h[1-6]|ul|ol|li|dl|dt|dd|form|"
    "table|thead|tbody|tr|th|td|details|summary|figure|option"
)
_BEFORE_BLOCK = re.compile(rf"\s+(?=</?(?:{_BLOCKS})\b)")
_AFTER_BLOCK = re.compile(rf"(</?(?:{_BLOCKS})\b[^<>]*>)\s+")
_TAG = re.compile(r"<[a-z][^<>]*>?")
_QUOTED = re.compile(r'(\s[a-z-]+=)"([A-Za-z0-9_.:#-]+)"(?=[\s>])')


class Tighten(Extension):
    """Collapses white space in the text of templates and minifies HTML further.

    Plain-text templates and `<pre>` keep their white space.
    """

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        """Yield the tokens with their text minified."""
        inside_pre = False
        name = stream.name or ""
        for token in stream:
            if token.type != "data" or name.endswith(PLAIN):
                yield token
                continue
            text = str(token.value)
            opened, closed = text.rfind("<pre"), text.rfind("</pre")
            if not inside_pre and opened < 0:
                yield Token(token.lineno, "data", tighten(text) if name.endswith(".html") else _collapse(text))
            else:
                yield token
            if opened >= 0 or closed >= 0:
                inside_pre = opened > closed


def tighten(html: str) -> str:
    """Return a part of a template without white space and quotes that HTML does not need."""
    text = _AFTER_BLOCK.sub(r"\1", _BEFORE_BLOCK.sub("", _collapse(html)))
    return _TAG.sub(lambda tag: _QUOTED.sub(r"\1\2", tag[0]), text)


def _collapse(text: str) -> str:
    return re.sub(r"\s+", lambda run: "\n" if "\n" in run[0] else " ", text)
