"""What all kinds of pages of one site share."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import msgspec

from site_builder.contexts.cards import Cards
from site_builder.contexts.digests import DigestContexts
from site_builder.contexts.feeds import FeedContexts
from site_builder.contexts.parts import Parts
from site_builder.contexts.periods import PeriodContexts
from site_builder.contexts.site import site_view
from site_builder.contract.parts import Link, Place
from site_builder.map.regions import Atlas
from site_builder.pages.planned import Planned
from site_builder.related.relations import Relations
from site_builder.words.catalogue import number_text


class Sizes(msgspec.Struct, frozen=True):
    """The sizes in bytes of data files by address, and of the whole site; both are known once all else is made."""

    files: Mapping[str, int] = {}
    site: int = 0


class Navigation(msgspec.Struct, frozen=True):
    """The places in the header, in order, and all others in the footer."""

    header: tuple[Place, ...]
    footer: tuple[Link, ...]


class SiteContext:
    """One site: its archive and plan, and the helpers that make parts of contexts."""

    def __init__(
        self,
        planned: Planned,
        cards: Cards,
        navigation: Navigation,
        relations: Relations,
        atlas: Callable[[], Atlas],
        sizes: Callable[[], Sizes],
        watched: Sequence[Sequence[int]],
    ) -> None:
        self.planned = planned
        self.library = library = planned.library
        self.config = config = planned.config
        self.t = cards.t
        self.cards = cards
        self.parts = Parts(library, cards)
        self.periods = PeriodContexts(library, cards)
        self.feeds = FeedContexts(library, config, cards)
        self.digests = DigestContexts(library, config, cards)
        self.relations = relations
        self.atlas = atlas
        self.sizes = sizes
        self.watched = watched or ((),) * len(config.watch)
        self.view = site_view(library, config, cards.t, self.feeds.site, navigation.header, navigation.footer)
        self.places = frozenset(place.url for place in navigation.header)
        self.is_brief = config.metadata.is_brief(len(library.entries))

    def counted(self, title: str, count: int) -> str:
        """Return a page's title, how many papers it covers, and what the site is."""
        papers = self.t("{n} paper", n=count) if count == 1 else self.t("{n} papers", n=number_text(count, self.t))
        about = self.view.description or self.view.title
        return f"{title}: {papers}" if title == about else f"{title}: {papers}. {about}"
