"""Texts that are a date or an address, and texts that only look like one."""

from __future__ import annotations

import pytest

from site_builder.reading.plain_values import is_date, is_web_address


@pytest.mark.parametrize("text", ["2026", "2026-05", "2026-02-28", "2024-02-29", "1000-01-01"])
def test_dates_of_each_precision(text: str) -> None:
    assert is_date(text)


@pytest.mark.parametrize(
    "text", ["2026-02-29", "2026-13", "2026-00", "26", "20260526", "2026-5", "2026-05-26T00:00", "٢٠٢٦", "", "0999"]
)
def test_what_is_no_date(text: str) -> None:
    assert not is_date(text)


@pytest.mark.parametrize("text", ["https://example.org", "http://example.org:80/a?b=c#d", "https://пример.example/ä"])
def test_web_addresses(text: str) -> None:
    assert is_web_address(text)


@pytest.mark.parametrize(
    "text",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "//example.org",
        "example.org",
        "https://",
        "https://a b",
        "https://user@example.org",
        "https://example.org:99999999",
        "https://[::1",
        'https://example.org/"onload=',
        " https://example.org",
    ],
)
def test_what_is_no_web_address(text: str) -> None:
    assert not is_web_address(text)
