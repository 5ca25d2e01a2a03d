"""What the pages of curated lists show, and a paper's own page of the lists that name it."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from site_builder.contexts.cards import Cards
from site_builder.contract.lists import CollectedPaper, CollectionView
from site_builder.library.library import Library
from site_builder.model import Collection
from site_builder.site.addresses import collection_url
from site_builder.text.math import render_inline


class CuratedContexts:
    """Makes the contexts of curated lists."""

    def __init__(self, library: Library, cards: Cards) -> None:
        self._library = library
        self._cards = cards

    def index(self) -> dict[str, Any]:
        """Return what the index of all curated lists shows."""
        return {"collections": tuple(_view(collection) for collection in self._library.collections)}

    def collection(self, index: int) -> dict[str, Any]:
        """Return what the page of a curated list shows."""
        collection = self._library.collections[index]
        papers = tuple(
            CollectedPaper(self._cards.card(self._library.positions[pick.id]), Markup(render_inline(pick.comment)))
            for pick in collection.papers
        )
        return {"collection": _view(collection), "content_html": Markup(collection.html), "papers": papers}


def _view(collection: Collection) -> CollectionView:
    url = collection_url(collection.id)
    return CollectionView(collection.title, url, collection.summary, len(collection.papers))
