"""Pages in Chromium, from a disk and from a server, with everything noted that goes wrong in them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request

PROJECT = "/papers/"
WAYS = ("file", "http")


class _ProjectHandler(SimpleHTTPRequestHandler):
    """Serves a site under a project's path, with its 404 page for what is not there, as GitHub Pages does."""

    def do_GET(self) -> None:
        if not self.path.startswith(PROJECT):
            self.send_error(404)
            return
        self.path = self.path.removeprefix(PROJECT.rstrip("/"))
        if Path(self.translate_path(self.path)).exists():
            super().do_GET()
            return
        data = Path(self.directory, "404.html").read_bytes()
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing of single requests."""


def serve_site(site: Path) -> Iterator[str]:
    """Serve a site under a project's path; gives its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_ProjectHandler, directory=str(site)))
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}{PROJECT}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def built_server(built_site: Path) -> Iterator[str]:
    """Where the repository's own archive is served, under a project's path."""
    yield from serve_site(built_site)


@pytest.fixture(scope="session")
def sample_server(sample_site: Path) -> Iterator[str]:
    """Where the sample is served, under the path of its `base_url`."""
    yield from serve_site(sample_site)


@dataclass
class Visitor:
    """Opens pages of one site in one browser context, and notes what goes wrong in them."""

    context: BrowserContext
    root: str
    complaints: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def open(self, path: str) -> Page:
        """Return a page of the site, loaded."""
        page = self.context.new_page()
        page.on("console", lambda m: self._complain(f"console: {m.text}") if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: self._complain(f"script: {error}"))
        page.on("requestfailed", self._note_failure)
        page.on("request", self._note)
        page.on("response", lambda r: self._complain(f"{r.status}: {r.url}") if r.status >= 400 else None)
        page.goto(self.root + path, wait_until="load")
        return page

    def _complain(self, text: str) -> None:
        self.complaints.append(text)

    def _note_failure(self, request: Request) -> None:
        # A page that is left while it fetches the next one beforehand stops that; nothing is wrong then.
        if request.failure != "net::ERR_ABORTED":
            self._complain(f"failed: {request.url}")

    def _note(self, request: Request) -> None:
        self.requests.append(request.url)
        if not request.url.startswith((self.root, "data:", "blob:")):
            self._complain(f"beyond the site: {request.url}")


Visit = Callable[..., Visitor]


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    """Makes a visitor of the site whose address is given; more arguments are Playwright's for a context."""
    contexts: list[BrowserContext] = []

    def make(root: str | Path, **options: object) -> Visitor:
        address = root.as_uri() + "/" if isinstance(root, Path) else root
        context = browser.new_context(**options)  # type: ignore[arg-type]
        context.set_default_timeout(10_000)
        contexts.append(context)
        return Visitor(context, address)

    yield make
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def axe(browser: Browser) -> Iterator[Page]:
    """A page for many addresses, one after another, each with axe-core and as on a first visit."""
    with browser.new_context(service_workers="block") as context:
        context.add_init_script("localStorage.clear()")
        context.add_init_script(path=str(files("axe_playwright_python").joinpath("axe.min.js")))
        yield context.new_page()


@pytest.fixture(params=WAYS)
def sample_root(request: pytest.FixtureRequest) -> str | Path:
    """The sample's folder, then the address where it is served."""
    root: str | Path = request.getfixturevalue("sample_site" if request.param == "file" else "sample_server")
    return root


@pytest.fixture(params=WAYS)
def built_root(request: pytest.FixtureRequest) -> str | Path:
    """The folder of the repository's own archive, built, then the address where it is served."""
    root: str | Path = request.getfixturevalue("built_site" if request.param == "file" else "built_server")
    return root
