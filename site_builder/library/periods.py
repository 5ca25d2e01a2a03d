"""The days, ISO weeks, months and years that list entries."""

from __future__ import annotations

import calendar
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from site_builder.model import PERIOD_KINDS, Entry, Period


@lru_cache(maxsize=50_000)
def period_keys(listed: str) -> dict[str, str]:
    """Return the keys of the periods that list a date, by kind; `2026-05` has no day and no week."""
    keys = {}
    if len(listed) == 10:
        year, week, _ = date.fromisoformat(listed).isocalendar()
        keys = {"day": listed, "week": f"{year}-W{week:02}"}
    if len(listed) >= 7:
        keys["month"] = listed[:7]
    if len(listed) >= 4:
        keys["year"] = listed[:4]
    return keys


def period_bounds(kind: str, key: str) -> tuple[str, str]:
    """Return the first and last day of a period."""
    if kind == "day":
        return key, key
    if kind == "week":
        year, week = int(key[:4]), int(key[6:])
        return date.fromisocalendar(year, week, 1).isoformat(), _week_end(year, week)
    if kind == "month":
        last = calendar.monthrange(int(key[:4]), int(key[5:]))[1]
        return f"{key}-01", f"{key}-{last:02}"
    return f"{key}-01-01", f"{key}-12-31"


def collect_periods(entries: Sequence[Entry]) -> dict[str, tuple[Period, ...]]:
    """Return the periods of each kind with at least one entry, oldest first."""
    found: dict[str, defaultdict[str, list[int]]] = {kind: defaultdict(list) for kind in PERIOD_KINDS}
    for position, entry in enumerate(entries):
        for kind, key in period_keys(entry.listed).items():
            found[kind][key].append(position)
    return {
        kind: tuple(Period(kind, key, *period_bounds(kind, key), tuple(keys[key])) for key in sorted(keys))
        for kind, keys in found.items()
    }


def _week_end(year: int, week: int) -> str:
    return date.fromisocalendar(year, week, 7).isoformat()
