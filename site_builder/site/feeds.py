"""Which lists of papers have feeds: the site, each term with enough papers, each curated list; and their papers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from site_builder.library.library import Library
from site_builder.model import Entry, Term
from site_builder.settings.groups import LARGE_ARCHIVE
from site_builder.settings.types import SiteConfig
from site_builder.settings.watch import Watch
from site_builder.site.addresses import COLLECTIONS, HOME_URL, collection_url, term_url
from site_builder.site.lists import least_for_page

# Feed readers look about once a day, so the papers of one day stay together, up to this many times the items.
MOST_OF_A_DAY = 4


class Feed(msgspec.Struct, frozen=True, gc=False):
    """A feed: the page that lists its papers, which list that is, and the positions of its entries.

    `subject` names a taxonomy or the curated lists, `index` a term or a list; the site's own feed has neither.
    """

    page_url: str
    positions: tuple[int, ...]
    subject: str = ""
    index: int = 0


def plan_feeds(library: Library, config: SiteConfig) -> tuple[Feed, ...]:
    """Return all feeds, the site's first; none without `base_url`, since feeds need absolute addresses."""
    return tuple(_feeds(library, config)) if config.base_url else ()


def plan_site_feed(library: Library, config: SiteConfig) -> tuple[Feed, ...]:
    """Return the feed of all papers, if there is one."""
    newest = newest_dated(library, range(len(library.entries)), config.feeds.site_items) if config.base_url else ()
    return (Feed(HOME_URL, newest),) if newest else ()


def least_for_feed(library: Library, config: SiteConfig, taxonomy: str) -> int:
    """Return how many papers a term needs for a feed; authors need more, as there are many."""
    settings = config.taxonomies[taxonomy]
    usual = 20 if taxonomy != "authors" else 50 if len(library.entries) < LARGE_ARCHIVE else 100
    return max(settings.feed_entries or usual, least_for_page(library, config, taxonomy))


def has_feed(library: Library, config: SiteConfig, term: Term) -> bool:
    """Return whether a term has a feed: it needs enough papers, and one with a known date."""
    if (
        len(term.entries) < least_for_feed(library, config, term.taxonomy)
        or not config.feeds.items
        or not config.base_url
    ):
        return False
    return bool(library.entries[term.entries[0]].listed)


def collection_feed(library: Library, config: SiteConfig, index: int) -> Feed | None:
    """Return a curated list's feed, if it has one, with all papers: a curator may add the next one anywhere."""
    collection = library.collections[index]
    positions = tuple(
        position
        for position in (library.positions[pick.id] for pick in collection.papers if pick.id in library.positions)
        if library.entries[position].listed
    )
    if not positions or not config.feeds.items or not config.base_url:
        return None
    return Feed(collection_url(collection.id), positions, COLLECTIONS, index)


def watched_feeds(config: SiteConfig) -> tuple[Watch, ...]:
    """Return the watched questions that have a feed: all of them, if there are feeds, even one that finds nothing."""
    return config.watch if config.base_url and config.feeds.items else ()


def entry_dates(entry: Entry) -> tuple[str, str]:
    """Return the day an entry is listed and the day of its last change, each empty if unknown."""
    return entry.listed, max(entry.listed, *(version.date for version in entry.versions), "")


def _feeds(library: Library, config: SiteConfig) -> Iterator[Feed]:
    yield from plan_site_feed(library, config)
    for taxonomy in library.taxonomies:
        least = least_for_feed(library, config, taxonomy.name)
        for index, term in enumerate(library.terms[taxonomy.name]):
            if len(term.entries) >= least and has_feed(library, config, term):  # most terms have too few
                positions = newest_dated(library, term.entries, config.feeds.items)
                yield Feed(term_url(taxonomy.name, term.slug), positions, taxonomy.name, index)
    for index in range(len(library.collections)):
        if feed := collection_feed(library, config, index):
            yield feed


def newest_dated(library: Library, positions: Sequence[int], count: int) -> tuple[int, ...]:
    """Return the first papers of a list, newest first, leaving out those without a date."""
    entries = library.entries
    end = count
    if 0 < count < len(positions) and len(day := entries[positions[count - 1]].listed) == 10:
        most = min(len(positions), MOST_OF_A_DAY * count)
        while end < most and entries[positions[end]].listed == day:
            end += 1
    return tuple(position for position in positions[:end] if entries[position].listed)
