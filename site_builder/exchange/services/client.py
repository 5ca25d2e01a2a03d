"""Polite requests: bounded in time and size, repeated with patience, honest about who asks."""

from __future__ import annotations

import http.client
import socket
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import partial
from ipaddress import ip_address
from threading import Event, Timer
from typing import Any, NamedTuple, TypeVar
from urllib.error import HTTPError, URLError
from urllib.parse import urljoin, urlsplit
from urllib.request import (
    BaseHandler,
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPRedirectHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
    UnknownHandler,
)

import msgspec

from site_builder import __version__

# Answers after which the same question may be answered: too many, or the service is not well just now.
_BUSY = (408, 425, 429, 500, 502, 503, 504)
_REDIRECTIONS = (301, 302, 303, 307, 308)
_CHUNK = 1 << 16
_HANDLERS: tuple[type[BaseHandler], ...] = (
    ProxyHandler,
    UnknownHandler,
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
)


class _Opened(NamedTuple):
    """A connection, and whether it leads to an address of the public network."""

    socket: socket.socket
    is_public: bool


class _Http(HTTPHandler):
    """Opens http addresses, and adds each connection to a list; if `only_public`, none to a private network."""

    def __init__(self, connections: list[_Opened], *, only_public: bool) -> None:
        super().__init__()
        self._connections = connections
        self._only_public = only_public

    def http_open(self, req: Request) -> http.client.HTTPResponse:
        """Return the answer to a request."""
        guarded = self._only_public and not req.has_proxy()
        return self.do_open(partial(_connection, http.client.HTTPConnection, self._connections, guarded), req)


class _Https(HTTPSHandler):
    """Opens https addresses, and adds each connection to a list; if `only_public`, none to a private network."""

    def __init__(self, connections: list[_Opened], *, only_public: bool) -> None:
        super().__init__()
        self._connections = connections
        self._only_public = only_public

    def https_open(self, req: Request) -> http.client.HTTPResponse:
        """Return the answer to a request."""
        guarded = self._only_public and not getattr(req, "_tunnel_host", None)  # a proxy may be in this network
        return self.do_open(partial(_connection, http.client.HTTPSConnection, self._connections, guarded), req)


def _connection(
    kind: type[http.client.HTTPConnection], connections: list[_Opened], only_public: bool, host: str, **options: Any
) -> http.client.HTTPConnection:
    """Return a connection that notes its socket before anything is said over it."""
    made = kind(host, **options)

    def connect(*arguments: Any, **more: Any) -> socket.socket:
        opened = socket.create_connection(*arguments, **more)
        found = _Opened(opened, ip_address(opened.getpeername()[0].partition("%")[0]).is_global)
        if connections and connections[0].is_public and not found.is_public:
            opened.close()
            raise URLError("a public address redirects to a private one")
        if only_public and not found.is_public:
            opened.close()
            raise URLError("it is not on the public network")
        connections.append(found)
        return opened

    made._create_connection = connect  # type: ignore[attr-defined]
    return made


Answer = TypeVar("Answer")


class FetchError(OSError):
    """An address could not be read; the message says why, and what may help.

    `status` is what was answered, 0 where nothing was; `said` is the reason alone.
    """

    def __init__(self, message: str, status: int = 0, said: str = "") -> None:
        super().__init__(message)
        self.status = status
        self.said = said


class NotFoundError(FetchError):
    """There is nothing at the address, or the service does not know the paper."""


class Limits(msgspec.Struct, frozen=True):
    """How much patience: seconds of silence, seconds and bytes of an answer, tries, seconds between two of them."""

    silence: float = 20.0
    answer: float = 60.0
    size: int = 5_000_000
    tries: int = 4
    longest_wait: float = 60.0


# For what is larger than a service's answer: exports, lists of a whole site.
FILES = Limits(answer=600.0, size=100_000_000)
# For whether an address is there; many are asked for.
LINKS = Limits(silence=15.0, tries=2, longest_wait=5.0)


class Client:
    """Fetches addresses; services are asked one at a time, with a pause where they want one."""

    def __init__(
        self, contact: str = "", limits: Limits | None = None, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self.limits = limits or Limits()
        self._agent = f"Papershelf/{__version__} ({f'mailto:{contact}' if contact else 'no contact given'})"
        self._sleep = sleep
        self._last: dict[str, float] = {}

    def get(
        self,
        url: str,
        accept: str,
        pause: float = 0.0,
        headers: Mapping[str, str] | None = None,
        data: bytes | None = None,
        *,
        only_public: bool = False,
    ) -> bytes:
        """Return the body of an answer; a service is asked again at the earliest after `pause` seconds.

        `headers` may hold a key: they do not follow a redirection. With `data`, the request is a POST. With
        `only_public`, for addresses that strangers may write, nothing in a private network is asked. Raises
        `FetchError`, where the service does not know the address `NotFoundError`.
        """
        request = self._request(url, accept, headers or {}, data)
        return self._patiently(url, lambda: self._read(request, only_public=only_public), pause)

    def probe(self, url: str) -> None:
        """Raise `FetchError` where an address does not answer.

        Some servers refuse HEAD, so what HEAD does not find is asked for by GET.
        """
        try:
            self._ask("HEAD", url)
        except (http.client.HTTPException, OSError, ValueError):
            self._patiently(url, lambda: self._ask("GET", url))

    def redirection(self, url: str) -> tuple[int, str]:
        """Return the status of an address, and where it redirects to, which is not asked. Raises `FetchError`."""
        return self._patiently(url, lambda: self._redirection(url))

    def _patiently(self, url: str, ask: Callable[[], Answer], pause: float = 0.0) -> Answer:
        """Return what asking gives, tried again where the service is busy or the connection fails."""
        host = urlsplit(url).netloc
        said, status = "", 0
        wait = pause - (time.monotonic() - self._last.get(host, -pause))
        for attempt in range(self.limits.tries):
            if wait > 0:
                self._sleep(wait)
            try:
                return ask()
            except FetchError:
                raise
            except HTTPError as error:
                said, status, wait = f"it answered with status {error.code}", error.code, _retry_after(error)
                error.close()
                if status in (404, 410):
                    raise NotFoundError(f"{host} does not know it", status, said) from None
                if status not in _BUSY:
                    raise FetchError(f"{host}: {said}", status, said) from None
            except (http.client.HTTPException, OSError, ValueError) as error:
                said, status, wait = _failure(error), 0, 0.0
            finally:
                self._last[host] = time.monotonic()
            if wait > self.limits.longest_wait:
                message = f"{host}: {said} and asks to wait {wait:.0f} s; try again later"
                raise FetchError(message, status, said)
            wait = max(wait, 2.0**attempt)
        raise FetchError(f"{host}: {said}, {self.limits.tries} times; try again later", status, said)

    def _request(
        self, url: str, accept: str, headers: Mapping[str, str], data: bytes | None = None, method: str | None = None
    ) -> Request:
        request = Request(url, data, {"User-Agent": self._agent, "Accept": accept}, method=method)
        for name, value in headers.items():
            request.add_unredirected_header(name, value)
        return request

    def _read(self, request: Request, *, only_public: bool) -> bytes:
        url = request.full_url
        end = time.monotonic() + self.limits.answer
        with self._deadline(url) as connections, self._open(request, connections, only_public=only_public) as answer:
            body = bytearray()
            while chunk := answer.read1(_CHUNK):
                body += chunk
                if len(body) > self.limits.size:
                    raise FetchError(f"{urlsplit(url).netloc}: the answer has more than {self.limits.size:,} bytes")
                if time.monotonic() > end:
                    raise FetchError(f"{urlsplit(url).netloc}: the answer took more than {self.limits.answer:.0f} s")
            if answer.length:
                raise http.client.IncompleteRead(bytes(body), answer.length)
            return bytes(body)

    def _ask(self, method: str, url: str) -> None:
        with self._deadline(url) as connections:
            self._open(self._request(url, "*/*", {}, method=method), connections).close()

    def _redirection(self, url: str) -> tuple[int, str]:
        with self._deadline(url) as connections:
            try:
                self._open(self._request(url, "*/*", {}, method="HEAD"), connections, follow=False).close()
            except HTTPError as error:
                if error.code not in _REDIRECTIONS:
                    raise
                error.close()
                return error.code, urljoin(url, error.headers.get("Location", ""))
        return 200, ""

    @contextmanager
    def _deadline(self, url: str) -> Iterator[list[_Opened]]:
        """Cut the connections that the block adds when its time is up; a server may send its headers byte by byte."""
        connections: list[_Opened] = []
        late = Event()

        def cut() -> None:
            late.set()
            for connection in connections:
                with suppress(OSError):
                    connection.socket.shutdown(socket.SHUT_RDWR)

        timer = Timer(self.limits.answer, cut)
        timer.daemon = True
        timer.start()
        late_answer = FetchError(f"{urlsplit(url).netloc}: the answer took more than {self.limits.answer:.0f} s")
        try:
            yield connections
        except (http.client.HTTPException, OSError, ValueError):
            if late.is_set():
                raise late_answer from None
            raise
        finally:
            timer.cancel()
        if late.is_set():  # what was cut looks like an end
            raise late_answer

    def _open(
        self, request: Request, connections: list[_Opened], *, follow: bool = True, only_public: bool = False
    ) -> http.client.HTTPResponse:
        """Return the answer of an http(s) address; nothing else is opened, not even where a redirection leads there.

        A redirection from a public address does not lead to one of this machine or its network.
        """
        opener = OpenerDirector()
        for handler in (*_HANDLERS, HTTPRedirectHandler) if follow else _HANDLERS:
            opener.add_handler(handler())
        opener.add_handler(_Http(connections, only_public=only_public))
        opener.add_handler(_Https(connections, only_public=only_public))
        answer = opener.open(request, timeout=self.limits.silence)
        if not isinstance(answer, http.client.HTTPResponse):
            raise URLError("it is not a web address")
        return answer


def decode_json(data: bytes, host: str) -> object:
    """Return the value of JSON; an HTML page instead of it is reported as such."""
    try:
        return msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        what = "a web page" if data.lstrip()[:1] == b"<" else "something else"
        message = f"{host} answered with {what} instead of JSON; is a login page or proxy in between?"
        raise FetchError(message) from None


def _retry_after(error: HTTPError) -> float:
    """Return the seconds that the service asks to wait, as a number or a date; 0 where it does not say."""
    value = error.headers.get("Retry-After", "").strip()
    if value.isdecimal():
        return float(value)
    try:
        date = parsedate_to_datetime(value)
    except ValueError:
        return 0.0
    return max(0.0, ((date if date.tzinfo else date.replace(tzinfo=UTC)) - datetime.now(UTC)).total_seconds())


def _failure(error: Exception) -> str:
    """Return why a connection failed, in plain words."""
    if isinstance(error, URLError):
        error = error.reason if isinstance(error.reason, Exception) else error
    if isinstance(error, TimeoutError):
        return "it did not answer in time"
    if isinstance(error, ConnectionRefusedError):
        return "it refused the connection"
    if isinstance(error, http.client.HTTPException | ConnectionError):
        return "the connection was cut"
    return f"it cannot be reached ({error})"
