"""Values of JSON that may be missing, null, or of another type than their documentation says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from site_builder.exchange.plain_text import one_line


def text(value: object) -> str:
    """Return a value as text: of a list its first text, of a number without a fraction its digits."""
    if isinstance(value, list):
        return next((found for one in value if (found := text(one))), "")
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else str(value)
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""


def line(value: object) -> str:
    """Return a text as one line; empty where the value is none."""
    return one_line(value) if isinstance(value, str) else ""


def items(value: object) -> list[Any]:
    """Return a list, which is empty where the value is none."""
    return value if isinstance(value, list) else []


def objects(value: object) -> list[Mapping[str, Any]]:
    """Return the objects of a list."""
    return [item for item in items(value) if isinstance(item, dict)]


def names(value: object) -> list[str]:
    """Return the names of people; each is a text or an object with a `name`."""
    people = value if isinstance(value, list) else [value]
    found = [line(one) or line(mapping(one).get("name")) for one in people]
    return [name for name in found if name]


def mapping(value: object) -> Mapping[str, Any]:
    """Return an object, which is empty where the value is none."""
    return value if isinstance(value, dict) else {}


def count(value: object) -> int | None:
    """Return a whole number from 0 on, or `None`."""
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 1_000_000_000 else None
