"""What the page of trends shows: charts as numbers that a template draws, and a table beside each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from site_builder.contexts.cards import Cards
from site_builder.contract.insight import NewTag, TopTerms, TrendBar, TrendSpan, TrendTag
from site_builder.contract.views import Link, RelatedTerm, TaxonomyView
from site_builder.library.library import Library
from site_builder.library.trends import (
    TOP_PERIODS,
    Axis,
    Change,
    Changes,
    count_steps,
    find_changes,
    newcomers,
    time_axis,
    top_terms,
)
from site_builder.text.dates import date_text

HEIGHT = 10
"""Of a tag's line; a step is 1 wide."""


class TrendContexts:
    """Makes the context of the page of trends."""

    def __init__(self, library: Library, cards: Cards) -> None:
        self._library = library
        self._cards = cards

    def page(self, views: Sequence[TaxonomyView]) -> dict[str, Any]:
        """Return what the page shows; `views` are the taxonomies that have an index."""
        axis = time_axis(self._library)
        assert axis is not None, "the page is planned where there is time to show"
        changes = find_changes(self._library, axis)
        return {
            "kind": axis.kind,
            "steps": len(axis.keys),
            "bars": tuple(self._bars(axis)),
            "span": self._span(axis, changes),
            "rising": tuple(self._tag(change, changes, axis) for change in changes.rising),
            "falling": tuple(self._tag(change, changes, axis) for change in changes.falling),
            "newcomers": tuple(self._newcomers()),
            "tops": tuple(self._tops({view.name: view.title for view in views})),
        }

    def _bars(self, axis: Axis) -> Iterator[TrendBar]:
        periods = self._library.periods[axis.kind]
        most = max(len(period.entries) for period in periods)
        places = {key: place for place, key in enumerate(axis.keys)}
        for period in periods:
            yield TrendBar(self._cards.period(period), places[period.key], round(100 * len(period.entries) / most, 1))

    def _span(self, axis: Axis, changes: Changes) -> TrendSpan:
        span = axis.span
        names = [date_text(key, self._cards.t) for key in axis.keys]
        return TrendSpan(
            names[max(0, len(names) - 2 * span)], names[-span - 1], names[-span], names[-1], changes.tested
        )

    def _tag(self, change: Change, changes: Changes, axis: Axis) -> TrendTag:
        return TrendTag(
            link=Link(change.term.name, self._cards.term_page(change.term)),
            before=_percent(change.before, changes.before),
            after=_percent(change.after, changes.after),
            papers=change.after,
            z=f"{change.z:.1f}".replace("-", "−"),
            line=area(count_steps(self._library, axis, change.term.entries)),
        )

    def _newcomers(self) -> Iterator[NewTag]:
        for term, day in newcomers(self._library):
            date = self._cards.date(day)
            assert date is not None
            yield NewTag(Link(term.name, self._cards.term_page(term)), date, len(term.entries))

    def _tops(self, titles: dict[str, str]) -> Iterator[TopTerms]:
        years = self._library.periods["year"][: -TOP_PERIODS - 1 : -1]
        for taxonomy in ("organizations", "authors"):
            found = [(self._cards.period(year), self._top(taxonomy, year.entries)) for year in years]
            shown = tuple((link, terms) for link, terms in found if terms)
            if shown and taxonomy in titles:
                yield TopTerms(titles[taxonomy], shown)

    def _top(self, taxonomy: str, positions: Sequence[int]) -> tuple[RelatedTerm, ...]:
        return tuple(
            RelatedTerm(term.name, self._cards.term_page(term), count)
            for term, count in top_terms(self._library, taxonomy, positions)
        )


def area(counts: Sequence[int]) -> str:
    """Return the path of an area chart: steps of equal height are one stroke."""
    most = max(counts) or 1
    heights = [-(-HEIGHT * count // most) for count in counts]
    strokes = [f"V{HEIGHT - height}h{len(list(steps))}" for height, steps in groupby(heights)]
    return f"M0 {HEIGHT}{''.join(strokes)}V{HEIGHT}z"


def _percent(count: int, total: int) -> str:
    return f"{100 * count / total if total else 0:.1f} %"
