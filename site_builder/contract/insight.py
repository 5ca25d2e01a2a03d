"""What templates see of related papers, trends and the map; part of the contract with theme authors."""

from __future__ import annotations

import msgspec

from site_builder.contract.papers import Card
from site_builder.contract.parts import Date, Link
from site_builder.contract.periods import PeriodLink
from site_builder.contract.terms import RelatedTerm


class RelatedPaper(msgspec.Struct, frozen=True, gc=False):
    """A paper that another one's words, tags and authors lead to."""

    id: str
    """Its identifier."""
    url: str
    """Its page."""
    title_html: str
    """Its title as safe HTML, math converted."""
    author: str
    """Its first author; empty if no name is known."""
    more_authors: int
    """How many authors it has besides."""
    date: str
    """When it was listed or published, as lists write it; empty if unknown."""
    words: tuple[str, ...]
    """What both have in common, the most telling first: words as this page's paper writes them, tags, authors."""


class TrendBar(msgspec.Struct, frozen=True, gc=False):
    """A month or year of a chart; its place and size are in per cent of the chart's."""

    period: PeriodLink
    """The month or year with its number of papers."""
    left: float
    """Where it starts, from the left."""
    width: float
    """How wide it is, the gap to the next one aside."""
    height: float
    """How high it is."""
    tick: str
    """What the axis says below it: at the first month of a year, the year; usually empty."""
    until: str
    """The newest paper's day, as `21 August 2026`, if the month or year may still get papers; else empty."""


class TrendTick(msgspec.Struct, frozen=True, gc=False):
    """A line of a chart's vertical axis."""

    count: int
    """The number of papers that it marks."""
    top: float
    """Where it is, in per cent of the chart from its top."""


class TrendTag(msgspec.Struct, frozen=True, gc=False):
    """A tag whose share of the papers rose or fell."""

    link: Link
    """The tag; `url` is empty where it has no page."""
    before: str
    """Its share in the span before the newest one, as `1.2 %`."""
    after: str
    """Its share in the newest span."""
    papers: int
    """Its papers in the newest span."""
    z: str
    """The statistic of the test, as `4.2` or `−3.1`."""
    line: str
    """Its papers by step, as the `d` of an SVG path: an area 10 high, each step 1 wide."""


class TrendSpan(msgspec.Struct, frozen=True, gc=False):
    """The two spans of time that are compared."""

    first: str
    """The first step of the earlier span, as `May 2025`."""
    before_end: str
    """Its last step."""
    after_start: str
    """The first step of the newest span."""
    last: str
    """Its last step."""
    tested: int
    """How many tags were tested."""


class NewTag(msgspec.Struct, frozen=True, gc=False):
    """A tag and when a paper first had it."""

    link: Link
    """The tag."""
    date: Date
    """The date of its first paper."""
    papers: int
    """Its papers since."""


class TopTerms(msgspec.Struct, frozen=True, gc=False):
    """The terms of a taxonomy that most papers of each period have."""

    title: str
    """The taxonomy's title."""
    periods: tuple[tuple[PeriodLink, tuple[RelatedTerm, ...]], ...]
    """The newest periods, newest first, each with its terms; `shared` is the number of papers."""


class StillMap(msgspec.Struct, frozen=True, gc=False):
    """The map as a still picture: its squares by how many papers they have."""

    size: int
    """Squares on each side."""
    levels: tuple[str, ...]
    """The `d` of an SVG path for each level of density, the thinnest first; a square is 1 wide."""


class MapRegion(msgspec.Struct, frozen=True, gc=False):
    """A named part of the map."""

    anchor: str
    """The fragment by which it is linked to."""
    words: tuple[str, ...]
    """The words that distinguish it from the other regions; the first is its name."""
    x: float
    """Where its name is, in squares of the still picture."""
    y: float
    """Likewise, from the top."""
    count: int
    """Its papers that have the first word."""
    papers: tuple[Card, ...]
    """Some of them."""
