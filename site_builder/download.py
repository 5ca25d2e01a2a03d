"""A file from the web: bounded in size and time, tried again where the server asks for patience."""

from __future__ import annotations

import time
from collections.abc import Callable
from http.client import HTTPException
from urllib import request
from urllib.error import HTTPError

from site_builder import __version__

MAX_BYTES = 50_000_000
TIMEOUT = 30
TRIES = 4
LONGEST_WAIT = 60

# Answers after which the same question may be answered: too many, or the server is not well just now.
_PASSING = {408, 425, 429, 500, 502, 503, 504}

# Of what Python can open only the web: an address must not lead to this machine's own files.
_HANDLERS = (
    *(request.ProxyHandler, request.UnknownHandler, request.HTTPHandler, request.HTTPSHandler),
    *(request.HTTPDefaultErrorHandler, request.HTTPRedirectHandler, request.HTTPErrorProcessor),
)


class DownloadError(OSError):
    """An address that could not be read; carries the address and what went wrong."""


def download(address: str, sleep: Callable[[float], None] = time.sleep) -> bytes:
    """Return what stands at an http(s) address; raise `DownloadError` with the reason where that fails."""
    for attempt in range(TRIES):
        try:
            return _read(address)
        except HTTPError as error:
            reason, wait = f"{error.code} {error.reason}", _wait(error.headers.get("Retry-After"), attempt)
            if error.code not in _PASSING:
                break
        except (OSError, HTTPException) as error:
            reason, wait = str(getattr(error, "reason", "") or error), _wait(None, attempt)
        if attempt + 1 < TRIES:
            sleep(wait)
    raise DownloadError(0, f"{address}: {' '.join(reason.split())}")


def _read(address: str) -> bytes:
    opener = request.OpenerDirector()
    for handler in _HANDLERS:
        opener.add_handler(handler())
    asked = request.Request(address, headers={"User-Agent": f"Papershelf/{__version__}"})
    with opener.open(asked, timeout=TIMEOUT) as response:
        data: bytes = response.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise OSError(f"more than {MAX_BYTES:,} bytes")
    return data


def _wait(asked: str | None, attempt: int) -> float:
    """Return the seconds until the next try: as many as the server asks for, else twice as many as before."""
    seconds = int(asked) if asked and asked.isdecimal() and len(asked) < 10 else 2**attempt
    return float(min(seconds, LONGEST_WAIT))
