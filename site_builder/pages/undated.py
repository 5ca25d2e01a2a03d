"""The papers without a date."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from site_builder.contract.document import Template
from site_builder.contract.parts import Link
from site_builder.library.library import Library
from site_builder.pages.kind import Context
from site_builder.pages.list_page import ListPage
from site_builder.pages.planned import Planned
from site_builder.site.addresses import ARCHIVE_URL, UNDATED_URL
from site_builder.site.page import Page, list_pages


class UndatedPage(ListPage):
    """The papers without a date."""

    name = "undated"
    template = Template(
        "undated.html",
        "Papers without a date.",
        {"papers": "tuple[Card, ...]", "counted": "tuple[Date, ...]", "pager": "Pager"},
    )

    @classmethod
    def pages(cls, planned: Planned) -> Iterator[Page]:
        """Yield the pages, if there are such papers."""
        if count := len(planned.library.undated):
            yield from list_pages(UNDATED_URL, cls.name, "", 0, count, planned.config.lists.page_size)

    @classmethod
    def entries(cls, page: Page, library: Library) -> Sequence[int]:
        """Return the papers."""
        return library.undated

    def context(self, page: Page) -> Context:
        """Return the papers of one page."""
        return self.listing(page, self.site.cards.card)

    def title(self) -> str:
        """Return the title."""
        return self.site.t("Undated")

    def section(self, page: Page, crumbs: tuple[Link, ...]) -> str:
        """Return the archive's calendar."""
        return ARCHIVE_URL
