"""Whether two papers are one: the rules that imports, additions, proposals and checks share.

An identifier names one paper, but for an ISBN, which names the volume that a paper is part of. Where no identifier
decides, volume, issue and pages tell papers of one title apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher

import msgspec

from site_builder.exchange.record import Record
from site_builder.model import Entry
from site_builder.reading.identifiers import IDENTIFIERS, normal_identifier
from site_builder.text.slugs import fold

IDENTIFYING = tuple(kind for kind in IDENTIFIERS if kind != "isbn")

# arXiv gives each paper a DOI in addition to its publisher's.
_ARXIV_DOI = "10.48550/"
_ALIKE = 0.85


class Paper(msgspec.Struct, frozen=True, gc=False):
    """What a paper is known by, whether it is an entry or about to be one; `path` is its file."""

    id: str
    path: str
    title: str
    identifiers: dict[str, str]
    authors: tuple[str, ...]
    date: str
    venue: str
    place: tuple[str, str, str]
    links: dict[str, str]
    aliases: tuple[str, ...] = ()


def paper_of(entry: Entry) -> Paper:
    """Return what an entry is known by."""
    return Paper(
        id=entry.id,
        path=entry.path,
        title=title_key(entry.title),
        identifiers=entry.identifiers,
        authors=tuple([fold(author.name) for author in entry.authors]),
        date=entry.listed,
        venue=entry.venue,
        place=(entry.volume, entry.issue, entry.pages),
        links=entry.links,
        aliases=entry.aliases,
    )


def paper_of_record(record: Record, path: str = "") -> Paper:
    """Return what a record is known by; its file may be known already."""
    fields = record.fields
    authors, links, aliases = fields.get("authors"), fields.get("links"), fields.get("aliases")
    names = [
        one["name"] if isinstance(one, dict) else str(one) for one in (authors if isinstance(authors, list) else ())
    ]
    return Paper(
        id=record.id,
        path=path,
        title=title_key(str(fields["title"])),
        identifiers=identifiers_of(record, tuple(IDENTIFIERS)),
        authors=tuple(map(fold, names)),
        date=str(fields.get("date") or fields.get("published") or ""),
        venue=str(fields.get("venue", "")),
        place=(str(fields.get("volume", "")), str(fields.get("issue", "")), str(fields.get("pages", ""))),
        links=links if isinstance(links, dict) else {},
        aliases=tuple(aliases) if isinstance(aliases, list) else (),
    )


def identifiers_of(record: Record, kinds: tuple[str, ...] = IDENTIFYING) -> dict[str, str]:
    """Return the identifiers that name a record's paper, in their normal form."""
    return {kind: normal_identifier(kind, str(record.fields[kind])) for kind in kinds if record.fields.get(kind)}


def title_key(title: str) -> str:
    """Return a title as titles are compared: without case, accents and punctuation."""
    return fold(title) or title


def titles_agree(one: str, other: str) -> bool:
    """Return whether two titles, as `title_key` has them, may be one: a subtitle or a letter may be missing."""
    if one == other:
        return True
    short, long = sorted((one, other), key=len)
    if long.startswith(f"{short} "):
        return True
    return len(short) * 2 > len(long) and SequenceMatcher(None, one, other, autojunk=False).ratio() >= _ALIKE


def shared_identifier(one: Mapping[str, str], other: Mapping[str, str]) -> str:
    """Return the kind of an identifier that both papers have; empty where there is none."""
    return next((kind for kind in IDENTIFYING if kind in one and one[kind] == other.get(kind)), "")


def identifiers_conflict(one: Mapping[str, str], other: Mapping[str, str]) -> bool:
    """Return whether two papers have different identifiers of one kind."""
    pairs = [(one[kind], other[kind]) for kind in IDENTIFYING if kind in one and kind in other]
    return any(a != b and not a.startswith(_ARXIV_DOI) and not b.startswith(_ARXIV_DOI) for a, b in pairs)


def nothing_differs(one: Paper, other: Paper) -> bool:
    """Return whether two papers agree in everything, the titles included."""
    return (
        one.title == other.title
        and one.date == other.date
        and one.venue == other.venue
        and one.place == other.place
        and one.identifiers == other.identifiers
        and one.authors == other.authors
        and one.links == other.links
    )


def may_be_one(one: Paper, other: Paper) -> bool:
    """Return whether two papers of one name may be the same, one of them in an older state."""
    if identifiers_conflict(one.identifiers, other.identifiers):
        return False
    if shared_identifier(one.identifiers, other.identifiers):
        return True
    known = [(a, b) for a, b in zip((one.date[:4], *one.place), (other.date[:4], *other.place), strict=True) if a and b]
    return titles_agree(one.title, other.title) and sum(a != b for a, b in known) < 2


class Papers:
    """Papers that are known, to be found by what another one shares with them; the first of several is kept."""

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        self._by_identifier: dict[tuple[str, str], Paper] = {}
        self._by_title: dict[str, list[Paper]] = {}
        self._by_id: dict[str, Paper] = {}
        for entry in entries:
            self.add(paper_of(entry))

    def add(self, paper: Paper) -> None:
        """Add a paper."""
        for kind, value in paper.identifiers.items():
            if kind in IDENTIFYING:
                self._by_identifier.setdefault((kind, value), paper)
        self._by_title.setdefault(paper.title, []).append(paper)
        for name in (paper.id, *paper.aliases):
            self._by_id.setdefault(name.casefold(), paper)

    def named(self, identifier: str) -> Paper | None:
        """Return the paper that has, or had, a name; some disks compare names without case."""
        return self._by_id.get(identifier.casefold())

    def with_identifier(self, kind: str, value: str) -> Paper | None:
        """Return the paper that an identifier names."""
        return self._by_identifier.get((kind, value))

    def sharing(self, paper: Paper) -> tuple[Paper, str] | None:
        """Return another paper that shares an identifier or the title, and which: a kind of identifier, or `title`."""
        for kind, value in paper.identifiers.items():
            if other := self._by_identifier.get((kind, value)):
                return other, kind
        titled = self._by_title.get(paper.title)
        return (titled[0], "title") if titled else None

    def twin(self, paper: Paper) -> Paper | None:
        """Return a paper that agrees in everything, or that has the same title and a link to the same text."""
        for other in self._by_title.get(paper.title, ()):
            same_text = any(paper.links.get(kind, "") == other.links.get(kind, None) for kind in ("pdf", "page"))
            if nothing_differs(paper, other) or (same_text and may_be_one(paper, other)):
                return other
        return None
