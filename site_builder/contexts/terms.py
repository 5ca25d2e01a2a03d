"""What the papers of a term have in common: other terms of the same and other taxonomies, and their years."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import chain, combinations

from site_builder.contexts.cards import Cards
from site_builder.contexts.charts import area
from site_builder.contract.lists import Coauthor, CoauthorArcs, CoauthorPicture, Facet, TimeLine, YearCount
from site_builder.contract.terms import RelatedTerm, TaxonomyView
from site_builder.library.library import Library
from site_builder.library.trends import TAGS, axis_of, count_steps
from site_builder.model import Term
from site_builder.settings.types import SiteConfig

RELATED_TERMS = 12
FACET_TERMS = 8

# How many papers a term needs before each of these says more than the list itself. Most terms have fewer.
FACET_ENTRIES = 4
YEAR_ENTRIES = 3
LINE_ENTRIES = 10
PICTURE_ENTRIES = 10
PICTURE_ROWS = 10

# The picture of co-authors, in pixels, and the longest name in it, in letters.
ROW = 16
REACH = 88
RADIUS = 5
WIDTHS = (0.5, 1, 2)
NAME_LENGTH = 26

# The taxonomies that a term's page counts, by the term's own; taxonomies of `site.yml` count tags.
FACETS = {
    "authors": ("tags", "venues"),
    "organizations": ("tags", "authors"),
    "venues": ("tags", "authors"),
    "tags": ("organizations", "authors"),
}


class TermContexts:
    """Counts what the papers of a term have in common."""

    def __init__(self, library: Library, config: SiteConfig, cards: Cards) -> None:
        self._library = library
        self._shown = config.terms
        self._least_coauthors = config.terms.least_coauthors(len(library.entries))
        self._cards = cards

    def related(self, term: Term) -> tuple[RelatedTerm, ...]:
        """Return the terms of the same taxonomy that share the most papers with a term."""
        if len(term.entries) < 2 or not self._shown.companions:
            return ()
        return tuple(self._named(self._frequent(term, term.taxonomy, RELATED_TERMS), term.taxonomy))

    def facets(self, term: Term, views: tuple[TaxonomyView, ...]) -> tuple[Facet, ...]:
        """Return the most frequent terms of other taxonomies, among `views`: those that have an index."""
        if len(term.entries) < FACET_ENTRIES or not self._shown.facets:
            return ()
        titles = {view.name: view.title for view in views}
        names = [name for name in FACETS.get(term.taxonomy, ("tags",)) if name in titles]
        found = [
            Facet(titles[name], tuple(self._named(self._frequent(term, name, FACET_TERMS), name))) for name in names
        ]
        return tuple(facet for facet in found if facet.terms)

    def years(self, term: Term) -> tuple[YearCount, ...]:
        """Return the number of the term's papers by year, oldest first."""
        if len(term.entries) < YEAR_ENTRIES or not self._shown.years:
            return ()
        entries = self._library.entries
        counts = Counter(entries[position].listed[:4] for position in term.entries)
        return tuple(YearCount(year, counts[year]) for year in sorted(counts) if year)

    def time_line(self, term: Term) -> TimeLine | None:
        """Return the papers of a tag over time, from first to last; None if there are few."""
        if term.taxonomy != TAGS or len(term.entries) < LINE_ENTRIES or not self._shown.years:
            return None
        axis = axis_of([self._library.entries[position].listed for position in term.entries])
        if axis is None:
            return None
        return TimeLine(len(axis.keys), area(count_steps(self._library, axis, term.entries)))

    def picture(self, term: Term) -> CoauthorPicture | None:
        """Return the picture of an author's co-authors; None if it would show little."""
        if term.taxonomy != "authors" or not self._least_coauthors or len(term.entries) < PICTURE_ENTRIES:
            return None
        shared = self._frequent(term, "authors", PICTURE_ROWS)
        if len(shared) < self._least_coauthors or not self._shown.companions:
            return None
        by_entry = self._library.entry_terms["authors"]
        rows = {index: row for row, index in enumerate(shared)}
        pairs: Counter[tuple[int, int]] = Counter()
        for position in term.entries:
            pairs.update(combinations(sorted(rows[index] for index in by_entry[position] if index in rows), 2))
        joined = {pair: count for pair, count in pairs.items() if count > 1}
        if not joined or (len(joined) == math.comb(len(shared), 2) and len(set(joined.values())) == 1):
            return None  # everyone writes with everyone: the lines would say nothing
        return CoauthorPicture(tuple(self._coauthors(shared)), coauthor_arcs(joined))

    def _coauthors(self, shared: dict[int, int]) -> Iterator[Coauthor]:
        most = max(shared.values())
        for index, count in shared.items():
            name = self._library.terms["authors"][index].name
            shown = name if len(name) <= NAME_LENGTH else f"{name[: NAME_LENGTH - 1].rstrip()}…"
            yield Coauthor(shown, count, round(RADIUS * math.sqrt(count / most), 1))

    def _frequent(self, term: Term, taxonomy: str, most: int) -> dict[int, int]:
        """Return the terms that at least two of a term's papers have, with their counts, most frequent first."""
        by_entry, terms = self._library.entry_terms[taxonomy], self._library.terms[taxonomy]
        shared = Counter(chain.from_iterable(map(by_entry.__getitem__, term.entries)))
        common = sorted(index for index, count in shared.items() if count > 1)
        common.sort(key=shared.__getitem__, reverse=True)  # a stable sort
        others = [index for index in common[: most + 1] if terms[index] is not term][:most]
        return {index: shared[index] for index in others}

    def _named(self, shared: dict[int, int], taxonomy: str) -> Iterator[RelatedTerm]:
        terms = self._library.terms[taxonomy]
        for index, count in shared.items():
            yield RelatedTerm(terms[index].name, self._cards.term_page(terms[index]), count)


def coauthor_arcs(pairs: Mapping[tuple[int, int], int]) -> tuple[CoauthorArcs, ...]:
    """Return arcs between pairs of rows, wider for more papers; long ones are flattened so that all fit."""
    paths: dict[float, str] = {}
    for (upper, lower), count in sorted(pairs.items()):
        width, height = WIDTHS[min(count, 4) - 2], ROW * (lower - upper)
        arc = f"M0 {ROW * upper + ROW // 2}a{min(height // 2, REACH)} {height // 2} 0 0 1 0 {height}"
        paths[width] = paths.get(width, "") + arc
    return tuple(CoauthorArcs(width, paths[width]) for width in sorted(paths))
