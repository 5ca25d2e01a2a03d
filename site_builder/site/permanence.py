"""Addresses that were published stay: which they are, and what is wrong where one of them would be lost."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from site_builder.content.sources import REMOVED_FILE
from site_builder.core.diagnostics import ContentError, Diagnostic, quote

if TYPE_CHECKING:  # a build that has nothing to do needs no plan
    from site_builder.site.plan import Plan

ADDRESSES_URL = "addresses.txt"
PUBLISHED_FILE = "published.txt"
MOST_SHOWN = 50
MOST_COMPARED = 500

_ADDRESS = re.compile(r"(?!\.)[A-Za-z0-9._-]+(?:/(?!\.)[A-Za-z0-9._-]+)*")


class Guard(msgspec.Struct, frozen=True):
    """What a build must not lose: the addresses that are published, unless it is told to lose some, or many."""

    published: tuple[str, ...] = ()
    allow_lost: bool = False
    allow_shrink: bool = False

    def check(self, plan: Plan, shrink: float) -> tuple[Diagnostic, ...]:
        """Return a problem for each address that would be lost, and one if papers are lost beyond a share of them."""
        lost = sorted(set(self.published) - set(plan_addresses(plan))) if self.published else []
        if not lost:
            return ()
        problems: list[Diagnostic] = []
        papers = [address for address in self.published if address.startswith("papers/")]
        gone = [address for address in lost if address.startswith("papers/")]
        if len(gone) > shrink * len(papers) and not self.allow_shrink:
            message = f"{len(gone):,} of {len(papers):,} papers would be gone, more than {shrink:.1%} of them"
            hint = "if that is meant, build with --allow-shrink; else find out why they are missing"
            problems.append(Diagnostic("content/papers", 0, 0, "E212", message, hint))
        if not self.allow_lost:
            problems += _lost(lost, set(self.published), plan)
        return tuple(problems)


def plan_addresses(plan: Plan) -> tuple[str, ...]:
    """Return the addresses of a site's pages without their ending, sorted.

    Second and further pages of lists are left out: what they show changes from day to day.
    """
    return tuple(
        sorted(page.url.removesuffix(".html") for page in plan.pages if page.number == 1 and page.url.endswith(".html"))
    )


def load_published(place: str) -> tuple[str, ...] | None:
    """Return the addresses that a file, a built site's folder or a site on the web lists.

    `None` stands for a site that is not there yet. Raises `ContentError` where a file is missing or the web does not
    answer: a build must not take that for leave to lose addresses.
    """
    if re.match(r"https?://", place):
        data = _fetch(place if place.endswith(".txt") else f"{place.rstrip('/')}/{ADDRESSES_URL}")
        return None if data is None else parse_addresses(data)
    path = Path(place) / ADDRESSES_URL if Path(place).is_dir() else Path(place)
    if not path.is_file():
        hint = "name a file of addresses, the folder of a built site, or its address on the web"
        raise ContentError([Diagnostic(str(path), 0, 0, "E001", "there is no such file", hint)])
    return parse_addresses(path.read_bytes())


def parse_addresses(data: bytes) -> tuple[str, ...]:
    """Return the addresses of a list, sorted; lines that cannot be one are left out."""
    lines = data.decode("utf-8", "replace").split()
    return tuple(sorted({line for line in lines if _ADDRESS.fullmatch(line)}))


def _fetch(address: str) -> bytes | None:
    # Read where it is used, since it takes long and few builds ask the web.
    from site_builder.exchange.services.client import FILES, Client, FetchError, NotFoundError

    try:
        return Client(limits=FILES).get(address, "text/plain")
    except NotFoundError:
        return None
    except FetchError as error:
        hint = "try again; or leave out --published, and the build asks nobody"
        raise ContentError([Diagnostic(address, 0, 0, "E001", f"cannot be read: {error}", hint)]) from None


def _lost(lost: Sequence[str], published: set[str], plan: Plan) -> Iterator[Diagnostic]:
    fresh = [address for address in plan_addresses(plan) if address not in published]
    for address in lost[:MOST_SHOWN]:
        folder, _, name = address.rpartition("/")
        near = [other for other in fresh if other.rpartition("/")[0] == folder][:MOST_COMPARED]
        found = get_close_matches(address, near, 1, 0.5) or (near if len(near) == 1 else [])
        target = found[0] if found else ""
        message = f"the published address {quote(address + '.html')} would lead nowhere"
        if folder == "papers":
            where = f"the entry of {target}" if target else "the entry that has another name now"
            hint = f"write aliases: [{name}] in {where}; or say why it is gone in {REMOVED_FILE}: {address}: …"
        else:
            hint = f"say in {REMOVED_FILE} where it is now: {address}: {{to: {target or '…'}}}; or why it is gone"
        yield Diagnostic(REMOVED_FILE, 0, 0, "E211", message, hint)
    if len(lost) > MOST_SHOWN:
        message = f"{len(lost) - MOST_SHOWN:,} more published addresses would lead nowhere"
        yield Diagnostic(REMOVED_FILE, 0, 0, "E211", message, "if that is meant, build with --allow-lost")
