"""Requests: repeated with patience, honest about who asks, bounded, and each failure explained in plain words."""

from __future__ import annotations

import itertools
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from threading import Thread
from types import SimpleNamespace

import pytest

from site_builder.exchange.services import client as client_module
from site_builder.exchange.services.client import Client, FetchError, Limits, NotFoundError, decode_json
from tests.unit.exchange.services.conftest import Service

Make = Callable[..., Client]


def test_the_user_agent_names_the_tool_and_the_contact(service: Service, make_client: Make) -> None:
    service.serve("/a", b"text")
    assert make_client("ana@example.org").get(f"{service.base}/a", "text/plain") == b"text"
    (asked,) = service.requests
    assert asked[1].startswith("Papershelf/")
    assert "mailto:ana@example.org" in asked[1]


def test_a_busy_service_is_asked_again_after_what_it_says(service: Service, client: Client, waits: list[float]) -> None:
    later = format_datetime(datetime.now(UTC) + timedelta(seconds=30), usegmt=True)
    service.serve("/a", (429, {"Retry-After": "7"}, b""), (503, {"Retry-After": later}, b""), b"done")
    assert client.get(f"{service.base}/a", "*/*") == b"done"
    assert waits[0] == 7
    assert 25 < waits[1] <= 30


def test_the_wait_grows_where_the_service_says_nothing(service: Service, client: Client, waits: list[float]) -> None:
    service.serve("/a", (503, {"Retry-After": "soon"}, b"busy"))
    with pytest.raises(FetchError, match=r"status 503, 3 times; try again later"):
        client.get(f"{service.base}/a", "*/*")
    assert waits == [1.0, 2.0]


def test_a_wait_that_is_too_long_is_told_instead(service: Service, client: Client, waits: list[float]) -> None:
    service.serve("/a", (429, {"Retry-After": "3600"}, b""))
    with pytest.raises(FetchError, match="asks to wait 3600 s"):
        client.get(f"{service.base}/a", "*/*")
    assert waits == []


def test_a_service_with_a_pause_is_left_alone_between_requests(
    service: Service, client: Client, waits: list[float]
) -> None:
    service.serve("/a", b"text")
    for _ in range(2):
        client.get(f"{service.base}/a", "*/*", pause=3.0)
    assert len(waits) == 1
    assert 2 < waits[0] <= 3


def test_a_cut_connection_is_tried_again(service: Service, client: Client) -> None:
    service.serve("/a", (200, {"Content-Length": "100"}, b"half"), b"whole")
    assert client.get(f"{service.base}/a", "*/*") == b"whole"
    service.serve("/b", (200, {"Content-Length": "100"}, b"half"))
    with pytest.raises(FetchError, match="the connection was cut, 3 times"):
        client.get(f"{service.base}/b", "*/*")


def test_silence_is_not_waited_out(service: Service, make_client: Make) -> None:
    service.serve("/a", (200, {"X-Test": "silent"}, b"late"))
    with pytest.raises(FetchError, match="did not answer in time"):
        make_client(silence=0.1, tries=1).get(f"{service.base}/a", "*/*")


def test_an_answer_too_large_is_not_read(service: Service, make_client: Make) -> None:
    service.serve("/a", b"x" * 2000)
    with pytest.raises(FetchError, match="more than 1,000 bytes"):
        make_client(size=1000).get(f"{service.base}/a", "*/*")
    assert len(service.requests) == 1


def test_what_is_not_there_is_not_asked_for_again(service: Service, client: Client) -> None:
    with pytest.raises(NotFoundError):
        client.get(f"{service.base}/nothing", "*/*")
    service.serve("/a", (400, {}, b"bad"))
    with pytest.raises(FetchError, match="status 400"):
        client.get(f"{service.base}/a", "*/*")
    assert len(service.requests) == 2


def test_nothing_but_the_web_is_opened(service: Service, make_client: Make) -> None:
    service.serve("/a", (302, {"Location": "file:///etc/passwd"}, b""))
    for url in (f"{service.base}/a", "file:///etc/passwd"):
        with pytest.raises(FetchError):
            make_client(tries=1).get(url, "*/*")


def test_a_service_that_is_not_there_is_told(make_client: Make) -> None:
    with pytest.raises(FetchError, match="refused the connection"):
        make_client(tries=1).get("http://127.0.0.1:9/a", "*/*")


def test_a_web_page_in_place_of_json_is_told() -> None:
    with pytest.raises(FetchError, match="a web page instead of JSON"):
        decode_json(b"\n<html>", "example.org")
    with pytest.raises(FetchError, match="something else instead of JSON"):
        decode_json(b"{'a'", "example.org")


def test_an_answer_that_never_ends_is_left(service: Service, make_client: Make) -> None:
    service.serve("/a", b"x" * 2000)
    with pytest.raises(FetchError, match="the answer took more than 0 s"):
        make_client(answer=0.0).get(f"{service.base}/a", "*/*")


def test_whether_an_address_is_there_is_asked_with_the_same_patience(
    service: Service, client: Client, waits: list[float]
) -> None:
    service.serve("/a", (503, {"Retry-After": "7"}, b""), b"there")
    client.probe(f"{service.base}/a")
    assert waits == [7]
    with pytest.raises(NotFoundError) as gone:
        client.probe(f"{service.base}/nothing")
    assert gone.value.status == 404


def test_a_server_that_drips_its_headers_is_left() -> None:
    """Each piece comes in time, and all of them never end."""
    listener = socket.create_server(("127.0.0.1", 0))

    def drip() -> None:
        with suppress(OSError):
            connection, _ = listener.accept()
            connection.sendall(b"HTTP/1.1 200 OK\r\n")
            while True:
                connection.sendall(b"X-Drip: 1\r\n")
                time.sleep(0.05)

    Thread(target=drip, daemon=True).start()
    client = Client(limits=Limits(silence=5, answer=0.5, tries=3))
    began = time.monotonic()
    with listener, pytest.raises(FetchError, match="took more than"):
        client.get(f"http://127.0.0.1:{listener.getsockname()[1]}/", "*/*")
    assert time.monotonic() - began < 5


def test_a_public_address_does_not_lead_to_a_private_one(
    service: Service, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both are this machine's own: the first is taken for a public one."""
    kinds = itertools.cycle((True, False))
    monkeypatch.setattr(client_module, "ip_address", lambda _: SimpleNamespace(is_global=next(kinds)))
    service.serve("/a", (302, {"Location": f"{service.base}/secret"}, b""))
    service.serve("/secret", b"of this network")
    with pytest.raises(FetchError, match="a public address redirects to a private one"):
        client.get(f"{service.base}/a", "*/*")
    assert {path for path, _ in service.requests} == {"/a"}
