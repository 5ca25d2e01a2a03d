"""Digests as templates see them, on pages and in mails."""

from __future__ import annotations

from collections.abc import Sequence

from site_builder.contexts.cards import Cards
from site_builder.contract.digests import DigestView
from site_builder.contract.views import Link
from site_builder.library.digests import Digest, digest_url, make_digest
from site_builder.library.library import Library
from site_builder.model import Period, Term
from site_builder.settings.types import SiteConfig


class DigestContexts:
    """Makes digests, for pages and mails."""

    def __init__(self, library: Library, config: SiteConfig, cards: Cards) -> None:
        self._library = library
        self._config = config
        self._cards = cards

    def of_period(self, kind: str, index: int) -> DigestView:
        """Return the digest of a period, with links to those before and after it."""
        periods = self._library.periods[kind]
        before = self._link(periods[index - 1]) if index else None
        after = self._link(periods[index + 1]) if index + 1 < len(periods) else None
        made = make_digest(self._library, self._config, periods[index])
        return self.view(made, previous=before, next=after)

    def links(self) -> tuple[Link, ...]:
        """Return links to all digests that are pages, newest first."""
        periods = self._library.periods.get(self._config.digest.pages, ())
        return tuple(self._link(period) for period in reversed(periods))

    def view(
        self, digest: Digest, tags: Sequence[Term] = (), previous: Link | None = None, next: Link | None = None
    ) -> DigestView:
        """Return a digest as templates see it."""
        period = self._cards.period(digest.period)
        has_page = period.kind == self._config.digest.pages and not tags
        return DigestView(
            title=": ".join(part for part in (period.name, ", ".join(tag.name for tag in tags)) if part),
            url=digest_url(period.key) if has_page else "",
            period=period,
            papers=tuple(self._cards.card(position) for position in digest.positions),
            total=digest.total,
            tags=tuple(Link(tag.name, self._cards.term_page(tag)) for tag in tags),
            previous=previous,
            next=next,
        )

    def _link(self, period: Period) -> Link:
        return Link(self._cards.period(period).name, digest_url(period.key))
