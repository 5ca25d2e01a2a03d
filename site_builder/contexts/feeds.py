"""Feeds, and the lists of feeds, as templates see them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property, partial
from typing import Any

from site_builder.contexts.cards import Cards
from site_builder.contract.feeds import Feed, FeedGroup, FeedItem, FeedLink
from site_builder.contract.parts import Notice
from site_builder.contract.terms import TaxonomyView
from site_builder.library.library import Library
from site_builder.library.trending import newest_day
from site_builder.model import Term
from site_builder.settings.types import SiteConfig
from site_builder.site.addresses import COLLECTIONS, feed_url, paper_url, served_url, term_url, watch_url
from site_builder.site.feeds import Feed as PlannedFeed
from site_builder.site.feeds import (
    collection_feed,
    entry_dates,
    has_feed,
    least_for_feed,
    plan_feeds,
    plan_site_feed,
    watched_feeds,
)


class FeedContexts:
    """Makes feeds and links to them."""

    def __init__(self, library: Library, config: SiteConfig, cards: Cards) -> None:
        self._library = library
        self._config = config
        self._cards = cards
        self.site = tuple(self._link(feed) for feed in plan_site_feed(library, config))

    @cached_property
    def _feeds(self) -> tuple[PlannedFeed, ...]:
        return plan_feeds(self._library, self._config)

    @cached_property
    def by_url(self) -> dict[str, PlannedFeed]:
        """All feeds by their addresses."""
        return {feed_url(feed.page_url, form): feed for feed in self._feeds for form in ("xml", "json")}

    def of_term(self, term: Term) -> tuple[FeedLink, ...]:
        """Return a term's feed, if it has one."""
        if not has_feed(self._library, self._config, term):
            return ()
        return (_link(term.name, term_url(term.taxonomy, term.slug)),)

    def of_collection(self, index: int) -> tuple[FeedLink, ...]:
        """Return a curated list's feed, if it has one."""
        feed = collection_feed(self._library, self._config, index)
        return (self._link(feed),) if feed else ()

    def name(self, url: str) -> str:
        """Return the name of the feed at an address."""
        return self._link(self.by_url[url]).name

    def feed(self, url: str) -> dict[str, Any]:
        """Return the context of the feed at an address."""
        planned = self.by_url[url]
        comments: dict[str, str] = {}
        title, description = self._config.title, self._config.description
        if planned.subject == COLLECTIONS:
            collection = self._library.collections[planned.index]
            title, description = f"{collection.title} · {title}", collection.summary
            comments = {pick.id: pick.comment for pick in collection.papers}
        elif planned.subject:
            term = self._library.terms[planned.subject][planned.index]
            title, description = f"{term.name} · {title}", term.description
        return self.make(planned.page_url, title, description, planned.positions, comments)

    def make(
        self, page_url: str, title: str, description: str, positions: Sequence[int], comments: Mapping[str, str]
    ) -> dict[str, Any]:
        """Return the context of the feed of a page; one without papers is as old as the archive's newest day."""
        items = tuple(self._item(position, comments) for position in positions)
        prefix = self._config.feeds.id or self._config.base_url
        served = served_url(page_url)
        updated = max((item.updated for item in items), default=_midnight(self.newest))
        href = self._config.base_url + served
        return {"feed": Feed(prefix + served, title, description, href, updated, items)}

    @cached_property
    def newest(self) -> str:
        """The archive's newest day."""
        return newest_day(self._library) or "1970-01-01"

    def groups(self, taxonomies: tuple[TaxonomyView, ...]) -> tuple[FeedGroup, ...]:
        """Return the feeds of curated lists, if there are any, and those of all terms, by taxonomy."""
        links: dict[str, list[FeedLink]] = {}
        for feed in self._feeds:
            links.setdefault(feed.subject, []).append(self._link(feed))
        curated = tuple(links.get(COLLECTIONS, ()))
        least = partial(least_for_feed, self._library, self._config)
        watched = tuple(_link(watch.title, watch_url(watch.slug)) for watch in watched_feeds(self._config))
        groups = ((self._cards.t("Watched questions"), watched), (self._cards.t("Collections"), curated))
        return tuple(FeedGroup(title, 1, feeds) for title, feeds in groups if feeds) + tuple(
            FeedGroup(view.title, least(view.name), tuple(links.get(view.name, ()))) for view in taxonomies
        )

    def _link(self, feed: PlannedFeed) -> FeedLink:
        name = self._config.title
        if feed.subject == COLLECTIONS:
            name = self._library.collections[feed.index].title
        elif feed.subject:
            name = self._library.terms[feed.subject][feed.index].name
        return _link(name, feed.page_url)

    def _item(self, position: int, comments: Mapping[str, str]) -> FeedItem:
        entry = self._library.entries[position]
        card = self._cards.card(position)
        listed, changed = entry_dates(entry)
        abstract = self._cards.body(position).text
        notice = _notice_line(card.notice) if card.notice else ""
        # A renamed paper keeps the identifier of its first name, so that feed readers do not show it again.
        first_name = entry.aliases[0] if entry.aliases else entry.id
        return FeedItem(
            id=(self._config.feeds.id or self._config.base_url) + paper_url(first_name),
            href=self._config.base_url + paper_url(entry.id),
            title=entry.title,
            authors=tuple(author.name for author in entry.authors),
            categories=tuple(link.name for link in (*card.tags, *((card.venue,) if card.venue else ()))),
            published=_midnight(listed),
            updated=_midnight(changed),
            summary=entry.summary,
            abstract="\n\n".join(part for part in (notice, comments.get(entry.id), abstract) if part),
            link=next((link.href for link in card.links if not link.local), ""),
        )


def _notice_line(notice: Notice) -> str:
    date = notice.date.text if notice.date else ""
    said = " ".join(part for part in (notice.reason, date, notice.href) if part)
    return f"{notice.name}: {said}" if said else notice.name


def _link(name: str, page_url: str) -> FeedLink:
    return FeedLink(name, page_url, feed_url(page_url, "xml"), feed_url(page_url, "json"))


def _midnight(iso: str) -> str:
    """Return the first moment of a day, month or year."""
    return f"{iso}-01-01"[:10] + "T00:00:00Z" if len(iso) < 10 else f"{iso}T00:00:00Z"
