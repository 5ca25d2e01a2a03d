"""The home page shows the newest papers, whatever is known of their dates."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.shelf import built, front_matter, page, run, write_archive


def home(root: Path, dates: dict[str, str]) -> list[str]:
    """Build an archive of papers with these dates; return the headings of its home page and the papers below them."""
    files = {
        f"content/papers/{name}.md": front_matter(f"title: {name}", *([f"published: '{day}'"] if day else []))
        for name, day in dates.items()
    }
    built(write_archive(root, files))
    main = page(root, "index.html").partition("<main")[2]
    found = re.findall(
        r"<h[12][^>]*>(?:<a[^>]*>)?(?:<time[^>]*>)?([^<]+)|<a href=papers/[a-z0-9]+\.html[^>]*>([a-z0-9]+)</a>",
        main,
    )
    return list(dict.fromkeys(heading.strip() or name for heading, name in found))


@pytest.mark.parametrize(
    ("dates", "shown"),
    [
        ({"a": "2022-01", "b": "2025", "c": "2024"}, ["2025", "b", "2024", "c", "January 2022", "a"]),
        ({"a": "2026-11-30", "b": "2026", "c": "2025"}, ["a", "2026", "b", "2025", "c"]),
        ({"a": "2025", "b": ""}, ["2025", "a", "Undated", "b"]),
        ({"a": "", "b": ""}, ["a", "b"]),
    ],
)
def test_the_newest_papers_come_first_whatever_their_dates_name(
    dates: dict[str, str], shown: list[str], tmp_path: Path
) -> None:
    found = home(tmp_path, dates)
    assert [text for text in found if text in shown] == shown


def test_an_archive_of_years_shows_all_of_its_papers(tmp_path: Path) -> None:
    dates = {f"p{year}x{number}": str(year) for year in (2023, 2024) for number in range(20)}
    assert set(dates) <= set(home(tmp_path, dates))


def test_an_archive_without_papers_says_so(tmp_path: Path) -> None:
    write_archive(tmp_path, {})
    assert run("build", "--archive", tmp_path).exit_code == 0
    assert "There are no papers here yet." in page(tmp_path, "index.html")
