"""A paper: as a row of a list, and as its own page shows it."""

from __future__ import annotations

import msgspec

from site_builder.contract.parts import Date, ExternalLink, Link, Notice, Person, Picture, Signals, TermGroup


class Card(msgspec.Struct, frozen=True, gc=False):
    """A paper as lists show it."""

    id: str
    """The paper's identifier: its file's stem."""
    url: str
    """The paper's page."""
    title: str
    """The title as plain text, math as typed."""
    title_html: str
    """The title as safe HTML, math converted."""
    authors: tuple[Person, ...]
    """The first authors, at most `site.card_authors` of them."""
    more_authors: int
    """How many authors `authors` leaves out."""
    author_count: int
    """How many authors there are in all; names may be unknown."""
    date: Date | None
    """The day on which the archive lists it, or else first publication."""
    published: Date | None
    """First publication."""
    organizations: tuple[Link, ...]
    """Its organizations; `url` is empty where a term has no page."""
    venue: Link | None
    """Its venue."""
    tags: tuple[Link, ...]
    """Its tags; `url` is empty where a term has no page."""
    links: tuple[ExternalLink, ...]
    """PDF, code, project and other links, in the order of their importance."""
    summary: str
    """One or two plain sentences, or the start of the abstract, math as typed; may be empty."""
    summary_html: str
    """The same as safe HTML, math converted."""
    is_excerpt: bool
    """Whether `summary` is the abstract's start because the entry has no summary."""
    signals: Signals
    """Counts with their date."""
    picture: Picture | None
    """A small picture of it."""
    withdrawn: str
    """Why the paper was withdrawn or retracted; empty if it was not."""
    notice: Notice | None = None
    """That it was withdrawn, retracted or corrected."""
    abstract_html: str = ""
    """The whole abstract as safe HTML; filled on the home page and on day pages only."""

    @property
    def has_code(self) -> bool:
        """Whether there is a link to code."""
        return any(link.kind == "code" for link in self.links)


class Version(msgspec.Struct, frozen=True, gc=False):
    """One published version of a paper."""

    name: str
    """Its label, such as `v2`."""
    date: Date | None
    """When it appeared."""
    note: str
    """What changed."""
    href: str
    """Where it is; may be empty."""


class Paper(msgspec.Struct, frozen=True, gc=False):
    """A paper as its own page shows it: what a `Card` has, and all the rest."""

    card: Card
    """What lists show of it."""
    abstract_html: str
    """The abstract as safe HTML; empty if unknown."""
    abstract_text: str
    """The abstract as plain text."""
    authors: tuple[Person, ...]
    """All authors."""
    organizations: tuple[Link, ...]
    """Its organizations."""
    tags: tuple[Link, ...]
    """Its tags."""
    venue: Link | None
    """Its venue."""
    groups: tuple[TermGroup, ...]
    """Terms of the taxonomies that `site.yml` declares."""
    identifiers: tuple[ExternalLink, ...]
    """arXiv, DOI and others, linked out."""
    listed: Date | None
    """The day on which the archive lists it, where that is known."""
    published: Date | None
    """First publication."""
    submitted_by: str
    """Who brought it to the list."""
    aliases: tuple[str, ...]
    """Its former identifiers, from which its former addresses redirect."""
    note: str
    """A curator's note, plain text."""
    media: tuple[str, ...]
    """Addresses of pictures and films about the paper."""
    related: tuple[Link, ...]
    """Papers that the entry names as related."""
    collections: tuple[Link, ...]
    """The curated lists that name it."""
    versions: tuple[Version, ...]
    """Published versions, as the entry lists them."""
    license: str
    """The paper's license."""
    volume: str
    """Volume of the venue's proceedings."""
    issue: str
    """Issue of the journal."""
    pages: str
    """Pages, as `12-34`."""
    publisher: str
    """Publisher; of a thesis or report, the institution."""
    editors: tuple[Person, ...]
    """Editors of the book or proceedings."""
    collaboration: str
    """The group that the authors write for."""
    series: str
    """The series that the volume is part of."""
    edition: str
    """Edition of the book."""
    address: str
    """Where the publisher or institution is."""
    issn: str
    """ISSN of the journal or series."""
    genre: str
    """What kind of thesis or report it is, such as `Master's thesis`."""
    provenance: tuple[tuple[str, str], ...]
    """Which fields were made by whom, as pairs: `("summary", "a model's name")`."""
    bibtex: str
    """A BibTeX entry."""
    source_path: str
    """The entry's file, relative to the archive."""
    source_href: str
    """Where that file can be edited on the web; empty if `site.yml` names no repository."""
    correction_href: str
    """The form that corrects it, filled in for this paper; empty if `site.yml` names no repository."""

    @property
    def affiliations(self) -> tuple[str, ...]:
        """The affiliations of its authors, each once."""
        return tuple(dict.fromkeys([person.affiliation for person in self.authors if person.affiliation]))
