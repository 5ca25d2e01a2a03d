"""Digests of the parts that pages are made of: papers on lists, abstracts, terms, links.

A page's fingerprint is made from them, which takes far less time than making its context.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache, partial
from hashlib import blake2b
from typing import Any

import msgspec

from site_builder.contexts.cards import KEPT, Cards
from site_builder.core.lazy import Kept
from site_builder.library.library import Library
from site_builder.model import Term

_encoder = msgspec.msgpack.Encoder(enc_hook=str, order="deterministic")


def encode(value: Any) -> bytes:
    """Return a value of plain data as bytes, the same for equal values."""
    return _encoder.encode(value)


def digest(*parts: bytes | str) -> bytes:
    """Return a digest of parts; where one ends and the next begins counts."""
    return blake2b(_encoder.encode(parts), digest_size=16).digest()


class Parts:
    """Makes the digests of one archive's parts, each when it is first needed."""

    def __init__(self, library: Library, cards: Cards) -> None:
        self._library = library
        self._date = cards.date
        self._picture = cards.picture
        self._term_page = cards.term_page
        self._links = {name: lru_cache(KEPT)(partial(self._link, name)) for name in library.entry_terms}
        self._cards = Kept(self._card)
        self._papers = Kept(self._paper)

    def card(self, position: int) -> bytes:
        """Return the digest of a paper without its abstract, but with its excerpt."""
        return self._cards[position]

    def cards(self, positions: Iterable[int]) -> bytes:
        """Return the digests of the papers of a list."""
        cards = self._cards
        return b"".join([cards[position] for position in positions])

    def abstracts(self, positions: Iterable[int]) -> bytes:
        """Return the digests of entries with their abstracts."""
        return "".join([self._library.entries[position].digest for position in positions]).encode()

    def link(self, position: int) -> bytes:
        """Return what a link to a paper shows."""
        return self._papers[position]

    def _paper(self, position: int) -> bytes:
        entry = self._library.entries[position]
        return _encoder.encode((entry.id, entry.title))

    def related(self, position: int) -> bytes:
        """Return what another paper's page shows of a related one."""
        entry = self._library.entries[position]
        first = entry.authors[0].name if entry.authors else ""
        count = max(len(entry.authors), entry.author_count)
        return _encoder.encode((entry.id, entry.title, first, count, entry.listed))

    def _card(self, position: int) -> bytes:
        """Digest an entry's facts and excerpt, its picture's size, and which of its terms and dates have pages."""
        entry = self._library.entries[position]
        parts: list[bytes | str] = [entry.facts, entry.excerpt]
        for name, by_entry in self._library.entry_terms.items():
            parts.append(b"".join(map(self._links[name], by_entry[position])))
        if picture := self._picture(entry):
            parts.append(encode(picture))
        for iso in (entry.published, entry.date, entry.as_of, *(version.date for version in entry.versions)):
            date = self._date(iso)
            parts.append(date.url if date else "")
        return digest(*parts)

    def _link(self, taxonomy: str, index: int) -> bytes:
        """Return what a link to a term shows; files of data have the address of each term, with a page or without."""
        term = self._library.terms[taxonomy][index]
        return _encoder.encode((term.name, term.slug, bool(self._term_page(term)), term.issn, term.ror))


def term_part(term: Term) -> bytes:
    """Return what a page shows of a term, its papers aside."""
    known = (term.description, term.orcid, term.url, term.issn, term.ror)
    return _encoder.encode((term.name, term.slug, len(term.entries), known, term.spellings))
