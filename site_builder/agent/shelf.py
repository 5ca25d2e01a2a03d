"""The papers of an archive, ready to be asked about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property, partial
from threading import Lock, Thread
from typing import Any

import msgspec

from site_builder.build.search import Documents
from site_builder.data.api import Papers
from site_builder.exchange.exporters.bibtex import bibtex
from site_builder.exchange.identifiers import find_identifiers
from site_builder.exchange.notices import gone_because
from site_builder.library.library import Library
from site_builder.reading.plain_values import is_date
from site_builder.reading.query import Item, QueryError, parse_query
from site_builder.search.documents import SearchDocument
from site_builder.search.holders import Holders
from site_builder.search.matching import Matcher, PaperTerms, SharedNames, shared_names
from site_builder.settings.queries import query_filters
from site_builder.site.addresses import paper_url
from site_builder.text.letters import fold

MOST = 100
"""The most papers that one answer names."""
MOST_AUTHORS = 5

Answer = dict[str, Any]


class AskError(ValueError):
    """A question that cannot be answered; the message says why and what to ask instead."""


class Shelf:
    """A library with its texts. All lists have the newest paper first unless they say otherwise.

    `load_terms` and `load_abstract` return a paper's search terms and its abstract by position, `related` the positions
    of the papers that are like it.
    """

    def __init__(
        self,
        base_url: str,
        library: Library,
        load_terms: Callable[[int], bytes],
        load_abstract: Callable[[int], str],
        related: Callable[[int], Sequence[int]] | None = None,
    ) -> None:
        self._base_url = base_url
        self._library = library
        self._load_terms = load_terms
        self._load_abstract = load_abstract
        self._related = related or self._alike
        self._papers = Papers(library)
        self._filters = query_filters({taxonomy.name: taxonomy for taxonomy in library.taxonomies})
        self._indexing = Lock()

    def prepare(self) -> None:
        """Start to index the papers' terms; a search that comes before the end waits for it."""
        Thread(target=self._index, daemon=True).start()

    def search(self, query: str, limit: int = 10, order: str = "date") -> Answer:
        """Return the papers that match a query; by `title`, those whose title has most of its words come first."""
        try:
            items = parse_query(query, self._filters)
        except QueryError as error:
            raise AskError(f"{error}: {error.hint}") from None
        if not items:
            raise AskError("the query is empty; ask, for example: attention memory year:2024..2026")
        matcher = Matcher(items, self._shared)
        found = [one for one in self._index().of_all(matcher.needs()) if matcher.matches(self._terms(one))]
        if order == "title":
            found.sort(key=partial(self._missing_words, _words(items)))
        return self._answer(found, limit)

    def paper(self, name: str) -> Answer:
        """Return all that is known of a paper, in the form of the API, with its abstract."""
        position = self._position(name)
        paper: Answer = msgspec.to_builtins(self._papers.paper(position, self._load_abstract(position)))
        return paper | {"page": self._page(position)}

    def related(self, name: str, limit: int = 10) -> Answer:
        """Return the papers that are most like a paper, first those that its entry names."""
        position = self._position(name)
        named = [self._library.positions.get(one, -1) for one in self._library.entries[position].related]
        found = dict.fromkeys(one for one in (*named, *self._related(position)) if one not in (-1, position))
        return self._answer(list(found), limit)

    def citations(self, name: str, limit: int = 50) -> Answer:
        """Return which papers of the archive a paper cites, and which cite it."""
        position = self._position(name)
        citations = self._library.citations
        return {
            "cites": self._answer(citations.cites.get(position, ()), limit),
            "cited_by": self._answer(citations.cited_by.get(position, ()), limit),
        }

    def bibtex(self, names: Sequence[str]) -> str:
        """Return papers as BibTeX."""
        positions = map(self._position, names[:MOST])
        library = self._library
        return "\n\n".join(bibtex(library.entries[one], library.citation_keys[one]) for one in positions)

    def new(self, since: str, limit: int = 20) -> Answer:
        """Return the papers that are listed on a day or after it."""
        if not is_date(since):
            raise AskError("write the day as YYYY-MM-DD, such as 2026-05-26")
        return self._answer([n for n, entry in enumerate(self._library.entries) if entry.listed >= since], limit)

    @cached_property
    def _documents(self) -> list[SearchDocument]:
        documents = Documents(self._library)
        return list(map(documents.of_entry, range(len(documents))))

    @cached_property
    def _shared(self) -> SharedNames:
        return shared_names(self._documents)

    def _index(self) -> Holders:
        with self._indexing:
            return self._holders

    @cached_property
    def _holders(self) -> Holders:
        return Holders(map(self._terms, range(len(self._documents))))

    def _terms(self, position: int) -> PaperTerms:
        return PaperTerms(self._documents[position], partial(self._load_terms, position))

    @cached_property
    def _names(self) -> dict[str, int]:
        """The position of each paper by its identifiers, aliases and citation key."""
        found: dict[str, int] = {}
        for position, entry in enumerate(self._library.entries):
            others = (*entry.identifiers.values(), *entry.aliases, self._library.citation_keys[position])
            for name in others:
                found.setdefault(name, position)
        return found | self._library.positions

    def _position(self, name: str) -> int:
        for one in (name.strip(), *find_identifiers(name).values()):
            if one in self._names:
                return self._names[one]
        raise AskError(f"no paper is named {name[:100]!r}; search for its title to find its id")

    def _missing_words(self, words: Sequence[str], position: int) -> int:
        title = fold(self._library.entries[position].title)
        return sum(word not in title for word in words)

    def _alike(self, position: int) -> list[int]:
        """Return the papers that share most tags with a paper."""
        library = self._library
        terms = library.terms["tags"]
        shared = Counter(one for index in library.entry_terms["tags"][position] for one in terms[index].entries)
        return [one for one, _ in sorted(shared.items(), key=lambda item: (-item[1], item[0]))][: MOST + 1]

    def _answer(self, positions: Sequence[int], limit: int) -> Answer:
        shown = positions[: max(1, min(limit, MOST))]
        return {"count": len(positions), "papers": list(map(self._brief, shown))}

    def _brief(self, position: int) -> Answer:
        entry = self._library.entries[position]
        authors = [author.name for author in entry.authors]
        known = {
            "id": entry.id,
            "title": entry.title,
            "authors": authors[:MOST_AUTHORS],
            "author_count": max(len(authors), entry.author_count),
            "date": entry.listed,
            "venue": entry.venue,
            "summary": entry.summary or entry.excerpt,
            "withdrawn": gone_because(entry),
            "page": self._page(position),
        }
        return {name: value for name, value in known.items() if value}

    def _page(self, position: int) -> str:
        return self._base_url + paper_url(self._library.entries[position].id)


def _words(items: Iterable[Item]) -> list[str]:
    return [fold(item.value) for item in items if item.kind in ("word", "phrase") and not item.is_unwanted]
