"""Dates and periods as people write them."""

from __future__ import annotations

from datetime import date

MONTHS = "January February March April May June July August September October November December".split()
WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()


def date_text(iso: str) -> str:
    """Return `26 May 2026`, `May 2026` or `2026`."""
    parts = iso.split("-")
    words = [parts[0]]
    if len(parts) > 1:
        words.insert(0, MONTHS[int(parts[1]) - 1])
    if len(parts) > 2:
        words.insert(0, str(int(parts[2])))
    return " ".join(words)


def weekday(iso: str) -> str:
    """Return a day's weekday."""
    return WEEKDAYS[date.fromisoformat(iso).weekday()]


def period_text(kind: str, key: str) -> tuple[str, str]:
    """Return a period's name by itself, and inside the period that holds it: `26 May 2026` and `26`."""
    if kind == "week":
        week = int(key[6:])
        return f"Week {week}, {key[:4]}", f"Week {week}"
    if kind == "day":
        return date_text(key), str(int(key[8:]))
    if kind == "month":
        return date_text(key), MONTHS[int(key[5:]) - 1]
    return key, key
