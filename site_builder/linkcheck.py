"""The addresses that entries name, asked for on the network: only when somebody wants it."""

from __future__ import annotations

import http.client
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from urllib.error import HTTPError, URLError
from urllib.request import Request

from site_builder.diagnostics import quote
from site_builder.fetching.client import failure, open_web, user_agent
from site_builder.lint import entry_addresses
from site_builder.model import Entry
from site_builder.terms import Place, Problem

# How many addresses are asked for at a time, and the seconds of silence after which one does not answer.
PARALLEL = 8
TIMEOUT = 15.0

Ask = Callable[[str], str]


def check_links(entries: Iterable[Entry], progress: Callable[[str, int, int], None], ask: Ask) -> Iterator[Problem]:
    """Yield the addresses that are gone or do not answer, wherever they stand; each is asked for once."""
    places: defaultdict[str, list[Place]] = defaultdict(list)
    for entry in entries:
        for key, address in entry_addresses(entry):
            places[address].append((entry.path, key, address))
    with ThreadPoolExecutor(PARALLEL) as pool:
        for done, (address, reason) in enumerate(zip(places, pool.map(ask, places), strict=True), start=1):
            progress("links", done, len(places))
            for place in places[address] if reason else ():
                hint = "correct it, or name a copy, such as one of web.archive.org"
                yield Problem(place, "W108", f"{quote(address)} {reason}", hint)


def ask(address: str, timeout: float = TIMEOUT) -> str:
    """Return what is wrong with an address; empty where it answers.

    Some servers refuse HEAD, so what HEAD does not find is asked for by GET. A page that wants a login, or no
    robots, is there all the same.
    """
    reason = _ask("HEAD", address, timeout)
    return _ask("GET", address, timeout) if reason else ""


def _ask(method: str, address: str, timeout: float) -> str:
    try:
        request = Request(address, method=method, headers={"User-Agent": user_agent(), "Accept": "*/*"})
        with open_web(request, timeout):
            return ""
    except HTTPError as error:
        error.close()
        if error.code in (404, 410):
            return f"is gone (status {error.code})"
        if error.code >= 500 or error.code < 400:
            return f"does not answer as it should (status {error.code})"
        return "" if method == "GET" else "refuses HEAD"
    except (URLError, http.client.HTTPException, OSError, ValueError) as error:
        return f"does not answer: {failure(error)}"
