"""The base of pages that list papers, perhaps over several pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from site_builder.contexts.pager import make_pager, part_of
from site_builder.library.library import Library
from site_builder.pages.kind import Context, PageKind
from site_builder.pages.planned import Planned
from site_builder.site.addresses import bibtex_url
from site_builder.site.page import Page


class ListPage(PageKind):
    """A page that lists papers."""

    @classmethod
    def entries(cls, page: Page, library: Library) -> Sequence[int]:
        """Return the entries of the whole list."""
        raise NotImplementedError

    @classmethod
    def has_bibtex(cls, page: Page, planned: Planned, least: int) -> bool:
        """Return whether the list is published as BibTeX too, where that takes a term `least` papers."""
        return False

    def listed(self, page: Page) -> Sequence[int]:
        """Return the entries that one page of the list shows."""
        return part_of(page, self.entries(page, self.site.library), self._size)

    def listing(self, page: Page, make: Callable[[int], object]) -> Context:
        """Return the page's papers, each made by `make`, the days of their counts, and the pager."""
        total, listed = len(self.entries(page, self.site.library)), self.listed(page)
        return {
            "papers": tuple(map(make, listed)),
            "counted": self.site.cards.counted(listed),
            "pager": make_pager(page, total, self._size),
        }

    def bibtex(self, page: Page) -> str:
        """Return the address of the page's BibTeX, empty if there is none."""
        least = self.site.config.data.list_entries(len(self.site.library.entries))
        return bibtex_url(page.url) if least and self.has_bibtex(page, self.site.planned, least) else ""

    @property
    def _size(self) -> int:
        return self.site.config.lists.page_size


def place(page: Page) -> bytes:
    """Return which page of how many this is."""
    return b"%d/%d" % (page.number, page.count)
