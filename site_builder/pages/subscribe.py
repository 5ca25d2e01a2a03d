"""The page about feeds and digests."""

from __future__ import annotations

from collections.abc import Iterator

from site_builder.contract.document import Template
from site_builder.contract.feeds import FeedLink
from site_builder.contract.parts import Link
from site_builder.pages.kind import Context, FactsPage
from site_builder.pages.planned import Planned
from site_builder.site.page import Page
from site_builder.words.catalogue import Translate


class SubscribePage(FactsPage):
    """The page about feeds and digests."""

    name = "subscribe"
    template = Template(
        "subscribe.html",
        "The page about feeds and digests.",
        {"groups": "tuple[FeedGroup, ...]", "digests": "tuple[DigestLink, ...]"},
    )

    @classmethod
    def pages(cls, planned: Planned) -> Iterator[Page]:
        """Yield the page."""
        yield Page("subscribe.html", cls.name)

    @classmethod
    def nav(cls, planned: Planned, t: Translate) -> Iterator[Link]:
        """Yield the page, if there is something to subscribe to."""
        if planned.config.base_url or planned.config.repository:
            yield Link(t("Subscribe"), "subscribe.html")

    def context(self, page: Page) -> Context:
        """Return all feeds and all digests."""
        return {"groups": self.site.feeds.groups(self.site.view.taxonomies), "digests": self.site.digests.links()}

    def title(self) -> str:
        """Return the title."""
        return self.site.t("Subscribe")

    def feeds(self, page: Page) -> tuple[FeedLink, ...]:
        """Return the site's feed."""
        return self.site.view.feeds
