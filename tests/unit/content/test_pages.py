"""A manual: Markdown files that read well where they lie, and on the site."""

from __future__ import annotations

from pathlib import Path

import pytest

from site_builder.content.pages import parse_chapter
from tests.shelf import built, page, run, write_archive

PATHS = ("docs/README.md", "docs/search.md", "docs/deep/more.md")
SITE = "title: A shelf\ndocs: true\n"


def html(text: str, path: str = "docs/search.md", repository: str = "") -> str:
    chapter, problems = parse_chapter(path, text.encode(), PATHS, repository)
    assert problems == ()
    assert chapter
    return chapter.html


@pytest.mark.parametrize(
    ("path", "link", "address"),
    [
        ("docs/search.md", "README.md", "index.html"),
        ("docs/search.md", "deep/more.md#a-part", "deep/more.html#a-part"),
        ("docs/deep/more.md", "../search.md", "../search.html"),
        ("docs/search.md", "#below", "#below"),
        ("docs/search.md", "https://example.org/a.md", "https://example.org/a.md"),
    ],
)
def test_a_link_to_a_chapter_leads_to_its_page(path: str, link: str, address: str) -> None:
    assert f'<a href="{address}">here</a>' in html(f"# A title\n\nLook [here]({link}).\n", path)


def test_a_link_to_another_file_leads_to_the_repository_or_nowhere() -> None:
    text = "# A title\n\nLook [here](../CONTRIBUTING.md#tags) and [there](search.md).\n"
    address = "https://example.org/a/shelf/blob/HEAD/CONTRIBUTING.md#tags"
    assert f'<a href="{address}">here</a>' in html(text, repository="https://example.org/a/shelf/")
    assert html(text) == '<p>Look here and <a href="search.html">there</a>.</p>'


def test_headings_have_the_fragments_that_links_name() -> None:
    assert '<h2 id="what-it-costs-kb--a-paper">' in html("# A title\n\n## What it costs: kB / a paper\n")


def test_chapters_are_pages_of_the_site_where_it_asks_for_them(tmp_path: Path) -> None:
    files = {"docs/README.md": "# The manual\n\nSee [search](search.md).\n", "docs/search.md": "# Searching\n\nSo.\n"}
    root = write_archive(tmp_path, {"site.yml": SITE, **files})
    built(root)
    assert "href=docs/index.html>The manual</a>" in page(root, "index.html").replace("=../", "=")
    assert "<h1>Searching</h1>" in page(root, "docs/search.html")
    (root / "site.yml").write_text("title: A shelf\n")
    built(root)
    assert not (root / "_site" / "docs").exists()


def test_an_edited_chapter_is_built_again(tmp_path: Path) -> None:
    root = write_archive(tmp_path, {"site.yml": SITE, "docs/a.md": "# One\n"})
    built(root)
    (root / "docs" / "a.md").write_text("# Two\n")
    assert built(root).written > 0
    assert "<h1>Two</h1>" in page(root, "docs/a.html")


def test_what_is_wrong_with_a_chapter_is_told_with_its_line(tmp_path: Path) -> None:
    files = {"docs/a.md": "# One\n\nTwo.\n\nA [link](b.md).\n", "docs/c.md": "No title.\n"}
    result = run("check", "--archive", write_archive(tmp_path, {"site.yml": SITE, **files}))
    assert result.exit_code == 1
    assert "docs/a.md:5:1: error[E207]: the file 'docs/b.md' does not exist" in result.output
    assert "docs/c.md:1:1: error[E102]: the page has no title" in result.output
