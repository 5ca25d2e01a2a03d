"""A planned page to the context that its template sees: `site`, `page`, `root` and what its kind adds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from hashlib import blake2b
from heapq import nsmallest
from typing import Any

from markupsafe import Markup

from site_builder.contexts.cards import Cards
from site_builder.contexts.collections import CuratedContexts
from site_builder.contexts.data import DataContexts, Sizes
from site_builder.contexts.digests import DigestContexts
from site_builder.contexts.feeds import FeedContexts
from site_builder.contexts.headings import Headings
from site_builder.contexts.map import map_context
from site_builder.contexts.metadata import Metadata
from site_builder.contexts.periods import HOME_PERIOD_CARDS, PeriodContexts
from site_builder.contexts.related import related_papers
from site_builder.contexts.site import site_view
from site_builder.contexts.terms import TermContexts
from site_builder.contexts.trending import TrendingContexts
from site_builder.contexts.trends import TrendContexts
from site_builder.contract import views
from site_builder.library.library import Library
from site_builder.map.regions import Atlas
from site_builder.model import Term
from site_builder.related.relations import Relations
from site_builder.settings.types import SiteConfig
from site_builder.site.addresses import bibtex_url, numbered_url, period_url, root_prefix, taxonomy_url
from site_builder.site.plan import INDEX_PAGE_SIZE, LISTS, Page, has_bibtex, has_page, shortest_period
from site_builder.text.slugs import initial
from site_builder.words.catalogue import load_catalogue

Context = dict[str, Any]

TOP_TERMS = 30


class Contexts:
    """Makes the context of each page; all templates see is in what it returns."""

    def __init__(
        self,
        library: Library,
        config: SiteConfig,
        cards: Cards,
        relations: Relations,
        atlas: Callable[[], Atlas],
        sizes: Callable[[], Sizes] = Sizes,
    ) -> None:
        self._library = library
        self.relations = relations
        self._config = config
        self._cards = cards
        self._t = cards.t
        self._metadata = Metadata(library, config)
        self._shown_terms = cache(self._list_shown_terms)
        self.letters = cache(self._list_letters)
        self.periods = PeriodContexts(library, config, cards)
        self.feeds = FeedContexts(library, config, cards)
        self.data = DataContexts(cards.t, config.data.zip, sizes)
        self.digests = DigestContexts(library, config, cards)
        self._trending = TrendingContexts(library, config, cards)
        self._trends = TrendContexts(library, cards)
        self._term_contexts = TermContexts(library, config, cards)
        self._curated = CuratedContexts(library, cards)
        self._makers: dict[str, Callable[[Page], Context]] = {
            "home": self._home,
            "paper": self._paper,
            "terms": self._terms,
            "term": self._term,
            "period": self._period,
            "undated": lambda page: self._list(page, library.undated, cards.card),
            "collections": lambda _: self._curated.index(),
            "collection": lambda page: self._curated.collection(page.index),
            "trending": lambda page: self._trending.page(page.subject),
            "trends": lambda _: self._trends.page(self.site.taxonomies),
            "map": lambda _: map_context(cards, atlas()),
            "archive": lambda _: self.periods.archive(),
            "search": lambda _: {},
            "reading-list": lambda _: {},
            "subscribe": lambda _: {"groups": self.feeds.groups(self.site.taxonomies), **self.digests.index()},
            "data": lambda _: self.data.page(),
            "feed.xml": lambda page: self.feeds.feed(page.url),
            "feed.json": lambda page: self.feeds.feed(page.url),
            **dict.fromkeys([f"{kind}.bib" for kind in LISTS], self._bibtex),
            "robots.txt": lambda _: {},
            "opensearch.xml": lambda _: {},
            "sitemap.xml": lambda page: {"addresses": self._metadata.addresses(page)},
            "sitemap-index.xml": lambda page: {"urls": tuple(f"sitemap-{n + 1}.xml" for n in range(page.count))},
            "feeds.opml": lambda _: {"groups": self.feeds.groups(self.site.taxonomies)},
            "404": lambda _: {},
            "redirect": lambda page: {"target": cards.paper_link(page.index)},
            "moved": self._moved,
            "digest": lambda page: self.digests.page(page.subject, page.index),
            "digests": lambda _: self.digests.index(),
            "tombstone": lambda page: {"reason": config.removed[page.subject].reason},
            "content": lambda page: {"content_html": Markup(library.pages[page.index].html)},
        }
        self.site = site_view(library, config, cards.t, self.feeds.site, has_trending=self._trending.is_shown)
        self._headings = Headings(library, self.site, cards.t, self._metadata, self.feeds)
        # What of the settings reaches single pages rather than all of them through `site`.
        self.settings = (
            config.lists.page_size,
            config.feeds,
            config.metadata,
            (config.terms, config.terms.least_coauthors(len(library.entries))),
            (config.data.list_entries(len(library.entries)), shortest_period(library)),
            library.taxonomies,
            load_catalogue(config.language).pages,
        )

    def context(self, page: Page) -> Context:
        """Return everything that the page's template sees."""
        made = self._makers[page.kind](page)
        title, description, crumbs = self._headings.heading(page, made)
        kind = page.subject if page.kind == "period" else page.kind
        section = self._headings.section(page, crumbs)
        feeds, image, file = self._page_feeds(page), self._metadata.image(page), self._bibtex_address(page)
        canonical = self._metadata.canonical(page, is_aside=page.kind == "term" and not feeds)
        view = views.PageView(kind, page.url, title, description, canonical, crumbs, section, feeds, image, file)
        return {"site": self.site, "page": view, "root": self._root(page), **made}

    def _page_feeds(self, page: Page) -> tuple[views.FeedLink, ...]:
        """The feeds that bring what a page lists."""
        if page.kind == "term":
            return self.feeds.of_term(self._library.terms[page.subject][page.index])
        if page.kind == "collection":
            return self.feeds.of_collection(page.index)
        return self.site.feeds if page.kind in ("home", "subscribe") else ()

    def _bibtex_address(self, page: Page) -> str:
        """Home says where to find the BibTeX of the period on top of it."""
        if page.kind == "home" and (periods := self.periods.newest()):
            period, index = periods[0]
            page = Page(period_url(period.kind, period.key), "period", period.kind, index)
        return bibtex_url(page.url) if has_bibtex(page, self._library, self._config) else ""

    def _root(self, page: Page) -> str:
        """The page for what is not found is served at any address, so its links start at the site's root."""
        if page.kind == "404":
            return "/" + self._config.base_url.partition("://")[2].partition("/")[2]
        return root_prefix(page.url)

    def _list_shown_terms(self, taxonomy: str) -> list[int]:
        """The terms that have pages, by position."""
        terms = self._library.terms[taxonomy]
        return [index for index, term in enumerate(terms) if has_page(self._config, taxonomy, len(term.entries))]

    def _list_letters(self, taxonomy: str) -> tuple[views.Letter, ...]:
        first_url = taxonomy_url(taxonomy)
        letters: dict[str, views.Letter] = {}
        terms = self._library.terms[taxonomy]
        for position, index in enumerate(self._shown_terms(taxonomy)):
            letter = initial(terms[index].sort_key[:1])
            if letter not in letters:
                url = f"{numbered_url(first_url, position // INDEX_PAGE_SIZE + 1)}#{_anchor(letter)}"
                letters[letter] = views.Letter(letter, url)
        return tuple(letters.values())

    def _moved(self, page: Page) -> Context:
        target = self._config.removed[page.subject].to
        return {"target": views.Link(target, f"{target}.html")}

    def _paper(self, page: Page) -> Context:
        before, after = self.neighbours(page.index)
        link = self._cards.paper_link
        paper = self._cards.paper(page.index)
        return {
            "paper": paper,
            "similar": related_papers(self._library, page.index, paper.abstract_text, self.relations(page.index)),
            "previous": None if before is None else link(before),
            "next": None if after is None else link(after),
        }

    def neighbours(self, position: int) -> tuple[int | None, int | None]:
        """Return the positions before and after an entry among those that its shortest period lists."""
        entries = self._library.entries
        key = entries[position].listed
        before = position - 1 if position and entries[position - 1].listed == key else None
        after = position + 1 if position + 1 < len(entries) and entries[position + 1].listed == key else None
        return before, after

    def _list(self, page: Page, positions: Sequence[int], make: Callable[[int], object]) -> Context:
        part = self.slice(page, positions)
        return {"papers": tuple(make(position) for position in part), "pager": self._pager(page, len(positions))}

    def listed(self, page: Page) -> Sequence[int]:
        """Return the entries that a page, or the BibTeX of it, lists."""
        kind = page.kind.removesuffix(".bib")
        if kind == "collection":
            return [self._library.positions[pick.id] for pick in self._library.collections[page.index].papers]
        lists = self._library.terms if kind == "term" else self._library.periods
        return self.slice(page, lists[page.subject][page.index].entries)

    def _bibtex(self, page: Page) -> Context:
        return {"bibtex": tuple(self._cards.bibtex(position) for position in self.listed(page))}

    def slice(self, page: Page, positions: Sequence[int]) -> Sequence[int]:
        """Return the part of a long list that a page shows."""
        size = self._config.lists.page_size
        return positions[(page.number - 1) * size : page.number * size]

    def _pager(self, page: Page, total: int, size: int = 0) -> views.Pager:
        first_url = page.url if page.number == 1 else page.url.rpartition("/")[0] + ".html"

        def url(number: int) -> str:
            return numbered_url(first_url, number) if 1 <= number <= page.count else ""

        return views.Pager(
            number=page.number,
            count=page.count,
            total=total,
            first=(page.number - 1) * (size or self._config.lists.page_size) + 1,
            previous=url(page.number - 1),
            next=url(page.number + 1),
            jumps=tuple(views.PagerLink(number, url(number)) for number in _jumps(page.number, page.count)),
        )

    def _term(self, page: Page) -> Context:
        term = self._library.terms[page.subject][page.index]
        first = page.number == 1
        return {
            "taxonomy": next(t for t in self.site.taxonomies if t.name == page.subject),
            "term": self._cards.term(term),
            "related": self._term_contexts.related(term) if first else (),
            "facets": self._term_contexts.facets(term, self.site.taxonomies) if first else (),
            "years": self._term_contexts.years(term) if first else (),
            "time_line": self._term_contexts.time_line(term) if first else None,
            "picture": self._term_contexts.picture(term) if first else None,
            **self._list(page, term.entries, self._cards.listed_card),
        }

    def _terms(self, page: Page) -> Context:
        terms = self._library.terms[page.subject]
        part, top, total = self.index_terms(page)
        return {
            "taxonomy": next(t for t in self.site.taxonomies if t.name == page.subject),
            "groups": tuple(self._groups([terms[index] for index in part])),
            "letters": self.letters(page.subject),
            "top": tuple(self._cards.term(terms[index]) for index in top),
            "pager": self._pager(page, total, INDEX_PAGE_SIZE),
        }

    def index_terms(self, page: Page) -> tuple[Sequence[int], Sequence[int], int]:
        """Return the terms that a page of an index lists, those that it shows on top, and how many there are."""
        terms, shown = self._library.terms[page.subject], self._shown_terms(page.subject)
        start = (page.number - 1) * INDEX_PAGE_SIZE
        part = shown[start : start + INDEX_PAGE_SIZE]
        if page.number > 1:
            return part, (), len(shown)
        top = nsmallest(TOP_TERMS, shown, key=lambda index: (-len(terms[index].entries), terms[index].sort_key))
        return part, top, len(shown)

    def _groups(self, terms: Sequence[Term]) -> Iterator[views.LetterGroup]:
        by_letter: dict[str, list[Term]] = {}
        for term in terms:
            by_letter.setdefault(initial(term.sort_key[:1]), []).append(term)
        for letter, group in by_letter.items():
            yield views.LetterGroup(letter, _anchor(letter), tuple(self._cards.term(term) for term in group))

    def _period(self, page: Page) -> Context:
        period = self._library.periods[page.subject][page.index]
        make = self._cards.card_with_abstract if page.subject == "day" else self._cards.listed_card
        return {"period": self.periods.view(period, page.index), **self._list(page, period.entries, make)}

    def _home(self, _: Page) -> Context:
        periods = self.periods.newest()
        if not periods:
            return {
                "period": None,
                "papers": (),
                "recent": (),
                "paper_count": len(self._library.entries),
                "daily": self._daily(),
            }
        (newest, index), *others = periods
        make = self._cards.card_with_abstract
        return {
            "daily": self._daily(),
            "period": self.periods.view(newest, index),
            "papers": tuple(make(position) for position in newest.entries[: self._config.lists.page_size]),
            "paper_count": len(self._library.entries),
            "recent": tuple(
                (self._cards.period(period), tuple(make(position) for position in period.entries[:HOME_PERIOD_CARDS]))
                for period, _ in others
            ),
        }

    def _daily(self) -> views.Card | None:
        """The paper of the day: any of them, drawn by the newest day, so that each build draws the same."""
        entries = self._library.entries
        if not entries or not self._config.surprise:
            return None
        seed = blake2b(entries[0].listed.encode(), digest_size=8).digest()
        return self._cards.card(int.from_bytes(seed, "big") % len(entries))


def _anchor(letter: str) -> str:
    return f"letter-{letter}" if letter != "#" else "letter-other"


def _jumps(number: int, count: int) -> list[int]:
    """The first, the last, the neighbours, and steps that double: every page is few clicks away."""
    if count == 1:
        return [1]
    near = {1, count, number}
    step = 1
    while step < count:
        near |= {number - step, number + step}
        step *= 3
    return sorted(n for n in near if 1 <= n <= count)
