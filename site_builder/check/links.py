"""Checks on the network that the addresses in entries answer; only on request."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor

from site_builder.check.rules import entry_addresses
from site_builder.core.diagnostics import quote
from site_builder.exchange.services.client import LINKS, Client, FetchError, Limits, NotFoundError
from site_builder.library.problems import Place, Problem
from site_builder.model import Entry

# How many addresses are requested at a time.
PARALLEL = 8

Ask = Callable[[str], str]


def check_links(entries: Iterable[Entry], progress: Callable[[str, int, int], None], ask: Ask) -> Iterator[Problem]:
    """Yield a problem for each place that names an address that does not answer; each address is requested once."""
    places: defaultdict[str, list[Place]] = defaultdict(list)
    for entry in entries:
        for key, address in entry_addresses(entry):
            places[address].append((entry.path, key, address))
    with ThreadPoolExecutor(PARALLEL) as pool:
        for done, (address, reason) in enumerate(zip(places, pool.map(ask, places), strict=True), start=1):
            progress("links", done, len(places))
            for place in places[address] if reason else ():
                hint = "correct it, or link to a copy, such as one at web.archive.org"
                yield Problem(place, "W108", f"{quote(address)} {reason}", hint)


def ask(address: str, limits: Limits = LINKS) -> str:
    """Return what is wrong with an address; empty if it answers.

    A page that requires a login or refuses robots counts as an answer.
    """
    try:
        Client(limits=limits).probe(address)
    except NotFoundError as error:
        return f"does not exist (status {error.status})"
    except FetchError as error:
        if error.status == 0:
            return f"does not answer: {error.said}"
        if error.status >= 500 or error.status < 400:
            return f"answers with an error (status {error.status})"
    return ""
