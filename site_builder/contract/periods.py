"""Days, weeks, months and years."""

from __future__ import annotations

import msgspec

from site_builder.contract.papers import Card
from site_builder.contract.parts import Date


class PeriodLink(msgspec.Struct, frozen=True, gc=False):
    """A link to a day, week, month or year."""

    kind: str
    """`day`, `week`, `month` or `year`."""
    key: str
    """`2026-05-26`, `2026-W22`, `2026-05` or `2026`."""
    name: str
    """As people write it: `26 May 2026`, `Week 22, 2026`, `May 2026`."""
    short: str
    """As lists write it inside its parent: `26`, `Week 22`, `May`."""
    url: str
    """Its page."""
    count: int
    """How many papers it lists."""


class PeriodName(msgspec.Struct, frozen=True, gc=False):
    """A link to a day, week, month or year, without its count: a new paper would change the pages around its own."""

    kind: str
    """`day`, `week`, `month` or `year`."""
    key: str
    """`2026-05-26`, `2026-W22`, `2026-05` or `2026`."""
    name: str
    """As people write it: `26 May 2026`, `Week 22, 2026`, `May 2026`."""
    short: str
    """As lists write it inside its parent: `26`, `Week 22`, `May`."""
    url: str
    """Its page."""


class PeriodView(msgspec.Struct, frozen=True, gc=False):
    """A day, week, month or year."""

    link: PeriodLink
    """Its own name and address."""
    weekday: str
    """A day's weekday; empty for longer periods."""
    start: Date
    """Its first day."""
    end: Date
    """Its last day."""
    previous: PeriodName | None
    """The nearest earlier one with papers."""
    next: PeriodName | None
    """The nearest later one with papers."""
    parents: tuple[PeriodName, ...]
    """The week, month and year that hold it, shortest first."""
    children: tuple[PeriodLink, ...]
    """The days of a week or month, the months of a year: those with papers."""


class PeriodGroup(msgspec.Struct, frozen=True, gc=False):
    """The papers of one day within a week, month or year; of a month or year where no more is known of their dates."""

    link: PeriodLink | None
    """The day; `None` where its papers have no page of their own."""
    weekday: str
    """The day's weekday; empty for a month or year."""
    papers: tuple[Card, ...]
    """Those of its papers that the page lists."""


class CalendarMonth(msgspec.Struct, frozen=True, gc=False):
    """A month of the archive page."""

    link: PeriodLink
    """The month."""
    days: tuple[PeriodLink, ...]
    """Its days with papers."""


class CalendarYear(msgspec.Struct, frozen=True, gc=False):
    """A year of the archive page."""

    link: PeriodLink
    """The year."""
    months: tuple[CalendarMonth, ...]
    """Its months with papers."""
