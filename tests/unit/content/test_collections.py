"""Curated lists: their files, their pages, and what papers show of them."""

from __future__ import annotations

from pathlib import Path

from site_builder.content.collections import parse_collection
from site_builder.model import Pick
from tests.shelf import built, front_matter, page, write_archive

LIST = """\
---
title: Where to start
papers:
  - two
  - {id: 2604.10, comment: "Mind $x^2$ & <b>."}
---
An *introduction*.
"""


def test_papers_stand_in_the_curators_order_with_their_places() -> None:
    collection, problems = parse_collection("content/collections/start.md", LIST.encode())
    assert problems == ()
    assert collection is not None
    assert collection.id == "start"
    assert collection.html == "<p>An <em>introduction</em>.</p>"
    assert collection.papers == (Pick("two", "", 4, 5), Pick("2604.10", "Mind $x^2$ & <b>.", 5, 5))


FILES = {
    "content/papers/two.md": front_matter("title: Two"),
    "content/papers/2604.10.md": front_matter("title: Ten"),
    "content/collections/start.md": LIST,
}


def test_a_list_has_a_page_an_index_and_links_from_its_papers(tmp_path: Path) -> None:
    built(write_archive(tmp_path, FILES))
    shown = page(tmp_path, "collections/start.html")
    assert shown.index("Two</a>") < shown.index("Ten</a>")
    assert "Mind <math>" in shown
    assert "&amp; &lt;b&gt;." in shown
    assert "href=../collections/start.html>Where to start" in page(tmp_path, "papers/two.html")
    assert "href=../collections/start.html>Where to start" in page(tmp_path, "collections/index.html")
    assert "href=collections/index.html>Collections" in page(tmp_path, "index.html")


def test_a_paper_that_a_list_drops_no_longer_names_it(tmp_path: Path) -> None:
    built(write_archive(tmp_path, FILES))
    built(write_archive(tmp_path, FILES | {"content/collections/start.md": LIST.replace("  - two\n", "")}))
    assert "collections/start" not in page(tmp_path, "papers/two.html")
    assert "collections/start" in page(tmp_path, "papers/2604.10.html")


def test_an_archive_without_lists_has_no_place_for_them(tmp_path: Path) -> None:
    built(write_archive(tmp_path, {"content/papers/two.md": front_matter("title: Two")}))
    assert "collections" not in page(tmp_path, "index.html")
    assert not (tmp_path / "_site/collections").exists()
