"""Zotero and its kin take up a whole list: from the BibTeX that its page names, which they read as it is done here."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pybtex.database import parse_string

from tests.shelf import built, front_matter, page, write_archive

BASE = "https://example.org/papers/"

# Zotero asks for files of this type on each page that it sees, for four of them at most, and takes whole addresses.
ANNOUNCED = re.compile(r'<link rel=alternate type=application/x-bibtex href="([^"]*)">')


def shelf(root: Path, settings: str = "", count: int = 6) -> Path:
    files = {
        f"content/papers/p{n}.md": front_matter(
            f"title: Paper {n} & $x_{n}$", f"date: 2026-01-0{n // 4 + 1}", "authors: [Ana Author]", "tags: [agents]"
        )
        for n in range(count)
    }
    start = "---\ntitle: Start\npapers: [p1, p0]\n---\n"
    site = f"title: A shelf\nbase_url: {BASE}\n{settings}"
    return write_archive(root, files | {"site.yml": site, "content/collections/start.md": start})


def taken_up(root: Path, url: str) -> list[str]:
    """Return the titles that a reference manager finds from a page."""
    titles: list[str] = []
    for address in ANNOUNCED.findall(page(root, url)):
        text = page(root, address.removeprefix(BASE))
        titles += [entry.fields["title"] for entry in parse_string(text, "bibtex").entries.values()]
    return [re.sub(r"[^\w ]", "", title) for title in titles]


def names(*numbers: int) -> list[str]:
    return [f"Paper {n}  x_{n}" for n in numbers]


def test_each_page_of_a_list_names_the_bibtex_of_what_it_shows(tmp_path: Path) -> None:
    root = shelf(tmp_path, "lists: {page_size: 5}\ndata: {lists: 3}\n")
    built(root)
    assert taken_up(root, "tags/agents.html") == names(4, 5, 0, 1, 2)
    assert taken_up(root, "tags/agents/2.html") == names(3)
    assert taken_up(root, "days/2026-01-02.html") == names(4, 5)
    assert taken_up(root, "collections/start.html") == names(1, 0)
    assert 'href="../tags/agents.bib" type=application/x-bibtex>BibTeX</a>' in page(root, "tags/agents.html")


def test_home_names_that_of_its_day_and_never_the_whole_archive(tmp_path: Path) -> None:
    root = shelf(tmp_path)
    built(root)
    assert taken_up(root, "index.html") == names(4, 5)


def test_a_paper_is_taken_up_from_its_tags(tmp_path: Path) -> None:
    root = shelf(tmp_path)
    built(root)
    assert taken_up(root, "papers/p0.html") == []
    assert "citation_title" in page(root, "papers/p0.html")


def test_short_lists_and_longer_periods_have_none(tmp_path: Path) -> None:
    root = shelf(tmp_path)
    built(root)
    found = {path.relative_to(root / "_site").as_posix() for path in (root / "_site").rglob("*.bib")}
    assert found == {"papers.bib", "collections/start.bib", "days/2026-01-01.bib", "days/2026-01-02.bib"}


@pytest.mark.parametrize("lists", [0, 1])
def test_the_site_says_how_many_papers_a_list_needs(tmp_path: Path, lists: int) -> None:
    root = shelf(tmp_path, f"data: {{lists: {lists}}}\n")
    built(root)
    assert (root / "_site/authors/ana-author.bib").exists() is bool(lists)
    assert (root / "_site/days/2026-01-01.bib").exists() is bool(lists)


def test_a_site_that_does_not_know_its_address_names_relative_ones(tmp_path: Path) -> None:
    root = shelf(tmp_path)
    (root / "site.yml").write_text("title: A shelf\n", encoding="utf-8")
    built(root)
    assert ANNOUNCED.findall(page(root, "days/2026-01-01.html")) == ["../days/2026-01-01.bib"]


def test_an_edit_reaches_the_lists(tmp_path: Path) -> None:
    root = shelf(tmp_path)
    built(root)
    path = root / "content/papers/p0.md"
    path.write_text(path.read_text(encoding="utf-8").replace("Paper 0", "Renamed 0"), encoding="utf-8")
    built(root, verify=True)
    assert taken_up(root, "collections/start.html") == [*names(1), "Renamed 0  x_0"]
