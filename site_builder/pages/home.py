"""The home page: the newest papers, whatever the precision of their dates."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import blake2b

from markupsafe import Markup

from site_builder.content.pages import HOME_TEXT
from site_builder.contexts.periods import CARDS_OF, Newest
from site_builder.contract.document import Template
from site_builder.contract.feeds import FeedLink
from site_builder.contract.papers import Card
from site_builder.contract.periods import PeriodLink
from site_builder.library.library import Library
from site_builder.pages.kind import Context, PageKind
from site_builder.pages.period import PeriodPage
from site_builder.pages.planned import Planned
from site_builder.site.addresses import HOME_URL, SITE_CARD, UNDATED_URL
from site_builder.site.page import Page
from site_builder.site.sitemap import newest_listed

DAYS = 30
"""The most days whose new papers a returning reader learns of."""


class HomePage(PageKind):
    """The home page."""

    name = "home"
    leads_sitemap = True
    template = Template(
        "home.html",
        "The newest papers by the day, month or year that their dates name: the newest period, then those before it.",
        {
            "period": "PeriodView | None",
            "papers": "tuple[Card, ...]",
            "counted": "tuple[Date, ...]",
            "recent": "tuple[tuple[PeriodLink, tuple[Card, ...]], ...]",
            "paper_count": "int",
            "days": "tuple[PeriodLink, ...]",
            "daily": "Card | None",
            "intro_title": "str",
            "intro_html": "str",
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
        """Return the newest period with its papers, and the periods before it with some of theirs."""
        site = self.site
        first, *earlier = site.periods.newest() or [Newest(None, 0, ())]
        shown = first.entries[: site.config.lists.page_size]
        cards = site.cards.listed_card
        intro = next((page for page in site.library.pages if page.id == HOME_TEXT), None)
        return {
            "intro_title": intro.title if intro else "",
            "intro_html": Markup(intro.html) if intro else "",
            "daily": self._daily(),
            "period": site.periods.view(first.period, first.index) if first.period else None,
            "papers": tuple(map(site.cards.card_with_abstract, shown)),
            "counted": site.cards.counted(shown),
            "paper_count": len(site.library.entries),
            "days": tuple(map(site.cards.period, reversed(site.library.periods["day"][-DAYS:]))),
            "recent": tuple((self._link(group), tuple(map(cards, _shown(group)))) for group in earlier),
        }

    def title(self) -> str:
        """Return the site's title."""
        return self.site.view.title

    def feeds(self, page: Page) -> tuple[FeedLink, ...]:
        """Return the site's feed."""
        return self.site.view.feeds

    def image(self, page: Page) -> str:
        """Return the site's picture."""
        config = self.site.config
        return config.base_url + SITE_CARD if config.base_url and config.metadata.cards != "none" else ""

    def bibtex(self, page: Page) -> str:
        """Return the address of the BibTeX of the newest period."""
        newest = self.site.periods.newest()
        if not newest or newest[0].period is None:
            return ""
        return PeriodPage(self.site).bibtex(PeriodPage.first_page(newest[0].period, newest[0].index))

    def _link(self, group: Newest) -> PeriodLink:
        """Return the link to the page of a group's period, or of the papers without a date."""
        if group.period:
            return self.site.cards.period(group.period)
        name, count = self.site.t("Undated"), len(self.site.library.undated)
        return PeriodLink("undated", "undated", name, name, UNDATED_URL, count)

    def _daily(self) -> Card | None:
        """Return the paper of the day: any of them, chosen by the newest day, so that all builds choose the same."""
        entries = self.site.library.entries
        if not entries or not self.site.config.surprise:
            return None
        seed = blake2b(entries[0].listed.encode(), digest_size=8).digest()
        return self.site.cards.card(int.from_bytes(seed, "big") % len(entries))


def _shown(group: Newest) -> tuple[int, ...]:
    return group.entries[: CARDS_OF[group.period.kind if group.period else ""]]
