"""What the templates of feeds and of the page about them see; part of the contract."""

from __future__ import annotations

import msgspec


class FeedLink(msgspec.Struct, frozen=True, gc=False):
    """A feed of the site, in its two forms."""

    name: str
    """Whose papers it brings: the name of a term or of a curated list, or the site's title."""
    page: str
    """The page that lists the same papers, relative to the site's root."""
    url: str
    """The Atom feed, relative to the site's root."""
    json: str
    """The JSON Feed, relative to the site's root."""


class FeedGroup(msgspec.Struct, frozen=True, gc=False):
    """The feeds of a taxonomy's terms, or of the curated lists."""

    name: str
    """The taxonomy's title, or that of all curated lists."""
    least: int
    """How many papers a term or list needs for a feed."""
    feeds: tuple[FeedLink, ...]
    """The feeds, in the order of the index; none where no term has enough papers."""


class FeedItem(msgspec.Struct, frozen=True, gc=False):
    """A paper in a feed. Times are midnights, UTC, of the days that are known, as RFC 3339 writes them."""

    id: str
    """What stays the same when the paper is renamed."""
    href: str
    """The paper's page, as a whole address."""
    title: str
    """The title, math as typed."""
    authors: tuple[str, ...]
    """All authors."""
    categories: tuple[str, ...]
    """Its tags, then its venue."""
    published: str
    """When the archive listed it."""
    updated: str
    """When it last changed: the day of its latest version, or else `published`."""
    summary: str
    """One or two sentences; empty if the entry has none."""
    abstract: str
    """The abstract as plain text, after what the paper's notice and a curator say; may be empty."""
    link: str
    """Its text elsewhere, as a whole address; may be empty."""


class Feed(msgspec.Struct, frozen=True, gc=False):
    """A feed."""

    id: str
    """What stays the same when the site moves."""
    title: str
    """Its title, with the site's."""
    description: str
    """What the term means, what the curated list is for, or what the site is; may be empty."""
    href: str
    """The page that lists the same papers, as a whole address."""
    updated: str
    """When its newest paper changed."""
    items: tuple[FeedItem, ...]
    """Its papers, newest first."""
