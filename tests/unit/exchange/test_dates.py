"""Dates as sources write them."""

from __future__ import annotations

import pytest

from site_builder.exchange.dates import month_number, parse_date


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2020", "2020"),
        ("2020-5", "2020-05"),
        ("2020/05/03/", "2020-05-03"),
        ("2020-05-03T10:00:00.000Z", "2020-05-03"),
        ("2020-02-31", "2020-02"),
        ("2020-13", "2020"),
        ("May 2020", "2020-05"),
        ("3 May 2020", "2020-05-03"),
        ("Sept. 1st, 2020", "2020-09-01"),
        ("Marketing in Mayfair 2020", "2020"),
        ("no date", ""),
        ("", ""),
    ],
)
def test_a_date_keeps_the_precision_that_is_real(text: str, expected: str) -> None:
    assert parse_date(text) == expected


@pytest.mark.parametrize(("text", "expected"), [("may", 5), ("September", 9), ("12", 12), ("spring", 0), ("", 0)])
def test_months_are_names_or_numbers(text: str, expected: int) -> None:
    assert month_number(text) == expected
