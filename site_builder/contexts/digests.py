"""Digests as templates see them, on pages and in mails."""

from __future__ import annotations

from collections.abc import Sequence

from site_builder.contexts.cards import Cards
from site_builder.contract.digests import DigestLink, DigestView
from site_builder.contract.parts import Link
from site_builder.library.digests import Digest, make_digest
from site_builder.library.library import Library
from site_builder.model import Period, Term
from site_builder.settings.types import SiteConfig


class DigestContexts:
    """Makes digests for mails, and what pages say of them."""

    def __init__(self, library: Library, config: SiteConfig, cards: Cards) -> None:
        self._library = library
        self._config = config
        self._cards = cards

    def links(self) -> tuple[DigestLink, ...]:
        """Return the periods that have digests, newest first, each with its most upvoted paper."""
        periods = self._library.periods.get(self._config.digest.pages, ())
        return tuple(map(self._link, reversed(periods)))

    def view(self, digest: Digest, tags: Sequence[Term] = ()) -> DigestView:
        """Return a digest as templates see it."""
        period = self._cards.period(digest.period)
        return DigestView(
            title=": ".join(part for part in (period.name, ", ".join(tag.name for tag in tags)) if part),
            url="" if tags else period.url,
            period=period,
            papers=tuple(self._cards.card(position) for position in digest.positions),
            total=digest.total,
            tags=tuple(Link(tag.name, self._cards.term_page(tag)) for tag in tags),
        )

    def _link(self, period: Period) -> DigestLink:
        link = self._cards.period(period)
        start, end = self._cards.date(period.start), self._cards.date(period.end)
        assert start is not None
        assert end is not None
        (best,) = make_digest(self._library, self._config, period).positions[:1]
        return DigestLink(link, start, end, self._cards.paper_link(best))
