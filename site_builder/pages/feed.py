"""The feeds of the site, of terms and of curated lists, in both forms."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import ClassVar

from site_builder.contexts.parts import encode, term_part
from site_builder.contract.document import Template
from site_builder.pages.kind import Context, Edited, Heading, PageKind
from site_builder.pages.planned import Planned
from site_builder.site.addresses import COLLECTIONS, feed_url
from site_builder.site.feeds import Feed, plan_feeds
from site_builder.site.page import Page


class FeedPage(PageKind):
    """A feed in one form.

    `subject` names a taxonomy or the curated lists, `index` one of its terms or of those; the site's own has neither.
    """

    form: ClassVar[str]

    @classmethod
    def pages(cls, planned: Planned) -> Iterator[Page]:
        """Yield all feeds."""
        for feed in plan_feeds(planned.library, planned.config):
            yield Page(feed_url(feed.page_url, cls.form), cls.name, feed.subject, feed.index)

    def context(self, page: Page) -> Context:
        """Return the feed."""
        return self.site.feeds.feed(page.url)

    def heading(self, page: Page, made: Context) -> Heading:
        """Return the name of the list that the feed is of."""
        return Heading(self.site.feeds.name(page.url))

    def settings(self) -> object:
        """What feeds hold."""
        return self.site.config.feeds

    def depends_on(self, page: Page) -> Iterator[bytes]:
        """Yield the list that the feed is of, and its papers with their abstracts."""
        feed = self.site.feeds.by_url[page.url]
        yield self._list(feed)
        yield self.site.parts.cards(feed.positions)
        yield self.site.parts.abstracts(feed.positions)

    def reached_by(self, edited: Edited) -> Collection[tuple[str, int]] | None:
        """Return the site's feed, and those of terms and curated lists that have, or had, one of the edited papers."""
        library, papers = self.site.library, edited.abstracts | edited.cards
        reached = {("", 0), *edited.terms}
        for name, by_entry in library.entry_terms.items():
            reached |= {(name, index) for position in papers for index in by_entry[position]}
        names = {library.entries[position].id for position in papers}
        for index, collection in enumerate(library.collections):
            if not names.isdisjoint(pick.id for pick in collection.papers):
                reached.add((COLLECTIONS, index))
        return reached

    def _list(self, feed: Feed) -> bytes:
        """Return what the feed shows of its list, the papers aside."""
        if feed.subject == COLLECTIONS:
            collection = self.site.library.collections[feed.index]
            comments = [pick.comment for pick in collection.papers]
            return encode((collection.title, collection.summary, comments))
        return term_part(self.site.library.terms[feed.subject][feed.index]) if feed.subject else b""


class AtomFeed(FeedPage):
    """An Atom feed."""

    name = "feed.xml"
    form = "xml"
    template = Template("feed.xml", "An Atom feed.", {"feed": "Feed"})


class JsonFeed(FeedPage):
    """A JSON Feed."""

    name = "feed.json"
    form = "json"
    template = Template("feed.json", "The same as JSON Feed; text goes through `tojson`.", {"feed": "Feed"})
