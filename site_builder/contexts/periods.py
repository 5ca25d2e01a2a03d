"""Days, weeks, months and years as pages show them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby
from typing import Any

import msgspec

from site_builder.contexts.cards import Cards
from site_builder.contract.periods import PeriodGroup, PeriodView
from site_builder.library.library import Library
from site_builder.library.periods import period_keys
from site_builder.model import Period
from site_builder.text.dates import weekday

HOME_CARDS = 30
HOME_PERIODS = 30
CARDS_OF = {"day": 5, "month": 10, "year": 30, "": 30}
"""How many papers of an earlier period the home page shows: all of a small archive that knows only years."""


class Newest(msgspec.Struct, frozen=True):
    """Some of the newest papers: the period that their dates name, `None` for papers without a date; its index."""

    period: Period | None
    index: int
    entries: tuple[int, ...]


class PeriodContexts:
    """Makes what pages show of periods."""

    def __init__(self, library: Library, cards: Cards) -> None:
        self._library = library
        self._cards = cards
        self._t = cards.t
        self._by_key = {(p.kind, p.key): p for periods in library.periods.values() for p in periods}

    def view(self, period: Period, index: int) -> PeriodView:
        """Return a period with its neighbours, the longer ones that hold it and the shorter ones in it."""
        siblings = self._library.periods[period.kind]
        start, end = self._cards.date(period.start), self._cards.date(period.end)
        assert start is not None
        assert end is not None
        return PeriodView(
            link=self._cards.period(period),
            weekday=weekday(period.key, self._t) if period.kind == "day" else "",
            start=start,
            end=end,
            previous=self._cards.period_name(siblings[index - 1]) if index else None,
            next=self._cards.period_name(siblings[index + 1]) if index + 1 < len(siblings) else None,
            parents=tuple(self._cards.period_name(parent) for parent in self.parents(period)),
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

    def groups(self, positions: Sequence[int]) -> tuple[PeriodGroup, ...]:
        """Return the papers of a list by the day, month or year that their dates name; `positions` are in its order."""
        found = []
        make: Callable[[int], Any] = self._cards.listed_card
        for (kind, key), members in groupby(positions, self._named_period):
            period = self._by_key.get((kind, key))
            found.append(
                PeriodGroup(
                    link=self._cards.period(period) if period else None,
                    weekday=weekday(key, self._t) if kind == "day" else "",
                    papers=tuple(map(make, members)),
                )
            )
        return tuple(found)

    def newest(self) -> list[Newest]:
        """Return the newest papers, grouped by the period that their dates name, as many groups as fill a home page."""
        groups: list[Newest] = []
        cards = 0
        for (kind, key), positions in groupby(range(len(self._library.entries)), self._named_period):
            if len(groups) >= HOME_PERIODS or (len(groups) >= 3 and cards >= HOME_CARDS):
                break
            found = tuple(positions)
            period = self._by_key.get((kind, key))
            groups.append(Newest(period, self._library.periods[kind].index(period) if period else 0, found))
            cards += min(len(found), CARDS_OF[kind])
        return groups

    def _named_period(self, position: int) -> tuple[str, str]:
        """Return the period that an entry's date names: a day, month or year; empty without a date."""
        listed = self._library.entries[position].listed
        return {10: "day", 7: "month", 4: "year"}.get(len(listed), ""), listed
