"""What the templates of curated lists see, and what the papers of a term have in common; part of the contract."""

from __future__ import annotations

import msgspec

from site_builder.contract.papers import Card
from site_builder.contract.parts import Link
from site_builder.contract.terms import RelatedTerm


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


class TrendingFormula(msgspec.Struct, frozen=True, gc=False):
    """How papers are scored: upvotes + `comments` × comments + `stars` × log10(1 + stars), halved with age."""

    comments: int
    """What a comment counts; 0 where comments do not."""
    stars: int
    """What ten times as many stars count; 0 where stars do not."""
    half_life: int
    """In how many days a score is halved."""


class ScoredPaper(msgspec.Struct, frozen=True, gc=False):
    """A paper with its score and the terms of it, as they are shown."""

    card: Card
    """The paper, with the counts and their date in `card.signals`."""
    score: str
    """The score; among the most upvoted, the upvotes."""
    points: str
    """The score before age."""
    stars: str
    """What the stars add to the points."""
    age: int
    """How many days before the archive's newest day it was listed."""
    left: str
    """What age leaves of the points, from 0 to 1."""


class LinkedPaper(msgspec.Struct, frozen=True, gc=False):
    """A paper of the archive that cites, or is cited."""

    id: str
    """Its identifier."""
    url: str
    """Its page."""
    title_html: str
    """Its title as safe HTML, math converted."""
    year: str
    """The year in which it is listed; may be empty."""


class LinkedPapers(msgspec.Struct, frozen=True, gc=False):
    """The papers of the archive that a paper cites, or that cite it."""

    count: int
    """How many there are."""
    papers: tuple[LinkedPaper, ...]
    """The newest of them, at most 200."""


class CitedPaper(msgspec.Struct, frozen=True, gc=False):
    """A paper of the page of the most cited ones."""

    card: Card
    """The paper."""
    score: str
    """How many papers of the archive cite it."""


class LackingPaper(msgspec.Struct, frozen=True, gc=False):
    """A paper that the archive lacks and several of its papers cite."""

    name: str
    """The kind of its identifier, such as `arXiv`."""
    text: str
    """The identifier."""
    href: str
    """Its address on the web."""
    count: int
    """How many papers of the archive cite it."""


class LackingGroup(msgspec.Struct, frozen=True, gc=False):
    """The papers that the archive lacks and the papers of a tag cite."""

    link: Link | None
    """The tag; none for all papers of the archive."""
    papers: tuple[LackingPaper, ...]
    """The most cited first."""
    command: str
    """The command that adds them to the archive, quoted for a shell; empty if it can add none."""


class WatchedQuestion(msgspec.Struct, frozen=True, gc=False):
    """A question that the archive follows."""

    title: str
    """Its title."""
    url: str
    """Its page."""
    query: str
    """Its query, in the search's language."""
    search: str
    """The search page with the query, relative to the site's root."""
    count: int
    """How many papers it finds."""


class Facet(msgspec.Struct, frozen=True, gc=False):
    """What the papers of a term have most often in another taxonomy: an author's tags, an organization's authors."""

    name: str
    """The other taxonomy's title."""
    terms: tuple[RelatedTerm, ...]
    """The most frequent terms, those in at least two of the papers."""


class TimeLine(msgspec.Struct, frozen=True, gc=False):
    """A term's papers over time, as a picture."""

    steps: int
    """How many months or years it shows."""
    line: str
    """The `d` of an SVG path: an area 10 high, each step 1 wide."""


class Coauthor(msgspec.Struct, frozen=True, gc=False):
    """A row of the picture of an author's co-authors: a name and a dot."""

    name: str
    """The co-author's name, shortened where it is long."""
    count: int
    """How many papers the two share."""
    radius: float
    """Of the dot, whose area is their number."""


class CoauthorArcs(msgspec.Struct, frozen=True, gc=False):
    """The arcs between co-authors who share as many of the author's papers."""

    width: float
    """Of the line: 0.5 for two papers, 1 for three, 2 for more."""
    path: str
    """The `d` of an SVG path; a row is 16 high, and the arcs start where x is 0."""


class CoauthorPicture(msgspec.Struct, frozen=True, gc=False):
    """Who an author writes with: a column of names, joined by arcs where two of them share papers with the author."""

    rows: tuple[Coauthor, ...]
    """The co-authors, those of most papers first; `related` names them with links."""
    arcs: tuple[CoauthorArcs, ...]
    """The arcs, the thinnest first."""


class YearCount(msgspec.Struct, frozen=True, gc=False):
    """How many papers of a term a year has."""

    year: str
    """The year."""
    count: int
    """How many of the term's papers it lists."""
