"""Every kind of page opens cleanly from a disk and from a server, fits a narrow screen, and needs no script."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.conftest import Visit, serve_site
from tests.sample import PAGES
from tests.shelf import built, front_matter, write_archive

EVERY_PAGE = pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
# From a disk, the page for unknown addresses finds nothing: its links start at the server's root.
ON_DISK = [path for path in PAGES.values() if path != "404.html"]


def one_of_each(site: Path) -> list[str]:
    """One page of each folder of a site, each index, and all pages at its root."""
    kinds = {}
    for file in sorted(site.rglob("*.html")):
        path = file.relative_to(site).as_posix()
        if "http-equiv=refresh" in file.read_text(encoding="utf-8"):
            continue
        is_alone = "/" not in path or file.name == "index.html"
        kinds[path if is_alone else path.rpartition("/")[0]] = path
    return sorted(path for path in kinds.values() if path != "404.html")


def test_the_sample_has_every_kind_of_page_that_the_archive_has(built_site: Path, sample_site: Path) -> None:
    folders = {path.partition("/")[0] for path in one_of_each(built_site)}
    assert folders <= {path.partition("/")[0] for path in one_of_each(sample_site)}


def test_every_kind_of_page_of_the_sample_is_tried(sample_site: Path) -> None:
    folders = {path.partition("/")[0] for path in one_of_each(sample_site)}
    assert folders <= {path.partition("/")[0] for path in PAGES.values()}


def test_pages_of_the_repositorys_archive_open_cleanly(visit: Visit, built_root: str | Path, built_site: Path) -> None:
    visitor = visit(built_root)
    for path in one_of_each(built_site):
        visitor.open(path).close()
    assert visitor.complaints == []
    assert len(visitor.requests) > 50


@pytest.mark.parametrize("path", ON_DISK)
def test_a_page_opens_cleanly(visit: Visit, sample_root: str | Path, path: str) -> None:
    visitor = visit(sample_root)
    page = visitor.open(path)
    assert page.locator("h1").count() == 1
    assert visitor.complaints == []


@EVERY_PAGE
def test_a_page_fits_a_narrow_screen(visit: Visit, sample_server: str, path: str) -> None:
    page = visit(sample_server, viewport={"width": 320, "height": 640}).open(path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("path", ["index.html", "papers/2602.06025.html", "tags/index.html"])
def test_a_page_of_the_repositorys_archive_fits_a_narrow_screen(visit: Visit, built_site: Path, path: str) -> None:
    page = visit(built_site, viewport={"width": 320, "height": 640}).open(path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("path", ON_DISK)
def test_a_page_without_scripts_has_its_content(visit: Visit, sample_site: Path, path: str) -> None:
    visitor = visit(sample_site, java_script_enabled=False)
    page = visitor.open(path)
    assert page.locator("h1").is_visible()
    assert page.locator("header nav a").first.is_visible()
    assert len(page.locator("main").inner_text()) > 20
    assert visitor.complaints == []


def test_a_paper_without_scripts_is_whole(visit: Visit, sample_site: Path) -> None:
    page = visit(sample_site, java_script_enabled=False).open("papers/all-fields.html")
    text = page.locator("main").inner_text()
    for part in ("Ana Author", "Bo Writer", "Mária Háromszéki", "Institute of Shelves", "Journal of Shelves"):
        assert part in text
    assert page.get_by_text("We sort books with").is_visible()
    assert page.locator("math").count() > 2
    assert page.locator("pre", has_text="@article{").is_visible()
    assert page.get_by_role("link", name="Code").first.get_attribute("href") == "https://example.org/code"


def test_the_home_page_without_scripts_lists_papers_with_links(visit: Visit, built_site: Path) -> None:
    page = visit(built_site, java_script_enabled=False).open("index.html")
    first = page.locator("ol.list h2 a").first
    title = first.inner_text()
    first.click()
    assert page.locator("h1").inner_text() == title
    assert page.url.startswith(built_site.as_uri() + "/papers/")


def test_a_list_can_be_paged_without_scripts(visit: Visit, sample_site: Path) -> None:
    page = visit(sample_site, java_script_enabled=False).open("tags/shelves.html")
    page.locator("a[rel=next]").click()
    assert page.url.endswith("/tags/shelves/2.html")
    page.locator("a[rel=prev]").click()
    assert page.url.endswith("/tags/shelves.html")


@pytest.mark.parametrize("address", ["gone.html", "papers/gone.html", "tags/gone/2.html"])
def test_an_unknown_address_leads_home_where_the_path_is_not_known(visit: Visit, tmp_path: Path, address: str) -> None:
    built(write_archive(tmp_path, {"content/papers/one.md": front_matter("title: One")}))
    for server in serve_site(tmp_path / "_site"):
        visitor = visit(server, java_script_enabled=False)
        page = visitor.open(address)
        assert page.evaluate("getComputedStyle(document.body).maxWidth") == "640px"
        page.locator("main a").nth(address.count("/")).click()
        assert page.url == f"{server}index.html"
        assert [text for text in visitor.complaints if "404" not in text] == []


def test_an_unknown_address_shows_the_page_for_it(visit: Visit, sample_server: str) -> None:
    visitor = visit(sample_server)
    page = visitor.open("papers/gone/deeper.html")
    assert [text for text in visitor.complaints if not text.startswith(("404: ", "console: Failed"))] == []
    assert page.locator("h1").inner_text() == "Page not found"
    assert page.evaluate("getComputedStyle(document.querySelector('.skip')).position") == "absolute"
    page.locator("main a").first.click()
    assert page.url == f"{sample_server}index.html"
    assert sum(text.startswith("404: ") for text in visitor.complaints) == 1
