"""What a search found, saved as files: with all that pages say, or from a disk with what lists say."""

from __future__ import annotations

import csv
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit


def saved(page: Page, kind: str) -> str:
    """Return the text of the file that one of the buttons saves."""
    with page.expect_download() as download:
        page.locator(f"[data-as={kind}]").click()
    assert download.value.suggested_filename == f"papers.{kind}"
    return Path(download.value.path()).read_text(encoding="utf-8")


def test_results_are_saved_in_four_formats(visit: Visit, sample_root: str | Path) -> None:
    visitor = visit(sample_root)
    page = visitor.open("search.html#q=shelves&sort=date")
    count = int(page.locator("#search-status").inner_text().split()[0])
    assert 20 < count < 500
    is_whole = page.url.startswith("http")
    bibtex = saved(page, "bib")
    assert bibtex.count("\n}") == count
    assert ("  author = {Author, Ana and Writer, Bo and " in bibtex) is is_whole
    assert ("  author = {Ana Author and Bo Writer and " in bibtex) is not is_whole
    assert ("10.1000/" in bibtex) is is_whole
    ris = saved(page, "ris")
    assert ris.count("ER  - ") == count
    assert "AU  - Author, Ana\n" in ris
    rows = list(csv.DictReader(saved(page, "csv").removeprefix("\ufeff").splitlines()))
    assert len(rows) == count
    assert all(row["title"] for row in rows)
    lines = saved(page, "md").splitlines()
    assert len(lines) == count
    assert "Bounds of O(n log n) on" in "".join(lines)
    assert visitor.complaints == []


def test_the_link_opens_the_same_search(visit: Visit, sample_site: Path) -> None:
    visitor = visit(sample_site)
    page = visitor.open("search.html#q=shelves")
    page.fill(".search-input", "short notes")
    link = page.locator(".search-save a")
    expect(link).to_have_attribute("href", f"{visitor.root}search.html#q=short+notes")
    first = page.locator("#search-results h2").first.inner_text()
    other = visitor.open("search.html" + link.evaluate("link => link.hash"))
    expect(other.locator("#search-results h2").first).to_have_text(first)
