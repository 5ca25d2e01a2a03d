"""Makes the contract's `Card`, `Paper`, `Term` and `PeriodLink` from entries, terms and periods."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache, partial
from types import MappingProxyType
from typing import Any

import msgspec
from markupsafe import Markup

from site_builder.content.pictures import Size
from site_builder.content.values import LINK_TITLES
from site_builder.contract.papers import Card, Paper, Version
from site_builder.contract.parts import Date, ExternalLink, Link, Notice, Person, Picture, Signals, TermGroup
from site_builder.contract.periods import PeriodLink, PeriodName
from site_builder.contract.terms import Term
from site_builder.exchange.exporters.bibtex import bibtex
from site_builder.exchange.notices import gone_because
from site_builder.library.library import Library
from site_builder.model import Author, Body, Entry, Period
from site_builder.model import Term as LibraryTerm
from site_builder.reading.identifiers import IDENTIFIERS
from site_builder.settings.types import SiteConfig
from site_builder.site.addresses import collection_url, file_url, paper_url, period_url, term_url
from site_builder.site.lists import least_for_page
from site_builder.text.dates import date_text, period_text, short_date
from site_builder.text.math import render_inline
from site_builder.text.names import name_parts
from site_builder.words.catalogue import translator

LoadBody = Callable[[Entry], Body]

KEPT = 1 << 13
"""How many links, dates and names of each kind a process caches."""
KEPT_CARDS = 1 << 14
"""How many cards a process caches: a paper is on its own page and on lists of several sizes, far apart."""


class ListedCard:
    """A card on a list, made only when a template needs more than its id: the HTML of most rows is cached."""

    __slots__ = ("_make", "_position", "id")

    abstract_html = ""

    def __init__(self, identifier: str, position: int, make: Callable[[int], Card]) -> None:
        self.id = identifier
        self._position = position
        self._make = make

    @property
    def card(self) -> Card:
        """The card itself."""
        return self._make(self._position)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.card, name)


class Cards:
    """Makes what pages show of single papers, terms and periods; `pictures` has the size of each by its address."""

    def __init__(
        self,
        library: Library,
        config: SiteConfig,
        load_body: LoadBody,
        pictures: Mapping[str, Size] = MappingProxyType({}),
    ) -> None:
        self._pictures = pictures
        self.library = library
        self.config = config
        self.t = translator(config.words.pages)
        self._load_body = load_body
        self._least = {taxonomy: least_for_page(library, config, taxonomy) for taxonomy in library.terms}
        self.links = {taxonomy: lru_cache(KEPT)(partial(self._link, taxonomy)) for taxonomy in library.terms}
        self.collections = _collections(library)
        self._period_keys = {kind: {period.key for period in periods} for kind, periods in library.periods.items()}
        self.card = lru_cache(KEPT_CARDS)(self._card)
        self.date = lru_cache(KEPT)(self._date)
        self.bibtex = lru_cache(KEPT)(self._bibtex)

    def body(self, position: int) -> Body:
        """Return a paper's abstract."""
        return self._load_body(self.library.entries[position])

    def picture(self, entry: Entry) -> Picture | None:
        """Return a paper's picture."""
        url = file_path(entry, entry.thumbnail) if entry.thumbnail else ""
        size = self._pictures.get(url)
        return Picture(url, *size) if size else None

    def listed_card(self, position: int) -> ListedCard:
        """Return a paper's card for a list, without the abstract."""
        return ListedCard(self.library.entries[position].id, position, self.card)

    def card_with_abstract(self, position: int) -> Card:
        """Return a paper's card with its whole abstract."""
        card = self.card(position)
        body = self.body(position)
        return msgspec.structs.replace(card, abstract_html=Markup(body.html))

    def paper(self, position: int) -> Paper:
        """Return what a paper's own page shows of it."""
        entry = self.library.entries[position]
        body = self.body(position)
        card = self.card(position)
        return Paper(
            card=card,
            abstract_html=Markup(body.html),
            abstract_text=body.text,
            authors=self._people(position, len(entry.authors)),
            editors=tuple(_person(editor, "") for editor in entry.editors),
            collaboration=entry.collaboration,
            organizations=card.organizations,
            tags=card.tags,
            venue=card.venue,
            groups=self._groups(position),
            identifiers=_identifiers(entry),
            listed=self.date(entry.date),
            published=card.published,
            submitted_by=entry.submitted_by,
            aliases=entry.aliases,
            note=entry.note,
            media=entry.media,
            related=tuple(self.paper_link(self.library.positions[name]) for name in entry.related),
            collections=self.collections.get(entry.id, ()),
            versions=tuple(Version(v.name, self.date(v.date), v.note, v.url) for v in entry.versions),
            license=entry.license,
            volume=entry.volume,
            issue=entry.issue,
            pages=entry.pages,
            publisher=entry.publisher,
            series=entry.series,
            edition=entry.edition,
            address=entry.address,
            issn=entry.issn or next((term.issn for term in self._terms(position, "venues")), ""),
            genre=entry.genre,
            provenance=tuple(sorted(entry.provenance.items())),
            bibtex=self.bibtex(position),
            source_path=entry.path,
            source_href=_source_href(self.config.repository, entry.path),
            correction_href=_correction_href(self.config.repository, entry.id),
        )

    def counted(self, positions: Iterable[int]) -> tuple[Date, ...]:
        """Return the first and the last day on which some papers' counts were read; one day if they are the same."""
        entries = self.library.entries
        days = {entry.as_of for position in positions if (entry := entries[position]).as_of}
        found = map(self.date, sorted({min(days), max(days)} if days else ()))
        return tuple(date for date in found if date)

    def paper_link(self, position: int) -> Link:
        """Return a link to a paper."""
        entry = self.library.entries[position]
        return Link(entry.title, paper_url(entry.id))

    def term(self, term: LibraryTerm) -> Term:
        """Return a term with its description and spellings."""
        return Term(
            name=term.name,
            url=self.term_page(term),
            count=len(term.entries),
            description=term.description,
            spellings=term.spellings,
            orcid=term.orcid,
            href=term.url,
            issn=term.issn,
            ror=term.ror,
        )

    def term_page(self, term: LibraryTerm) -> str:
        """Return the address of a term's page, empty if it has too few entries for one."""
        has_page = len(term.entries) >= self._least[term.taxonomy]
        return term_url(term.taxonomy, term.slug) if has_page else ""

    def period(self, period: Period) -> PeriodLink:
        """Return a link to a period, with its count."""
        named = self.period_name(period)
        return PeriodLink(named.kind, named.key, named.name, named.short, named.url, len(period.entries))

    def period_name(self, period: Period) -> PeriodName:
        """Return a link to a period."""
        name, short = period_text(period.kind, period.key, self.t)
        return PeriodName(period.kind, period.key, name, short, period_url(period.kind, period.key))

    def notice(self, entry: Entry) -> Notice | None:
        """Return that a paper was withdrawn, retracted or corrected."""
        said = entry.withdrawn
        if said is None:
            return None
        names = {"withdrawn": self.t("Withdrawn"), "retracted": self.t("Retracted"), "corrected": self.t("Corrected")}
        # Without the address of a day's page: that would make the card depend on which days have papers.
        date = said.date and Date(said.date, date_text(said.date, self.t), short_date(said.date, self.t))
        return Notice(said.kind, names[said.kind], said.reason, date or None, said.url)

    def _bibtex(self, position: int) -> str:
        """Return a paper as BibTeX, for its own page and the files of several lists."""
        return bibtex(self.library.entries[position], self.library.citation_keys[position])

    def _date(self, iso: str) -> Date | None:
        """Return a date with the address of its page; None if the date is unknown."""
        if not iso:
            return None
        kind = {4: "year", 7: "month", 10: "day"}[len(iso)]
        url = period_url(kind, iso) if iso in self._period_keys[kind] else ""
        return Date(iso, date_text(iso, self.t), short_date(iso, self.t), url)

    def _card(self, position: int) -> Card:
        entry = self.library.entries[position]
        people = self._people(position, self.config.lists.card_authors)
        venues = self._links(position, "venues")
        summary = entry.summary or entry.excerpt
        return Card(
            id=entry.id,
            url=paper_url(entry.id),
            title=entry.title,
            title_html=Markup(render_inline(entry.title)),
            authors=people,
            more_authors=max(len(entry.authors), entry.author_count) - len(people) if people else 0,
            author_count=max(len(entry.authors), entry.author_count),
            date=self.date(entry.listed),
            published=self.date(entry.published),
            organizations=self._links(position, "organizations"),
            venue=venues[0] if venues else None,
            tags=self._links(position, "tags"),
            links=tuple(
                msgspec.structs.replace(link, name=self.t(LINK_TITLES[link.kind])) if link.kind in LINK_TITLES else link
                for link in paper_links(entry)
            ),
            summary=summary,
            summary_html=Markup(render_inline(summary)),
            is_excerpt=not entry.summary,
            signals=Signals(entry.upvotes, entry.comments, entry.stars, self.date(entry.as_of)),
            picture=self.picture(entry),
            withdrawn=gone_because(entry),
            notice=self.notice(entry),
        )

    def _people(self, position: int, limit: int) -> tuple[Person, ...]:
        authors = self.library.entries[position].authors
        persons, links = self.library.entry_terms["authors"][position], self.links["authors"]
        # If an entry spells one person in two ways, it has fewer persons than names, and the names are not linked.
        known = len(persons) == len(authors)
        return tuple(
            _person(author, links(persons[n]).url if known else "") for n, author in enumerate(authors[:limit])
        )

    def _terms(self, position: int, taxonomy: str) -> Iterator[LibraryTerm]:
        return map(self.library.terms[taxonomy].__getitem__, self.library.entry_terms[taxonomy][position])

    def _link(self, taxonomy: str, index: int) -> Link:
        term = self.library.terms[taxonomy][index]
        return Link(term.name, self.term_page(term))

    def _links(self, position: int, taxonomy: str) -> tuple[Link, ...]:
        links = self.links[taxonomy]
        return tuple([links(index) for index in self.library.entry_terms[taxonomy][position]])

    def _groups(self, position: int) -> tuple[TermGroup, ...]:
        return tuple(
            TermGroup(taxonomy.title, links)
            for taxonomy in self.library.taxonomies
            if taxonomy.field in self.config.taxonomy_fields and (links := self._links(position, taxonomy.name))
        )


def _collections(library: Library) -> dict[str, tuple[Link, ...]]:
    """Return the curated lists that name each paper."""
    found: dict[str, tuple[Link, ...]] = {}
    for collection in library.collections:
        link = Link(collection.title, collection_url(collection.id))
        for pick in collection.papers:
            found[pick.id] = (*found.get(pick.id, ()), link)
    return found


def paper_links(entry: Entry) -> Iterator[ExternalLink]:
    """Yield a paper's links, the most important first, under the names of their kinds in English."""
    addresses = dict(entry.links)
    if "pdf" not in addresses and "arxiv" in entry.identifiers:
        addresses["pdf"] = f"https://arxiv.org/pdf/{entry.identifiers['arxiv']}"
    for kind in sorted(addresses, key=lambda kind: (_LINK_RANK.get(kind, len(_LINK_RANK)), kind)):
        local = is_local(addresses[kind])
        href = file_path(entry, addresses[kind]) if local else addresses[kind]
        yield ExternalLink(kind, LINK_TITLES.get(kind) or kind.capitalize(), href, local=local)


def file_path(entry: Entry, name: str) -> str:
    """Return the address of a file next to an entry or, with a slash before its name, in `content/static/`."""
    if name.startswith("/"):
        return name[1:]
    return file_url(f"{entry.path.rpartition('/')[0]}/{name}")


def is_local(address: str) -> bool:
    """Return whether a link names a file of the archive rather than a web address."""
    return not address.startswith(("https://", "http://"))


def local_files(entry: Entry) -> tuple[tuple[str, str], ...]:
    """Return `(field, path relative to the archive)` of the files next to an entry that it names."""
    if not entry.thumbnail and not any(map(is_local, entry.links.values())):
        return ()
    named = [("links", value) for value in entry.links.values()] + [("thumbnail", entry.thumbnail)]
    folder = entry.path.rpartition("/")[0]
    return tuple((field, f"{folder}/{name}") for field, name in named if name and is_local(name) and name[0] != "/")


@lru_cache(KEPT)
def _person(author: Author, url: str) -> Person:
    parts = name_parts(author.name, author.family)
    family = f"{parts.whole_family} {parts.suffix}".rstrip()
    return Person(author.name, url, author.orcid, author.affiliation, parts.given, family)


def _identifiers(entry: Entry) -> tuple[ExternalLink, ...]:
    return tuple(
        ExternalLink(kind, IDENTIFIERS[kind].title, IDENTIFIERS[kind].address.format(value), value)
        for kind, value in entry.identifiers.items()
    )


def _source_href(repository: str, path: str) -> str:
    """Return where a file of the default branch can be edited on GitHub, or a host like it."""
    return f"{repository.rstrip('/')}/edit/HEAD/{path}" if repository else ""


def _correction_href(repository: str, identifier: str) -> str:
    """Return the address of the correction form, filled in; identifiers need no escaping in a query."""
    query = f"template=correct-an-entry.yml&paper={identifier}"
    return f"{repository.rstrip('/')}/issues/new?{query}" if repository else ""


_LINK_RANK = {kind: rank for rank, kind in enumerate(LINK_TITLES)}
