"""Splits a file into its front matter and its body, and puts an edited one together again."""

from __future__ import annotations

import re

import msgspec
from yaml.nodes import MappingNode

from site_builder.core.diagnostics import Diagnostic
from site_builder.reading.yaml_nodes import CONTROL

MAX_FILE_BYTES = 1_000_000

_BOM = "\ufeff"
_FENCE = r"---[ \t]*(?:\n|\Z)"
_FRONT_MATTER = re.compile(rf"---[ \t]*\n((?:(?!{_FENCE})[^\n]*\n)*){_FENCE}")

# The lines above a key that move with it: blank lines, and comments that are not indented.
_ABOVE = re.compile(r"^(?:[ \t]*\n|#[^\n]*\n)*\Z", re.MULTILINE)
# The lines that stay at the top: the line that names the schema, and comments followed by a blank line.
_HEAD = re.compile(r"(?:#[ \t]*yaml-language-server:[^\n]*\n)*(?:(?:#[^\n]*\n)+(?:[ \t]*\n)+)*")


class FrontMatter(msgspec.Struct, frozen=True):
    """The YAML of a file with the line it starts on, the body with its line, and how the file is encoded.

    Line ends are `\\n` in both texts; `newline` is what the file has. A file without fences is YAML as a whole.
    """

    yaml: str
    first_line: int
    body: str
    body_line: int
    has_fences: bool = True
    has_bom: bool = False
    newline: str = "\n"

    def file(self, yaml: str, body: str) -> bytes:
        """Return a file with other YAML and body: with the fences, byte order mark and line ends of this one."""
        text = f"---\n{yaml}---\n{body}" if self.has_fences else yaml
        return (_BOM * self.has_bom + text.replace("\n", self.newline)).encode()


class FieldText(msgspec.Struct, frozen=True):
    """A field as typed: its key, the blank lines and comments above it, and its own lines."""

    key: str
    above: str
    text: str


def split_file(path: str, data: bytes) -> FrontMatter | Diagnostic:
    """Return the YAML and the body of a file, or the problem that prevents it; a `.yml` file is YAML as a whole."""
    text, problem = decode(path, data, MAX_FILE_BYTES)
    if problem:
        return problem
    newline = "\r\n" if b"\r\n" in data else "\r" if b"\r" in data and b"\n" not in data else "\n"
    has_bom = data.startswith(_BOM.encode())
    if not path.endswith(".md"):
        return FrontMatter(text, 1, "", 1, False, has_bom, newline)
    if match := _FRONT_MATTER.match(text):
        body_line = text.count("\n", 0, match.end()) + 1
        return FrontMatter(match[1], 2, text[match.end() :], body_line, True, has_bom, newline)
    if text.partition("\n")[0].rstrip() == "---":
        return Diagnostic(path, 1, 1, "E005", "the front matter is not closed", "end it with a line: ---")
    hint = "start the file with a line ---, then fields such as title: A paper, then a line ---"
    return Diagnostic(path, 1, 1, "E005", "the file has no front matter", hint)


def decode(path: str, data: bytes, limit: int) -> tuple[str, Diagnostic | None]:
    """Return a file's text with `\\n` line ends, or the problem that prevents it."""
    if len(data) > limit:
        message = f"the file has {len(data):,} bytes; at most {limit:,} are allowed"
        hint = "shorten it; put files that belong to a paper next to its entry"
        return "", Diagnostic(path, 1, 1, "E003", message, hint)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - data.rfind(b"\n", 0, error.start)
        message = f"byte {data[error.start]:#04x} is not valid UTF-8"
        return "", Diagnostic(path, line, column, "E002", message, "save the file as UTF-8")
    return text.replace("\r\n", "\n").replace("\r", "\n"), None


def check_body(path: str, parts: FrontMatter) -> Diagnostic | None:
    """Return the problem of a body with a control character."""
    match = CONTROL.search(parts.body)
    if match is None:
        return None
    line = parts.body_line + parts.body.count("\n", 0, match.start())
    column = match.start() - parts.body.rfind("\n", 0, match.start())
    message = f"control character U+{ord(match[0]):04X}"
    return Diagnostic(path, line, column, "E004", message, "delete the character")


def split_fields(yaml: str, root: MappingNode) -> tuple[str, list[FieldText], str]:
    """Return the lines that stay at the top, the fields as typed, and what follows the last one.

    `root` is the map that the YAML was parsed to; it has at least one field, each starting on a line of its own.
    """
    yaml = yaml if yaml.endswith("\n") else f"{yaml}\n"
    head = _HEAD.match(yaml)
    first = head.end() if head else 0
    starts = []
    for key, _ in root.value:
        line = yaml.rfind("\n", 0, key.start_mark.index) + 1
        above = _ABOVE.search(yaml, first, line)
        starts.append((above.start() if above else line, line))
        first = line + 1
    below = _ABOVE.search(yaml, first)
    end = below.start() if below else len(yaml)
    bounds = zip(starts, [start for start, _ in starts[1:]] + [end], strict=True)
    fields = [
        FieldText(str(key.value), yaml[above:line], yaml[line:end])
        for (key, _), ((above, line), end) in zip(root.value, bounds, strict=True)
    ]
    return yaml[: starts[0][0]], fields, yaml[end:]
