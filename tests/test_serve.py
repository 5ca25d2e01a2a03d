"""`papershelf serve`: pages, rebuilding, errors in the page, and who may ask for what."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import pytest

from tests.conftest import ENVIRONMENT, papershelf

PATIENCE = 30
ENTRY = "content/papers/a-paper.md"
EVENTS = "/.papershelf/events"
SCRIPT_TAG = '<script src="/.papershelf/reload.js"></script>'
BEYOND = (
    "/../site.yml",
    "/%2e%2e/site.yml",
    "/..%2fsite.yml",
    "/assets/../../site.yml",
    "/assets/%2e%2e%2f%2e%2e%2fsite.yml",
    "/..\\site.yml",
    "//../site.yml",
    "/../content/papers/a-paper.md",
    "/../_site/../site.yml",
    "http://localhost/../site.yml",
    "/site.yml%00.html",
    "/site.yml%00",
    "/%00/",
    "/%c0%ae%c0%ae/site.yml",
    "/....//site.yml",
    "/.%2e/site.yml?/../index.html",
    "/linked/site.yml",
    "/linked.html",
    "/circle.html",
    f"/{'a' * 5_000}.html",
)


@dataclass
class Preview:
    """A running preview of an archive."""

    root: Path
    process: subprocess.Popen[str]
    port: int

    def open(self, path: str, name: str = "localhost", method: str = "GET", **headers: str) -> HTTPResponse:
        """Ask for a path as it is written, which most clients would mend first, of a host by that name."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        connection.putrequest(method, path, skip_host=True)
        connection.putheader("Host", name)
        for header, value in headers.items():
            connection.putheader(header.replace("_", "-"), value)
        connection.endheaders()
        return connection.getresponse()

    def get(self, path: str) -> tuple[int, str]:
        """Return the status and text of an answer."""
        response = self.open(path)
        return response.status, response.read().decode()

    def write(self, text: str) -> None:
        """Change the archive's only paper."""
        (self.root / ENTRY).write_text(text, encoding="utf-8")

    def wait_for(self, path: str, status: int, text: str) -> None:
        """Ask until the answer is as expected."""
        end = time.monotonic() + PATIENCE
        while (answer := self.get(path))[0] != status or text not in answer[1]:
            assert time.monotonic() < end, answer
            time.sleep(0.05)


def entry(title: str) -> str:
    return f"---\ntitle: {title}\ndate: 2026-03-02\n---\nAn abstract.\n"


@pytest.fixture
def preview(tmp_path: Path) -> Iterator[Preview]:
    """A preview of an archive of one paper."""
    root = tmp_path / "archive"
    papers = root / "content" / "papers"
    papers.mkdir(parents=True)
    (root / "site.yml").write_text("title: A shelf\n", encoding="utf-8")
    (root / ENTRY).write_text(entry("First title"), encoding="utf-8")
    command = [sys.executable, "-m", "site_builder", "serve", "--port", "0"]
    environment = {**ENVIRONMENT, "PYTHONUNBUFFERED": "1"}
    # A test run in the background may itself ignore interrupts, and what it starts would inherit that.
    heed = None if os.name == "nt" else lambda: signal.signal(signal.SIGINT, signal.SIG_DFL)
    process = subprocess.Popen(command, cwd=root, env=environment, stdout=subprocess.PIPE, text=True, preexec_fn=heed)
    assert process.stdout is not None
    address = None
    for line in process.stdout:
        if address := re.match(r"open http://127\.0\.0\.1:(\d+)/", line):
            break
    assert address is not None
    # Changes made before the files are watched would go unseen.
    time.sleep(0.5)
    yield Preview(root, process, int(address[1]))
    process.kill()
    process.wait()
    process.stdout.close()


def test_a_page_is_served_with_the_script_that_reloads_it(preview: Preview) -> None:
    status, text = preview.get("/papers/a-paper.html")
    assert status == 200
    assert "First title" in text
    assert "/.papershelf/reload.js" in text
    assert EVENTS in preview.get("/.papershelf/reload.js")[1]
    assert "reload.js" not in (preview.root / "_site" / "papers" / "a-paper.html").read_text(encoding="utf-8")


def test_files_beside_pages_are_served_as_they_are(preview: Preview) -> None:
    asset = (preview.root / "_site" / "assets" / "style.css").read_text(encoding="utf-8")
    assert preview.get("/assets/style.css") == (200, asset)


def test_a_change_is_built_and_told_to_open_pages(preview: Preview) -> None:
    events = preview.open(EVENTS)
    preview.write(entry("Second title"))
    line = events.readline()
    while line.startswith(b":") or not line.strip():
        line = events.readline()
    assert line == b"data: changed\n"
    assert "Second title" in preview.get("/papers/a-paper.html")[1]


def test_an_error_stands_in_the_page_until_it_is_mended(preview: Preview) -> None:
    preview.write("---\ntitel: <Mistyped>\n---\n")
    preview.wait_for("/papers/a-paper.html", 500, "content/papers/a-paper.md:2:1: error")
    assert "reload.js" in preview.get("/index.html")[1]
    preview.write(entry("Mended title"))
    preview.wait_for("/papers/a-paper.html", 200, "Mended title")


def test_an_unknown_address_gets_the_page_for_it(preview: Preview) -> None:
    status, text = preview.get("/papers/gone.html")
    assert status == 404
    assert "Page not found" in text


def test_nothing_beyond_the_site_is_served(preview: Preview) -> None:
    site = preview.root / "_site"
    (site / "linked").symlink_to(preview.root)
    (site / "linked.html").symlink_to(preview.root / "site.yml")
    (site / "circle.html").symlink_to(site / "circle.html")
    paths = (*BEYOND, f"/..{preview.root}/site.yml", f"/{preview.root}/site.yml")
    served = {path: answer for path in paths if (answer := preview.get(path))[0] not in (400, 403, 404)}
    assert served == {}
    heads = {path: preview.open(path, method="HEAD").status for path in paths}
    assert set(heads.values()) <= {400, 403, 404}


def test_other_machines_cannot_reach_it(preview: Preview) -> None:
    preview.get("/index.html")
    # The whole of 127.0.0.0/8 is this machine; a server that listens everywhere would answer here.
    with socket.socket() as asking:
        asking.settimeout(PATIENCE)
        assert asking.connect_ex(("127.0.0.2", preview.port)) != 0


@pytest.mark.parametrize("name", ["example.org", "127.0.0.1.example.org", "localhost.example.org:8000", "[::1"])
def test_a_page_elsewhere_cannot_read_it_by_a_name_that_leads_here(preview: Preview, name: str) -> None:
    assert preview.open("/index.html", name).status in (400, 403)


def test_two_hundred_requests_at_once_get_whole_pages_while_it_rebuilds(preview: Preview) -> None:
    """Each answer is a page of some build, whole: the build before a change or the one after it."""
    titles = [f"Title number {number}" for number in range(6)]
    preview.write(entry(titles[0]))
    preview.wait_for("/papers/a-paper.html", 200, titles[0])

    def ask(_: int) -> tuple[int, str]:
        return preview.get("/papers/a-paper.html")

    with ThreadPoolExecutor(200) as readers:
        answers = readers.map(ask, range(1_000))
        for title in titles[1:]:
            preview.write(entry(title))
            time.sleep(0.3)
        seen = list(answers)
    assert {status for status, _ in seen} == {200}
    assert all(text.endswith(SCRIPT_TAG) and any(title in text for title in titles) for _, text in seen)
    preview.wait_for("/papers/a-paper.html", 200, titles[-1])


@pytest.mark.skipif(os.name == "nt", reason="Windows sends no SIGINT to another process")
def test_an_interrupt_ends_it_at_once(preview: Preview) -> None:
    preview.open(EVENTS)
    preview.process.send_signal(signal.SIGINT)
    assert preview.process.wait(PATIENCE) in (0, 130)


def test_a_port_that_is_taken_is_told_without_a_traceback(preview: Preview) -> None:
    done = papershelf("serve", "--port", str(preview.port), cwd=preview.root)
    assert done.returncode == 3
    assert "Traceback" not in done.stderr
    assert done.stderr.strip()


def test_no_page_from_elsewhere_includes_what_is_served(preview: Preview) -> None:
    """A script of the search index has the titles of drafts."""
    for site in ("cross-site", "same-site"):
        for mode, kind in (("no-cors", "script"), ("cors", "empty"), ("navigate", "iframe"), ("no-cors", "image")):
            for path in ("/search/manifest.js", "/index.html", EVENTS):
                asked = {"Sec_Fetch_Site": site, "Sec_Fetch_Mode": mode, "Sec_Fetch_Dest": kind}
                assert preview.open(path, **asked).status == 403, (path, asked)
        followed = {"Sec_Fetch_Site": site, "Sec_Fetch_Mode": "navigate", "Sec_Fetch_Dest": "document"}
        assert preview.open("/index.html", **followed).status == 200
    for site in ("none", "same-origin"):
        answer = preview.open("/search/manifest.js", Sec_Fetch_Site=site, Sec_Fetch_Mode="no-cors")
        assert answer.status == 200
        assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
