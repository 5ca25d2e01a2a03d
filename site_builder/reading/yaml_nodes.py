"""Parses YAML into nodes with line and column; every scalar stays text as typed.

Nodes are PyYAML's own, made by libyaml's composer with the base resolver, so that `2401.10020` is never a
float and `no` never `False`. A `Reader` turns nodes into values and reports what is wrong with them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from site_builder.core.diagnostics import Diagnostic, quote
from site_builder.reading.plain_values import is_date, is_day, is_web_address, whole_number
from site_builder.reading.yaml_errors import in_plain_words
from site_builder.text.nearest import nearest

MAX_DEPTH = 50
MAX_ITEMS = 20_000
# The longest key that YAML allows before a colon; libyaml lets one behind "? " be longer.
MAX_KEY = 1_024

# The composer of libyaml's binding recurses in C: about 50,000 levels would crash the process. Libyaml itself stops at
# 1,000 levels since 0.2.6.
_MANY_OPENERS = 5_000

# Marks that change the direction of text are included: they can make a text look like another.
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
_TAGS: dict[type[Node], str] = {
    ScalarNode: "tag:yaml.org,2002:str",
    SequenceNode: "tag:yaml.org,2002:seq",
    MappingNode: "tag:yaml.org,2002:map",
}
_PLAIN_TAGS = frozenset(_TAGS.values())


# For these errors libyaml gives the place where it gave up; people need the place where the value started.
_TELL_THE_START = ("while scanning a quoted", "while scanning a simple", "while parsing a flow", "while scanning an a")


class _Loader(yaml.CBaseLoader):
    """Libyaml's composer; faster than the base resolver for nodes without a tag."""

    def resolve(self, kind: type[Node], value: object, implicit: object) -> str:
        """Return the tag of a node that has none."""
        return _TAGS[kind]


class Reader:
    """Turns the nodes of one file into values and reports every problem with its place.

    A conversion that fails reports the problem and returns None.
    """

    def __init__(self, path: str, first_line: int = 1) -> None:
        self.path = path
        self.diagnostics: list[Diagnostic] = []
        self._first_line = first_line
        self._lines: list[str] = []
        self._seen: set[int] = set()

    def parse(self, text: str) -> MappingNode | None:
        """Return the root map of YAML text, or `None` when it is not one."""
        if match := CONTROL.search(text):
            line, column = _position(text, match.start())
            character = f"U+{ord(match[0]):04X}"
            self._note(line, column, "E004", f"control character {character}", "delete the character")
            return None
        try:
            if deep := find_too_deep(text):
                self._note_depth(*deep)
                return None
            self._lines = text.split("\n")
            root = yaml.compose(text, Loader=_Loader)
        except yaml.MarkedYAMLError as error:
            self._note_yaml_error(error, text)
            return None
        if isinstance(root, MappingNode):
            return root
        hint = "start with a line such as: title: A paper (with a space after the colon)"
        self._note(0, 0, "E007", "expected 'key: value' lines", hint)
        return None

    def error(self, node: Node, code: str, message: str, hint: str = "") -> None:
        """Add a problem at a node."""
        self._note(node.start_mark.line, node.start_mark.column, code, message, hint)

    def place(self, node: Node) -> tuple[str, int, int]:
        """Return path, line and column of a node."""
        return self.path, node.start_mark.line + self._first_line, node.start_mark.column + 1

    def items(self, node: MappingNode) -> Iterator[tuple[str, ScalarNode, Node]]:
        """Yield `(key, key node, value node)` of a map; repeated keys and shared nodes are reported, not yielded."""
        if not self._enter(node):
            return
        seen: dict[str, int] = {}
        for key_node, value in node.value:
            if not isinstance(key_node, ScalarNode):
                self.error(key_node, "E103", "a key is not a plain word", "write: key: value")
                continue
            key = str(key_node.value)
            if not key.isprintable():
                hidden = next(ord(c) for c in key if not c.isprintable())
                self.error(
                    key_node, "E004", f"a key contains the invisible character U+{hidden:04X}", "delete the character"
                )
                continue
            if len(key) > MAX_KEY:
                message = f"a key has {len(key):,} characters; at most {MAX_KEY:,} are allowed"
                self.error(key_node, "E109", message, "shorten it")
                continue
            if key in seen:
                first = seen[key] + self._first_line
                hint = "delete one of the two lines"
                self.error(key_node, "E008", f"duplicate key {quote(key)}, first used on line {first}", hint)
                continue
            seen[key] = key_node.start_mark.line
            yield key, key_node, value

    def mapping(self, node: Node, what: str, example: str) -> MappingNode | None:
        """Return the node as a map."""
        if isinstance(node, MappingNode) and self._is_plain(node):
            return node
        if not isinstance(node, MappingNode) and not self._is_empty(node, what):
            self.error(node, "E103", f"{what} is not a map", f"write: {example}")
        return None

    def sequence(self, node: Node, what: str, example: str) -> list[Node]:
        """Return the items of a list; empty if the node is not a list."""
        if not isinstance(node, SequenceNode):
            if not self._is_empty(node, what):
                self.error(node, "E103", f"{what} is not a list", f"write: {example}")
            return []
        if not self._enter(node):
            return []
        if len(node.value) > MAX_ITEMS:
            self.error(node, "E010", f"{what} has more than {MAX_ITEMS:,} items", "shorten the list")
            return []
        if not node.value:
            self.error(node, "E104", f"{what} is an empty list", "add an item, or delete the line")
        return list(node.value)

    def text(self, node: Node, what: str, limit: int = 1_000) -> str | None:
        """Return the node's text on one line, without white space at its ends."""
        if not isinstance(node, ScalarNode):
            hint = "write a single value; put it in quotes if it starts with '[', '{' or '- '"
            self.error(node, "E103", f"{what} is not a single text", hint)
            return None
        if not self._is_plain(node):
            return None
        typed = str(node.value)
        if not typed.isprintable() and (match := CONTROL.search(typed)):
            message = f"{what} contains the control character U+{ord(match[0]):04X}"
            self.error(node, "E004", message, "delete the character")
            return None
        value = " ".join(typed.split())
        if self._is_empty(node, what) or self._swallows_item(node):
            return None
        if len(value) > limit:
            self.error(
                node, "E109", f"{what} has {len(value):,} characters; at most {limit:,} are allowed", "shorten it"
            )
            return None
        return value

    def texts(self, node: Node, what: str, example: str, limit: int = 200) -> tuple[str, ...]:
        """Return a list of distinct texts."""
        return self.unique(
            (item, value)
            for item in self.sequence(node, what, example)
            if (value := self.text(item, f"an item of {what}", limit)) is not None
        )

    def unique(self, values: Iterable[tuple[Node, str]]) -> tuple[str, ...]:
        """Return the texts without duplicates, which are reported."""
        kept: dict[str, None] = {}
        for node, value in values:
            if value in kept:
                self.error(node, "E110", f"duplicate item {quote(value)}", "delete one of the two")
            kept[value] = None
        return tuple(kept)

    def whole_number(self, node: Node, what: str, most: int = 1_000_000_000) -> int | None:
        """Return a whole number that is not negative."""
        value = self.text(node, what)
        if value is None:
            return None
        number = whole_number(value, most)
        if number is not None:
            return number
        self.error(node, "E106", f"{what} is {quote(value)}, not a whole number", "write only digits, such as: 12")
        return None

    def day(self, node: Node, what: str) -> str | None:
        """Return a date of day precision, `2026-05-26`."""
        value = self.text(node, what)
        if value is None or is_day(value):
            return value
        hint = "write an existing day: 2026-05-26"
        self.error(node, "E105", f"{what} is {quote(value)}, not a day", hint)
        return None

    def date(self, node: Node, what: str) -> str | None:
        """Return a date of any precision: `2026`, `2026-05` or `2026-05-26`."""
        value = self.text(node, what)
        if value is None or is_date(value):
            return value
        hint = "write an existing date: 2026, 2026-05 or 2026-05-26"
        self.error(node, "E105", f"{what} is {quote(value)}, not a date", hint)
        return None

    def address(self, node: Node, what: str) -> str | None:
        """Return an http(s) address."""
        value = self.text(node, what, 2_000)
        if value is None or is_web_address(value):
            return value
        hint = "write a full address: https://example.org/paper"
        self.error(node, "E107", f"{what} is {quote(value)}, not a web address", hint)
        return None

    def unknown_key(
        self,
        node: ScalarNode,
        known: Iterable[str],
        code: str = "E101",
        what: str = "field",
        elsewhere: Mapping[str, str] | None = None,
    ) -> None:
        """Report an unknown key; suggest the nearest known one, or what to write for the nearest one in `elsewhere`."""
        cures = elsewhere or {}
        near = nearest(str(node.value), [*known, *cures])
        hint = cures.get(near) or (f"did you mean {quote(near)}?" if near else f"known: {', '.join(known)}")
        self.error(node, code, f"unknown {what} {quote(str(node.value))}", hint)

    def _enter(self, node: Node) -> bool:
        """Return whether a node is new. An alias repeats one; a few nested ones would expand without bound."""
        if not self._is_plain(node):
            return False
        if id(node) in self._seen:
            self.error(node, "E009", "a YAML alias (*) repeats a value", "write the value out again")
            return False
        self._seen.add(id(node))
        return True

    def _is_empty(self, node: Node, what: str) -> bool:
        if not isinstance(node, ScalarNode) or str(node.value).strip():
            return False
        self.error(node, "E104", f"{what} is empty", "write a value, or delete the line")
        return True

    def _swallows_item(self, node: ScalarNode) -> bool:
        """Return whether the value absorbed a list item: to YAML, a deeper indented item continues the one above."""
        start, end = node.start_mark.line, node.end_mark.line
        below = self._lines[start + 1 : end + 1] if end > start and not node.style else ()
        if not any(line.lstrip().startswith("- ") for line in below):
            return False
        hint = "indent every '- ' equally; put a text that contains such a line in quotes"
        self.error(node, "E103", "the '- ' on the next line belongs to this value and does not start a list item", hint)
        return True

    def _is_plain(self, node: Node) -> bool:
        if node.tag in _PLAIN_TAGS:
            return True
        self.error(node, "E006", f"unsupported YAML tag {quote(node.tag)}", "put the value in quotes")
        return False

    def _note(self, line: int, column: int, code: str, message: str, hint: str) -> None:
        place = line + self._first_line
        self.diagnostics.append(Diagnostic(self.path, place, column + 1, code, message, hint))

    def _note_depth(self, line: int, column: int) -> None:
        message = f"values are nested more than {MAX_DEPTH} levels deep"
        self._note(line, column, "E010", message, "use flatter lists and maps")

    def _note_yaml_error(self, error: yaml.MarkedYAMLError, text: str) -> None:
        mark = error.problem_mark or error.context_mark
        said = " ".join(part for part in (error.context, error.problem) if part)
        if error.context_mark and mark and said.startswith(_TELL_THE_START) and "escape" not in said:
            mark = error.context_mark
        lines = text.split("\n")
        # The end of a file may be on a line of its own, and libyaml knows more line ends than editors do.
        line, column = (min(mark.line, len(lines) - 1), mark.column) if mark else (0, 0)
        if lines[line][column : column + 1] == "\t":
            said = "indented by a tab"
        if "maximum nesting depth" in said:
            self._note_depth(line, column)
            return
        what, hint = in_plain_words(said)
        self._note(line, column, "E006", f"not valid YAML: {what}", hint)


def plain_scalars(node: Node | None) -> Iterator[ScalarNode]:
    """Yield the unquoted scalars of a tree that contains no aliases."""
    if isinstance(node, ScalarNode):
        if not node.style:
            yield node
    elif node is not None:
        for item in node.value:
            for child in item if isinstance(item, tuple) else (item,):
                yield from plain_scalars(child)


def _position(text: str, offset: int) -> tuple[int, int]:
    before = text[:offset]
    return before.count("\n"), offset - (before.rfind("\n") + 1)


def _count_openers(text: str) -> int:
    return text.count("[") + text.count("{") + text.count("- ") + text.count("? ")


def find_too_deep(text: str) -> tuple[int, int] | None:
    """Return line and column, from 0, of nesting so deep that composing it may crash the process."""
    if _count_openers(text) <= _MANY_OPENERS:
        return None
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CBaseLoader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > MAX_DEPTH:
                mark = event.start_mark
                return (mark.line, mark.column) if mark else (0, 0)
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
    return None
