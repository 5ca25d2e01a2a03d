"""What a page costs and whether it stays still: the limits that the theme keeps."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from benchmarks.page_weight import movement, weigh

STEADY = (
    "index.html",
    "papers/all-fields.html",
    "tags/shelves.html",
    "trending.html",
    "collections/where-to-start.html",
    "weeks/2026-W10.html",
    "reading-list.html",
    "search.html",
)


def test_styles_and_scripts_are_small(sample_site: Path) -> None:
    sizes = weigh(sample_site, "index.html")
    assert 0 < sizes["css"] < 8_000
    assert 0 < sizes["js"] < 8_000


@pytest.mark.parametrize("path", STEADY)
def test_nothing_moves_and_nothing_is_too_wide(browser: Browser, sample_site: Path, path: str) -> None:
    assert movement(browser, sample_site, path) == (0, 0)


def test_what_moves_is_noticed(browser: Browser, tmp_path: Path) -> None:
    late = "<script>setTimeout(() => document.querySelector('p').before('Late. '.repeat(99)), 300)</script>"
    (tmp_path / "late.html").write_text(f"<!doctype html><body><p>Text.</p>{late}", encoding="utf-8")
    shift, _ = movement(browser, tmp_path, "late.html")
    assert shift > 0


@pytest.mark.parametrize(("path", "limit"), [("map.html", 0.02), ("search.html#q=shelves", 0.05)])
def test_what_a_script_fills_hardly_moves(browser: Browser, sample_site: Path, path: str, limit: float) -> None:
    shift, wide = movement(browser, sample_site, path)
    assert (shift < limit, wide) == (True, 0)
