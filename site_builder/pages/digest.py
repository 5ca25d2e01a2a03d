"""The digest of a period."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from site_builder.contract import views
from site_builder.contract.digests import DigestView
from site_builder.contract.document import Template
from site_builder.library.digests import digest_url
from site_builder.pages.kind import Context, Edited, Heading, PageKind
from site_builder.pages.planned import Planned
from site_builder.site.addresses import DIGESTS_URL
from site_builder.site.page import Page


class DigestPage(PageKind):
    """The digest of a period: `subject` is the kind of period, `index` its position among those."""

    name = "digest"
    template = Template("digest.html", "The digest of a period.", {"digest": "DigestView"})

    @classmethod
    def pages(cls, planned: Planned) -> Iterator[Page]:
        """Yield a page for each period of the kind that `site.yml` names."""
        kind = planned.config.digest.pages
        for index, period in enumerate(planned.library.periods.get(kind, ())):
            yield Page(digest_url(period.key), cls.name, kind, index)

    def context(self, page: Page) -> Context:
        """Return the digest."""
        return {"digest": self.site.digests.of_period(page.subject, page.index)}

    def heading(self, page: Page, made: Context) -> Heading:
        """Return the period's name."""
        digest: DigestView = made["digest"]
        crumbs = (views.Link(self.site.t("Digests"), DIGESTS_URL),)
        return Heading(digest.title, self.site.counted(digest.title, digest.total), crumbs)

    def reached_by(self, edited: Edited) -> Collection[tuple[str, int]]:
        """Return the periods of papers that have another excerpt."""
        kind = self.site.config.digest.pages
        periods = self.site.library.periods.get(kind, ())
        return {(kind, index) for index, period in enumerate(periods) if not edited.cards.isdisjoint(period.entries)}
