"""Where addresses have moved for good, as their own hosts say."""

from __future__ import annotations

from urllib.parse import urlsplit

from site_builder.exchange.services.client import Client
from site_builder.reading.plain_values import is_web_address

_PERMANENT = (301, 308)
_MOST_STEPS = 5


def moved_to(client: Client, address: str) -> str:
    """Return where the host of an address has moved it for good; empty where it has not.

    A redirection to another host, to a home page or for the time being does not count, and neither does one that
    changes no more than the scheme, `www.`, a slash or `.git` at the end. Raises `FetchError`.
    """
    here = address
    for _ in range(_MOST_STEPS):
        status, there = client.redirection(here)
        if status == 200:
            return "" if _essence(here) == _essence(address) else here
        if status not in _PERMANENT or not is_web_address(there) or not _is_same_place(here, there):
            return ""
        here = there
    return ""


def _is_same_place(here: str, there: str) -> bool:
    return _host(here) == _host(there) and len(urlsplit(there).path) > 1


def _host(address: str) -> str:
    return urlsplit(address).netloc.lower().removeprefix("www.")


def _essence(address: str) -> tuple[str, str, str]:
    parts = urlsplit(address)
    return _host(address), parts.path.rstrip("/").removesuffix(".git"), parts.query
