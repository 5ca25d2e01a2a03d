"""Whether a text is a number, a date or an address."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from urllib.parse import urlsplit

# Fast path: most addresses have this form, and splitting one takes ten times as long.
_PLAIN_ADDRESS = re.compile(r"https?://[A-Za-z0-9.-]+(?:[/?#][^\s<>\"\\^`{|}]*)?")


def whole_number(text: str, most: int) -> int | None:
    """Return the number that a text of digits is; None for any other text, and above `most`."""
    return int(text) if re.fullmatch(r"[0-9]{1,10}", text) and int(text) <= most else None


def is_day(text: str) -> bool:
    """Return whether the text is an existing day: `2026-05-26`."""
    return len(text) == 10 and is_date(text)


@lru_cache(maxsize=4_096)
def is_date(text: str) -> bool:
    """Return whether the text is an existing date: `2026`, `2026-05` or `2026-05-26`."""
    if not re.fullmatch(r"[12][0-9]{3}(-[01][0-9](-[0-3][0-9])?)?", text, re.ASCII):
        return False
    try:
        date.fromisoformat(text + "-01-01"[len(text) - 4 :] if len(text) < 10 else text)
    except ValueError:
        return False
    return True


def is_web_address(text: str) -> bool:
    """Return whether the text is a full http(s) address without white space."""
    if _PLAIN_ADDRESS.fullmatch(text):
        return True
    if not text.startswith(("https://", "http://")) or re.search(r"[\s<>\"\\^`{|}]", text):
        return False
    try:
        parts = urlsplit(text)
        return bool(parts.hostname) and parts.username is None and (parts.port is None or parts.port > 0)
    except ValueError:
        return False
