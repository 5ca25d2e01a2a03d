"""The page that servers show for an unknown address."""

from __future__ import annotations

from collections.abc import Iterator

from site_builder.contract.document import Template
from site_builder.pages.kind import Context, FactsPage, Heading
from site_builder.pages.planned import Planned
from site_builder.site.page import Page


class NotFoundPage(FactsPage):
    """The page that servers show for an unknown address."""

    name = "404"
    template = Template("404.html", "What is served for an unknown address; there `root` is a whole path.")

    @classmethod
    def pages(cls, planned: Planned) -> Iterator[Page]:
        """Yield the page."""
        yield Page("404.html", cls.name)

    def heading(self, page: Page, made: Context) -> Heading:
        """Return the title alone."""
        return Heading(self.site.t("Not found"))

    def root(self, page: Page) -> str:
        """Return the path of the site on its server: the page is shown at any address."""
        return "/" + self.site.config.base_url.partition("://")[2].partition("/")[2]
