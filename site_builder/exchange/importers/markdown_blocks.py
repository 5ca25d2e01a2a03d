"""A list in Markdown, cut into its items: what each says, under which headings, at which line.

Each item is bounded before anything parses it, so that no file takes long.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

_HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t]+(.*))?")
_ITEM = re.compile(r"([ \t]*)(?:[-*+]|[0-9]{1,9}[.)])[ \t]+(.*)")
_RULE = re.compile(r"[-=|:\s]*[-=][-=|:\s]*")
_CELL = re.compile(r"(?<!\\)\|")


class Item(NamedTuple):
    """An item of a list, a paragraph (whose `indent` is -1), or a row of a table, which has `columns` and `cells`."""

    line: int
    text: str
    headings: tuple[str, ...]
    indent: int = 0
    columns: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()


def split_items(text: str) -> Iterator[Item]:
    """Yield the items, paragraphs and rows in their order; code blocks, comments and front matter are not items.

    The first heading is the list's title if it is of the first level, and so is above no item.
    """
    reader = _Reader()
    fence = ""
    for number, line in enumerate(_without_comments(_without_front_matter(text)).split("\n"), start=1):
        bare = line.strip()
        if bare.startswith(fence or ("```", "~~~")):
            fence = "" if fence else bare[:3]
            yield from reader.end()
        elif not fence:
            yield from reader.take(number, line.rstrip(), " ".join(bare.split()))
    yield from reader.end()


class _Reader:
    """What is above a line, and the item that is being read."""

    def __init__(self) -> None:
        self._headings: list[tuple[int, str]] = []
        self._lines: list[str] = []
        self._start = 0
        self._indent = -1
        self._after_blank = False
        self._row: tuple[str, ...] = ()
        self._columns: tuple[str, ...] = ()

    def take(self, number: int, line: str, bare: str) -> Iterator[Item]:
        """Take a line; yield the item that it ends, or the row that it is."""
        if not bare.startswith("|"):
            self._row = self._columns = ()
        if not bare:
            self._after_blank = True
        elif _RULE.fullmatch(bare):
            yield from self._rule(bare)
        elif bare.startswith("|"):
            yield from self.end()
            yield from self._table_row(number, bare)
        elif match := _HEADING.fullmatch(line):
            yield from self.end()
            self._head(len(match[1]), (match[2] or "").rstrip("# \t"))
        elif match := _ITEM.fullmatch(line):
            yield from self.end()
            self._begin(number, " ".join(match[2].split()), len(match[1].expandtabs(4)))
        elif self._lines and not (self._after_blank and not line[0].isspace()):
            self._lines.append(bare)
            self._after_blank = False
        else:
            yield from self.end()
            self._begin(number, bare, -1)

    def end(self) -> Iterator[Item]:
        """Yield the item that is being read, if there is one."""
        if self._lines:
            yield Item(self._start, "\n".join(self._lines), self._above(), self._indent)
        self._lines = []

    def _begin(self, number: int, text: str, indent: int) -> None:
        self._lines, self._start, self._indent, self._after_blank = [text], number, indent, False

    def _rule(self, bare: str) -> Iterator[Item]:
        """Take a line of dashes: below a paragraph's line it makes that a heading, below a row its columns."""
        if self._row:
            self._columns = self._row
        elif len(self._lines) == 1 and self._indent < 0 and not self._after_blank:
            self._head(1 if bare.startswith("=") else 2, self._lines.pop())
        else:
            yield from self.end()

    def _head(self, level: int, text: str) -> None:
        # A title of the first level is kept as empty: it is above all, and says nothing of a single paper.
        title = not self._headings and level == 1
        self._headings = [above for above in self._headings if above[0] < level or not above[1]]
        self._headings.append((level, "" if title else text))

    def _above(self) -> tuple[str, ...]:
        return tuple(text for _, text in self._headings if text)

    def _table_row(self, number: int, bare: str) -> Iterator[Item]:
        cells = tuple(cell.strip() for cell in _CELL.split(bare.strip("|")))
        if self._columns:
            yield Item(number, bare, self._above(), 0, self._columns, cells)
        else:
            self._row = cells


def _without_front_matter(text: str) -> str:
    lines = text.split("\n")
    if lines[0].strip() != "---":
        return text
    end = next((number for number, line in enumerate(lines[1:], start=1) if line.strip() == "---"), 0)
    return "\n".join([*[""] * end, "", *lines[end + 1 :]]) if end else text


def _without_comments(text: str) -> str:
    """Return a text without HTML comments; its lines keep their numbers."""
    parts: list[str] = []
    position = 0
    while (start := text.find("<!--", position)) >= 0 and (end := text.find("-->", start)) >= 0:
        parts += [text[position:start], "\n" * text.count("\n", start, end)]
        position = end + 3
    return "".join([*parts, text[position:]])


def heading_tags(headings: Sequence[str]) -> list[str]:
    """Return the tags that headings, outermost first and as plain text, stand for."""
    return list(dict.fromkeys(tag for heading in headings if (tag := heading_tag(heading))))


_NUMBERING = re.compile(r"(?:[0-9]{1,3}\.)*[0-9]{1,3}[.)]\s+|(?:[0-9]{1,3}\.)+[0-9]{1,3}\s+")
_EMOJI_AT_THE_END = re.compile(
    r"(?:\s*:[a-z0-9_+-]{1,40}:|[\s\u200d\u2600-\u27bf\u2b00-\u2bff\ufe0f\U0001f000-\U0001faff])+\Z"
)
# Headings of a list's form, not of what its papers are about.
_FORM = frozenset(
    "contents|content|introduction|list|miscellaneous|misc|other|others|overview|paper|paper list|papers|publications"
    "|table of contents|the list".split("|")
)


def heading_tag(heading: str) -> str:
    """Return the tag that a heading means, without emoji and numbering; none for `Papers` or `2024`."""
    tag = re.sub(r"\A(?::[a-z0-9_+-]{1,40}:|[^\w(\[\"“.#])+", "", heading).strip()
    tag = _EMOJI_AT_THE_END.sub("", _NUMBERING.sub("", tag, count=1))
    if len(tag) > 200 or tag.casefold() in _FORM or not any(map(str.isalpha, tag)):
        return ""
    return tag
