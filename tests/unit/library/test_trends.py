"""What changes over time: steps, the test of rising and falling tags, newcomers, charts."""

from __future__ import annotations

from pathlib import Path

import pytest

from site_builder.contexts.charts import area
from site_builder.library.library import Library, make_library
from site_builder.library.trends import (
    Change,
    discoveries,
    find_changes,
    newcomers,
    proportions_z,
    time_axis,
    top_terms,
)
from site_builder.model import Entry, Term
from site_builder.settings.terms import DEFAULT_TAXONOMIES
from site_builder.settings.types import SiteConfig
from tests.shelf import built, entry, front_matter, page, write_archive


def library_of(*entries: Entry) -> Library:
    return make_library(entries, [], SiteConfig(taxonomies=DEFAULT_TAXONOMIES), lambda path: b"")[0]


def test_steps_are_months_with_none_left_out() -> None:
    axis = time_axis(library_of(entry("a", date="2025-11-30"), entry("b", date="2026-02-01")))
    assert axis is not None
    assert axis.keys == ("2025-11", "2025-12", "2026-01", "2026-02")


def test_steps_are_years_where_months_are_unknown_or_many() -> None:
    coarse = time_axis(library_of(entry("a", published="2020"), entry("b", date="2022-02-01")))
    long = time_axis(library_of(entry("a", date="1987-02-01"), entry("b", date="1999-02-01")))
    assert coarse is not None
    assert coarse.keys == ("2020", "2021", "2022")
    assert long is not None
    assert long.keys[0::12] == ("1987", "1999")


def test_a_single_step_is_no_trend() -> None:
    assert time_axis(library_of(entry("a", date="2026-02-01"), entry("b", date="2026-02-20"))) is None
    assert time_axis(library_of(entry("a"))) is None


def test_the_statistic_is_that_of_the_two_proportion_test() -> None:
    assert proportions_z(10, 100, 30, 100) == pytest.approx(3.5355, abs=1e-4)
    assert proportions_z(30, 100, 10, 100) == pytest.approx(-3.5355, abs=1e-4)
    assert proportions_z(100, 100, 50, 50) == 0


def test_chance_is_not_reported() -> None:
    changes = [Change(Term("tags", f"t{n}", f"t{n}", ()), 1, 1, z) for n, z in enumerate((4.0, 2.0, 1.9, 0.1, -0.5))]
    assert [change.z for change in discoveries(changes)] == [4.0]
    assert discoveries([]) == []


def test_tags_that_rise_and_fall_are_found() -> None:
    papers = [
        entry(f"{when}-{n}", date=f"{when}-02", tags=("steady", "old" if (n < 30) == (when < "2026-02") else "new"))
        for when in ("2026-01", "2026-02")
        for n in range(40)
    ]
    library = library_of(*papers)
    axis = time_axis(library)
    assert axis is not None
    changes = find_changes(library, axis)
    assert [change.term.slug for change in changes.rising] == ["new"]
    assert [change.term.slug for change in changes.falling] == ["old"]
    assert (changes.tested, changes.before, changes.after) == (3, 40, 40)


def test_the_newest_tags_come_first_and_rare_ones_not_at_all() -> None:
    papers = [entry(f"a{n}", date="2026-01-05", tags=("early", "rare") if n < 2 else ("early",)) for n in range(5)]
    papers += [entry(f"b{n}", date=f"2026-02-{n + 3:02}", tags=("late",)) for n in range(5)]
    found = [(term.slug, day) for term, day in newcomers(library_of(*papers))]
    assert found == [("late", "2026-02-03"), ("early", "2026-01-05")]


def test_top_terms_have_two_papers_at_least() -> None:
    library = library_of(*(entry(f"a{n}", organizations=("A Lab", f"Lab {n}")) for n in range(3)))
    assert [(term.name, count) for term, count in top_terms(library, "organizations", range(3))] == [("A Lab", 3)]


def test_an_area_is_a_path_of_few_strokes() -> None:
    assert area([0, 0, 5, 10, 10, 1]) == "M0 10V10h2V5h1V0h2V9h1V10z"


def test_the_page_is_made_where_there_is_time_and_can_be_left_out(tmp_path: Path) -> None:
    papers = {f"content/papers/p{n}.md": front_matter(f"title: Note {n}", f"date: 2026-0{n}-01") for n in (1, 2, 3)}
    built(write_archive(tmp_path, papers))
    assert page(tmp_path, "trends.html").count("<rect ") == 3
    assert "href=trends.html" in page(tmp_path, "index.html")
    built(write_archive(tmp_path, {"site.yml": "title: A shelf\ntrends: no\n"}))
    assert not (tmp_path / "_site/trends.html").exists()
    assert "trends.html" not in page(tmp_path, "index.html")
