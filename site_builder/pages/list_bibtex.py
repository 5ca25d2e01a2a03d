"""What lists of papers hold, as BibTeX files of their own."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import ClassVar

import msgspec

from site_builder.contexts.parts import encode
from site_builder.contract.document import Template
from site_builder.pages.collection import CollectionPage
from site_builder.pages.kind import Context, Edited
from site_builder.pages.list_page import ListPage
from site_builder.pages.machine_page import MachinePage
from site_builder.pages.period import PeriodPage
from site_builder.pages.planned import Planned
from site_builder.pages.site_context import SiteContext
from site_builder.pages.term import TermPage
from site_builder.site.addresses import bibtex_url
from site_builder.site.page import Page


class ListBibtex(MachinePage):
    """The BibTeX of what a page of a list shows; `subject`, `index` and the part of the list are those of the page."""

    lists: ClassVar[type[ListPage]]
    template = Template(
        "list.bib",
        "What a page lists, as BibTeX; nothing is escaped, and white space stays.",
        {"bibtex": "tuple[str, ...]"},
    )

    def __init__(self, site: SiteContext) -> None:
        super().__init__(site)
        self._list = self.lists(site)

    @classmethod
    def pages(cls, planned: Planned) -> Iterator[Page]:
        """Yield a file for each page of the lists that have BibTeX."""
        least = planned.config.data.list_entries(len(planned.library.entries))
        for page in planned.pages if least else ():
            if page.kind == cls.lists.name and cls.lists.has_bibtex(page, planned, least):
                yield Page(bibtex_url(page.url), cls.name, page.subject, page.index, page.number, page.count)

    def context(self, page: Page) -> Context:
        """Return an entry for each paper."""
        return {"bibtex": tuple(self.site.cards.bibtex(position) for position in self.listed(page))}

    def settings(self) -> object:
        """How long lists are."""
        return self.site.config.lists

    def depends_on(self, page: Page) -> Iterator[bytes]:
        """Yield the papers and their keys."""
        shown = self.listed(page)
        yield encode([self.site.library.citation_keys[position] for position in shown])
        yield self.site.parts.cards(shown)

    def reached_by(self, edited: Edited) -> Collection[tuple[str, int]] | None:
        """Return the lists that have, or had, a paper with another card or key."""
        changed = msgspec.structs.replace(edited, cards=edited.cards | edited.cited)
        return self._list.reached_by(changed) if edited.of_facts else ()

    def listed(self, page: Page) -> Sequence[int]:
        """Return the papers of the page."""
        return self._list.listed(page)


class TermBibtex(ListBibtex):
    """The BibTeX of a term."""

    name = "term.bib"
    lists = TermPage


class PeriodBibtex(ListBibtex):
    """The BibTeX of a period."""

    name = "period.bib"
    lists = PeriodPage


class CollectionBibtex(ListBibtex):
    """The BibTeX of a curated list."""

    name = "collection.bib"
    lists = CollectionPage
