"""The search while the site is published again, and while files are slow or missing, over HTTP as a host serves it."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from site_builder.search.index import FORMAT

from .node import needs_node
from .papers import HAND_MADE, invented, paper, write_site

pytestmark = needs_node


class Host(ThreadingHTTPServer):
    """Serves a site under `/repo/`, to be cached for ten minutes; some paths hang or fail."""

    daemon_threads = True

    def __init__(self, site_path: Path) -> None:
        super().__init__(("127.0.0.1", 0), partial(_Handler, directory=str(site_path)))
        self.site_path = site_path
        self.hanging = ""
        self.failing = ""
        self.released = threading.Event()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/repo/"


class _Handler(SimpleHTTPRequestHandler):
    server: Host

    def log_message(self, format: str, *args: object) -> None:
        """Log nothing."""

    def translate_path(self, path: str) -> str:
        return str(self.server.site_path / path.partition("?")[0].removeprefix("/repo/"))

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "max-age=600")
        super().end_headers()

    def do_GET(self) -> None:
        if self.server.hanging and self.server.hanging in self.path:
            self.server.released.wait(60)
        if self.server.failing and self.server.failing in self.path:
            self.send_error(503)
        else:
            super().do_GET()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context()
    yield context
    context.close()


@pytest.fixture
def host(site_path: Path) -> Iterator[Host]:
    host = Host(site_path)
    yield host
    host.released.set()
    host.shutdown()


def search(page: Page, text: str) -> None:
    page.fill(".search-input", text)


def first(page: Page, paper_id: str) -> None:
    expect(page.locator("#search-results > li").first).to_have_attribute("data-id", paper_id)
    expect(page.locator("#search-status button")).to_have_count(0)


def test_reader_notices_no_deployment(context: BrowserContext, host: Host, tmp_path: Path) -> None:
    page = context.new_page()
    page.goto(host.url + "search.html#q=pruning")
    first(page, "2401.00001")
    new = paper("1999.00001", "Pruning Zeppelins", "The oldest paper moves all others.", date="1999-01-01")
    host.site_path = write_site([new, *HAND_MADE, *invented(230, seed=9)], tmp_path)

    together = "texts => Promise.all(texts.map(text => papershelf.search(text).then(({ results }) => results[0].id)))"
    found = page.evaluate(together, ["zep", "zeppelins", "lumenfold"])  # the open page, with its old manifest
    assert found == ["1999.00001", "1999.00001", "2402.00002"]
    search(page, "zeppelins")
    first(page, "1999.00001")
    search(page, "lumenfold")
    first(page, "2402.00002")
    other = context.new_page()
    other.goto(host.url + "search.html#q=theory")
    first(other, "2405.00005")
    other.goto(host.url + "deep/page.html")
    other.go_back()
    other.reload()
    first(other, "2405.00005")
    context.set_offline(True)
    other.goto(host.url + "deep/page.html")
    other.goto(host.url + "search.html#q=theory")
    first(other, "2405.00005")


def test_new_page_with_a_cached_manifest_finds_the_new_index(
    context: BrowserContext, host: Host, tmp_path: Path
) -> None:
    page = context.new_page()
    page.goto(host.url + "search.html#q=pruning")
    first(page, "2401.00001")
    page.close()
    host.site_path = write_site([*HAND_MADE[1:], *invented(230, seed=9)], tmp_path)
    page = context.new_page()
    page.goto(host.url + "deep/page.html")
    page.keyboard.press("/")
    page.keyboard.type("lumenfold")
    expect(page.locator(".search-panel li").first).to_have_attribute("data-id", "2402.00002")


def test_site_that_is_taken_back_is_searched_though_its_files_were_missing(
    context: BrowserContext, host: Host, site_path: Path, tmp_path: Path
) -> None:
    page = context.new_page()
    page.goto(host.url + "search.html#q=pruning")
    first(page, "2401.00001")
    new = paper("1999.00001", "Pruning Zeppelins", "The oldest paper moves all others.", date="1999-01-01")
    host.site_path = write_site([new, *HAND_MADE, *invented(230, seed=9)], tmp_path)
    search(page, "lumenfold")  # the browser caches that the old site's shard is missing
    first(page, "2402.00002")
    host.site_path = site_path
    search(page, "theory")
    first(page, "2405.00005")
    search(page, "lumenfold")
    first(page, "2402.00002")


def test_index_of_a_newer_format_brings_its_own_scripts(context: BrowserContext, host: Host, tmp_path: Path) -> None:
    page = context.new_page()
    page.goto(host.url + "search.html#q=pruning")
    first(page, "2401.00001")
    site_path = write_site([*HAND_MADE[1:], *invented(230, seed=9)], tmp_path)
    for path in (site_path / "search/manifest.js", site_path / "assets/search-engine.js"):
        text = path.read_text(encoding="utf-8")
        newer = re.sub(rf'("format":|FORMAT=){FORMAT}\b', rf"\g<1>{FORMAT + 1}", text)
        assert newer != text
        path.write_text(newer, encoding="utf-8")
    host.site_path = site_path
    search(page, "lumenfold")
    first(page, "2402.00002")
    search(page, "tag:diff")
    expect(page.locator(".search-chips button").first).to_contain_text("diffusion")


def test_file_that_never_arrives_blocks_no_later_query(context: BrowserContext, host: Host) -> None:
    page = context.new_page()
    page.add_init_script("const wait = setTimeout; window.setTimeout = (f, ms) => wait(f, ms === 8000 ? 1500 : ms)")
    page.goto(host.url + "search.html#q=lumenfold")
    first(page, "2402.00002")
    host.hanging = "search/t/"
    search(page, "pruning")
    expect(page.locator("#search-status")).to_contain_text("Searching")
    expect(page.locator("#search-results > li")).to_have_count(0)
    search(page, "2402.00002")
    first(page, "2402.00002")
    search(page, "pruning")
    expect(page.locator("#search-status")).to_contain_text("could not be loaded", timeout=10_000)
    host.hanging = ""
    host.released.set()
    page.click("#search-status button")
    first(page, "2401.00001")


def test_results_of_another_query_do_not_stay_when_one_fails(context: BrowserContext, host: Host) -> None:
    page = context.new_page()
    page.goto(host.url + "search.html#q=lumenfold")
    first(page, "2402.00002")
    host.failing = "search/t/"
    search(page, "pruning")
    expect(page.locator("#search-status")).to_contain_text("could not be loaded")
    expect(page.locator("#search-results > li")).to_have_count(0)
    expect(page.locator("#search-facets button")).to_have_count(0)


def test_results_without_some_cards_say_so(context: BrowserContext, host: Host) -> None:
    page = context.new_page()
    host.failing = "5.js"
    page.goto(host.url + "search.html#q=model")
    expect(page.locator("#search-status")).to_contain_text("could not be loaded")
    expect(page.locator("#search-results > li").nth(5)).to_be_visible()
