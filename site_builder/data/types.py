"""The types of the JSON API, from which its OpenAPI document is made. A change of meaning needs a new version."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from site_builder.model import Author, Notice, Version

API_VERSION = "1"

Url = Annotated[str, Meta(description="An address relative to the site's root.")]
Date = Annotated[str, Meta(description="YYYY, YYYY-MM or YYYY-MM-DD: as much as is known.")]


class Paper(msgspec.Struct, frozen=True, omit_defaults=True):
    """A paper. Unknown fields are omitted."""

    id: str
    url: Url
    citation_key: Annotated[str, Meta(description="The key that cites it in papers.bib.")]
    title: Annotated[str, Meta(description="Plain text with $…$ formulas in TeX.")]
    authors: tuple[Author, ...] = ()
    author_count: Annotated[int, Meta(description="How many authors there are, where not all are named.")] = 0
    date: Annotated[str, Meta(description="The day on which the archive lists it, YYYY-MM-DD.")] = ""
    published: Date = ""
    venue: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    publisher: str = ""
    editors: tuple[Author, ...] = ()
    collaboration: str = ""
    series: str = ""
    edition: str = ""
    address: str = ""
    issn: str = ""
    genre: str = ""
    terms: Annotated[
        dict[str, tuple[str, ...]], Meta(description="By taxonomy, the slugs of its terms; see TermList.")
    ] = {}
    identifiers: Annotated[dict[str, str], Meta(description="By kind: arxiv, doi, openreview, acl, …")] = {}
    links: Annotated[
        dict[str, str], Meta(description="By kind: pdf, code, …; an address without a scheme is relative to the root.")
    ] = {}
    summary: str = ""
    abstract: Annotated[str, Meta(description="Markdown with $…$ formulas; in papers.jsonl only.")] = ""
    upvotes: int | None = None
    comments: int | None = None
    stars: int | None = None
    as_of: Annotated[str, Meta(description="The day on which the counts were read.")] = ""
    related: Annotated[tuple[str, ...], Meta(description="Identifiers of papers.")] = ()
    cites: Annotated[tuple[str, ...], Meta(description="Identifiers of the archive's papers that it cites.")] = ()
    versions: tuple[Version, ...] = ()
    license: str = ""
    withdrawn: Annotated[str, Meta(description="Why it was withdrawn or retracted.")] = ""
    notice: Annotated[
        Notice | None,
        Meta(description="That it was withdrawn, retracted or corrected; the kind, if omitted, is withdrawn."),
    ] = None


class PaperBlock(msgspec.Struct, frozen=True):
    """A block of papers, oldest first."""

    papers: tuple[Paper, ...]


class Term(msgspec.Struct, frozen=True, omit_defaults=True):
    """A term of a taxonomy, such as a tag or an author."""

    slug: str
    name: str
    papers: Annotated[int, Meta(description="How many papers have it.")]
    url: Url = ""
    issn: Annotated[str, Meta(description="Of a journal or series.")] = ""
    ror: Annotated[str, Meta(description="Of an organization, as 05dxps055.")] = ""


class TermList(msgspec.Struct, frozen=True):
    """A taxonomy's terms, sorted as its index is."""

    name: str
    title: str
    terms: tuple[Term, ...]


class Period(msgspec.Struct, frozen=True):
    """A day, ISO week, month or year with papers."""

    key: str
    url: Url
    papers: Annotated[tuple[str, ...], Meta(description="Identifiers; only days have them.")] = ()
    count: int = 0


class Dates(msgspec.Struct, frozen=True):
    """All periods with papers, oldest first."""

    days: tuple[Period, ...]
    weeks: tuple[Period, ...]
    months: tuple[Period, ...]
    years: tuple[Period, ...]


class Lacking(msgspec.Struct, frozen=True):
    """A paper that the archive lacks, by its identifier, and those of its papers that cite it."""

    kind: Annotated[str, Meta(description="arxiv, doi, openreview, acl, …")]
    value: str
    cited_by: tuple[str, ...]


class CitationList(msgspec.Struct, frozen=True):
    """Who cites whom in the archive, the other way round than papers state it."""

    cited_by: Annotated[
        dict[str, tuple[str, ...]], Meta(description="By identifier of a paper, those of the papers that cite it.")
    ]
    lacking: Annotated[tuple[Lacking, ...], Meta(description="Cited by two papers at least, the most cited first.")]


class Block(msgspec.Struct, frozen=True):
    """The address of a block of papers, and the identifiers of its first and last paper."""

    url: Url
    count: int
    first: str
    last: str


class TaxonomyLink(msgspec.Struct, frozen=True):
    """The address of a taxonomy's terms."""

    name: str
    title: str
    url: Url
    count: int


class Index(msgspec.Struct, frozen=True):
    """The index of the API: what there is, and where."""

    version: str
    title: str
    description: str
    language: str
    base_url: Annotated[str, Meta(description="Where the site's root is; empty where the archive does not say.")]
    papers: int
    blocks: tuple[Block, ...]
    taxonomies: tuple[TaxonomyLink, ...]
    dates: Url
    citations: Annotated[str, Meta(description="The address of a CitationList; empty where there is none.")]
    files: Annotated[tuple[Url, ...], Meta(description="The other files of data.")]
