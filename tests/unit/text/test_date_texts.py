"""Dates and periods as people write them."""

from __future__ import annotations

import pytest

from site_builder.text.dates import date_text, period_text, weekday
from site_builder.words.catalogue import translator

ENGLISH = translator({})


@pytest.mark.parametrize(
    ("iso", "text"),
    [("2026-05-06", "6 May 2026"), ("2026-05", "May 2026"), ("2026", "2026"), ("2026-12-31", "31 December 2026")],
)
def test_dates(iso: str, text: str) -> None:
    assert date_text(iso, ENGLISH) == text


@pytest.mark.parametrize(
    ("iso", "day"), [("2026-05-25", "Monday"), ("2024-02-29", "Thursday"), ("2026-01-04", "Sunday")]
)
def test_weekdays(iso: str, day: str) -> None:
    assert weekday(iso, ENGLISH) == day


@pytest.mark.parametrize(
    ("kind", "key", "names"),
    [
        ("day", "2026-05-06", ("6 May 2026", "6")),
        ("week", "2026-W01", ("Week 1, 2026", "Week 1")),
        ("month", "2026-05", ("May 2026", "May")),
        ("year", "2026", ("2026", "2026")),
    ],
)
def test_periods_have_a_name_by_themselves_and_inside_their_parent(kind: str, key: str, names: tuple[str, str]) -> None:
    assert period_text(kind, key, ENGLISH) == names


def test_words_of_a_language_take_the_place_of_english_ones() -> None:
    german = translator({"May": "Mai", "{day} {month} {year}": "{day}. {month} {year}", "Monday": "Montag"})
    assert date_text("2026-05-26", german) == "26. Mai 2026"
    assert weekday("2026-05-25", german) == "Montag"
