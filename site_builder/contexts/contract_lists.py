"""What the templates of curated lists see, and what the papers of a term have in common; part of the contract."""

from __future__ import annotations

import msgspec

from site_builder.contexts.contract import Card, RelatedTerm


class CollectionView(msgspec.Struct, frozen=True, gc=False):
    """A curated list of papers."""

    title: str
    """Its title."""
    url: str
    """Its page."""
    summary: str
    """What it is for, plain text; may be empty."""
    count: int
    """How many papers it has."""


class CollectedPaper(msgspec.Struct, frozen=True, gc=False):
    """A paper of a curated list."""

    card: Card
    """The paper."""
    comment_html: str
    """The curator's word on it as safe HTML, math converted; may be empty."""


class Facet(msgspec.Struct, frozen=True, gc=False):
    """What the papers of a term have most often in another taxonomy: an author's tags, an organization's authors."""

    name: str
    """The other taxonomy's title."""
    terms: tuple[RelatedTerm, ...]
    """The most frequent terms, those in at least two of the papers."""


class YearCount(msgspec.Struct, frozen=True, gc=False):
    """How many papers of a term a year has."""

    year: str
    """The year."""
    count: int
    """How many of the term's papers it lists."""
