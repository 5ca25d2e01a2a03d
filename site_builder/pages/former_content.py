"""Former addresses of pages in folders of `content/pages/`: archives once left the folders out of addresses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from site_builder.contract.parts import Link
from site_builder.library.library import Library
from site_builder.pages.content import own_pages
from site_builder.pages.kind import Context, FactsPage, Heading
from site_builder.pages.planned import Planned
from site_builder.pages.redirect import RedirectPage
from site_builder.site.page import Page


class FormerContentPage(FactsPage):
    """The address without folders of a page in a folder: `subject` is the page's identifier."""

    name = "former-content"
    template = RedirectPage.template

    @classmethod
    def pages(cls, planned: Planned) -> Iterator[Page]:
        """Yield a page for each such address that is neither taken nor that of two pages."""
        former = {page.id: f"{page.id.rpartition('/')[2]}.html" for page in own_pages(planned.library)}
        taken = Counter(former.values()) + Counter(page.url for page in planned.pages)
        for name, url in former.items():
            if "/" in name and taken[url] == 1:
                yield Page(url, cls.name, name)

    @classmethod
    def owner(cls, page: Page, library: Library) -> str:
        """Return the page's file."""
        return f"content/pages/{page.subject}.md"

    def context(self, page: Page) -> Context:
        """Return a link to the page."""
        return {"target": Link(self._title(page), f"{page.subject}.html")}

    def heading(self, page: Page, made: Context) -> Heading:
        """Return the page's title."""
        return Heading(self._title(page))

    def _title(self, page: Page) -> str:
        return next(one.title for one in self.site.library.pages if one.id == page.subject)
