"""What digests see, as pages and as mails; part of the contract."""

from __future__ import annotations

import msgspec

from site_builder.contract.views import Card, Link, PeriodLink


class DigestView(msgspec.Struct, frozen=True, gc=False):
    """The papers of a day, week or month, the most upvoted first."""

    title: str
    """What it is a digest of: `Week 22, 2026`, and the tags if it is of some only."""
    url: str
    """Its own page; empty where there is none."""
    period: PeriodLink
    """The period, whose page lists all its papers."""
    papers: tuple[Card, ...]
    """The papers that it names."""
    total: int
    """How many papers there are in all."""
    tags: tuple[Link, ...]
    """The tags that it is limited to; usually none."""
    previous: Link | None
    """The digest before it."""
    next: Link | None
    """The digest after it."""
