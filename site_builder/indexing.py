"""The archive's entries to the search index, and the index's files as outputs of the site."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from functools import partial
from hashlib import blake2b
from pathlib import Path

import msgspec

from site_builder.archive import Archive, load_body
from site_builder.cache import Cache
from site_builder.library import Library
from site_builder.permalinks import paper_url
from site_builder.search.documents import SearchDocument, text_terms
from site_builder.search.index import MANIFEST_PATH, SearchIndex, build_index
from site_builder.workers import map_forked

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
        """Return its bytes; only the process that built the index can."""
        return self.index.read(self.url)


def build_search(root: Path, archive: Archive, cache: Cache, jobs: int) -> SearchIndex:
    """Return the search index of an archive, brought up to date from the one before."""
    entries = archive.library.entries
    documents = list(search_documents(archive.library))
    process = os.getpid()

    def read_texts(wanted: Sequence[SearchDocument]) -> list[bytes]:
        nonlocal process
        if process != os.getpid():
            process = os.getpid()
            cache.reopen()
        return [_terms(archive.library.positions[document.id]) for document in wanted]

    def _terms(position: int) -> bytes:
        entry = entries[position]
        terms = cache.load_terms(entry.path, entry.digest)
        if terms is None:
            terms = text_terms(entry.title, load_body(root, cache, archive.config, entry).text, entry.summary)
        return terms

    spread = partial(map_forked, jobs=1 if len(entries) < FEW else jobs)
    return build_index(documents, read_texts, cache.folder / STORE, spread)


def search_files(index: SearchIndex) -> tuple[SearchFile, ...]:
    """Return the files of an index as outputs of the site."""
    return tuple(SearchFile(path, index) for path in index.paths)


def search_documents(library: Library) -> Iterator[SearchDocument]:
    """Yield each entry as the search shows and filters it."""
    names = {taxonomy: [term.name for term in terms] for taxonomy, terms in library.terms.items()}

    def named(taxonomy: str, position: int) -> tuple[str, ...]:
        return tuple([names[taxonomy][index] for index in library.entry_terms[taxonomy][position]])

    for position, entry in enumerate(library.entries):
        yield SearchDocument(
            id=entry.id,
            url=paper_url(entry.id),
            title=entry.title,
            text=entry.digest,
            summary=entry.summary,
            authors=tuple(author.name for author in entry.authors),
            organizations=named("organizations", position),
            venue=next(iter(named("venues", position)), ""),
            tags=named("tags", position),
            identifiers=tuple(entry.identifiers.values()),
            date=entry.listed,
            has=tuple(entry.links),
        )
