"""Comments and counted visits: only where site.yml asks, never from a disk, giscus not before the reader wants it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Route

from site_builder.settings.load import parse_config
from tests.browser.conftest import serve_site
from tests.shelf import built, front_matter, page, write_archive

SITE = """\
title: A shelf
comments: {repository: owner/name, repository_id: R_1, category: Announcements, category_id: DIC_1}
visits: {script: 'https://stats.example.org/count.js', attributes: {data-domain: example.org}}
"""
PAPER = "papers/one.html"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("outside")
    write_archive(root, {"site.yml": SITE, "content/papers/one.md": front_matter("title: One")})
    built(root)
    return root / "_site"


@pytest.fixture(scope="module")
def server(site: Path) -> Iterator[str]:
    yield from serve_site(site)


def requests(browser: Browser, address: str, *, click: bool) -> list[str]:
    """The addresses beyond the site that a page asks for."""
    asked: list[str] = []

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(content_type="text/javascript", body="document.body.dataset.ran = 'yes'")

    context = browser.new_context()
    tab = context.new_page()
    tab.route("https://**/*", answer)
    tab.goto(address)
    if click:
        tab.get_by_role("button", name="Show comments").click()
        tab.wait_for_selector("body[data-ran=yes]")
        script = tab.locator("script[src^='https://giscus.app']")
        assert script.get_attribute("data-repo") == "owner/name"
        assert script.get_attribute("data-term") == PAPER
    else:
        tab.wait_for_load_state("networkidle")
        assert tab.get_by_role("button", name="Show comments").count() == (address.startswith("http"))
    context.close()
    return asked


def test_a_visit_is_counted_and_comments_wait_for_the_reader(browser: Browser, server: str) -> None:
    assert requests(browser, server + PAPER, click=False) == ["https://stats.example.org/count.js"]
    assert "https://giscus.app/client.js" in requests(browser, server + PAPER, click=True)


def test_nothing_is_asked_of_anybody_from_a_disk(browser: Browser, site: Path) -> None:
    assert requests(browser, (site / PAPER).as_uri(), click=False) == []


def test_by_default_no_page_names_another_site(tmp_path: Path) -> None:
    root = write_archive(tmp_path, {"content/papers/one.md": front_matter("title: One")})
    built(root)
    assert "outside" not in page(root, PAPER)
    assert "giscus" not in page(root, PAPER)


@pytest.mark.parametrize(
    "settings",
    [
        "comments: {repository: owner/name}\n",
        "visits: {script: javascript:alert(1)}\n",
        "visits: {script: 'https://example.org/count.js', attributes: {onload: alert(1)}}\n",
    ],
)
def test_settings_that_would_not_work_or_do_more_are_refused(settings: str) -> None:
    assert parse_config(settings.encode())[1]
