"""Pages of citations: who cites whom, the most cited, what is missing; none where the setting says no."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.shelf import built, front_matter, page, run, site_files, write_archive

TAGS = {"a": "shelves", "b": "shelves", "c": "ladders", "d": "shelves"}
CITATIONS = """citing,cited,source,day
a,b,by hand,
c,b,crossref,2026-05-26
c,a,,
a,doi:10.1000/$(id),,
b,doi:10.1000/$(id),,
d,doi:10.1000/$(id),,
c,isbn:9780262035613,,
"""


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    files = {
        f"content/papers/{name}.md": front_matter(f"title: Paper {name} <$x$>", f"date: {year}-01-02", f"tags: [{tag}]")
        for (name, tag), year in zip(TAGS.items(), (2026, 2025, 2026, 2024), strict=True)
    }
    root = write_archive(tmp_path_factory.mktemp("cited"), files | {"content/citations.csv": CITATIONS})
    built(root)
    return root


def test_a_paper_names_what_it_cites_and_what_cites_it(shelf: Path) -> None:
    text = page(shelf, "papers/a.html")
    cites, cited_by = text.partition("<h2>Cites")[2].split("<h2>Cited by")
    assert 'href="b.html"' in cites
    assert 'href="c.html"' in cited_by
    assert "<h2>Cite" not in page(shelf, "papers/d.html").replace("<h2>Cite</h2>", "")


def test_the_most_cited_are_listed_for_all_years_and_for_each(shelf: Path) -> None:
    text = page(shelf, "cited.html")
    assert text.index("papers/b.html") < text.index("papers/a.html")
    assert "read-first.html" in text
    assert "papers/b.html" not in page(shelf, "cited/2026.html")
    assert not (shelf / "_site/cited/2024.html").exists()


def test_what_is_missing_is_listed_by_tag_and_quoted_for_a_shell(shelf: Path) -> None:
    text = page(shelf, "read-first.html")
    assert text.count("papershelf add &#39;10.1000/$(id)&#39;") == 2
    assert "cited by 3 papers" in text
    assert "ladders" not in text.partition("<main")[2]
    assert run("missing", "--archive", shelf, "--tag", "shelves").output == "10.1000/$(id)\n"


def test_the_api_has_both_directions_and_what_is_missing(shelf: Path) -> None:
    papers = json.loads((shelf / "_site/api/v1/papers/1.json").read_bytes())["papers"]
    assert {paper["id"]: paper.get("cites") for paper in papers} == {"a": ["b"], "b": None, "c": ["a", "b"], "d": None}
    found = json.loads((shelf / "_site/api/v1/citations.json").read_bytes())
    assert found["cited_by"] == {"a": ["c"], "b": ["a", "c"]}
    assert [one["value"] for one in found["lacking"]] == ["10.1000/$(id)"]


def test_an_added_row_makes_only_the_pages_that_show_it(shelf: Path) -> None:
    file = shelf / "content/citations.csv"
    before = site_files(shelf)
    file.write_text(CITATIONS + "d,c,,\n", encoding="utf-8")
    built(shelf)
    after = site_files(shelf)
    changed = {url for url in before.keys() | after.keys() if before.get(url) != after.get(url)}
    shown = {"papers/c.html", "papers/d.html", "papers/c.md", "papers/d.md", "cited.html", "cited/2026.html"}
    data = {"papers.jsonl", "api/index.html", "api/v1/papers/1.json", "api/v1/citations.json", ".papershelf-site"}
    kept = {"sw.js", "offline/0.txt"}
    assert shown <= changed <= shown | data | kept
    file.write_text(CITATIONS, encoding="utf-8")
    built(shelf)
    assert site_files(shelf).keys() == before.keys()


def test_one_setting_turns_all_of_it_off(tmp_path: Path) -> None:
    files = {f"content/papers/{name}.md": front_matter(f"title: {name}", "date: 2026-01-02") for name in TAGS}
    root = write_archive(tmp_path, files | {"content/citations.csv": CITATIONS, "site.yml": "citations: no\n"})
    built(root)
    assert [url for url in site_files(root) if url.startswith(("cited", "read-first", "api/v1/citations"))] == []
    assert "Most cited" not in page(root, "index.html")
    assert "Cited by" not in page(root, "papers/a.html")
