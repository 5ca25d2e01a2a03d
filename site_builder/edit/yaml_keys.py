"""Top-level keys of YAML files and front matter, changed as text: comments and all other keys stay as typed."""

from __future__ import annotations

from collections.abc import Mapping

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from site_builder.content.front_matter import FrontMatter, split_fields, split_file
from site_builder.core.diagnostics import ContentError, Diagnostic
from site_builder.exchange.update_entry import set_fields
from site_builder.exchange.write_entry import render_field, scalar


def with_key(path: str, data: bytes, key: str, value: object) -> bytes:
    """Return a file of settings with a key set to a text or a mapping: in its place, or at the end if it is new."""
    parts = _split(path, data)
    if any(name.value == key for name, _ in _pairs(parts)):
        return set_fields(path, data, {key: value})
    start = parts.yaml if not parts.yaml or parts.yaml.endswith("\n") else f"{parts.yaml}\n"
    return parts.file(start + render_field(key, value), parts.body)


def with_keys(path: str, data: bytes, values: Mapping[str, object]) -> bytes:
    """Return a file of settings with several keys set."""
    for key, value in values.items():
        data = with_key(path, data, key, value)
    return data


def without_key(path: str, data: bytes, key: str) -> bytes:
    """Return a file without a key, its value and the comments right above it."""
    parts = _split(path, data)
    root = yaml.compose(parts.yaml, Loader=yaml.CBaseLoader)
    if not isinstance(root, MappingNode) or not root.value:
        return data
    head, fields, rest = split_fields(parts.yaml, root)
    kept = "".join(f"{field.above}{field.text}" for field in fields if field.key != key)
    return parts.file(head + kept + rest, parts.body)


def with_renamed_items(path: str, data: bytes, key: str, renamed: Mapping[str, str]) -> bytes:
    """Return a file with items of a list renamed; those whose new name is empty, or listed already, are deleted.

    An item is a text, or a map with an `id`.
    """
    parts = _split(path, data)
    node = next(value for name, value in _pairs(parts) if name.value == key)
    assert isinstance(node, SequenceNode)  # the archive is sound
    if node.flow_style:
        names = {renamed.get(name, name): said for name, said in reversed([_item(item) for item in node.value])}
        items = [{"id": name, "comment": said} if said else name for name, said in names.items() if name]
        return set_fields(path, data, {key: items[::-1]})
    lines = parts.yaml.splitlines(keepends=True)
    starts = [item.start_mark.line for item in node.value]
    listed = {name.value for name in map(_name_node, node.value)} - renamed.keys()
    for item, start, end in reversed(list(zip(node.value, starts, [*starts[1:], node.end_mark.line], strict=True))):
        name = _name_node(item)
        new = renamed.get(name.value, name.value)
        if not new or (new != name.value and new in listed):
            del lines[start:end]
        elif new != name.value:
            line, first, last = name.start_mark.line, name.start_mark.column, name.end_mark.column
            lines[line] = lines[line][:first] + scalar(new, in_flow=True) + lines[line][last:]
            listed.add(new)
    return parts.file("".join(lines), parts.body)


def _split(path: str, data: bytes) -> FrontMatter:
    parts = split_file(path, data)
    if isinstance(parts, Diagnostic):
        raise ContentError([parts])
    return parts


def _pairs(parts: FrontMatter) -> list[tuple[ScalarNode, Node]]:
    root = yaml.compose(parts.yaml, Loader=yaml.CBaseLoader)
    return root.value if isinstance(root, MappingNode) else []


def _item(item: Node) -> tuple[str, str]:
    """Return an item's name and its comment."""
    values = {key.value: str(value.value) for key, value in item.value} if isinstance(item, MappingNode) else {}
    return str(_name_node(item).value), values.get("comment", "")


def _name_node(item: Node) -> ScalarNode:
    node = next(value for key, value in item.value if key.value == "id") if isinstance(item, MappingNode) else item
    assert isinstance(node, ScalarNode)  # the archive is sound
    return node
