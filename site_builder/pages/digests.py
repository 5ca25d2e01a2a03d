"""The list of all digests."""

from __future__ import annotations

from collections.abc import Iterator

from site_builder.contract.document import Template
from site_builder.contract.parts import Link
from site_builder.pages.kind import Context, FactsPage
from site_builder.pages.planned import Planned
from site_builder.site.addresses import DIGESTS_URL
from site_builder.site.page import Page
from site_builder.words.catalogue import Translate


class DigestsPage(FactsPage):
    """The list of all digests."""

    name = "digests"
    template = Template("digests.html", "All digests, newest first.", {"digests": "tuple[DigestLink, ...]"})

    @classmethod
    def pages(cls, planned: Planned) -> Iterator[Page]:
        """Yield the page, if there are digests."""
        if planned.library.periods.get(planned.config.digest.pages):
            yield Page(DIGESTS_URL, cls.name)

    @classmethod
    def nav(cls, planned: Planned, t: Translate) -> Iterator[Link]:
        """Yield the page."""
        yield Link(t("Digests"), DIGESTS_URL)

    def context(self, page: Page) -> Context:
        """Return links to all digests."""
        return {"digests": self.site.digests.links()}

    def title(self) -> str:
        """Return the title."""
        return self.site.t("Digests")
