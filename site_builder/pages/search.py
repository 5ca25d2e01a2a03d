"""The search page."""

from __future__ import annotations

from collections.abc import Iterator

from site_builder.contract.document import Template
from site_builder.pages.kind import FactsPage
from site_builder.pages.planned import Planned
from site_builder.site.page import Page


class SearchPage(FactsPage):
    """The search page."""

    name = "search"
    template = Template("search.html", "The search page.")

    @classmethod
    def pages(cls, planned: Planned) -> Iterator[Page]:
        """Yield the page."""
        yield Page("search.html", cls.name)

    def title(self) -> str:
        """Return the title."""
        return self.site.t("Search")
