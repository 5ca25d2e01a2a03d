"""Trending papers: the formula that the page states, over dated counts and the archive's own days."""

from __future__ import annotations

from math import log10
from pathlib import Path

import pytest

from site_builder.library.library import Library, make_library
from site_builder.library.trending import rank_papers, trending_url
from site_builder.model import Entry
from site_builder.settings.groups import TrendingSettings
from site_builder.settings.terms import DEFAULT_TAXONOMIES
from site_builder.settings.types import SiteConfig
from tests.shelf import built, entry, front_matter, page, write_archive


def library(*entries: Entry) -> Library:
    return make_library(entries, [], SiteConfig(taxonomies=DEFAULT_TAXONOMIES), lambda path: b"")[0]


DEFAULTS = TrendingSettings()


def ranked(shelf: Library, span: str, settings: TrendingSettings = DEFAULTS) -> list[tuple[str, float]]:
    rankings = {ranking.span: ranking.scores for ranking in rank_papers(shelf, settings, 10)}
    return [(shelf.entries[score.position].id, score.value) for score in rankings.get(span, ())]


SHELF = library(
    entry("new", date="2026-05-29", upvotes=10, comments=3, stars=99, as_of="2026-05-30"),
    entry("older", date="2026-05-26", upvotes=50, as_of="2026-05-30"),
    entry("silent", date="2026-05-29"),
    entry("last-month", date="2026-05-05", upvotes=400, as_of="2026-05-30"),
    entry("long-ago", date="2025-05-05", upvotes=900, as_of="2026-05-30"),
    entry("of-a-year", published="2024", upvotes=7, as_of="2026-05-30"),
)


def test_the_score_is_what_the_page_states() -> None:
    assert ranked(SHELF, "week") == [("new", 10 + 2 * 3 + 10 * log10(100)), ("older", 50 / 2)]
    assert ranked(SHELF, "day") == [("new", 36.0)]
    # Over a month a score lasts four times as long.
    assert ranked(SHELF, "month") == [("last-month", 100.0), ("older", round(50 / 2**0.25, 6)), ("new", 36.0)]


def test_the_most_upvoted_are_of_all_time_and_ties_keep_their_order() -> None:
    votes = ranked(SHELF, "upvoted")
    assert [name for name, _ in votes] == ["long-ago", "last-month", "older", "new", "of-a-year"]
    twins = library(*(entry(name, date="2026-05-29", upvotes=5, as_of="2026-05-30") for name in "abc"))
    assert [name for name, _ in ranked(twins, "week")] == [found.id for found in twins.entries]


def test_the_weights_are_settings() -> None:
    settings = TrendingSettings(comments=0, stars=0, half_life=1)
    assert ranked(SHELF, "week", settings) == [("new", 10.0), ("older", 50 / 8)]


def test_without_signals_or_where_it_is_switched_off_there_is_no_page(tmp_path: Path) -> None:
    assert rank_papers(library(entry("silent", date="2026-05-29")), DEFAULTS, 10) == ()
    assert rank_papers(SHELF, TrendingSettings(show=False), 10) == ()
    assert rank_papers(library(), DEFAULTS, 10) == ()
    files = {"content/papers/one.md": front_matter("title: One", "date: 2026-05-29", "upvotes: 3", "as_of: 2026-05-30")}
    built(write_archive(tmp_path, files))
    assert "3 upvotes = 3" in page(tmp_path, "trending.html")
    assert "trending.html" in page(tmp_path, "index.html")
    built(write_archive(tmp_path, files | {"site.yml": "title: A\ntrending: {show: no}\n"}))
    assert "trending" not in page(tmp_path, "index.html")
    assert not (tmp_path / "_site/trending.html").exists()


def test_counts_of_papers_long_ago_leave_a_week_empty_and_its_page_says_so(tmp_path: Path) -> None:
    old = front_matter("title: Old", "date: 2020-05-29", "upvotes: 3", "as_of: 2026-05-30")
    new = front_matter("title: New", "date: 2026-05-29")
    built(write_archive(tmp_path, {"content/papers/old.md": old, "content/papers/new.md": new}))
    assert "No votes yet for these days" in page(tmp_path, "trending.html")
    assert (tmp_path / "_site/trending/upvoted.html").exists()
    assert not (tmp_path / "_site/trending/day.html").exists()


@pytest.mark.parametrize(("span", "url"), [("week", "trending.html"), ("month", "trending/month.html")])
def test_the_weeks_page_stands_for_all(span: str, url: str) -> None:
    assert trending_url(span) == url
