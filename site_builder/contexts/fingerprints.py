"""A digest of everything that reaches a page's template, without building its context.

Papers, terms and periods are nearly all pages; theirs is put together from the digests of what they show.
All other pages are few, and theirs is the digest of the context itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import blake2b

import msgspec

from site_builder.cache import tool_digest
from site_builder.contexts.cards import Cards
from site_builder.contexts.pages import Contexts
from site_builder.library import Library
from site_builder.model import Entry, Period, Term
from site_builder.plan import Page
from site_builder.themes import Templates

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
        self._terms = {name: [_term(term) for term in terms] for name, terms in library.terms.items()}
        self._cards = list(self._card_digests(cards))

    def fingerprint(self, page: Page) -> bytes:
        """Return the digest of all that reaches the page's template."""
        start = self._start(page)
        if page.kind == "paper":
            return digest(start, page.url, *self._paper(page.index))
        if page.kind == "term":
            term = self._library.terms[page.subject][page.index]
            # The first page shows the terms that stand beside this one in any of its papers.
            shown = term.entries if page.number == 1 else self._contexts.slice(page, term.entries)
            seen = self._terms[page.subject][page.index]
            return digest(start, page.url, seen, _place(page), self._joined(shown))
        if page.kind == "terms":
            return digest(start, page.url, _place(page), *self._index(page))
        if page.kind == "period":
            period = self._library.periods[page.subject][page.index]
            shown = self._contexts.slice(page, period.entries)
            return digest(start, page.url, self._period(period, page), _place(page), self._joined(shown))
        if page.kind in ("feed.xml", "feed.json"):
            feed = self._contexts.feeds.by_url[page.url]
            shown = self._terms[feed.taxonomy][feed.index] if feed.taxonomy else b""
            return digest(start, page.url, shown, self._joined(feed.positions))
        context = {name: value for name, value in self._contexts.context(page).items() if name != "site"}
        return digest(start, page.url, _encoder.encode(context))

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
        for other in self._contexts.neighbours(position):
            yield b"" if other is None else _link(self._library.entries[other])
        if named := self._collections.get(entry.id):
            yield _encoder.encode(named)
        for name in entry.related:
            yield _link(self._library.entries[self._library.positions[name]])

    def _index(self, page: Page) -> Iterator[bytes]:
        part, top, total = self._contexts.index_terms(page)
        yield _encoder.encode((total, self._contexts.letters(page.subject)))
        for index in (*part, *top):
            yield self._terms[page.subject][index]

    def _period(self, period: Period, page: Page) -> bytes:
        siblings = self._library.periods[period.kind]
        shown = siblings[max(page.index - 1, 0) : page.index + 2]
        related = (*shown, *self._contexts.parents(period), *self._contexts.children(period))
        # Whether a year's first and last day have pages of their own shows in no other part.
        ends = [date.url for iso in (period.start, period.end) if (date := self._date(iso))]
        return _encoder.encode(([(p.kind, p.key, len(p.entries)) for p in related], ends))

    def _joined(self, positions: Iterable[int]) -> bytes:
        cards = self._cards
        return b"".join([cards[position] for position in positions])

    def _card_digests(self, cards: Cards) -> Iterator[bytes]:
        """Yield each entry's digest with the names and addresses of its terms and of the pages of its dates."""
        rows = [
            ([_encoder.encode(link) for link in cards.links[name]], by_entry)
            for name, by_entry in self._library.entry_terms.items()
        ]
        for position, entry in enumerate(self._library.entries):
            parts: list[bytes | str] = [entry.digest, entry.path]
            for links, by_entry in rows:
                parts.append(b"".join([links[index] for index in by_entry[position]]))
            for iso in (entry.published, entry.date, entry.as_of, *(version.date for version in entry.versions)):
                date = cards.date(iso)
                parts.append(date.url if date else "")
            yield digest(*parts)


def _term(term: Term) -> bytes:
    count = len(term.entries)
    return _encoder.encode((term.name, term.slug, count, term.description, term.orcid, term.url, term.spellings))


def _place(page: Page) -> bytes:
    return b"%d/%d" % (page.number, page.count)


def _link(entry: Entry) -> bytes:
    return _encoder.encode((entry.id, entry.title))
