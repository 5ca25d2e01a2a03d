"""The index of the curated lists."""

from __future__ import annotations

from collections.abc import Iterator

from site_builder.contract.document import Template
from site_builder.contract.lists import CollectionView
from site_builder.contract.parts import Link
from site_builder.model import Collection
from site_builder.pages.kind import Context, FactsPage
from site_builder.pages.planned import Planned
from site_builder.site.addresses import COLLECTIONS_URL, collection_url
from site_builder.site.page import Page
from site_builder.words.catalogue import Translate


class CollectionsPage(FactsPage):
    """The index of the curated lists."""

    name = "collections"
    template = Template(
        "collections.html", "The index of the curated lists.", {"collections": "tuple[CollectionView, ...]"}
    )

    @classmethod
    def pages(cls, planned: Planned) -> Iterator[Page]:
        """Yield the page, if there are such lists."""
        if planned.library.collections:
            yield Page(COLLECTIONS_URL, cls.name)

    @classmethod
    def nav(cls, planned: Planned, t: Translate) -> Iterator[Link]:
        """Yield the page."""
        yield Link(t("Collections"), COLLECTIONS_URL)

    def context(self, page: Page) -> Context:
        """Return all lists."""
        return {"collections": tuple(map(collection_view, self.site.library.collections))}

    def title(self) -> str:
        """Return the title."""
        return self.site.t("Collections")


def collection_view(collection: Collection) -> CollectionView:
    """Return a curated list as templates see it."""
    url = collection_url(collection.id)
    return CollectionView(collection.title, url, collection.summary, len(collection.papers))
