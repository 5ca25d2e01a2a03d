"""Dates to days, ISO weeks, months and years."""

from __future__ import annotations

import pytest

from site_builder.library.periods import collect_periods, period_bounds, period_keys
from tests.shelf import entry


@pytest.mark.parametrize(
    ("day", "week"),
    [
        ("2026-01-01", "2026-W01"),
        ("2025-12-29", "2026-W01"),
        ("2025-12-28", "2025-W52"),
        ("2021-01-03", "2020-W53"),
        ("2021-01-04", "2021-W01"),
        ("2020-12-31", "2020-W53"),
        ("2024-12-30", "2025-W01"),
    ],
)
def test_weeks_are_those_of_iso_8601(day: str, week: str) -> None:
    assert period_keys(day)["week"] == week


@pytest.mark.parametrize(
    ("listed", "kinds"),
    [("2026-05-26", ["day", "week", "month", "year"]), ("2026-05", ["month", "year"]), ("2026", ["year"]), ("", [])],
)
def test_a_coarse_date_has_coarse_periods_only(listed: str, kinds: list[str]) -> None:
    assert list(period_keys(listed)) == kinds


@pytest.mark.parametrize(
    ("kind", "key", "bounds"),
    [
        ("day", "2026-05-26", ("2026-05-26", "2026-05-26")),
        ("week", "2026-W01", ("2025-12-29", "2026-01-04")),
        ("week", "2020-W53", ("2020-12-28", "2021-01-03")),
        ("month", "2024-02", ("2024-02-01", "2024-02-29")),
        ("month", "2026-12", ("2026-12-01", "2026-12-31")),
        ("year", "2026", ("2026-01-01", "2026-12-31")),
    ],
)
def test_the_first_and_last_day_of_a_period(kind: str, key: str, bounds: tuple[str, str]) -> None:
    assert period_bounds(kind, key) == bounds


def test_periods_come_oldest_first_with_their_entries() -> None:
    entries = [entry("a", date="2026-05-26"), entry("b", published="2026-05"), entry("c", published="2025"), entry("d")]
    periods = collect_periods(entries)
    assert [(p.key, p.entries) for p in periods["day"]] == [("2026-05-26", (0,))]
    assert [(p.key, p.entries) for p in periods["month"]] == [("2026-05", (0, 1))]
    assert [(p.key, p.entries) for p in periods["year"]] == [("2025", (2,)), ("2026", (0, 1))]


def test_the_day_listed_wins_over_first_publication() -> None:
    periods = collect_periods([entry("a", date="2026-05-26", published="2024-01-01")])
    assert [period.key for period in periods["year"]] == ["2026"]
