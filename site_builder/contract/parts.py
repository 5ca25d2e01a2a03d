"""Parts of several views: links, dates, people, signals."""

from __future__ import annotations

import msgspec


class Link(msgspec.Struct, frozen=True, gc=False):
    """A link inside the site."""

    name: str
    """What the link says."""
    url: str
    """Address relative to the site's root."""


class Place(msgspec.Struct, frozen=True, gc=False):
    """A place in the header: a page of the site or an address elsewhere."""

    name: str
    """What the link says."""
    url: str
    """Address relative to the site's root; a whole address if `is_external`."""
    is_external: bool = False
    """Whether it leads to another site."""


class ExternalLink(msgspec.Struct, frozen=True, gc=False):
    """A link out of the site, or to a file next to an entry."""

    kind: str
    """The key in the entry: `pdf`, `code`, `doi`, `arxiv` …"""
    name: str
    """What the link says: `PDF`, `Code`, `arXiv` …"""
    href: str
    """The address, whole, or relative to the site's root where `local` is true."""
    text: str = ""
    """The identifier as written, such as `2604.12890`; empty for plain links."""
    local: bool = False
    """Whether `href` is a file of this site; then write `{{ root }}{{ link.href }}`."""


class Signpost(msgspec.Struct, frozen=True, gc=False):
    """A link for programs in the head of a paper's page."""

    rel: str
    """What the link means: `cite-as`, `author`, `license`, `item`, `type`, `linkset` …"""
    href: str
    """The address, whole, or relative to the site's root where `is_local` is true."""
    type: str = ""
    """The media type of what is there; may be empty."""
    is_local: bool = False
    """Whether `href` is a file of this site; then write `{{ root }}{{ link.href }}`."""


class Date(msgspec.Struct, frozen=True, gc=False):
    """A date of the precision that is known."""

    iso: str
    """`2026`, `2026-05` or `2026-05-26`: for `<time datetime>`."""
    text: str
    """As people write it in the site's language: `21 August 2026`."""
    short: str
    """The same for lists: `21 Aug 2026`."""
    url: str = ""
    """The page that lists that day, month or year; empty where there is none."""


class Person(msgspec.Struct, frozen=True, gc=False):
    """An author of a paper."""

    name: str
    """The name as this paper writes it."""
    url: str = ""
    """The author's page; empty where the site makes none."""
    orcid: str = ""
    """The ORCID identifier, as `0000-0002-1825-0097`."""
    affiliation: str = ""
    """As the paper states it."""
    given: str = ""
    """Given names, for citations."""
    family: str = ""
    """Family name, for citations; a name of one part is a family name."""


class TermGroup(msgspec.Struct, frozen=True, gc=False):
    """A paper's terms in one declared taxonomy beyond the built-in ones."""

    name: str
    """The taxonomy's title."""
    terms: tuple[Link, ...]
    """The paper's terms."""


class Signals(msgspec.Struct, frozen=True, gc=False):
    """Counts that were true on a day; `None` where unknown."""

    upvotes: int | None = None
    """Upvotes."""
    comments: int | None = None
    """Comments."""
    stars: int | None = None
    """Stars of the code repository."""
    as_of: Date | None = None
    """The day on which the counts were read."""


class Notice(msgspec.Struct, frozen=True, gc=False):
    """That a paper was withdrawn by its authors, retracted by its publisher, or corrected."""

    kind: str
    """`withdrawn`, `retracted` or `corrected`."""
    name: str
    """The kind in the site's language."""
    reason: str
    """Why; may be empty."""
    date: Date | None
    """Since when."""
    href: str
    """Where it was announced; may be empty."""


class Picture(msgspec.Struct, frozen=True, gc=False):
    """A paper's picture: a WebP file of at most 12 kB."""

    url: str
    """Its address relative to the site's root."""
    width: int
    """Its width in pixels."""
    height: int
    """Its height in pixels."""
