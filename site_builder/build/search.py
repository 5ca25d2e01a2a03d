"""The archive's entries to the search index, and the index's files as outputs of the site."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, partial
from hashlib import blake2b
from itertools import chain, groupby
from typing import ClassVar, overload

import msgspec

from site_builder.build.archive import Archive
from site_builder.build.workspace import Workspace
from site_builder.contexts.cards import file_path
from site_builder.contexts.site import taxonomy_views
from site_builder.core.processes import map_forked
from site_builder.library.library import Library
from site_builder.model import Entry
from site_builder.reading.query import Item
from site_builder.search.documents import SearchDocument
from site_builder.search.index import MANIFEST_PATH, Basis, SearchIndex, keep_index, open_index
from site_builder.search.matching import Matcher, PaperTerms, shared_names
from site_builder.search.names import Directory, Name
from site_builder.search.space import even_sample, make_space
from site_builder.search.vectors_file import render_vectors, take_vectors
from site_builder.settings.queries import own_filters
from site_builder.site.addresses import paper_url
from site_builder.site.lists import MANY_ENTRIES, least_for_page
from site_builder.words.catalogue import translator

STORE = "search.sqlite"
FEW = 500
LEAST_NAMED = 3
"""In a large archive, papers of a name that the search panel offers: two are found as quickly themselves."""


class SearchFile(msgspec.Struct, frozen=True):
    """A file of the search index; all names but the manifest's contain a digest of their bytes."""

    kind: ClassVar[str] = "search"

    url: str
    index: SearchIndex

    @property
    def fingerprint(self) -> bytes:
        """Digest of the file's input."""
        made_from = self.read() if self.url == MANIFEST_PATH else self.url.encode()
        return blake2b(made_from, digest_size=16).digest()

    def read(self) -> bytes:
        """Return the file's bytes; forked processes can, too."""
        return self.index.read(self.url)


class Documents(Sequence[SearchDocument]):
    """A library's entries as the search shows and filters them, in the index's order, each made on demand."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._names = {taxonomy: [term.name for term in terms] for taxonomy, terms in library.terms.items()}
        self._spellings = [term.spellings for term in library.terms["tags"]]
        self.own = own_filters({taxonomy.name: taxonomy for taxonomy in library.taxonomies})

    @cached_property
    def order(self) -> list[int]:
        """Positions of entries, oldest first and by identifier within a day; the library has the newest first."""
        entries = self._library.entries
        days = [entry.listed for entry in entries]
        ids = [entry.id for entry in entries]
        oldest_first = groupby(range(len(entries) - 1, -1, -1), key=days.__getitem__)
        return list(chain.from_iterable(sorted(day, key=ids.__getitem__) for _, day in oldest_first))

    @property
    def ids(self) -> list[str]:
        """The identifier of each document."""
        return [self._library.entries[position].id for position in self.order]

    def __len__(self) -> int:
        return len(self._library.entries)

    @overload
    def __getitem__(self, place: int) -> SearchDocument: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[SearchDocument]: ...
    def __getitem__(self, place: int | slice) -> SearchDocument | Sequence[SearchDocument]:
        if isinstance(place, slice):
            return [self.of_entry(position) for position in self.order[place]]
        return self.of_entry(self.order[place])

    def _named(self, taxonomy: str, position: int) -> tuple[str, ...]:
        names = self._names[taxonomy]
        return tuple([names[index] for index in self._library.entry_terms[taxonomy][position]])

    def of_entry(self, position: int) -> SearchDocument:
        """Return the document of the entry at a position of the library."""
        entry = self._library.entries[position]
        return SearchDocument(
            id=entry.id,
            url=paper_url(entry.id),
            title=entry.title,
            text=entry.text,
            summary=entry.summary,
            authors=tuple([author.name for author in entry.authors]),
            organizations=self._named("organizations", position),
            venue=next(iter(self._named("venues", position)), ""),
            tags=self._named("tags", position),
            identifiers=tuple(entry.identifiers.values()),
            date=entry.listed,
            picture=file_path(entry, entry.thumbnail) if entry.thumbnail else "",
            has=tuple(entry.links),
            terms=tuple(
                (name, term) for taxonomy, name in self.own.items() for term in self._named(taxonomy, position)
            ),
            spellings=tuple(
                [
                    spelling
                    for index in self._library.entry_terms["tags"][position]
                    for spelling in self._spellings[index]
                ]
            ),
        )


def matching_entries(work: Workspace, library: Library, query: Iterable[Item]) -> list[Entry]:
    """Return the entries that match a query, in the library's order: the newest first."""
    documents = Documents(library)
    made = list(map(documents.of_entry, range(len(documents))))
    matcher = Matcher(query, shared_names(made))
    pairs = zip(made, library.entries, strict=True)
    return [
        entry for document, entry in pairs if matcher.matches(PaperTerms(document, partial(work.load_terms, entry)))
    ]


def update_index(work: Workspace, archive: Archive, documents: Documents) -> None:
    """Bring the cached search index up to date with an archive."""
    library = archive.library

    def read_texts(wanted: Sequence[SearchDocument]) -> list[bytes]:
        return [work.load_terms(library.entries[library.positions[document.id]]) for document in wanted]

    spread = partial(map_forked, jobs=1 if len(library.entries) < FEW else work.jobs)
    votes = _votes(library, documents)
    key = archive.outline.counts_key + msgspec.msgpack.encode(votes)
    entries = [library.entries[position] for position in documents.order]
    files, texts = [entry.digest for entry in entries], [entry.text for entry in entries]
    basis = Basis(blake2b(key, digest_size=16).hexdigest(), files, texts)
    views = taxonomy_views(library, archive.config, translator(archive.config.words.pages))
    kinds = [(view.name, view.singular) for view in views]
    filters = [(documents.own[view.name], view.title) for view in views if view.name in documents.own]
    directory = Directory(kinds, filters, partial(_names, archive, documents, kinds), lambda: votes)
    given = take_vectors(archive.vectors, documents.ids) if archive.vectors else None
    keep_index(documents, read_texts, work.cache.folder / STORE, spread, basis, directory, given)


def kept_vectors(work: Workspace, library: Library) -> bytes:
    """Return the file of vectors made from all of an archive's papers, or from some of them if they are many."""
    order = Documents(library).order
    texts = [work.load_terms(library.entries[order[ordinal]]) for ordinal in even_sample(len(order))]
    return render_vectors(make_space(texts, len(order)), len(order))


def _names(archive: Archive, documents: Documents, kinds: Sequence[tuple[str, str]]) -> Iterator[Name]:
    """Yield the names that have pages; in a large archive, only those with enough papers to make a list useful."""
    library = archive.library
    usual = LEAST_NAMED if len(documents) >= MANY_ENTRIES else 1
    ordinals = [0] * len(documents)
    for ordinal, position in enumerate(documents.order):
        ordinals[position] = ordinal
    for kind, (taxonomy, _) in enumerate(kinds):
        least = max(usual, least_for_page(library, archive.config, taxonomy))
        for term in library.terms[taxonomy]:
            if len(term.entries) >= least:
                papers = sorted([ordinals[entry] for entry in term.entries]) if taxonomy == "authors" else ()
                yield Name(kind, term.name, term.slug, len(term.entries), papers, term.spellings)


def _votes(library: Library, documents: Documents) -> list[int]:
    """Return the papers' upvotes in the index's order; none if no paper has any."""
    votes = [library.entries[position].upvotes or 0 for position in documents.order]
    return votes if any(votes) else []


def open_search(work: Workspace, documents: Documents) -> SearchIndex:
    """Return the index that was brought up to date."""
    return open_index(documents, work.cache.folder / STORE)


def search_files(index: SearchIndex) -> tuple[SearchFile, ...]:
    """Return the files of an index as outputs of the site."""
    return tuple(SearchFile(path, index) for path in index.paths)
