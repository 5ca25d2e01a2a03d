"""The page of a curated list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from markupsafe import Markup

from site_builder.contract.document import Template
from site_builder.contract.feeds import FeedLink
from site_builder.contract.lists import CollectedPaper
from site_builder.contract.parts import Link
from site_builder.library.library import Library
from site_builder.pages.collections import collection_view
from site_builder.pages.kind import Context, Heading
from site_builder.pages.list_page import ListPage
from site_builder.pages.planned import Planned
from site_builder.site.addresses import COLLECTIONS_URL, collection_url
from site_builder.site.page import Page
from site_builder.text.math import render_inline


class CollectionPage(ListPage):
    """The page of a curated list: `index` is its position among them."""

    name = "collection"
    template = Template(
        "collection.html",
        "A curated list: its introduction, then its papers.",
        {"collection": "CollectionView", "content_html": "str", "papers": "tuple[CollectedPaper, ...]"},
    )

    @classmethod
    def pages(cls, planned: Planned) -> Iterator[Page]:
        """Yield a page for each list."""
        for index, collection in enumerate(planned.library.collections):
            yield Page(collection_url(collection.id), cls.name, index=index)

    @classmethod
    def owner(cls, page: Page, library: Library) -> str:
        """Return the list's file."""
        return library.collections[page.index].path

    @classmethod
    def entries(cls, page: Page, library: Library) -> Sequence[int]:
        """Return the papers in the curator's order."""
        return [library.positions[pick.id] for pick in library.collections[page.index].papers]

    @classmethod
    def has_bibtex(cls, page: Page, planned: Planned, least: int) -> bool:
        """All curated lists are published as BibTeX."""
        return True

    def context(self, page: Page) -> Context:
        """Return the list and its papers with the curator's comments."""
        collection = self.site.library.collections[page.index]
        papers = tuple(
            CollectedPaper(self.site.cards.card(position), Markup(render_inline(pick.comment)))
            for pick, position in zip(collection.papers, self.listed(page), strict=True)
        )
        return {"collection": collection_view(collection), "content_html": Markup(collection.html), "papers": papers}

    def heading(self, page: Page, made: Context) -> Heading:
        """Return the list's title and summary."""
        collection = self.site.library.collections[page.index]
        crumbs = (Link(self.site.t("Collections"), COLLECTIONS_URL),)
        return Heading(collection.title, collection.summary, crumbs)

    def feeds(self, page: Page) -> tuple[FeedLink, ...]:
        """Return the list's feed."""
        return self.site.feeds.of_collection(page.index)

    def listed(self, page: Page) -> Sequence[int]:
        """Return all papers: a curated list is one page."""
        return self.entries(page, self.site.library)
