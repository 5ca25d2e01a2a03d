"""What the papers of a term have in common: the terms that stand beside it, those of other kinds, their years."""

from __future__ import annotations

from collections import Counter

from site_builder.contexts.cards import Cards
from site_builder.contexts.contract import RelatedTerm, TaxonomyView
from site_builder.contexts.contract_lists import Facet, YearCount
from site_builder.library import Library
from site_builder.model import Term

RELATED_TERMS = 12
FACET_TERMS = 8

# From how many papers on there is more to say than the list itself shows. Nearly all terms have fewer.
FACET_ENTRIES = 4
YEAR_ENTRIES = 3

# What the page of a term of each taxonomy says of others; a taxonomy that `site.yml` declares says its tags.
FACETS = {
    "authors": ("tags", "venues"),
    "organizations": ("tags", "authors"),
    "venues": ("tags", "authors"),
    "tags": ("organizations", "authors"),
}


class TermContexts:
    """Counts what the papers of a term have in common."""

    def __init__(self, library: Library, cards: Cards) -> None:
        self._library = library
        self._cards = cards

    def related(self, term: Term) -> tuple[RelatedTerm, ...]:
        """Return the terms of the same taxonomy that stand most often beside a term."""
        return self._frequent(term, term.taxonomy, RELATED_TERMS) if len(term.entries) > 1 else ()

    def facets(self, term: Term, views: tuple[TaxonomyView, ...]) -> tuple[Facet, ...]:
        """Return the most frequent terms of other taxonomies; `views` are those that have an index."""
        if len(term.entries) < FACET_ENTRIES:
            return ()
        titles = {view.name: view.title for view in views}
        names = [name for name in FACETS.get(term.taxonomy, ("tags",)) if name in titles]
        found = [Facet(titles[name], self._frequent(term, name, FACET_TERMS)) for name in names]
        return tuple(facet for facet in found if facet.terms)

    def years(self, term: Term) -> tuple[YearCount, ...]:
        """Return how many of a term's papers each year has, the oldest first."""
        if len(term.entries) < YEAR_ENTRIES:
            return ()
        entries = self._library.entries
        counts = Counter(entries[position].listed[:4] for position in term.entries)
        return tuple(YearCount(year, counts[year]) for year in sorted(counts) if year)

    def _frequent(self, term: Term, taxonomy: str, most: int) -> tuple[RelatedTerm, ...]:
        """The terms of a taxonomy that at least two of a term's papers have, most frequent first."""
        by_entry, terms = self._library.entry_terms[taxonomy], self._library.terms[taxonomy]
        shared = Counter(index for position in term.entries for index in by_entry[position])
        common = sorted((index for index, n in shared.items() if n > 1), key=lambda index: (-shared[index], index))
        others = [index for index in common[: most + 1] if terms[index] is not term][:most]
        return tuple(RelatedTerm(terms[i].name, self._cards.term_page(terms[i]), shared[i]) for i in others)
