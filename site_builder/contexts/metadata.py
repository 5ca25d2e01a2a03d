"""What pages say to programs: pictures and descriptions of links that are shared, and the addresses to be found."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cached_property

import msgspec

from site_builder.contract import views
from site_builder.library.library import Library
from site_builder.settings.types import SiteConfig
from site_builder.site.addresses import SITE_CARD, paper_card_url, served_url
from site_builder.site.plan import Page
from site_builder.site.sitemap import MOST_ADDRESSES, Address, sitemap_addresses
from site_builder.text.markdown import excerpt

# An abstract's start stands on the page as well, and search engines choose from there what they show.
EXCERPT = 150


GISCUS = "https://giscus.app"


def outside(config: SiteConfig) -> views.Outside | None:
    """Return what a site asks of others; `None` where it asks nothing, as by default."""
    comments, visits = config.comments, config.visits
    counter = "/".join(visits.script.split("/")[:3])
    if not comments.repository and not counter:
        return None
    origins = [origin for origin, wanted in ((GISCUS, comments.repository), (counter, counter)) if wanted]
    return views.Outside(
        comments=json.dumps(msgspec.structs.astuple(comments)) if comments.repository else "",
        visits=json.dumps([visits.script, visits.attributes], sort_keys=True) if counter else "",
        origins="".join(f" {origin}" for origin in origins),
    )


class Metadata:
    """Makes them for the pages of a site."""

    def __init__(self, library: Library, config: SiteConfig) -> None:
        self._library = library
        self._config = config
        self.is_brief = config.metadata.is_brief(len(library.entries))

    def description(self, card: views.Card) -> str:
        """Return what a search engine may show of a paper."""
        if card.is_excerpt and self.is_brief:
            return ""
        return excerpt(card.summary, EXCERPT) if card.is_excerpt else card.summary

    def image(self, page: Page) -> str:
        """Return the whole address of the picture that stands for a page where its link is shared, if there is one."""
        base, cards = self._config.base_url, self._config.metadata.cards
        if not base or cards == "none" or page.kind not in ("home", "paper"):
            return ""
        is_own = cards == "papers" and page.kind == "paper"
        if self.is_brief and page.kind == "paper" and not is_own:
            return ""
        return base + (paper_card_url(self._library.entries[page.index].id) if is_own else SITE_CARD)

    def canonical(self, page: Page, is_aside: bool) -> str:
        """Return a page's whole address; brief pages of terms that stand aside, having no feed, do without."""
        base = self._config.base_url
        return base + served_url(page.url) if base and not (is_aside and self.is_brief) else ""

    def addresses(self, page: Page) -> Sequence[Address]:
        """Return the part of all addresses that one sitemap holds."""
        start = (page.number - 1) * MOST_ADDRESSES
        return self._addresses[start : start + MOST_ADDRESSES]

    @cached_property
    def _addresses(self) -> Sequence[Address]:
        return sitemap_addresses(self._library, self._config)
