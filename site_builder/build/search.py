"""The archive's entries to the search index, and the index's files as outputs of the site."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, partial
from hashlib import blake2b
from itertools import chain, groupby
from pathlib import Path
from typing import overload

import msgspec

from site_builder.build.archive import Archive, load_body
from site_builder.build.cache import Cache
from site_builder.core.processes import map_forked
from site_builder.library.library import Library
from site_builder.search.documents import SearchDocument, text_terms
from site_builder.search.index import MANIFEST_PATH, Basis, SearchIndex, keep_index, open_index
from site_builder.site.addresses import paper_url

STORE = "search.sqlite"
FEW = 500


class SearchFile(msgspec.Struct, frozen=True):
    """A file of the search index; all names but the manifest's carry a digest of their bytes."""

    url: str
    index: SearchIndex

    @property
    def fingerprint(self) -> bytes:
        """Digest of what it is made from."""
        made_from = self.read() if self.url == MANIFEST_PATH else self.url.encode()
        return blake2b(made_from, digest_size=16).digest()

    def read(self) -> bytes:
        """Return its bytes; any process can."""
        return self.index.read(self.url)


class Documents(Sequence[SearchDocument]):
    """A library's entries as the search shows and filters them, in its own order, each made when it is asked for."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._names = {taxonomy: [term.name for term in terms] for taxonomy, terms in library.terms.items()}

    @cached_property
    def order(self) -> list[int]:
        """Positions of entries, the oldest first and by identifier within a day; the library has the newest first."""
        entries = self._library.entries
        days = [entry.listed for entry in entries]
        ids = [entry.id for entry in entries]
        oldest_first = groupby(range(len(entries) - 1, -1, -1), key=days.__getitem__)
        return list(chain.from_iterable(sorted(day, key=ids.__getitem__) for _, day in oldest_first))

    @property
    def texts(self) -> list[str]:
        """What tells of each document whether its text is another."""
        entries = self._library.entries
        return [entries[position].digest for position in self.order]

    def __len__(self) -> int:
        return len(self._library.entries)

    @overload
    def __getitem__(self, place: int) -> SearchDocument: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[SearchDocument]: ...
    def __getitem__(self, place: int | slice) -> SearchDocument | Sequence[SearchDocument]:
        if isinstance(place, slice):
            return [self._document(position) for position in self.order[place]]
        return self._document(self.order[place])

    def _named(self, taxonomy: str, position: int) -> tuple[str, ...]:
        names = self._names[taxonomy]
        return tuple([names[index] for index in self._library.entry_terms[taxonomy][position]])

    def _document(self, position: int) -> SearchDocument:
        entry = self._library.entries[position]
        return SearchDocument(
            id=entry.id,
            url=paper_url(entry.id),
            title=entry.title,
            text=entry.digest,
            summary=entry.summary,
            authors=tuple([author.name for author in entry.authors]),
            organizations=self._named("organizations", position),
            venue=next(iter(self._named("venues", position)), ""),
            tags=self._named("tags", position),
            identifiers=tuple(entry.identifiers.values()),
            date=entry.listed,
            has=tuple(entry.links),
        )


def bring_index_up_to_date(root: Path, archive: Archive, documents: Documents, cache: Cache, jobs: int) -> None:
    """Bring the search index of an archive up to date from the one before, and keep it; any process can."""
    entries = archive.library.entries

    def read_texts(wanted: Sequence[SearchDocument]) -> list[bytes]:
        return [_terms(archive.library.positions[document.id]) for document in wanted]

    def _terms(position: int) -> bytes:
        entry = entries[position]
        terms = cache.load_terms(entry.path, entry.digest)
        if terms is None:
            terms = text_terms(entry.title, load_body(root, cache, archive.config, entry).text, entry.summary)
        return terms

    spread = partial(map_forked, jobs=1 if len(entries) < FEW else jobs)
    basis = Basis(archive.outline.key.hex(), documents.texts)
    keep_index(documents, read_texts, cache.folder / STORE, spread, basis)


def open_search(documents: Documents, cache: Cache) -> SearchIndex:
    """Return the index that was brought up to date."""
    return open_index(documents, cache.folder / STORE)


def search_files(index: SearchIndex) -> tuple[SearchFile, ...]:
    """Return the files of an index as outputs of the site."""
    return tuple(SearchFile(path, index) for path in index.paths)
