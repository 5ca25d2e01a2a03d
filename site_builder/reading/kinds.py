"""Kinds of values: how each is read from YAML, and the equivalent JSON Schema for editors.

An editor validates what its own YAML parser made of a value. To it, `2026` and `2401.10020` are numbers; to us they are
text, so schemas allow numbers where a text can look like one. Patterns have the same meaning in Python and JavaScript.
JSON Schema searches for a pattern, so each has its own anchors.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import msgspec
from yaml.nodes import Node

from site_builder.reading.yaml_nodes import MAX_ITEMS, Reader

Read = Callable[[Reader, Node], Any]
Schema = dict[str, Any]


class Shape(msgspec.Struct, frozen=True):
    """A kind of value: its conversion from YAML, and its JSON Schema."""

    read: Read
    schema: Schema


# At least one visible character, and no control character.
_VISIBLE = r"^(?![\s\S]*[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff])[\s\S]*\S"
_IN_ADDRESS = r'[^\s<>"\\^`{|}]'
_HOST = r'(?:\[[0-9a-fA-F:.]+\]|[^\s<>"\\^`{|}/?#@:\[\]]+)'
_ADDRESS = rf"^\s*https?://{_HOST}(?::[0-9]{{1,5}})?(?:[/?#]{_IN_ADDRESS}*)?\s*$"

_LEAP_DAY = r"(?:[12][0-9](?:0[48]|[2468][048]|[13579][26])|(?:1[26]|2[048])00)-02-29"
_DAYS = (
    r"(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|1[0-9]|2[0-8])"
)
_DAY = rf"[12][0-9]{{3}}-(?:{_DAYS})|{_LEAP_DAY}"
_DATE = rf"[12][0-9]{{3}}(?:-(?:0[1-9]|1[0-2]))?|{_DAY}"


def text(what: str, limit: int = 1_000) -> Shape:
    """Return the shape of a text on one line."""
    schema = {"type": ["string", "number", "boolean"], "pattern": _VISIBLE, "maxLength": limit}
    return Shape(lambda reader, node: reader.text(node, what, limit), schema)


def texts(what: str, example: str, limit: int = 200) -> Shape:
    """Return the shape of a list of distinct texts."""
    return Shape(
        lambda reader, node: reader.texts(node, what, example, limit),
        list_schema(text("", limit).schema, unique=True),
    )


def count(what: str, most: int = 1_000_000_000) -> Shape:
    """Return the shape of a whole number from 0; `most` is a power of ten."""
    digits = len(str(most)) - 1
    pattern = rf"^\s*(?:0?[0-9]{{1,{digits}}}|10{{{digits}}})\s*$"
    schema = {"type": ["integer", "string"], "minimum": 0, "maximum": most, "pattern": pattern}
    return Shape(lambda reader, node: reader.whole_number(node, what, most), schema)


def day(what: str) -> Shape:
    """Return the shape of a date of day precision."""
    return Shape(lambda reader, node: reader.day(node, what), pattern_schema(_DAY))


def date(what: str) -> Shape:
    """Return the shape of a date of any precision; a year alone is a number to an editor."""
    schema = pattern_schema(_DATE) | {"type": ["string", "integer"], "minimum": 1000, "maximum": 2999}
    return Shape(lambda reader, node: reader.date(node, what), schema)


def address(what: str) -> Shape:
    """Return the shape of an http(s) address."""
    return Shape(lambda reader, node: reader.address(node, what), ADDRESS_SCHEMA)


def pattern_schema(pattern: str) -> Schema:
    """Return the schema of a text that matches a pattern, ignoring white space at its ends."""
    return {"type": "string", "pattern": rf"^\s*(?:{pattern})\s*$"}


def list_schema(items: Schema, *, unique: bool = False) -> Schema:
    """Return the schema of a list that is not empty."""
    schema: Schema = {"type": "array", "minItems": 1, "maxItems": MAX_ITEMS, "items": items}
    return schema | {"uniqueItems": True} if unique else schema


def map_schema(fields: dict[str, Shape], *required: str) -> Schema:
    """Return the schema of a map with known keys."""
    properties = {name: shape.schema for name, shape in fields.items()}
    return {"type": "object", "properties": properties, "required": list(required), "additionalProperties": False}


def caseless(prefix: str) -> str:
    """Return the pattern of a text in any case; JSON Schema has no flag for it."""
    return "".join(f"[{c.lower()}{c.upper()}]" if c.isalpha() else re.escape(c) for c in prefix)


ADDRESS_SCHEMA: Schema = {"type": "string", "maxLength": 2_000, "pattern": _ADDRESS}
