"""The frozen data types that the steps of a build hand to each other; imports nothing of ours."""

from __future__ import annotations

import msgspec

PERIOD_KINDS = ("day", "week", "month", "year")

BUILT_IN_TAXONOMIES = ("tags", "authors", "organizations", "venues")


class Author(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """One author as an entry writes it; `id` keeps apart two people of one name.

    `family` is the family name where it is not the one that `name_parts` would guess; of a group it is the whole name.
    """

    name: str
    orcid: str = ""
    affiliation: str = ""
    url: str = ""
    id: str = ""
    family: str = ""


class Version(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """One published version of a paper: its label (`v2`), its day, what changed, where it is."""

    name: str
    date: str = ""
    note: str = ""
    url: str = ""


NOTICE_KINDS = ("withdrawn", "retracted", "corrected")


class Notice(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """That a paper was withdrawn by its authors, retracted by its publisher, or corrected.

    It says why, since when, and where that was announced; each may be empty.
    """

    kind: str = NOTICE_KINDS[0]
    reason: str = ""
    date: str = ""
    url: str = ""


class Entry(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """One paper as its file states it, without the abstract (see `Body`).

    Dates are ISO text of the known precision: `2026`, `2026-05` or `2026-05-26`; empty where unknown.
    `digest` is the BLAKE2b digest of the file's bytes, in hexadecimal; `facts` that of all that the file says but
    the abstract; `text` that of title, abstract and summary.
    """

    id: str
    path: str
    digest: str
    title: str
    authors: tuple[Author, ...] = ()
    author_count: int = 0
    collaboration: str = ""
    editors: tuple[Author, ...] = ()
    date: str = ""
    published: str = ""
    tags: tuple[str, ...] = ()
    organizations: tuple[str, ...] = ()
    venue: str = ""
    terms: dict[str, tuple[str, ...]] = {}
    identifiers: dict[str, str] = {}
    links: dict[str, str] = {}
    summary: str = ""
    excerpt: str = ""
    upvotes: int | None = None
    comments: int | None = None
    stars: int | None = None
    as_of: str = ""
    thumbnail: str = ""
    media: tuple[str, ...] = ()
    submitted_by: str = ""
    note: str = ""
    related: tuple[str, ...] = ()
    versions: tuple[Version, ...] = ()
    aliases: tuple[str, ...] = ()
    withdrawn: Notice | None = None
    license: str = ""
    series: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    edition: str = ""
    publisher: str = ""
    address: str = ""
    issn: str = ""
    genre: str = ""
    provenance: dict[str, str] = {}
    extra: dict[str, str] = {}
    facts: bytes = b""
    text: str = ""

    @property
    def listed(self) -> str:
        """The date that decides the entry's date pages: the day listed, else first publication."""
        return self.date or self.published

    def names(self, field: str) -> tuple[str, ...]:
        """Return the terms that the entry names in a field: none, one (`venue`) or several (`tags`)."""
        if field in self.terms:
            return self.terms[field]
        value = getattr(self, field, "")
        if isinstance(value, str):
            return (value,) if value else ()
        return value if field in ("tags", "organizations") else ()


class Body(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """An entry's abstract: as typed (Markdown), as HTML, and as plain text."""

    markdown: str = ""
    html: str = ""
    text: str = ""


class ContentPage(msgspec.Struct, frozen=True, gc=False):
    """A page of `content/pages/`, such as `about`, or a chapter; `id` is its address without `.html`.

    `nav` says whether the navigation names it, where pages of a lower `order` come first.
    """

    id: str
    path: str
    digest: str
    title: str
    html: str
    text: str
    nav: bool = True
    order: int = 0


class Pick(msgspec.Struct, frozen=True, gc=False):
    """A paper that a collection names, with a word on it, and where the collection's file does so."""

    id: str
    comment: str = ""
    line: int = 0
    column: int = 0


class Collection(msgspec.Struct, frozen=True, gc=False):
    """A curated list of `content/collections/`: its introduction, and its papers in the curator's order."""

    id: str
    path: str
    digest: str
    title: str
    papers: tuple[Pick, ...]
    summary: str = ""
    html: str = ""
    text: str = ""


class Term(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """One term of a taxonomy, such as the tag `KV cache`: its entries are positions in `Library.entries`.

    `spellings` are the other ways in which entries write the same term.
    """

    taxonomy: str
    slug: str
    name: str
    entries: tuple[int, ...]
    sort_key: str = ""
    description: str = ""
    spellings: tuple[str, ...] = ()
    orcid: str = ""
    url: str = ""
    issn: str = ""
    ror: str = ""


class Period(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A day, ISO week, month or year with the entries that its page lists.

    `key` is `2026-05-26`, `2026-W22`, `2026-05` or `2026`; `start` and `end` are its first and last day.
    """

    kind: str
    key: str
    start: str
    end: str
    entries: tuple[int, ...]


class Taxonomy(msgspec.Struct, frozen=True):
    """A taxonomy's settings: its name (`tags`), the entries' field, its titles, which terms get a page and a feed.

    0 papers for either mean that the size of the archive decides. `fold` merges the spellings of a term.
    """

    name: str
    field: str
    title: str
    singular: str
    min_entries: int = 0
    feed_entries: int = 0
    fold: bool = False


class SourceFile(msgspec.Struct, frozen=True, gc=False):
    """A file of the archive: its path relative to the archive, `/`-separated, and its content's digest."""

    path: str
    digest: str
