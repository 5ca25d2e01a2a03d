"""What several papers cite and the archive lacks: of the whole archive, and of its largest tags."""

from __future__ import annotations

from collections.abc import Iterator

from site_builder.contexts.citations import lacking_group
from site_builder.contract.document import Template
from site_builder.contract.lists import LackingGroup
from site_builder.contract.parts import Link
from site_builder.library.citations import lacking_among
from site_builder.pages.kind import Context, FactsPage, Heading
from site_builder.pages.planned import Planned
from site_builder.site.addresses import READ_FIRST_URL, cited_url
from site_builder.site.page import Page

LEAST = 3
"""How many papers must cite one that the archive lacks."""
_MOST = 50
_MOST_OF_TAG = 10
_TAGS = 30


class ReadFirstPage(FactsPage):
    """What several papers cite and the archive lacks."""

    name = "read first"
    template = Template(
        "read-first.html", "What several papers cite and the archive lacks.", {"groups": "tuple[LackingGroup, ...]"}
    )

    @classmethod
    def pages(cls, planned: Planned) -> Iterator[Page]:
        """Yield the page, if there are such papers."""
        lacking = planned.library.citations.lacking
        if lacking and len(lacking[0].cited_by) >= LEAST:
            yield Page(READ_FIRST_URL, cls.name)

    def context(self, page: Page) -> Context:
        """Return the papers by tag, after those of the whole archive."""
        return {"groups": tuple(self._groups())}

    def heading(self, page: Page, made: Context) -> Heading:
        """Return the title, below the most cited papers."""
        t = self.site.t
        crumbs = (Link(t("Most cited"), cited_url()),) if self.site.library.citations.cited_by else ()
        return Heading(t("Read first"), t("What papers here cite, and this site lacks."), crumbs)

    def section(self, page: Page, crumbs: tuple[Link, ...]) -> str:
        """Return the page of the most cited papers."""
        return cited_url()

    def _groups(self) -> Iterator[LackingGroup]:
        library = self.site.library
        citations = library.citations
        everything = lacking_among(citations, range(len(library.entries)), LEAST)
        yield lacking_group(None, everything[:_MOST])
        tags = sorted(library.terms.get("tags", ()), key=lambda term: (-len(term.entries), term.slug))
        for term in tags[:_TAGS]:
            if found := lacking_among(citations, term.entries, LEAST):
                link = Link(term.name, self.site.cards.term_page(term))
                yield lacking_group(link, found[:_MOST_OF_TAG])
