"""What changes over time: charts as numbers that a template draws, and a table for each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from site_builder.contexts.charts import area, axis_counts
from site_builder.contract.document import Template
from site_builder.contract.insight import NewTag, TopTerms, TrendBar, TrendSpan, TrendTag, TrendTick
from site_builder.contract.parts import Link
from site_builder.contract.terms import RelatedTerm
from site_builder.library.trends import (
    TOP_PERIODS,
    URL,
    Axis,
    Change,
    Changes,
    count_steps,
    find_changes,
    newcomers,
    time_axis,
    top_terms,
)
from site_builder.pages.kind import Context, CountsPage
from site_builder.pages.planned import Planned
from site_builder.site.page import Page
from site_builder.text.dates import date_text
from site_builder.words.catalogue import Translate, number_text


class TrendsPage(CountsPage):
    """What changes over time."""

    name = "trends"
    template = Template(
        "trends.html",
        "What changes over time; only where papers are of two months or years at the least.",
        {
            "kind": "str",
            "steps": "int",
            "ticks": "tuple[TrendTick, ...]",
            "bars": "tuple[TrendBar, ...]",
            "span": "TrendSpan",
            "rising": "tuple[TrendTag, ...]",
            "falling": "tuple[TrendTag, ...]",
            "newcomers": "tuple[NewTag, ...]",
            "tops": "tuple[TopTerms, ...]",
        },
    )

    @classmethod
    def pages(cls, planned: Planned) -> Iterator[Page]:
        """Yield the page, if dates span enough time."""
        if planned.config.trends and time_axis(planned.library):
            yield Page(URL, cls.name)

    @classmethod
    def nav(cls, planned: Planned, t: Translate) -> Iterator[Link]:
        """Yield the page."""
        yield Link(t("Trends"), URL)

    def context(self, page: Page) -> Context:
        """Return the papers over time, rising, falling and new tags, and the most frequent terms of each year."""
        library = self.site.library
        axis = time_axis(library)
        assert axis is not None, "the page is planned only with an axis"
        changes = find_changes(library, axis)
        return {
            "kind": axis.kind,
            "steps": len(axis.keys),
            "ticks": tuple(self._ticks(axis)),
            "bars": tuple(self._bars(axis)),
            "span": self._span(axis, changes),
            "rising": tuple(self._tag(change, changes, axis) for change in changes.rising),
            "falling": tuple(self._tag(change, changes, axis) for change in changes.falling),
            "newcomers": tuple(self._newcomers()),
            "tops": tuple(self._tops({view.name: view.title for view in self.site.view.taxonomies})),
        }

    def title(self) -> str:
        """Return the title."""
        return self.site.t("Trends")

    def _bars(self, axis: Axis) -> Iterator[TrendBar]:
        library, periods = self.site.library, self.site.library.periods[axis.kind]
        top = axis_counts(max(len(period.entries) for period in periods))[-1]
        places = {key: place for place, key in enumerate(axis.keys)}
        step, newest = 100 / len(axis.keys), library.entries[0].listed
        for period in periods:
            is_open = period is periods[-1] and len(newest) == 10 and newest < period.end
            year, _, month = period.key.partition("-")
            yield TrendBar(
                period=self.site.cards.period(period),
                left=round(step * (places[period.key] + 0.1), 2),
                width=round(step * 0.8, 2),
                height=round(100 * len(period.entries) / top, 1),
                tick=year if month in ("", "01") else "",
                until=date_text(newest, self.site.t) if is_open else "",
            )

    def _ticks(self, axis: Axis) -> Iterator[TrendTick]:
        counts = axis_counts(max(len(period.entries) for period in self.site.library.periods[axis.kind]))
        for count in counts:
            yield TrendTick(count, round(100 - 100 * count / counts[-1], 1))

    def _span(self, axis: Axis, changes: Changes) -> TrendSpan:
        span = axis.span
        names = [date_text(key, self.site.t) for key in axis.keys]
        return TrendSpan(
            names[max(0, len(names) - 2 * span)], names[-span - 1], names[-span], names[-1], changes.tested
        )

    def _tag(self, change: Change, changes: Changes, axis: Axis) -> TrendTag:
        return TrendTag(
            link=Link(change.term.name, self.site.cards.term_page(change.term)),
            before=self._percent(change.before, changes.before),
            after=self._percent(change.after, changes.after),
            papers=change.after,
            z=number_text(change.z, self.site.t, ".1f").replace("-", "−"),
            line=area(count_steps(self.site.library, axis, change.term.entries)),
        )

    def _newcomers(self) -> Iterator[NewTag]:
        for term, day in newcomers(self.site.library):
            date = self.site.cards.date(day)
            assert date is not None
            yield NewTag(Link(term.name, self.site.cards.term_page(term)), date, len(term.entries))

    def _tops(self, titles: dict[str, str]) -> Iterator[TopTerms]:
        years = self.site.library.periods["year"][: -TOP_PERIODS - 1 : -1]
        for taxonomy in ("organizations", "authors"):
            found = [(self.site.cards.period(year), self._top(taxonomy, year.entries)) for year in years]
            shown = tuple((link, terms) for link, terms in found if terms)
            if shown and taxonomy in titles:
                yield TopTerms(titles[taxonomy], shown)

    def _top(self, taxonomy: str, positions: Sequence[int]) -> tuple[RelatedTerm, ...]:
        return tuple(
            RelatedTerm(term.name, self.site.cards.term_page(term), count)
            for term, count in top_terms(self.site.library, taxonomy, positions)
        )

    def _percent(self, count: int, total: int) -> str:
        return f"{number_text(100 * count / total if total else 0, self.site.t, '.1f')} %"
