"""Addresses that digests had as pages of their own: a period's page leads with its most upvoted papers since."""

from __future__ import annotations

from collections.abc import Iterator

from site_builder.contract.parts import Link
from site_builder.library.digests import digest_url
from site_builder.library.library import Library
from site_builder.model import Period
from site_builder.pages.kind import Context, CountsPage, Heading
from site_builder.pages.planned import Planned
from site_builder.pages.redirect import RedirectPage
from site_builder.site.page import Page


class DigestPage(CountsPage):
    """The former address of a period's digest: `subject` is the kind of period, `index` its position among those."""

    name = "digest"
    template = RedirectPage.template

    @classmethod
    def pages(cls, planned: Planned) -> Iterator[Page]:
        """Yield a page for each period of the kind that `site.yml` names."""
        kind = planned.config.digest.pages
        for index, period in enumerate(planned.library.periods.get(kind, ())):
            yield Page(digest_url(period.key), cls.name, kind, index)

    @classmethod
    def owner(cls, page: Page, library: Library) -> str:
        """Return the period."""
        return f"the digest of {library.periods[page.subject][page.index].key}"

    def context(self, page: Page) -> Context:
        """Return a link to the period's page."""
        link = self.site.cards.period(self._period(page))
        return {"target": Link(link.name, link.url)}

    def heading(self, page: Page, made: Context) -> Heading:
        """Return the period's name."""
        return Heading(made["target"].name)

    def _period(self, page: Page) -> Period:
        return self.site.library.periods[page.subject][page.index]
