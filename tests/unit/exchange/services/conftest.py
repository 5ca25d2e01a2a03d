"""A server on loopback that answers as the services do, their failures included; the papers are invented."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from site_builder.exchange.services.client import Client, Limits

Answer = tuple[int, dict[str, str], bytes]

JSON = {"Content-Type": "application/json"}


class Service:
    """What the server answers by path; a list is worked off, its last answer stays."""

    def __init__(self) -> None:
        self.answers: dict[str, list[Answer]] = {}
        self.requests: list[tuple[str, str]] = []
        self.posted: list[bytes] = []
        self.headers: list[dict[str, str]] = []
        self.base = ""
        self.answers_head = False

    def serve(self, path: str, *answers: Answer | bytes | object) -> None:
        """Answer a path: with JSON of an object, with bytes, or as told."""
        self.answers[path] = [
            answer
            if isinstance(answer, tuple)
            else (200, {}, answer)
            if isinstance(answer, bytes)
            else (200, JSON, json.dumps(answer).encode())
            for answer in answers
        ]

    def next(self, path: str) -> Answer:
        """Return the next answer for a path; one that has none with its query has the one without."""
        waiting = (
            self.answers.get(path) or self.answers.get(path.partition("?")[0]) or [(404, {}, b"Resource not found.")]
        )
        return waiting.pop(0) if len(waiting) > 1 else waiting[0]


@pytest.fixture
def service() -> Iterator[Service]:
    state = Service()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            state.requests.append((self.path, self.headers["User-Agent"]))
            state.headers.append({name.lower(): value for name, value in self.headers.items()})
            status, headers, body = state.next(self.path)
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            if headers.get("X-Test") == "silent":
                threading.Event().wait(0.6)
            self.wfile.write(body)
            self.close_connection = True

        def do_HEAD(self) -> None:
            if not state.answers_head:
                self.send_error(501)
                return
            state.requests.append((self.path, self.headers["User-Agent"]))
            status, headers, _ = state.next(self.path)
            self.send_response(status)
            for name, value in {"Content-Length": "0", **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.close_connection = True

        def do_POST(self) -> None:
            state.posted.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.do_GET()

        def log_message(self, format: str, *arguments: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    state.base = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield state
    server.shutdown()
    server.server_close()


@pytest.fixture
def waits() -> list[float]:
    """The seconds that the client waited, which in tests are none."""
    return []


@pytest.fixture
def make_client(waits: list[float], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Client]:
    monkeypatch.setenv("no_proxy", "127.0.0.1")

    def make(contact: str = "", **limits: float) -> Client:
        chosen = {"silence": 5.0, "size": 100_000, "tries": 3} | limits
        return Client(contact, Limits(**chosen), waits.append)  # type: ignore[arg-type]

    return make


@pytest.fixture
def client(make_client: Callable[..., Client]) -> Client:
    return make_client()
