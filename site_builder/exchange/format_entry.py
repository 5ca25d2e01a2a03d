"""Formats an entry's file: fields in canonical order, one way to quote and indent, comments as typed.

Fields that hold comments or multi-line values keep their text. The meaning cannot change: the parsed values are
compared before and after.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from yaml.nodes import CollectionNode, MappingNode, Node, ScalarNode

from site_builder.content.fields import key_rank
from site_builder.content.front_matter import FieldText, FrontMatter, split_fields, split_file
from site_builder.core.diagnostics import Diagnostic
from site_builder.exchange.write_entry import scalar
from site_builder.reading.yaml_nodes import Reader

# Longer flow lists and maps are written with one item per line.
WIDTH = 120

_TRAILING_BLANKS = re.compile(r"[ \t]+$", re.MULTILINE)

_PLAIN_TAGS = {f"tag:yaml.org,2002:{kind}" for kind in ("str", "seq", "map")}


def format_entry(path: str, data: bytes) -> tuple[bytes, tuple[Diagnostic, ...]]:
    """Return a file's bytes in canonical form, or unchanged with the problems that prevent formatting."""
    parts = split_file(path, data)
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
        hint = "write its unusual values in a simpler way"
        return data, (Diagnostic(path, 1, 1, "W301", "formatting would change the meaning of this file", hint),)
    return parts.file(front, _format_body(parts)), ()


def _format_fields(front: str, root: MappingNode) -> str:
    head, fields, rest = split_fields(front, root)
    ordered = sorted(zip(fields, root.value, strict=True), key=lambda pair: key_rank(pair[0].key))
    texts = [_TRAILING_BLANKS.sub("", field.above) + _format_field(field, *pair) for field, pair in ordered]
    return "".join((_TRAILING_BLANKS.sub("", head), *texts, _TRAILING_BLANKS.sub("", rest)))


def _format_field(field: FieldText, key: ScalarNode, value: Node) -> str:
    """Return a field's lines in canonical form, or as typed if they hold comments or multi-line values."""
    text, offset = field.text, key.start_mark.index - key.start_mark.column
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
    """Return a value on one line, or None if it needs lines of its own."""
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
    """Return the body without blank space at its end; elsewhere, two spaces at the end of a line mean a line break."""
    body = parts.body.rstrip(" \t\n")
    return f"{body}\n" if body else ""


def _said(front: str, path: str) -> object:
    """Return the parsed values by key, since the order of keys may change."""
    root = Reader(path).parse(front)
    return root and {str(key.value): _plain(value) for key, value in root.value}


def _plain(node: Node) -> object:
    if isinstance(node, ScalarNode):
        return str(node.value)
    if isinstance(node, MappingNode):
        return [(_plain(key), _plain(value)) for key, value in node.value]
    return [_plain(item) for item in node.value]


def _walk(node: Node, seen: set[int]) -> Iterator[Node]:
    """Yield a node and its descendants; a node repeated through an alias is yielded again but not entered again."""
    yield node
    if isinstance(node, ScalarNode) or id(node) in seen:
        return
    seen.add(id(node))
    for item in node.value:
        for child in item if isinstance(item, tuple) else (item,):
            yield from _walk(child, seen)
