"""Dates as sources write them, to ISO dates of the precision that is known."""

from __future__ import annotations

import re
from datetime import date

_ISO = re.compile(r"([12][0-9]{3})(?:[-/]([0-9]{1,2})(?:[-/]([0-9]{1,2}))?)?(?![0-9])")
_TIME = re.compile(r"[T ][0-9:.]+(?:Z|[+-][0-9:]+)?\Z")
_YEAR = re.compile(r"(?<![0-9])(1[4-9][0-9]{2}|20[0-9]{2})(?![0-9])")


_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = re.compile(rf"(?<![a-z])({'|'.join(_MONTHS)})")
_MONTH_WORD = re.compile(
    r"(?:\b([0-9]{1,2})(?:st|nd|rd|th)?\.?\s+)?\b(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?"
    r"|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?(?:\s+([0-9]{1,2})(?:st|nd|rd|th)?\b)?",
    re.IGNORECASE,
)


def month_number(text: str) -> int:
    """Return 1 to 12 for `5`, `may`, `May/June` or `13--18 Jul`: the first month of a text; 0 where it names none."""
    word = text.strip().lower()
    if word.isdecimal():
        return whole_number(word)
    match = _MONTH.search(word)
    return _MONTHS.index(match[1]) + 1 if match else 0


def month_and_day(text: str) -> tuple[int, int, bool]:
    """Return the month and the day, 0 if unknown, of `jan`, `5`, `3 May` or `May 3rd, 2020`; and if that is all of it.

    Of a range such as `Jul/Aug` or `13--18 Jul` the first month is returned, and no day.
    """
    words = _YEAR.sub("", text).strip(" ,")
    month = month_number(words)
    if named := _MONTH_WORD.fullmatch(words):
        return month, int(named[1] or named[3] or 0), True
    # A word of another language may begin as the English one: `junio`.
    return month, 0, 1 <= month <= 12 and words.rstrip(".").isalnum()


def whole_number(text: str) -> int:
    """Return the number that a text of digits is; 0 where it is none, or larger than any part of a date."""
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def iso_date(year: int, month: int = 0, day: int = 0) -> str:
    """Return `2026`, `2026-05` or `2026-05-26`, with as much as is a real date; empty where no year is."""
    if not 1000 <= year <= 2999:
        return ""
    if not 1 <= month <= 12:
        return str(year)
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return f"{year}-{month:02}"


def parse_date(text: str) -> str:
    """Return the ISO date of a text: one at its start, or the first year in it with the month and day of `3 May 2020`.

    Empty if there is no year.
    """
    if match := _ISO.match(text.strip()):
        return iso_date(*(int(part) for part in match.groups(default="0")))
    match = _YEAR.search(text)
    if not match:
        return ""
    named = _MONTH_WORD.search(text)
    return iso_date(int(match[1]), month_number(named[2]), int(named[1] or named[3] or 0)) if named else match[1]


def is_whole_date(text: str) -> bool:
    """Return whether `parse_date` loses nothing of a text: it is one date, not a range or an estimate."""
    text = text.strip()
    match = _ISO.match(text)
    rest = _TIME.sub("", text[match.end() :]) if match else _YEAR.sub("", _MONTH_WORD.sub("", text), count=1)
    return not re.search(r"[\w~?%]", rest)
