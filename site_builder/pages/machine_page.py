"""The base of files for programs: crawlers, browsers, feed readers and reference managers."""

from __future__ import annotations

from site_builder.pages.kind import Context, FactsPage, Heading
from site_builder.site.page import Page


class MachinePage(FactsPage):
    """A file for programs, which bears the site's title."""

    def heading(self, page: Page, made: Context) -> Heading:
        """Return the site's title and description."""
        return Heading(self.site.view.title, self.site.view.description)
