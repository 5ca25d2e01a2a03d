"""A digest of everything that reaches a page's template, without building its context.

Papers, terms and periods are nearly all pages; theirs is put together from the digests of what they show.
All other pages are few, and theirs is the digest of the context itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b

import msgspec

from site_builder.contexts.cards import Cards
from site_builder.contexts.pages import Context, Contexts
from site_builder.core.cache_files import tool_digest
from site_builder.core.lazy import Kept
from site_builder.library.library import Library
from site_builder.model import Entry, Period, Term
from site_builder.site.addresses import COLLECTIONS
from site_builder.site.feeds import Feed
from site_builder.site.plan import Page
from site_builder.theme.load import Templates

FEEDS = ("feed.xml", "feed.json")
# Pages that say nothing of any abstract.
OF_FACTS = frozenset(
    "archive search reading-list subscribe 404 redirect moved tombstone content trends digests "
    "robots.txt opensearch.xml sitemap.xml sitemap-index.xml feeds.opml term.bib period.bib collection.bib".split()
)
# With those of which it is known which papers' abstracts they show.
_OF_PAPERS = OF_FACTS | {"paper", "terms", "term", "period", "digest", *FEEDS}

_encoder = msgspec.msgpack.Encoder(enc_hook=str, order="deterministic")


def digest(*parts: bytes | str) -> bytes:
    """Return a digest of parts whose bounds count."""
    return blake2b(_encoder.encode(parts), digest_size=16).digest()


class Fingerprints:
    """Makes the fingerprints of a build's pages."""

    def __init__(self, library: Library, contexts: Contexts, cards: Cards, templates: Templates) -> None:
        self._library = library
        self._contexts = contexts
        self._templates = templates
        self._base = digest(tool_digest(), _encoder.encode(contexts.site), _encoder.encode(contexts.settings))
        self._date = cards.date
        self._collections = cards.collections
        self._starts: dict[tuple[str, str], bytes] = {}
        self._links = cards.links
        self._cards = Kept(self._card)

    def fingerprint(self, page: Page, context: Context | None = None) -> bytes:
        """Return the digest of all that reaches the page's template; a `context` that is made already serves for it."""
        start = self._start(page)
        if page.kind == "paper":
            return digest(start, page.url, self._texts((page.index,)), *self._paper(page.index))
        if page.kind == "term":
            # The first page shows the terms that stand beside this one in any of its papers.
            term = self._library.terms[page.subject][page.index]
            shown = term.entries if page.number == 1 else self._contexts.listed(page)
            seen = _term(term)
            return digest(start, page.url, seen, _place(page), self._joined(shown))
        if page.kind == "terms":
            return digest(start, page.url, _place(page), *self._index(page))
        if page.kind == "period":
            period = self._library.periods[page.subject][page.index]
            shown = self._contexts.listed(page)
            texts = self._texts(shown) if page.subject == "day" else b""
            return digest(start, page.url, self._period(period, page), _place(page), self._joined(shown), texts)
        if page.kind in FEEDS:
            feed = self._contexts.feeds.by_url[page.url]
            return digest(start, page.url, self._named(feed), self._joined(feed.positions), self._texts(feed.positions))
        if page.kind.endswith(".bib"):
            shown = self._contexts.listed(page)
            keys = [self._library.citation_keys[position] for position in shown]
            return digest(start, page.url, _encoder.encode(keys), self._joined(shown))
        made = {name: value for name, value in (context or self._contexts.context(page)).items() if name != "site"}
        return digest(start, page.url, _encoder.encode(made))

    def doubtful(
        self, pages: Sequence[Page], texts: frozenset[int], excerpts: frozenset[int], related: frozenset[int]
    ) -> list[int]:
        """Return which pages can be stale, where nothing of the site changed but these entries' abstracts, the
        excerpts of them, and the related papers of these."""
        touched = {("paper", "", position) for position in texts | related} | {(kind, "", 0) for kind in FEEDS}
        for name, by_entry in self._library.entry_terms.items():
            touched |= {(kind, name, index) for kind in FEEDS for position in texts for index in by_entry[position]}
            touched |= {("term", name, index) for position in excerpts for index in by_entry[position]}
        names = {self._library.entries[position].id for position in texts}
        for index, collection in enumerate(self._library.collections):
            if not names.isdisjoint(pick.id for pick in collection.papers):
                touched |= {(kind, COLLECTIONS, index) for kind in FEEDS}
        for name, periods in self._library.periods.items():
            changed = texts if name == "day" else excerpts
            shown = [index for index, period in enumerate(periods) if not changed.isdisjoint(period.entries)]
            touched |= {("period", name, index) for index in shown}
            touched |= {("digest", name, index) for index in shown}

        seen = [
            number
            for number, page in enumerate(pages)
            if page.kind not in _OF_PAPERS or (page.kind, page.subject, page.index) in touched
        ]
        return [number for number in seen if not self._is_apart(pages[number], texts)]

    def _is_apart(self, page: Page, texts: frozenset[int]) -> bool:
        """Tell of a page of a list in several parts that none of these entries is on it."""
        return page.kind in _OF_PAPERS and page.count > 1 and texts.isdisjoint(self._contexts.listed(page))

    def _start(self, page: Page) -> bytes:
        """What all pages of one kind share: the tool, the site, the template with all that it includes."""
        key = (page.kind, page.subject)
        if key not in self._starts:
            template = self._templates.name(page.templates)
            self._starts[key] = digest(self._base, template, self._templates.digest(template))
        return self._starts[key]

    def _paper(self, position: int) -> Iterator[bytes]:
        entry = self._library.entries[position]
        yield self._cards[position]
        yield self._library.citation_keys[position].encode()
        for other in self._contexts.neighbours(position):
            yield b"" if other is None else _link(self._library.entries[other])
        if named := self._collections.get(entry.id):
            yield _encoder.encode(named)
        for name in entry.related:
            yield _link(self._library.entries[self._library.positions[name]])
        for relation in self._contexts.relations(position):
            yield _link(self._library.entries[relation.position])
            yield _encoder.encode(relation.features)

    def _index(self, page: Page) -> Iterator[bytes]:
        part, top, total = self._contexts.index_terms(page)
        yield _encoder.encode((total, self._contexts.letters(page.subject)))
        terms = self._library.terms[page.subject]
        for index in (*part, *top):
            yield _term(terms[index])

    def _period(self, period: Period, page: Page) -> bytes:
        siblings = self._library.periods[period.kind]
        shown = siblings[max(page.index - 1, 0) : page.index + 2]
        related = (*shown, *self._contexts.periods.parents(period), *self._contexts.periods.children(period))
        # Whether a year's first and last day have pages of their own shows in no other part.
        ends = [date.url for iso in (period.start, period.end) if (date := self._date(iso))]
        return _encoder.encode(([(p.kind, p.key, len(p.entries)) for p in related], ends))

    def _named(self, feed: Feed) -> bytes:
        """Return the digest of the list that a feed is of, the papers themselves left out."""
        if feed.subject == COLLECTIONS:
            collection = self._library.collections[feed.index]
            comments = [pick.comment for pick in collection.papers]
            return _encoder.encode((collection.title, collection.summary, comments))
        return _term(self._library.terms[feed.subject][feed.index]) if feed.subject else b""

    def _joined(self, positions: Iterable[int]) -> bytes:
        cards = self._cards
        return b"".join([cards[position] for position in positions])

    def _texts(self, positions: Iterable[int]) -> bytes:
        """Return the digests of entries with their abstracts."""
        return "".join([self._library.entries[position].digest for position in positions]).encode()

    def _card(self, position: int) -> bytes:
        """Return the digest of an entry without its abstract, and of the pages of its terms and dates."""
        entry = self._library.entries[position]
        parts: list[bytes | str] = [entry.facts, entry.excerpt]
        for name, by_entry in self._library.entry_terms.items():
            links = self._links[name]
            parts.append(_encoder.encode([links(index) for index in by_entry[position]]))
        for iso in (entry.published, entry.date, entry.as_of, *(version.date for version in entry.versions)):
            date = self._date(iso)
            parts.append(date.url if date else "")
        return digest(*parts)


def _term(term: Term) -> bytes:
    count = len(term.entries)
    return _encoder.encode((term.name, term.slug, count, term.description, term.orcid, term.url, term.spellings))


def _place(page: Page) -> bytes:
    return b"%d/%d" % (page.number, page.count)


def _link(entry: Entry) -> bytes:
    return _encoder.encode((entry.id, entry.title))
