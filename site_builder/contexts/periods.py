"""Days, weeks, months and years as pages show them."""

from __future__ import annotations

from site_builder.contexts.cards import Cards
from site_builder.contract import views
from site_builder.library.library import Library
from site_builder.library.periods import period_keys
from site_builder.model import Period
from site_builder.text.dates import weekday

HOME_CARDS = 30
HOME_PERIODS = 30
HOME_PERIOD_CARDS = 5


class PeriodContexts:
    """Makes what pages show of periods."""

    def __init__(self, library: Library, cards: Cards) -> None:
        self._library = library
        self._cards = cards
        self._t = cards.t
        self._by_key = {(p.kind, p.key): p for periods in library.periods.values() for p in periods}

    def view(self, period: Period, index: int) -> views.PeriodView:
        """Return a period with its neighbours, the longer ones that hold it and the shorter ones in it."""
        siblings = self._library.periods[period.kind]
        start, end = self._cards.date(period.start), self._cards.date(period.end)
        assert start is not None
        assert end is not None
        return views.PeriodView(
            link=self._cards.period(period),
            weekday=weekday(period.key, self._t) if period.kind == "day" else "",
            start=start,
            end=end,
            previous=self._cards.period(siblings[index - 1]) if index else None,
            next=self._cards.period(siblings[index + 1]) if index + 1 < len(siblings) else None,
            parents=tuple(self._cards.period(parent) for parent in self.parents(period)),
            children=tuple(self._cards.period(child) for child in self.children(period)),
        )

    def parents(self, period: Period) -> tuple[Period, ...]:
        """Return the longer periods that hold a period's first day, shortest first."""
        wider = {"day": ("week", "month", "year"), "week": ("month", "year"), "month": ("year",), "year": ()}[
            period.kind
        ]
        keys = period_keys(period.start)
        found = (self._by_key.get((kind, keys[kind])) for kind in wider)
        return tuple(parent for parent in found if parent)

    def children(self, period: Period) -> tuple[Period, ...]:
        """Return the days of a week or month, or the months of a year."""
        kind = {"week": "day", "month": "day", "year": "month"}.get(period.kind)
        if kind is None:
            return ()
        return tuple(p for p in self._library.periods[kind] if period.start <= p.start <= period.end)

    def newest(self) -> list[tuple[Period, int]]:
        """Return the newest period of the finest kind there is, and as many before it as fill the home page."""
        kind = next((kind for kind in ("day", "month", "year") if self._library.periods[kind]), None)
        if kind is None:
            return []
        periods = self._library.periods[kind]
        chosen: list[tuple[Period, int]] = []
        cards = 0
        for index in range(len(periods) - 1, -1, -1):
            if len(chosen) >= HOME_PERIODS or (len(chosen) >= 3 and cards >= HOME_CARDS):
                break
            chosen.append((periods[index], index))
            cards += min(len(periods[index].entries), HOME_PERIOD_CARDS)
        return chosen
