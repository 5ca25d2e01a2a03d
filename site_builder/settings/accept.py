"""Warnings that the archive's owner has seen and wants to keep as they are.

They are in `accept:` of `site.yml`, or in `x-accept` of the entry that they are about.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

import msgspec
from yaml.nodes import Node, ScalarNode

from site_builder.content.values import read_map, read_text
from site_builder.core.diagnostics import Diagnostic, quote
from site_builder.model import Entry
from site_builder.reading.yaml_nodes import Reader

OWN = "x-accept"
ACCEPT_EXAMPLE = "[W113, {code: W203, path: content/papers/2024}]"

_CODE = re.compile(r"\bW[0-9]{3}\b")
# Other commands than `check` report these, so that it cannot know whether one is still there.
_FOUND_ELSEWHERE = ("W108", "W301")


class Acceptance(msgspec.Struct, frozen=True):
    """A warning that is not to be reported: everywhere or, with a `path`, for one file or folder."""

    code: str
    path: str = ""
    place: tuple[str, int, int] = ("", 0, 0)
    """Path, line and column of the item."""

    def covers(self, problem: Diagnostic) -> bool:
        """Return whether it accepts a problem; errors never are."""
        return problem.code == self.code and (not self.path or f"{problem.path}/".startswith(f"{self.path}/"))


def without_accepted(problems: Iterable[Diagnostic], accepted: Sequence[Acceptance]) -> tuple[Diagnostic, ...]:
    """Return the problems that are to be reported."""
    return tuple(problem for problem in problems if not any(one.covers(problem) for one in accepted))


def accepted_in(entries: Iterable[Entry]) -> Iterator[Acceptance]:
    """Yield the warnings that entries accept for themselves: `x-accept: W203 W113`."""
    for entry in entries:
        if stated := entry.extra.get(OWN):
            yield from (Acceptance(code, entry.path) for code in _CODE.findall(stated))


def unused(problems: Sequence[Diagnostic], accepted: Iterable[Acceptance]) -> Iterator[Diagnostic]:
    """Yield a warning for each acceptance that covers none of the problems."""
    for one in accepted:
        if one.code not in _FOUND_ELSEWHERE and not any(map(one.covers, problems)):
            where = f" in {quote(one.path)}" if one.path else ""
            message = f"accept names {one.code}, and there is no such warning{where}"
            yield Diagnostic(*one.place, "W303", message, "delete the item")


def read_acceptances(reader: Reader, node: Node, name: str, example: str) -> tuple[Acceptance, ...]:
    """Read a list of codes, each alone or with a path."""
    read = (_read_acceptance(reader, item, f"{name}: {example}") for item in reader.sequence(node, name, example))
    return tuple(one for one in read if one)


def _read_acceptance(reader: Reader, node: Node, example: str) -> Acceptance | None:
    if isinstance(node, ScalarNode):
        values = {"code": reader.text(node, "a code", 20)}
    else:
        mapping = reader.mapping(node, "an item of accept", example)
        if mapping is None:
            return None
        values = read_map(reader, mapping, _FIELDS, "field of an accepted warning", "E301")
    code, path = values.get("code") or "", (values.get("path") or "").strip("/")
    if _CODE.fullmatch(code):
        return Acceptance(code, path, reader.place(node))
    reader.error(node, "E302", f"{quote(code)} is not the code of a warning", f"write: {example}")
    return None


_FIELDS = {"code": read_text("code", 20), "path": read_text("path", 500)}
