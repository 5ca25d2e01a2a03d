"""Watched questions: each has a page and feeds of what its query finds, and mistakes are told at their place."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from site_builder.build import watch
from site_builder.build.archive import Archive
from site_builder.build.search import Documents
from site_builder.build.workspace import Workspace
from site_builder.settings.load import parse_config
from tests.shelf import built, front_matter, page, site_files, write_archive

SITE = """\
title: A shelf
base_url: https://example.org/
watch:
  Cheap attention: 'attention tag:memory'
  Ladders: '"long ladders"'
"""


def entry(title: str, day: str, body: str, tags: str = "memory") -> str:
    return front_matter(f"title: {title}", f"date: {day}", f"tags: [{tags}]", body=body)


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    files = {
        "site.yml": SITE,
        "content/papers/one.md": entry("Attention", "2026-01-01", "Of shelves."),
        "content/papers/two.md": entry("Shelves", "2026-01-02", "They need attention."),
        "content/papers/three.md": entry("Attention elsewhere", "2026-01-03", "Of shelves.", "other"),
    }
    built(write_archive(tmp_path, files))
    return tmp_path


def found(root: Path, name: str) -> list[str]:
    return [item["url"] for item in json.loads((root / f"_site/watch/{name}.json").read_bytes())["items"]]


def test_a_question_lists_what_its_query_finds_the_newest_first(shelf: Path) -> None:
    addresses = [f"https://example.org/papers/{name}.html" for name in ("two", "one")]
    assert found(shelf, "cheap-attention") == addresses
    text = page(shelf, "watch/cheap-attention.html")
    assert text.index("papers/two.html") < text.index("papers/one.html")
    assert "search.html?q=attention%20tag%3Amemory" in text
    assert "watch/cheap-attention.xml" in page(shelf, "subscribe.html")


def test_a_question_that_finds_nothing_has_a_page_and_valid_feeds(shelf: Path) -> None:
    assert "No paper yet." in page(shelf, "watch/ladders.html")
    assert "<updated>2026-01-03T00:00:00Z</updated>" in page(shelf, "watch/ladders.xml")
    assert found(shelf, "ladders") == []


def test_an_edited_abstract_is_found_without_comparing_the_others(shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[int] = []
    compare = watch._compare

    def note(work: Workspace, archive: Archive, documents: Documents, positions: list[int]) -> list[list[int]]:
        compared.extend(positions)
        return compare(work, archive, documents, positions)

    monkeypatch.setattr(watch, "_compare", note)
    path = shelf / "content/papers/three.md"
    path.write_text(entry("Attention elsewhere", "2026-01-03", "Of long ladders.", "other"), encoding="utf-8")
    built(shelf)
    assert found(shelf, "ladders") == ["https://example.org/papers/three.html"]
    assert compared == [0]


def test_without_questions_there_are_no_pages(shelf: Path) -> None:
    (shelf / "site.yml").write_text("title: A shelf\n", encoding="utf-8")
    built(shelf)
    assert not [url for url in site_files(shelf) if url.startswith("watch")]


@pytest.mark.parametrize(
    ("line", "place", "message"),
    [
        ("Old: 'year:x'", (3, 14), "'x' is not a year"),
        ("Open: '\"a b'", (3, 10), "a quote is not closed"),
        ("'?': attention", (3, 3), "'?' gives no address"),
        ("One: a1\n  one!: b1", (4, 3), "'one!' has the address of 'One'"),
    ],
)
def test_mistakes_are_told_at_their_place(line: str, place: tuple[int, int], message: str) -> None:
    _, (problem,) = parse_config(f"title: A shelf\nwatch:\n  {line}\n".encode())
    assert (problem.line, problem.column) == place
    assert problem.message == message
