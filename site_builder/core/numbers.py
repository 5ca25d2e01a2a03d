"""Numbers in messages."""

from __future__ import annotations


def plural(number: int, one: str, many: str = "") -> str:
    """Return `1 file` or `1,234 files`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
