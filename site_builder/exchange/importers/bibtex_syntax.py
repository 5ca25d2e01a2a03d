"""The syntax of BibTeX: entries with their fields, macros and concatenations (`#`) evaluated, TeX as typed.

We read it ourselves because no library does all of this: report a broken entry by its line and lose no other, keep a
key or a field that occurs twice, and evaluate `#`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

MAX_MACRO = 2_000
MAX_VALUE = 200_000

# What may follow an `@`: a type, or the list of types that Semantic Scholar's API writes.
_START = re.compile(r"@\s*+(?:\[\s*+['\"]?(?P<first>\w++)[^\]{}\n]*+\]|(?P<type>[A-Za-z][\w-]*+))\s*+(?P<open>[{(])")
# An entry at the beginning of a line ends one whose braces are still open.
_NEXT = re.compile(r"^[ \t]*@[A-Za-z][\w-]*[ \t]*[{(][^\s,={}()]*[ \t]*,", re.MULTILINE)
_KEY = {
    "}": re.compile(r"\s*+([^,=\n\"#%{}]*+)\s*+(?:,|(?=\}))"),
    ")": re.compile(r"\s*+([^,=\n\"#%{})]*+)\s*+(?:,|(?=\)))"),
}
_NAME = re.compile(r"[\s,]*+([A-Za-z_][^\s=,#%{}()\"'\\]*+)\s*+=\s*+")
_BRACED = re.compile(r"\{([^{}]*)\}")
_QUOTED = re.compile(r'"([^"{}]*)"')
_BARE = re.compile(r"[^\s,#{}()\"=]+")
_HASH = re.compile(r"\s*+#\s*+")
_BRACE = re.compile(r"[{}]")
_BRACE_OR_QUOTE = re.compile(r'[{}"]')
_END = re.compile(r"\s*+(?:(,)\s*+)?([})])?")

_MERGED = ("keywords", "keyword")


class Entry(msgspec.Struct):
    """An entry as typed: its type and the names of its fields in lower case, the values with their TeX."""

    type: str
    key: str
    fields: dict[str, str]
    line: int
    notes: tuple[str, ...] = ()


class Broken(msgspec.Struct, frozen=True):
    """An entry that could not be read, with the reason."""

    line: int
    reason: str


class _SyntaxError(Exception):
    pass


def parse(text: str) -> Iterator[Entry | Broken]:
    """Yield the entries of a text in their order; text between entries, comments and preambles are passed over."""
    macros: dict[str, str] = {}
    bounds = [match.start() for match in _NEXT.finditer(text)]
    bound = line = counted = position = 0
    while match := _START.search(text, position):
        while bound < len(bounds) and bounds[bound] <= match.start():
            bound += 1
        end = bounds[bound] if bound < len(bounds) else len(text)
        line += text.count("\n", counted, match.start())
        counted = match.start()
        if text[text.rfind("\n", 0, counted) + 1 : counted].lstrip().startswith("%"):
            position = match.end()  # commented out
            continue
        kind = (match["type"] or match["first"]).lower()
        reader = _Reader(text, match.end(), end, match["open"], macros)
        try:
            if kind in ("comment", "preamble"):
                reader.skip()
            elif kind == "string":
                macros |= {name: value[:MAX_MACRO] for name, value in reader.fields().items()}
            else:
                key = reader.key()
                yield Entry(kind, key, reader.fields(), line + 1, tuple(reader.notes))
        except _SyntaxError as error:
            yield Broken(line + 1, str(error))
            position = end
            continue
        position = reader.position


def _is_umlaut(text: str, quote: int) -> bool:
    r"""Return whether a quote is the accent of TeX's `\"u`; BibTeX itself wants that in braces."""
    return text[quote - 1] == "\\" and (text[quote + 1 : quote + 2].isalpha() or text[quote + 1 : quote + 2] == "{")


class _Reader:
    """Reads one entry's text from behind its opening brace; nothing at or behind `end` belongs to it."""

    def __init__(self, text: str, position: int, end: int, opener: str, macros: dict[str, str]) -> None:
        self.position = position
        self.notes: list[str] = []
        self._text = text
        self._end = end
        self._closer = "}" if opener == "{" else ")"
        self._macros = macros

    def key(self) -> str:
        """Return the citation key, which may be missing."""
        match = _KEY[self._closer].match(self._text, self.position, self._end)
        if match is None:
            return ""
        self.position = match.end()
        return match[1].strip()

    def fields(self) -> dict[str, str]:
        """Return the values by field; a field that occurs twice keeps its first value, but keywords are joined."""
        fields: dict[str, str] = {}
        while match := _NAME.match(self._text, self.position, self._end):
            name = match[1].lower()
            self.position = match.end()
            value = self.value()
            if name not in fields:
                fields[name] = value
            elif name in _MERGED:
                fields[name] += f", {value}"
            elif fields[name] != value:
                self.notes.append(f"the field {name} occurs twice: the first is kept")
            if self._ends():
                return fields
        self._close(has_fields=bool(fields))
        return fields

    def skip(self) -> None:
        """Go behind the closing brace, where there is one."""
        depth = 1
        for match in _BRACE.finditer(self._text, self.position, self._end):
            depth += 1 if match[0] == "{" else -1
            if depth == 0:
                self.position = match.end()
                return

    def value(self) -> str:
        """Return a value, its parts joined."""
        parts = [self._part()]
        while match := _HASH.match(self._text, self.position, self._end):
            self.position = match.end()
            parts.append(self._part())
        return parts[0] if len(parts) == 1 else "".join(parts)[:MAX_VALUE]

    def _part(self) -> str:
        text, position = self._text, self.position
        first = text[position : position + 1] if position < self._end else ""
        if first in ("{", '"'):
            match = (_BRACED if first == "{" else _QUOTED).match(text, position, self._end)
            if match and not (first == '"' and _is_umlaut(text, match.end() - 1)):
                self.position = match.end()
                return match[1]
            return self._nested(first)
        match = _BARE.match(text, position, self._end)
        if match is None:
            if first in (",", self._closer):
                return ""  # `year = ,`
            raise _SyntaxError("not valid BibTeX: a value is missing")
        self.position = match.end()
        return self._macros.get(match[0].lower(), match[0])

    def _nested(self, first: str) -> str:
        """Return a value that holds braces."""
        depth = 0
        pattern = _BRACE if first == "{" else _BRACE_OR_QUOTE
        start = self.position
        for match in pattern.finditer(self._text, start if first == "{" else start + 1, self._end):
            if match[0] == "{":
                depth += 1
            elif match[0] == "}":
                depth -= 1
            if match[0] == '"' and _is_umlaut(self._text, match.start()):
                continue
            if depth == 0 and match[0] == ("}" if first == "{" else '"'):
                self.position = match.end()
                return self._text[start + 1 : match.start()]
        raise _SyntaxError("not valid BibTeX: a brace or quote may be open")

    def _ends(self) -> bool:
        """Go behind a value's comma; return whether the entry ends there."""
        match = _END.match(self._text, self.position, self._end)
        comma, closer = match.groups() if match else (None, None)
        if match and closer == self._closer:
            self.position = match.end()
            return True
        if match and comma:
            self.position = match.end(1)
            return False
        missing = _NAME.match(self._text, self.position, self._end)
        if missing:
            self.notes.append(f"a comma is missing before {missing[1].lower()}")
        return False

    def _close(self, *, has_fields: bool) -> None:
        """Go behind the entry's closing brace; whatever else comes before it is passed over, with a note."""
        closer = self._text.find(self._closer, self.position, self._end)
        if closer < 0:
            if has_fields and not self._text[self.position : self._end].strip(" \t\r\n,"):
                self.notes.append("the closing brace is missing")
                self.position = self._end
                return
            raise _SyntaxError("not valid BibTeX: a brace or quote may be open")
        rest = self._text[self.position : closer].strip(" \t\r\n,")
        if rest:
            self.notes.append(f"this is not a field, and was left out: {rest[:60]!r}")
        self.position = closer + 1
