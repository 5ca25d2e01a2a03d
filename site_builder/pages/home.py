"""The home page: the newest day, then the days before it."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import blake2b

from site_builder.contexts.periods import HOME_PERIOD_CARDS
from site_builder.contract import views
from site_builder.contract.document import Template
from site_builder.library.library import Library
from site_builder.pages.kind import Context, PageKind
from site_builder.pages.period import PeriodPage
from site_builder.pages.planned import Planned
from site_builder.site.addresses import HOME_URL, SITE_CARD
from site_builder.site.page import Page
from site_builder.site.sitemap import newest_listed


class HomePage(PageKind):
    """The home page."""

    name = "home"
    leads_sitemap = True
    template = Template(
        "home.html",
        "The newest day, then the days before it.",
        {
            "period": "PeriodView | None",
            "papers": "tuple[Card, ...]",
            "recent": "tuple[tuple[PeriodLink, tuple[Card, ...]], ...]",
            "paper_count": "int",
            "daily": "Card | None",
        },
    )

    @classmethod
    def pages(cls, planned: Planned) -> Iterator[Page]:
        """Yield the page."""
        yield Page(HOME_URL, cls.name)

    @classmethod
    def last_change(cls, page: Page, library: Library) -> str:
        """Return the newest day."""
        return newest_listed(library, range(len(library.entries)))

    def context(self, page: Page) -> Context:
        """Return the newest period with its papers, and the periods before it with a few each."""
        site = self.site
        make = site.cards.card_with_abstract
        newest = site.periods.newest()
        shown = newest[0][0].entries[: site.config.lists.page_size] if newest else ()
        return {
            "daily": self._daily(),
            "period": site.periods.view(*newest[0]) if newest else None,
            "papers": tuple(make(position) for position in shown),
            "paper_count": len(site.library.entries),
            "recent": tuple(
                (site.cards.period(period), tuple(make(position) for position in period.entries[:HOME_PERIOD_CARDS]))
                for period, _ in newest[1:]
            ),
        }

    def title(self) -> str:
        """Return the site's title."""
        return self.site.view.title

    def feeds(self, page: Page) -> tuple[views.FeedLink, ...]:
        """Return the site's feed."""
        return self.site.view.feeds

    def image(self, page: Page) -> str:
        """Return the site's picture."""
        config = self.site.config
        return config.base_url + SITE_CARD if config.base_url and config.metadata.cards != "none" else ""

    def bibtex(self, page: Page) -> str:
        """Return the address of the BibTeX of the newest period."""
        periods = self.site.periods.newest()
        return PeriodPage(self.site).bibtex(PeriodPage.first_page(*periods[0])) if periods else ""

    def _daily(self) -> views.Card | None:
        """Return the paper of the day: any of them, chosen by the newest day, so that all builds choose the same."""
        entries = self.site.library.entries
        if not entries or not self.site.config.surprise:
            return None
        seed = blake2b(entries[0].listed.encode(), digest_size=8).digest()
        return self.site.cards.card(int.from_bytes(seed, "big") % len(entries))
