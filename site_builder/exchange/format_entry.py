"""An entry's file in canonical form: fields in order, one way to quote and indent, comments and all else as typed.

Text is taken from the file by the positions of its YAML nodes, never made anew from values where a comment or a
value of several lines stands. What an entry says cannot change: its nodes are compared before and after.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec
from yaml.nodes import CollectionNode, MappingNode, Node, ScalarNode

from site_builder.content.entries import MAX_ENTRY_BYTES, FrontMatter, decode, split_front_matter
from site_builder.content.fields import FIELDS
from site_builder.core.diagnostics import Diagnostic
from site_builder.exchange.write_entry import scalar
from site_builder.reading.yaml_nodes import Reader

# A flow list or map of a longer line is written one item a line.
WIDTH = 120

# What stands above a key and moves with it: blank lines, and comments that are not indented.
_ABOVE = re.compile(r"^(?:[ \t]*\n|#[^\n]*\n)*\Z", re.MULTILINE)
# The front matter's head stays where it is: the schema's line, and comments with a blank line below.
_HEAD = re.compile(r"(?:#[ \t]*yaml-language-server:[^\n]*\n)*(?:(?:#[^\n]*\n)+(?:[ \t]*\n)+)*")
_TRAILING_BLANKS = re.compile(r"[ \t]+$", re.MULTILINE)

_RANK = {name: rank for rank, name in enumerate((*FIELDS, "", "abstract"))}
_PLAIN_TAGS = {f"tag:yaml.org,2002:{kind}" for kind in ("str", "seq", "map")}


class _Chunk(msgspec.Struct, frozen=True):
    """A field's text: what stands above it, and its own lines."""

    name: str
    above: str
    text: str


def format_entry(path: str, data: bytes) -> tuple[bytes, tuple[Diagnostic, ...]]:
    """Return a file's bytes in canonical form, or as they are with the problems that prevent it."""
    text, problem = decode(path, data, MAX_ENTRY_BYTES)
    parts = problem or split_front_matter(path, text)
    if isinstance(parts, Diagnostic):
        return data, (parts,)
    reader = Reader(path, parts.first_line)
    root = reader.parse(parts.yaml)
    if root is None or not list(reader.items(root)) or reader.diagnostics:
        return data, tuple(reader.diagnostics)
    nodes = list(_walk(root, set()))
    if root.flow_style or any(node.tag not in _PLAIN_TAGS for node in nodes) or len(nodes) != len(set(map(id, nodes))):
        return data, ()
    front = _format_fields(parts.yaml, root)
    if front != parts.yaml and _said(front, path) != _said(parts.yaml, path):
        hint = "write its unusual values in a plainer way"
        return data, (Diagnostic(path, 1, 1, "W301", "it cannot be formatted without a change of what it says", hint),)
    formatted = f"---\n{front}---\n{_format_body(parts)}" if path.endswith(".md") else front
    ends = "\r\n" if b"\r\n" in data else "\n"
    return formatted.replace("\n", ends).encode(), ()


def _format_fields(front: str, root: MappingNode) -> str:
    head, chunks, rest = _split(front if front.endswith("\n") else f"{front}\n", root)
    ordered = sorted(chunks, key=lambda chunk: _RANK.get(chunk.name, _RANK[""]))
    text = "".join(_TRAILING_BLANKS.sub("", chunk.above) + chunk.text for chunk in ordered)
    return _TRAILING_BLANKS.sub("", head) + text + _TRAILING_BLANKS.sub("", rest)


def _split(front: str, root: MappingNode) -> tuple[str, list[_Chunk], str]:
    """Return the front matter's head, its fields, and what stands below the last of them."""
    head = _HEAD.match(front)
    start = first = head.end() if head else 0
    starts = []
    for key, _ in root.value:
        line = front.rfind("\n", 0, key.start_mark.index) + 1
        above = _ABOVE.search(front, first, line)
        starts.append((above.start() if above else line, line))
        first = line + 1
    below = _ABOVE.search(front, first)
    end = below.start() if below else len(front)
    bounds = zip(starts, [start for start, _ in starts[1:]] + [end], strict=True)
    chunks = [
        _Chunk(str(key.value), front[above:line], _format_field(front[line:end], line, key, value))
        for (key, value), ((above, line), end) in zip(root.value, bounds, strict=True)
    ]
    return front[:start] + front[start : starts[0][0]], chunks, front[end:]


def _format_field(text: str, offset: int, key: ScalarNode, value: Node) -> str:
    """Return a field's lines in canonical form, or as typed where they hold more than values."""
    between, end = [], 0
    for node in (key, *_walk(value, set())):
        if isinstance(node, ScalarNode):
            first, last = node.start_mark.index - offset, node.end_mark.index - offset
            if node.style in ("|", ">") or "\n" in text[first:last] or first == last:
                return text
            between.append(text[end:first])
            end = last
    if "#" in "".join((*between, text[end:])):
        return text
    return "".join(f"{line}\n" for line in _map_lines([(key, value)], ""))


def _map_lines(pairs: list[tuple[Node, Node]], indent: str) -> Iterator[str]:
    for key, value in pairs:
        name = scalar(str(key.value))
        short = _one_line(value, len(indent) + len(name) + 2)
        if short is not None:
            yield f"{indent}{name}: {short}"
        else:
            yield f"{indent}{name}:"
            yield from _block_lines(value, f"{indent}  ")


def _block_lines(node: Node, indent: str) -> Iterator[str]:
    if isinstance(node, MappingNode):
        yield from _map_lines(node.value, indent)
        return
    for item in node.value:
        short = _one_line(item, len(indent) + 2)
        first, *others = [short] if short is not None else _block_lines(item, "")
        yield f"{indent}- {first}"
        yield from (f"{indent}  {line}" for line in others)


def _one_line(node: Node, used: int) -> str | None:
    """Return a value on one line, or `None` where it stands on lines of its own."""
    if isinstance(node, ScalarNode):
        return scalar(str(node.value))
    if not isinstance(node, CollectionNode) or not node.flow_style:
        return None
    flow = _flow(node)
    return flow if used + len(flow) <= WIDTH or not node.value else None


def _flow(node: Node) -> str:
    if isinstance(node, ScalarNode):
        return scalar(str(node.value), in_flow=True)
    if isinstance(node, MappingNode):
        return "{" + ", ".join(f"{_flow(key)}: {_flow(value)}" for key, value in node.value) + "}"
    return "[" + ", ".join(map(_flow, node.value)) + "]"


def _format_body(parts: FrontMatter) -> str:
    """Two blanks at a line's end mean a break in Markdown, so only the body's end is made canonical."""
    body = parts.body.rstrip(" \t\n")
    return f"{body}\n" if body else ""


def _said(front: str, path: str) -> object:
    """Return all that YAML says, keys by name: their order is what may change."""
    root = Reader(path).parse(front)
    return root and {str(key.value): _plain(value) for key, value in root.value}


def _plain(node: Node) -> object:
    if isinstance(node, ScalarNode):
        return str(node.value)
    if isinstance(node, MappingNode):
        return [(_plain(key), _plain(value)) for key, value in node.value]
    return [_plain(item) for item in node.value]


def _walk(node: Node, seen: set[int]) -> Iterator[Node]:
    """Yield a node and all below it; one that an alias shows again is yielded again, and not entered."""
    yield node
    if isinstance(node, ScalarNode) or id(node) in seen:
        return
    seen.add(id(node))
    for item in node.value:
        for child in item if isinstance(item, tuple) else (item,):
            yield from _walk(child, seen)
