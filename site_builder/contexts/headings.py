"""What a page is called, how search engines describe it, and the way to it."""

from __future__ import annotations

from typing import Any

from site_builder.contexts.feeds import FeedContexts
from site_builder.contexts.metadata import Metadata
from site_builder.contexts.terms import FACET_ENTRIES
from site_builder.contract import views
from site_builder.contract.digests import DigestView
from site_builder.library.library import Library
from site_builder.site.plan import Page
from site_builder.words.catalogue import Translate

FIRST_CHAPTER_ID = "docs/index"


class Headings:
    """Makes titles, descriptions and crumbs."""

    def __init__(
        self, library: Library, site: views.Site, t: Translate, metadata: Metadata, feeds: FeedContexts
    ) -> None:
        self._library = library
        self._site = site
        self._t = t
        self._metadata = metadata
        self._feeds = feeds
        self._places = {link.url for link in site.nav}

    def heading(self, page: Page, made: dict[str, Any]) -> tuple[str, str, tuple[views.Link, ...]]:
        """Return a page's title, its description for search engines, and the way from home to it."""
        site = self._site
        if page.kind == "paper":
            paper: views.Paper = made["paper"]
            day = paper.card.date
            crumbs: tuple[views.Link, ...] = (views.Link(day.text, day.url),) if day and day.url else ()
            return paper.card.title, self._metadata.description(paper.card), crumbs
        if page.kind == "redirect":
            return self._library.entries[page.index].title, "", ()
        if page.kind == "digest":
            digest: DigestView = made["digest"]
            crumbs = (views.Link(self._t("Digests"), "digests/index.html"),)
            return digest.title, self._counted(digest.title, digest.total), crumbs
        if page.kind == "moved":
            return page.subject, "", ()
        if page.kind == "term":
            taxonomy: views.TaxonomyView = made["taxonomy"]
            term: views.Term = made["term"]
            return term.name, self._of_term(term), (views.Link(taxonomy.title, taxonomy.url),)
        if page.kind == "terms":
            title, total = made["taxonomy"].title, made["pager"].total
            return title, f"{title}: {self._t('{count} in all', count=f'{total:,}')}. {site.title}", ()
        if page.kind == "period":
            crumbs = tuple(views.Link(p.name, p.url) for p in reversed(made["period"].parents) if p.kind != "week")
            link: views.PeriodLink = made["period"].link
            return link.name, self._counted(link.name, link.count), crumbs
        if page.kind == "collection":
            collection = self._library.collections[page.index]
            crumbs = (views.Link(self._t("Collections"), "collections/index.html"),)
            return collection.title, collection.summary, crumbs
        if page.kind == "content":
            return self._library.pages[page.index].title, "", self._content_crumbs(page)
        if page.kind in ("feed.xml", "feed.json"):
            return self._feeds.name(page.url), "", ()
        if "." in page.kind:
            return site.title, site.description, ()
        titles = {
            "home": site.title,
            "archive": self._t("Archive"),
            "trending": self._t("Trending"),
            "trends": self._t("Trends"),
            "map": self._t("Map"),
            "collections": self._t("Collections"),
            "undated": self._t("Undated"),
            "search": self._t("Search"),
            "reading-list": self._t("Reading list"),
            "subscribe": self._t("Subscribe"),
            "data": self._t("Data"),
            "404": self._t("Not found"),
            "tombstone": self._t("Removed"),
            "digests": self._t("Digests"),
        }
        title = titles[page.kind]
        return title, "" if page.kind in ("404", "tombstone") else self._counted(title, len(self._library.entries)), ()

    def section(self, page: Page, crumbs: tuple[views.Link, ...]) -> str:
        """Return the address of the navigation's place that holds a page, empty where none does."""
        if page.kind in ("period", "undated"):
            return "archive.html"
        above = crumbs[-1].url if crumbs else ""
        return next((url for url in (page.url, above) if url in self._places), "")

    def _content_crumbs(self, page: Page) -> tuple[views.Link, ...]:
        """A chapter is part of the manual."""
        first = next((p for p in self._library.pages if p.id == FIRST_CHAPTER_ID), None)
        in_manual = page.subject.startswith("docs/") and page.subject != FIRST_CHAPTER_ID
        return (views.Link(first.title, f"{first.id}.html"),) if first and in_manual else ()

    def _of_term(self, term: views.Term) -> str:
        """What a term means, or how much there is of it; nearly all terms have so little that nothing is said."""
        return term.description or (self._counted(term.name, term.count) if term.count >= FACET_ENTRIES else "")

    def _counted(self, title: str, count: int) -> str:
        """A page's title, how many papers stand behind it, and what the site is."""
        papers = self._t("{n} paper", n=count) if count == 1 else self._t("{n} papers", n=f"{count:,}")
        about = self._site.description or self._site.title
        return f"{title}: {papers}" if title == about else f"{title}: {papers}. {about}"
