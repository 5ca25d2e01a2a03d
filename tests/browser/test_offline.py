"""The site without a connection, over HTTP under a project's path: pages that were seen, an archive that is kept."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.conftest import papershelf
from tests.sample import write_sample

PAPER, OTHER = "papers/all-fields.html", "papers/note-1.html"
LONG = 30_000  # milliseconds, for hundreds of files on a busy machine
KEPT = "The archive is on this device."
VERSIONS = "caches.keys().then((names) => names.filter((name) => name.includes(' version ')))"


class Host(ThreadingHTTPServer):
    """Serves the present deployment under `/repo/`, unless it is cut off; notes what is asked."""

    daemon_threads = True

    def __init__(self, site: Path) -> None:
        super().__init__(("127.0.0.1", 0), partial(_Handler, directory=str(site)))
        self.site = site
        self.is_cut = False
        self.asked: list[str] = []
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/repo/"


class _Handler(SimpleHTTPRequestHandler):
    server: Host

    def log_message(self, format: str, *args: object) -> None:
        """Log nothing."""

    def translate_path(self, path: str) -> str:
        return super().translate_path(path.removeprefix("/repo"))

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()

    def do_GET(self) -> None:
        if self.server.is_cut:
            self.close_connection = True
            return
        del self.headers["If-Modified-Since"]  # two deployments of a test may be of the same second
        self.directory = str(self.server.site)
        self.server.asked.append(self.path.removeprefix("/repo/"))
        super().do_GET()


@pytest.fixture(scope="module")
def deployments(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A site, the site after an edit, and the site when it no longer keeps anything."""
    root = tmp_path_factory.mktemp("offline")
    write_sample(root)

    def deploy(name: str) -> Path:
        done = papershelf("build", "--jobs", "1", cwd=root)
        assert done.returncode == 0, done.stdout
        return Path(shutil.copytree(root / "_site", root / name))

    made = {"first": deploy("first")}
    entry = root / "content/papers/note-1.md"
    entry.write_text(entry.read_text(encoding="utf-8").replace("few words", "quite other words"), encoding="utf-8")
    made["second"] = deploy("second")
    settings = root / "site.yml"
    settings.write_text(settings.read_text(encoding="utf-8") + "offline: no\n", encoding="utf-8")
    made["withdrawn"] = deploy("withdrawn")
    return made


@pytest.fixture
def host(deployments: dict[str, Path]) -> Iterator[Host]:
    with Host(deployments["first"]) as server:
        yield server
        server.shutdown()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context()
    made.set_default_timeout(10_000)
    yield made
    made.close()


def _start(page: Page, host: Host) -> None:
    """Open the home page, and wait for the worker."""
    page.goto(host.url)
    page.evaluate("navigator.serviceWorker.ready")
    page.wait_for_function("navigator.serviceWorker.controller")


def _keep(page: Page, host: Host) -> None:
    page.goto(host.url + "offline.html")
    page.get_by_role("button", name="Keep this archive").click()
    expect(page.locator("#offline [role=status]")).to_contain_text(KEPT, timeout=LONG)


def _cut(host: Host) -> None:
    """Answer nothing any more. The browser's own offline mode would reach pages and workers at different times."""
    host.is_cut = True


def _stored(page: Page) -> list[str]:
    found: list[str] = page.evaluate(
        "(async () => (await Promise.all((await caches.keys()).map(async (n) =>"
        " (await (await caches.open(n)).keys()).map((r) => r.url)))).flat())()"
    )
    return found


def _comes_true(page: Page, expression: str) -> bool:
    """Wait until a promise resolves to something true; return whether it did."""
    for _ in range(400):
        if page.evaluate(expression):
            return True
        page.wait_for_timeout(50)
    return False


def _wait(page: Page, expression: str) -> None:
    assert _comes_true(page, expression), f"never true: {expression}"


def test_what_was_seen_works_without_a_connection(context: BrowserContext, host: Host) -> None:
    page = context.new_page()
    _start(page, host)
    page.goto(host.url + PAPER)
    _wait(page, f"caches.match('{host.url}{PAPER}', {{ ignoreSearch: true }}).then(Boolean)")
    _cut(host)
    page.goto(host.url + PAPER)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Bounds of")
    assert page.evaluate("getComputedStyle(document.body).fontFamily")
    page.goto(host.url)  # it was open before there was a worker
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.goto(host.url + OTHER)
    expect(page.get_by_text("is not on this device")).to_be_visible()
    expect(page.get_by_role("link", name="Try again")).to_have_attribute("href", host.url + OTHER)


def test_a_kept_archive_is_whole_offline_and_is_updated(
    context: BrowserContext, host: Host, deployments: dict[str, Path]
) -> None:
    page = context.new_page()
    _start(page, host)
    _keep(page, host)
    _cut(host)
    page.goto(host.url + OTHER)
    expect(page.get_by_text("An abstract of few words")).to_be_visible()
    page.fill("#search-box", "shelf")
    expect(page.get_by_role("option").first).to_be_visible()
    host.is_cut = False
    host.site, host.asked = deployments["second"], []
    before = page.evaluate(VERSIONS)
    is_new = f"{VERSIONS}.then((names) => names.length === 1 && names[0] !== '{before[0]}')"
    for _ in range(3):  # a busy machine may show a page as it was kept; the next visit brings the new one
        page.goto(host.url + OTHER)  # no other page is open
        if _comes_true(page, is_new):
            break
    assert page.evaluate(is_new)
    fetched = [url for url in host.asked if url.startswith(("papers/", "authors/"))]
    assert OTHER in fetched
    assert PAPER not in fetched  # it is as it was
    _cut(host)
    page.goto(host.url + OTHER)
    expect(page.get_by_text("quite other words")).to_be_visible()
    page.goto(host.url + "offline.html")
    expect(page.locator("#offline [role=status]")).to_contain_text(KEPT)
    page.get_by_role("button", name="Remove").click()
    expect(page.get_by_role("button", name="Keep this archive")).to_be_visible()
    assert not [url for url in _stored(page) if "authors/" in url]


def test_a_full_quota_leaves_nothing_half(context: BrowserContext, host: Host) -> None:
    page = context.new_page()
    _start(page, host)
    session = context.new_cdp_session(page)
    origin = host.url.removesuffix("/repo/")
    page.goto(host.url + "offline.html")
    used = page.evaluate("navigator.storage.estimate().then((e) => e.usage)")
    session.send("Storage.overrideQuotaForOrigin", {"origin": origin, "quotaSize": used + 60_000})
    keep, status = page.get_by_role("button", name="Keep this archive"), page.locator("#offline [role=status]")
    keep.click()  # the browser says that it has gigabytes
    expect(status).to_contain_text("so nothing was kept", timeout=LONG)
    assert not [url for url in _stored(page) if "authors/" in url]
    expect(page.get_by_role("button", name="Remove")).to_be_hidden()
    page.evaluate("navigator.storage.estimate = async () => ({ quota: 1000, usage: 0 })")
    keep.click()
    expect(status).to_contain_text("There is not enough room:")


def test_a_deployment_withdraws_the_worker(context: BrowserContext, host: Host, deployments: dict[str, Path]) -> None:
    page = context.new_page()
    _start(page, host)
    _keep(page, host)
    page.evaluate("caches.open('papershelf /other/ whole')")
    host.site = deployments["withdrawn"]
    page.goto(host.url)
    _wait(page, "navigator.serviceWorker.getRegistration().then((r) => !r)")
    assert page.evaluate("caches.keys()") == ["papershelf /other/ whole"]
