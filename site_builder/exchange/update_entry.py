"""Writes new values into the text of an entry; everything else in the file stays as typed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

import msgspec
import yaml
from yaml.nodes import MappingNode, Node, ScalarNode

from site_builder.content.fields import key_rank
from site_builder.content.front_matter import FieldText, FrontMatter, split_fields, split_file
from site_builder.core.diagnostics import Diagnostic
from site_builder.exchange.record import Record
from site_builder.exchange.write_entry import render_field

_DATED = ("upvotes", "comments", "stars", "as_of")


class UnreadableEntryError(Exception):
    """An entry whose file cannot be parsed, and so cannot be updated."""


def update_entry(path: str, data: bytes, record: Record) -> bytes:
    """Return an entry's file with a record's fields.

    Fields that the record does not have keep their text and their place, comments included. Counts that the entry
    has from a later day than the record are kept.
    """
    parts = _split(path, data)
    values = {str(key.value): _value(node) for key, node in _parse(parts).value}
    fields = _newer(values, record.fields)
    merged = {key: _merged(key, values.get(key), value) for key, value in fields.items()}
    return set_fields(path, data, merged | ({"abstract": record.abstract} if record.abstract else {}))


def set_fields(path: str, data: bytes, fields: Mapping[str, object]) -> bytes:
    """Return an entry's file with these fields; all else keeps its text and its place.

    An author who stays keeps what only the entry knows, such as an affiliation.
    """
    parts = _split(path, data)
    root = _parse(parts)
    head, typed, rest = split_fields(parts.yaml, root)
    texts = list(typed)
    old = {str(key.value): _value(node) for key, node in root.value}
    body = parts.body
    for key, given in fields.items():
        value = _merged(key, old.get(key), given) if key == "authors" else given
        if key == "abstract" and parts.has_fences and key not in old:
            body = body if body.strip() == value else f"{value}\n"
        elif key not in old or _as_text(value) != old[key]:
            _place(texts, key, render_field(key, value))
    if texts == typed and body == parts.body:
        return data
    return parts.file("".join((head, *(f"{field.above}{field.text}" for field in texts), rest)), body)


def _split(path: str, data: bytes) -> FrontMatter:
    parts = split_file(path, data)
    if isinstance(parts, Diagnostic):
        raise UnreadableEntryError(parts.message)
    return parts


def _parse(parts: FrontMatter) -> MappingNode:
    try:
        root = yaml.compose(parts.yaml, Loader=yaml.CBaseLoader)
    except yaml.YAMLError as error:
        raise UnreadableEntryError(f"its YAML is not valid: {' '.join(str(error).split())}") from error
    if not isinstance(root, MappingNode) or root.flow_style:
        raise UnreadableEntryError("its front matter is not a list of 'key: value' lines")
    return root


def _place(texts: list[FieldText], key: str, text: str) -> None:
    """Put a field's text where the old one is, or where the canonical order wants it."""
    for position, field in enumerate(texts):
        if field.key == key:
            texts[position] = msgspec.structs.replace(field, text=text)
            return
    earlier = (position for position, field in enumerate(texts, start=1) if key_rank(field.key) < key_rank(key))
    texts.insert(max(earlier, default=0), FieldText(key, "", text))


def _newer(old: dict[str, object], new: dict[str, object]) -> dict[str, object]:
    """Return the record's fields without counts older than the entry's, and without a later listing date."""
    is_older = str(new.get("as_of", "")) < str(old.get("as_of", ""))
    listed = str(old.get("date", ""))
    is_relisted = bool(listed) and str(new.get("date", "")) > listed
    return {
        key: value
        for key, value in new.items()
        if not (is_older and key in _DATED) and not (is_relisted and key == "date")
    }


def _merged(key: str, old: object, new: object) -> object:
    """Return the new value with what only the old one has: other links, an author's ORCID."""
    if isinstance(old, dict) and isinstance(new, dict):
        return old | new
    if key == "authors" and isinstance(old, list) and isinstance(new, list):
        return list(_merged_authors(old, new))
    return new


def _merged_authors(old: list[object], new: list[object]) -> Iterator[object]:
    """Yield the new authors with what the old ones of the same name have; namesakes are matched in order."""
    waiting: defaultdict[object, list[object]] = defaultdict(list)
    for author in old:
        waiting[_name(author)].append(author)
    for author in new:
        same = waiting[_name(author)].pop(0) if waiting[_name(author)] else author
        if isinstance(author, dict):
            yield same | author if isinstance(same, dict) else author
        else:
            yield same


def _name(author: object) -> object:
    return author.get("name") if isinstance(author, dict) else author


def _as_text(value: object) -> object:
    """Return a value as entries are parsed: every scalar a text."""
    if isinstance(value, dict):
        return {key: _as_text(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_as_text(item) for item in value]
    return str(value)


def _value(node: Node) -> object:
    if isinstance(node, ScalarNode):
        return str(node.value)
    if isinstance(node, MappingNode):
        return {str(key.value): _value(value) for key, value in node.value}
    return [_value(item) for item in node.value]
