"""The papers that a reader has starred."""

from __future__ import annotations

from collections.abc import Iterator

from site_builder.contract.document import Template
from site_builder.contract.parts import Link
from site_builder.pages.kind import FactsPage
from site_builder.pages.planned import Planned
from site_builder.site.page import Page
from site_builder.words.catalogue import Translate


class ReadingListPage(FactsPage):
    """The papers that a reader has starred."""

    name = "reading-list"
    template = Template(
        "reading-list.html", "The papers that a reader has starred, which `assets/reading-list-page.js` fills in."
    )

    @classmethod
    def pages(cls, planned: Planned) -> Iterator[Page]:
        """Yield the page."""
        yield Page("reading-list.html", cls.name)

    @classmethod
    def nav(cls, planned: Planned, t: Translate) -> Iterator[Link]:
        """Yield the page."""
        yield Link(t("Reading list"), "reading-list.html")

    def title(self) -> str:
        """Return the title."""
        return self.site.t("Reading list")
