"""The library to every output of the site, in order, before anything is rendered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from site_builder.content.sources import REMOVED_FILE
from site_builder.core.diagnostics import Diagnostic, quote
from site_builder.library.digests import digest_url
from site_builder.library.library import Library
from site_builder.library.trending import rank_papers, trending_url
from site_builder.library.trends import URL as TRENDS_URL
from site_builder.library.trends import time_axis
from site_builder.model import PERIOD_KINDS
from site_builder.settings.types import SiteConfig
from site_builder.site.addresses import (
    DATA_URL,
    bibtex_url,
    check_collisions,
    collection_url,
    feed_url,
    numbered_url,
    paper_url,
    period_url,
    taxonomy_url,
    term_url,
)
from site_builder.site.feeds import plan_feeds
from site_builder.site.sitemap import sitemap_count

INDEX_PAGE_SIZE = 1_000
MAP_URL = "map.html"
MAP_ENTRIES = 12
"""A map of fewer papers would show nothing that a list does not."""
LISTS = ("term", "period", "collection")
"""Kinds of pages that can be BibTeX as well; these files are of the kind with `.bib` behind it."""


class Page(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A page to be rendered: what it shows, and which part of a long list; `kind` names its template.

    `subject` names a taxonomy, a period's kind or a content page; `index` is a position in the library's
    entries, terms or periods.
    """

    url: str
    kind: str
    subject: str = ""
    index: int = 0
    number: int = 1
    count: int = 1

    @property
    def templates(self) -> tuple[str, ...]:
        """The templates that can render it, the most specific first."""
        if self.kind.endswith(".bib"):
            return ("list.bib",)
        if "." in self.kind:
            return (self.kind,)
        if self.kind == "moved":
            return ("redirect.html",)
        if self.kind in ("term", "terms"):
            return (f"{self.kind}.{self.subject}.html", f"{self.kind}.html")
        if self.kind == "period":
            return (f"period.{self.subject}.html", "period.html")
        return (f"{self.kind}.html",)


class Plan(msgspec.Struct, frozen=True):
    """All pages in the order of the site, and what is wrong between their addresses."""

    pages: tuple[Page, ...]
    diagnostics: tuple[Diagnostic, ...]


def make_plan(library: Library, config: SiteConfig) -> Plan:
    """Return the plan of the whole site."""
    pages = tuple(_with_bibtex(_pages(library, config), library, config))
    problems = check_collisions([page.url for page in pages], lambda i: _owner(pages[i], library))
    return Plan(pages, problems + tuple(_astray(pages, config)))


def has_page(config: SiteConfig, taxonomy: str, entry_count: int) -> bool:
    """Return whether a term with that many entries has a page of its own."""
    return entry_count >= config.taxonomies[taxonomy].min_entries


def has_map(library: Library, config: SiteConfig) -> bool:
    """Return whether the site has a map."""
    return config.map and len(library.entries) >= MAP_ENTRIES


def has_bibtex(page: Page, library: Library, config: SiteConfig) -> bool:
    """Return whether what a page lists is there as BibTeX, too: each list of a term with enough papers, each curated
    one, and each shortest period, so that every paper with a date is in one.
    """
    return page.kind in LISTS and _is_long(page, library, config.data.list_entries(len(library.entries)))


def _is_long(page: Page, library: Library, least: int) -> bool:
    """Return whether a list of papers has BibTeX where a term needs at least so many for it."""
    if not least:
        return False
    if page.kind == "term":
        return len(library.terms[page.subject][page.index].entries) >= least
    return page.kind == "collection" or page.subject == shortest_period(library)


def shortest_period(library: Library) -> str:
    """Return the shortest kind of period that the archive's dates have, empty if they have none."""
    return next((kind for kind in PERIOD_KINDS if library.periods[kind]), "")


def _with_bibtex(pages: Iterator[Page], library: Library, config: SiteConfig) -> Iterator[Page]:
    least = config.data.list_entries(len(library.entries))
    for page in pages:
        yield page
        if page.kind in LISTS and _is_long(page, library, least):
            yield msgspec.structs.replace(page, url=bibtex_url(page.url), kind=f"{page.kind}.bib")


def _pages(library: Library, config: SiteConfig) -> Iterator[Page]:
    yield Page("index.html", "home")
    for position, entry in enumerate(library.entries):
        yield Page(paper_url(entry.id), "paper", index=position)
    for taxonomy in library.taxonomies:
        name = taxonomy.name
        terms = enumerate(library.terms[name])
        shown = [(index, term) for index, term in terms if has_page(config, name, len(term.entries))]
        if shown:
            yield from _parts(taxonomy_url(name), "terms", name, 0, len(shown), INDEX_PAGE_SIZE)
        for index, term in shown:
            yield from _parts(term_url(name, term.slug), "term", name, index, len(term.entries), config.lists.page_size)
    for kind in PERIOD_KINDS:
        for index, period in enumerate(library.periods[kind]):
            yield from _parts(
                period_url(kind, period.key), "period", kind, index, len(period.entries), config.lists.page_size
            )
    if library.undated:
        yield from _parts("years/undated.html", "undated", "", 0, len(library.undated), config.lists.page_size)
    if library.collections:
        yield Page("collections/index.html", "collections")
    for index, collection in enumerate(library.collections):
        yield Page(collection_url(collection.id), "collection", index=index)
    for ranking in rank_papers(library, config.trending, config.lists.page_size):
        yield Page(trending_url(ranking.span), "trending", ranking.span)
    if config.trends and time_axis(library):
        yield Page(TRENDS_URL, "trends")
    if has_map(library, config):
        yield Page(MAP_URL, "map")
    yield Page("archive.html", "archive")
    yield Page("search.html", "search")
    yield Page("reading-list.html", "reading-list")
    yield Page("subscribe.html", "subscribe")
    if config.data.has_any(len(library.entries)):
        yield Page(DATA_URL, "data")
    yield Page("404.html", "404")
    yield from _feeds(library, config)
    yield from _for_crawlers(library, config)
    yield from _digests(library, config)
    yield from _redirects(library)
    yield from _removals(config)
    for index, page in enumerate(library.pages):
        yield Page(f"{page.id}.html", "content", subject=page.id, index=index)


def _feeds(library: Library, config: SiteConfig) -> Iterator[Page]:
    feeds = plan_feeds(library, config)
    for feed in feeds:
        for form in ("xml", "json"):
            yield Page(feed_url(feed.page_url, form), f"feed.{form}", feed.subject, feed.index)
    if feeds:
        yield Page("feeds.opml", "feeds.opml")


def _digests(library: Library, config: SiteConfig) -> Iterator[Page]:
    kind = config.digest.pages
    periods = library.periods.get(kind, ())
    if periods:
        yield Page("digests/index.html", "digests")
    for index, period in enumerate(periods):
        yield Page(digest_url(period.key), "digest", kind, index)


def _for_crawlers(library: Library, config: SiteConfig) -> Iterator[Page]:
    """What search engines and browsers look for; all of it holds whole addresses."""
    if not config.base_url:
        return
    yield Page("robots.txt", "robots.txt")
    yield Page("opensearch.xml", "opensearch.xml")
    count = sitemap_count(library, config)
    if count > 1:
        yield Page("sitemap.xml", "sitemap-index.xml", count=count)
        for number in range(1, count + 1):
            yield Page(f"sitemap-{number}.xml", "sitemap.xml", number=number, count=count)
    else:
        yield Page("sitemap.xml", "sitemap.xml")


def _removals(config: SiteConfig) -> Iterator[Page]:
    for address, removal in config.removed.items():
        yield Page(f"{address}.html", "moved" if removal.to else "tombstone", address)


def _astray(pages: Sequence[Page], config: SiteConfig) -> Iterator[Diagnostic]:
    """Yield a problem for each former address whose new one is not there."""
    moved = {address: removal for address, removal in config.removed.items() if removal.to}
    urls = {page.url for page in pages} if moved else set()
    for address, removal in moved.items():
        if f"{removal.to}.html" not in urls or removal.to == address:
            message = f"{quote(address)} leads to {quote(removal.to)}, and there is no such page"
            yield Diagnostic(*removal.place, "E213", message, "write the address of a page that the site has")


def _redirects(library: Library) -> Iterator[Page]:
    """Yield a page for each former address; one that is taken is reported at the entry that claims it."""
    taken = {entry.id.lower() for entry in library.entries}
    for position, entry in enumerate(library.entries):
        for alias in entry.aliases:
            if alias.lower() not in taken:
                taken.add(alias.lower())
                yield Page(paper_url(alias), "redirect", index=position)


def _parts(url: str, kind: str, subject: str, index: int, items: int, size: int) -> list[Page]:
    if items <= size:  # as nearly all lists are
        return [Page(url, kind, subject, index)]
    count = -(-items // size)
    return [Page(numbered_url(url, number), kind, subject, index, number, count) for number in range(1, count + 1)]


def _owner(page: Page, library: Library) -> str:
    if page.kind == "paper":
        # Two entries of one name are reported at their files, not here once more.
        return f"the entry '{library.entries[page.index].id.lower()}'"
    if page.kind == "redirect":
        return f"a former address of the entry '{library.entries[page.index].id}'"
    if page.kind in ("moved", "tombstone"):
        return f"the address {page.subject} of {REMOVED_FILE}"
    if page.kind == "term":
        # Terms whose slugs clash, with each other or with the index, are reported where entries write them.
        if library.terms[page.subject][page.index].slug == "index":
            return f"the index of {page.subject}"
        return f"the term '{library.terms[page.subject][page.index].slug}' of {page.subject}"
    if page.kind == "collection":
        return library.collections[page.index].path
    if page.kind == "content":
        return library.pages[page.index].path
    return f"the index of {page.subject}" if page.kind == "terms" else f"the {page.kind} page"
