"""Addresses on the network, on loopback: which answers are reported, and that nothing is asked without `--links`."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from site_builder.check.links import ask, check_links
from site_builder.exchange.services.client import Limits
from tests.shelf import entry, front_matter, run, write_archive

# Status by path, for HEAD and for GET.
ANSWERS = {
    "/fine": (200, 200),
    "/no-head": (405, 200),
    "/head-lies": (404, 200),
    "/login": (403, 403),
    "/many": (429, 429),
    "/gone": (404, 404),
    "/broken": (500, 500),
    "/moved": (301, 301),
    "/round": (302, 302),
}


@pytest.fixture
def base(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A server's address."""
    monkeypatch.setenv("no_proxy", "127.0.0.1")

    class Handler(BaseHTTPRequestHandler):
        def do_HEAD(self) -> None:
            self.answer(0)

        def do_GET(self) -> None:
            self.answer(1)

        def answer(self, position: int) -> None:
            if self.path == "/silent":
                threading.Event().wait(0.5)
            self.send_response(ANSWERS.get(self.path.partition("?")[0], (200, 200))[position])
            self.send_header("Content-Length", "0")
            if self.path in ("/moved", "/round"):
                self.send_header("Location", "/gone" if self.path == "/moved" else "/round")
            self.end_headers()

        def log_message(self, format: str, *arguments: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/fine", ""),
        ("/no-head", ""),
        ("/head-lies", ""),
        ("/login", ""),
        ("/many", ""),
        ("/gone", "does not exist (status 404)"),
        ("/moved", "does not exist (status 404)"),
        ("/broken", "answers with an error (status 500)"),
        ("/round", "answers with an error (status 302)"),
        ("/silent", "does not answer: it did not answer in time"),
    ],
)
def test_only_what_is_surely_wrong_is_told(base: str, path: str, said: str) -> None:
    assert ask(base + path, Limits(silence=0.2, tries=1)) == said


def test_a_host_that_is_not_there_is_told(base: str) -> None:
    assert ask("http://127.0.0.1:9/x", Limits(tries=1)) == "does not answer: it refused the connection"


def test_an_address_is_asked_for_once_and_told_wherever_it_stands() -> None:
    asked: list[str] = []

    def answer(address: str) -> str:
        asked.append(address)
        return "is gone" if "gone" in address else ""

    links = {"code": "https://example.org/gone", "pdf": "paper.pdf"}
    entries = [entry("one", links=links), entry("two", links=links, media=("https://example.org/fine",))]
    found = list(check_links(entries, lambda step, done, total: None, answer))
    assert sorted(asked) == ["https://example.org/fine", "https://example.org/gone"]
    assert [problem.place[0] for problem in found] == ["content/papers/one.md", "content/papers/two.md"]


def test_the_command_asks_only_when_told_to_and_only_for_chosen_files(base: str, tmp_path: Path) -> None:
    root = write_archive(
        tmp_path,
        {
            f"content/papers/{name}.md": front_matter(f"title: Paper {name}", f"links: {{code: '{base}/gone?{name}'}}")
            for name in ("one", "two")
        },
    )
    assert "W108" not in run("check", "--archive", root).stderr
    told = run("check", "--archive", root, "--links", root / "content/papers/two.md")
    assert told.exit_code == 0
    assert "two.md:3:15: warning[W108]" in told.stderr
    assert "one.md" not in told.stderr
