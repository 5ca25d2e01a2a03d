"""Addresses whose pages are gone, as `content/removed.yml` says."""

from __future__ import annotations

from collections.abc import Iterator

from site_builder.contract.document import Template
from site_builder.library.library import Library
from site_builder.pages.kind import Context, FactsPage, Heading
from site_builder.pages.moved import MovedPage
from site_builder.pages.planned import Planned
from site_builder.site.page import Page


class TombstonePage(FactsPage):
    """A page that is gone: `subject` is its address."""

    name = "tombstone"
    template = Template("tombstone.html", "A page that is gone, and why.", {"reason": "str"})

    @classmethod
    def pages(cls, planned: Planned) -> Iterator[Page]:
        """Yield a page for each address that is gone for good."""
        for address, removal in planned.config.removed.items():
            if not removal.to:
                yield Page(f"{address}.html", cls.name, address)

    @classmethod
    def owner(cls, page: Page, library: Library) -> str:
        """Return the line of `content/removed.yml`."""
        return MovedPage.owner(page, library)

    def context(self, page: Page) -> Context:
        """Return why the page is gone."""
        return {"reason": self.site.config.removed[page.subject].reason}

    def heading(self, page: Page, made: Context) -> Heading:
        """Return the title alone."""
        return Heading(self.site.t("Removed"))
