"""Watched questions: what the queries of `watch:` find, as pages and feeds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import quote

from site_builder.contexts.parts import encode
from site_builder.contract.document import Template
from site_builder.contract.feeds import FeedLink
from site_builder.contract.lists import WatchedQuestion
from site_builder.contract.parts import Link
from site_builder.library.library import Library
from site_builder.pages.feed import AtomFeed, JsonFeed
from site_builder.pages.kind import Context, Edited, Heading, PageKind
from site_builder.pages.planned import Planned
from site_builder.settings.watch import Watch
from site_builder.site.addresses import WATCH_URL, feed_url, watch_url
from site_builder.site.feeds import newest_dated, watched_feeds
from site_builder.site.page import Page
from site_builder.words.catalogue import Translate


class WatchIndex(PageKind):
    """All watched questions."""

    name = "watch index"
    template = Template("watch-index.html", "All watched questions.", {"questions": "tuple[WatchedQuestion, ...]"})

    @classmethod
    def pages(cls, planned: Planned) -> Iterator[Page]:
        """Yield the page, if there are any questions."""
        if planned.config.watch:
            yield Page(WATCH_URL, cls.name)

    @classmethod
    def nav(cls, planned: Planned, t: Translate) -> Iterator[Link]:
        """Yield the page."""
        yield Link(t("Watched"), WATCH_URL)

    def context(self, page: Page) -> Context:
        """Return the questions with how many papers each finds."""
        pairs = zip(self.site.config.watch, self.site.watched, strict=True)
        return {"questions": tuple(_question(watch, len(found)) for watch, found in pairs)}

    def title(self) -> str:
        """Return the title."""
        return self.site.t("Watched questions")


class WatchPage(PageKind):
    """What a watched question finds: `index` is its place in `watch:`."""

    name = "watch"
    template = Template(
        "watch.html",
        "What a watched question finds, the newest papers first.",
        {"question": "WatchedQuestion", "papers": "tuple[Card, ...]"},
    )

    @classmethod
    def pages(cls, planned: Planned) -> Iterator[Page]:
        """Yield a page for each question."""
        for index, watch in enumerate(planned.config.watch):
            yield Page(watch_url(watch.slug), cls.name, index=index)

    @classmethod
    def owner(cls, page: Page, library: Library) -> str:
        """Return the setting."""
        return f"question {page.index + 1} of watch"

    def context(self, page: Page) -> Context:
        """Return the question and the newest papers that it finds."""
        found = self.site.watched[page.index]
        return {
            "question": _question(self.site.config.watch[page.index], len(found)),
            "papers": tuple(self.site.cards.listed_card(position) for position in self._shown(page)),
        }

    def heading(self, page: Page, made: Context) -> Heading:
        """Return the question's title, below all questions."""
        question: WatchedQuestion = made["question"]
        crumbs = (Link(self.site.t("Watched questions"), WATCH_URL),)
        return Heading(question.title, self.site.counted(question.title, question.count), crumbs)

    def feeds(self, page: Page) -> tuple[FeedLink, ...]:
        """Return the question's feed, if sites have feeds."""
        watch = self.site.config.watch[page.index]
        url = watch_url(watch.slug)
        link = FeedLink(watch.title, url, feed_url(url, "xml"), feed_url(url, "json"))
        return (link,) if watched_feeds(self.site.config) else ()

    def settings(self) -> object:
        """How long lists are, and whether questions have feeds."""
        return self.site.config.lists, bool(watched_feeds(self.site.config))

    def depends_on(self, page: Page) -> Iterator[bytes]:
        """Yield the question and the papers that the page lists."""
        watch = self.site.config.watch[page.index]
        yield encode((watch.title, watch.query.text, len(self.site.watched[page.index])))
        yield self.site.parts.cards(self._shown(page))

    def _shown(self, page: Page) -> Sequence[int]:
        return self.site.watched[page.index][: self.site.config.lists.page_size]


class WatchAtom(AtomFeed):
    """The Atom feed of a watched question: `index` is its place in `watch:`."""

    name = "watch.xml"

    @classmethod
    def pages(cls, planned: Planned) -> Iterator[Page]:
        """Yield a feed for each question, if sites have feeds."""
        for index, watch in enumerate(watched_feeds(planned.config)):
            yield Page(feed_url(watch_url(watch.slug), cls.form), cls.name, index=index)

    @classmethod
    def counted_as(cls, page: Page) -> str:
        """Count it among the feeds."""
        return f"feed.{cls.form}"

    def context(self, page: Page) -> Context:
        """Return the feed, which may be empty."""
        watch = self.site.config.watch[page.index]
        feeds = self.site.feeds
        return feeds.make(watch_url(watch.slug), watch.title, watch.query.text, self._positions(page), {})

    def heading(self, page: Page, made: Context) -> Heading:
        """Return the question's title."""
        return Heading(self.site.config.watch[page.index].title)

    def depends_on(self, page: Page) -> Iterator[bytes]:
        """Yield the question, and the papers of the feed with their abstracts."""
        watch, positions = self.site.config.watch[page.index], self._positions(page)
        yield encode((watch.title, watch.query.text, self.site.feeds.newest))
        yield self.site.parts.cards(positions)
        yield self.site.parts.abstracts(positions)

    def reached_by(self, edited: Edited) -> None:
        """Any edit can reach it: the question may find another paper."""

    def _positions(self, page: Page) -> tuple[int, ...]:
        found = self.site.watched[page.index]
        return newest_dated(self.site.library, found, self.site.config.feeds.items)


class WatchJson(WatchAtom):
    """The same as a JSON Feed."""

    name = "watch.json"
    form = "json"
    template = JsonFeed.template


def _question(watch: Watch, count: int) -> WatchedQuestion:
    search = f"search.html?q={quote(watch.query.text, safe='')}"
    return WatchedQuestion(watch.title, watch_url(watch.slug), watch.query.text, search, count)
