"""All feeds in one file, for feed readers to import."""

from __future__ import annotations

from collections.abc import Iterator

from site_builder.contract.document import Template
from site_builder.pages.kind import Context
from site_builder.pages.machine_page import MachinePage
from site_builder.pages.planned import Planned
from site_builder.site.feeds import plan_feeds
from site_builder.site.page import Page


class FeedsOpml(MachinePage):
    """All feeds in one file."""

    name = "feeds.opml"
    template = Template(
        "feeds.opml", "All feeds in one file, for feed readers to import.", {"groups": "tuple[FeedGroup, ...]"}
    )

    @classmethod
    def pages(cls, planned: Planned) -> Iterator[Page]:
        """Yield the file, if there are feeds."""
        if plan_feeds(planned.library, planned.config):
            yield Page("feeds.opml", cls.name)

    def context(self, page: Page) -> Context:
        """Return all feeds."""
        return {"groups": self.site.feeds.groups(self.site.view.taxonomies)}
