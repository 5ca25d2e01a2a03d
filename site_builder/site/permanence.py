"""The guard over published addresses: which ones a build would lose, and the cure for each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from site_builder.content.sources import REMOVED_FILE
from site_builder.core.diagnostics import ContentError, Diagnostic, quote
from site_builder.site.addresses import FOLDERS

if TYPE_CHECKING:  # a build that has nothing to do needs no plan
    from site_builder.site.page import Plan

ADDRESSES_URL = "addresses.txt"
PUBLISHED_FILE = "published.txt"
MOST_SHOWN = 50
MOST_COMPARED = 500
SMALL = 10
"""So many papers may always go: of a small archive, a few are soon more than any share."""

# Pages that the builder makes of whatever papers there are; nobody has to account for them.
_GENERATED = re.compile(rf"(?:{'|'.join(FOLDERS.values())}|digests|trending|cited|api)/.*|.*/index|[a-z0-9-]+")
_LIKENESS = 0.6

_ADDRESS = re.compile(r"(?!\.)[A-Za-z0-9._-]+(?:/(?!\.)[A-Za-z0-9._-]+)*")


class Guard(msgspec.Struct, frozen=True):
    """The published addresses, which a build must not lose, and whether it may lose some of them, or many papers."""

    published: tuple[str, ...] = ()
    allow_lost: bool = False
    allow_shrink: bool = False

    def check(self, plan: Plan, shrink: float) -> tuple[Diagnostic, ...]:
        """Return a problem for each address that would be lost, and one if more than a share of the papers would be."""
        guarded = {address for address in self.published if not _GENERATED.fullmatch(address)}
        lost = sorted(guarded - set(plan_addresses(plan))) if guarded else []
        if not lost:
            return ()
        problems: list[Diagnostic] = []
        papers = [address for address in self.published if address.startswith("papers/")]
        gone = [address for address in lost if address.startswith("papers/")]
        if len(gone) > max(shrink * len(papers), SMALL) and not self.allow_shrink:
            message = f"{len(gone):,} of {len(papers):,} papers would be lost, more than {shrink:.1%}"
            hint = "if you mean to remove them, build with --allow-shrink; otherwise find out why they are missing"
            problems.append(Diagnostic("content/papers", 0, 0, "E212", message, hint))
        if not self.allow_lost:
            problems += _lost(lost, guarded, plan)
        return tuple(problems)


def plan_addresses(plan: Plan) -> tuple[str, ...]:
    """Return the addresses of a site's pages without their ending, sorted.

    Second and further pages of lists are left out: what they show changes from day to day.
    """
    return tuple(
        sorted(page.url.removesuffix(".html") for page in plan.pages if page.number == 1 and page.url.endswith(".html"))
    )


def load_published(place: str) -> tuple[str, ...] | None:
    """Return the addresses listed by a file, the folder of a built site, or a site on the web.

    Returns `None` where the site is not published yet. Raises `ContentError` where a file is missing or the web does
    not answer: neither may let a build lose addresses.
    """
    if re.match(r"https?://", place):
        data = _fetch(place if place.endswith(".txt") else f"{place.rstrip('/')}/{ADDRESSES_URL}")
        return None if data is None else parse_addresses(data)
    path = Path(place) / ADDRESSES_URL if Path(place).is_dir() else Path(place)
    if not path.is_file():
        hint = "name a file of addresses, the folder of a built site, or its address on the web"
        raise ContentError([Diagnostic(str(path), 0, 0, "E001", "no such file", hint)])
    return parse_addresses(path.read_bytes())


def parse_addresses(data: bytes) -> tuple[str, ...]:
    """Return the addresses of a list, sorted; lines that are not addresses are skipped."""
    lines = data.decode("utf-8", "replace").split()
    return tuple(sorted({line for line in lines if _ADDRESS.fullmatch(line)}))


def _fetch(address: str) -> bytes | None:
    # Imported lazily: it is slow, and few builds ask the web.
    from site_builder.exchange.services.client import FILES, Client, FetchError, NotFoundError

    try:
        return Client(limits=FILES).get(address, "text/plain")
    except NotFoundError:
        return None
    except FetchError as error:
        hint = "try again, or leave out --published"
        raise ContentError([Diagnostic(address, 0, 0, "E001", f"cannot be read: {error}", hint)]) from None


def _lost(lost: Sequence[str], published: set[str], plan: Plan) -> Iterator[Diagnostic]:
    fresh = [address for address in plan_addresses(plan) if address not in published]
    in_other_case = {address.lower(): address for address in fresh}
    for address in lost[:MOST_SHOWN]:
        folder, _, name = address.rpartition("/")
        names = [other.rpartition("/")[2] for other in fresh if other.rpartition("/")[0] == folder][:MOST_COMPARED]
        near = get_close_matches(name, names, 1, _LIKENESS)
        message = f"the published address {quote(address + '.html')} would be lost"
        if address.lower() in in_other_case:
            now = in_other_case[address.lower()].rpartition("/")[2]
            message += f": its page is now {quote(now + '.html')}, in other capitals"
            hint = f"rename {quote(now)} back to {quote(name)}: not every disk can keep a page for each of the two"
        elif folder == "papers":
            where = f"the entry {near[0]}" if near else "the entry that replaces it"
            hint = f"write aliases: [{name}] in {where}, or say why it is gone in {REMOVED_FILE}: {address}: …"
        elif near:
            hint = f"say in {REMOVED_FILE} where it is now: {address}: {{to: {folder}/{near[0]}}}"
        else:
            hint = f"say in {REMOVED_FILE} why it is gone ({address}: …) or where it is now ({address}: {{to: …}})"
        yield Diagnostic(REMOVED_FILE, 0, 0, "E211", message, hint)
    if len(lost) > MOST_SHOWN:
        message = f"{len(lost) - MOST_SHOWN:,} more published addresses would be lost"
        yield Diagnostic(REMOVED_FILE, 0, 0, "E211", message, "if you mean to lose them, build with --allow-lost")
