"""What templates see of digests, on pages and in mails; part of the contract."""

from __future__ import annotations

import msgspec

from site_builder.contract.papers import Card
from site_builder.contract.parts import Date, Link
from site_builder.contract.periods import PeriodLink


class DigestView(msgspec.Struct, frozen=True, gc=False):
    """The papers of a day, week or month, the most upvoted first."""

    title: str
    """What it is a digest of: `Week 22, 2026`, and the tags if it is of some only."""
    url: str
    """The page that shows it: the period's; empty where a digest is of some tags only."""
    period: PeriodLink
    """The period, whose page lists all its papers."""
    papers: tuple[Card, ...]
    """The papers that it names."""
    total: int
    """How many papers there are in all."""
    tags: tuple[Link, ...]
    """The tags that it is limited to; usually none."""


class DigestLink(msgspec.Struct, frozen=True, gc=False):
    """A period in the list of digests."""

    period: PeriodLink
    """The period, whose page leads with its most upvoted papers."""
    start: Date
    """Its first day."""
    end: Date
    """Its last day."""
    best: Link
    """Its most upvoted paper."""
