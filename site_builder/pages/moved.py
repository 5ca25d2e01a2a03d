"""Addresses that `content/removed.yml` leads to new ones."""

from __future__ import annotations

from collections.abc import Iterator

from site_builder.content.sources import REMOVED_FILE
from site_builder.contract.parts import Link
from site_builder.core.diagnostics import Diagnostic, quote
from site_builder.library.library import Library
from site_builder.pages.kind import Context, FactsPage, Heading
from site_builder.pages.planned import Planned
from site_builder.pages.redirect import RedirectPage
from site_builder.site.page import Page


class MovedPage(FactsPage):
    """A former address that `content/removed.yml` leads to a new one: `subject` is the former address."""

    name = "moved"
    template = RedirectPage.template

    @classmethod
    def pages(cls, planned: Planned) -> Iterator[Page]:
        """Yield a page for each former address."""
        for address, removal in planned.config.removed.items():
            if removal.to:
                yield Page(f"{address}.html", cls.name, address)

    @classmethod
    def problems(cls, planned: Planned) -> Iterator[Diagnostic]:
        """Yield a problem for each former address whose new one does not exist."""
        moved = {address: removal for address, removal in planned.config.removed.items() if removal.to}
        urls = {page.url for page in planned.pages} if moved else set()
        for address, removal in moved.items():
            if f"{removal.to}.html" not in urls or removal.to == address:
                message = f"{quote(address)} leads to {quote(removal.to)}, and there is no such page"
                yield Diagnostic(*removal.place, "E213", message, "write the address of a page that the site has")

    @classmethod
    def owner(cls, page: Page, library: Library) -> str:
        """Return the line of `content/removed.yml`."""
        return f"the address {page.subject} of {REMOVED_FILE}"

    def context(self, page: Page) -> Context:
        """Return a link to the new address."""
        target = self.site.config.removed[page.subject].to
        return {"target": Link(target, f"{target}.html")}

    def heading(self, page: Page, made: Context) -> Heading:
        """Return the former address."""
        return Heading(page.subject)
