"""Dates and periods as people write them, in the language of the words that come in as `t`."""

from __future__ import annotations

from datetime import date

from site_builder.words.catalogue import Translate

MONTHS = "January February March April May June July August September October November December".split()
SHORT_MONTHS = [month[:3] for month in MONTHS]
WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()


def date_text(iso: str, t: Translate) -> str:
    """Return `26 May 2026`, `May 2026` or `2026`."""
    year, *rest = iso.split("-")
    if not rest:
        return year
    month = t(MONTHS[int(rest[0]) - 1])
    if len(rest) == 1:
        return t("{month} {year}", month=month, year=year)
    return t("{day} {month} {year}", day=int(rest[1]), month=month, year=year)


def short_date(iso: str, t: Translate) -> str:
    """Return a day with its month in short, `21 Aug 2026`; otherwise what `date_text` returns."""
    year, *rest = iso.split("-")
    if len(rest) < 2:
        return date_text(iso, t)
    return t("{day} {mon} {year}", day=int(rest[1]), mon=t(SHORT_MONTHS[int(rest[0]) - 1]), year=year)


def weekday(iso: str, t: Translate) -> str:
    """Return a day's weekday."""
    return t(WEEKDAYS[date.fromisoformat(iso).weekday()])


def period_text(kind: str, key: str, t: Translate) -> tuple[str, str]:
    """Return a period's name by itself, and inside the period that holds it: `26 May 2026` and `26`."""
    if kind == "week":
        week = int(key[6:])
        return t("Week {week}, {year}", week=week, year=key[:4]), t("Week {week}", week=week)
    if kind == "day":
        return date_text(key, t), str(int(key[8:]))
    if kind == "month":
        return date_text(key, t), t(MONTHS[int(key[5:]) - 1])
    return key, key
