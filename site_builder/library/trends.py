"""Changes over time: papers by month or year, rising and falling tags, new tags, who published most.

A tag rises or falls if its share of the papers in the newest span differs from that in the span before: a
two-proportion z-test, and Benjamini and Hochberg's procedure at a false discovery rate of 5 %.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from math import erfc, sqrt

import msgspec

from site_builder.library.library import Library
from site_builder.model import Term

URL = "trends.html"
TAGS = "tags"
DISCOVERY_RATE = 0.05
LEAST_PAPERS = 5
"""A tag is tested if both spans together have at least this many papers with it."""
LISTED = 12
"""The most tags that are named as rising, falling and new."""
TOP_PERIODS = 6
TOP_TERMS = 5

_MOST_MONTHS = 60
_LONGEST_SPAN = {"month": 12, "year": 2}


class Axis(msgspec.Struct, frozen=True):
    """Time in equal steps: all months or years from the first paper to the last."""

    kind: str
    keys: tuple[str, ...]

    def key(self, listed: str) -> str:
        """Return the key of the step with a date; a year alone is in no month."""
        return listed[: 7 if self.kind == "month" else 4]

    @property
    def span(self) -> int:
        """How many steps to compare with as many before: a third of all, at most a year (of months) or two years."""
        return max(1, min(_LONGEST_SPAN[self.kind], len(self.keys) // 3))


class Change(msgspec.Struct, frozen=True, gc=False):
    """How a tag's share of the papers changed from one span to the next; `z` is positive if it rose."""

    term: Term
    before: int
    after: int
    z: float


class Changes(msgspec.Struct, frozen=True):
    """The tags that rose and fell, the clearest first; how many were tested; the papers in each span."""

    rising: tuple[Change, ...]
    falling: tuple[Change, ...]
    tested: int
    before: int
    after: int


def time_axis(library: Library) -> Axis | None:
    """Return an archive's time axis; None if it has a single step."""
    months, years = library.periods["month"], library.periods["year"]
    in_months, dated = (sum(len(period.entries) for period in periods) for periods in (months, years))
    return _axis([month.key for month in months], in_months, [year.key for year in years], dated)


def axis_of(days: Iterable[str]) -> Axis | None:
    """Return the time axis from the first to the last of some dates."""
    dated = sorted(day for day in days if day)
    months = [day[:7] for day in dated if len(day) >= 7]
    return _axis(months, len(months), [day[:4] for day in dated], len(dated))


def _axis(months: Sequence[str], in_months: int, years: Sequence[str], dated: int) -> Axis | None:
    """Return the time axis: months if most papers have one and there are not too many, otherwise years."""
    if months and in_months > 0.9 * dated:
        keys = _months(months[0], months[-1])
        if 2 <= len(keys) <= _MOST_MONTHS:
            return Axis("month", keys)
    if not dated or years[0] == years[-1]:
        return None
    return Axis("year", tuple(f"{year:04}" for year in range(int(years[0]), int(years[-1]) + 1)))


def count_steps(library: Library, axis: Axis, positions: Sequence[int]) -> list[int]:
    """Return how many of some entries are in each step."""
    counts = Counter(axis.key(library.entries[position].listed) for position in positions)
    return [counts[key] for key in axis.keys]


def find_changes(library: Library, axis: Axis) -> Changes:
    """Return the tags whose share in the newest span differs from that in the span before it."""
    span = axis.span
    newest, before = set(axis.keys[-span:]), set(axis.keys[-2 * span : -span])
    keys = [axis.key(entry.listed) for entry in library.entries]
    papers_after, papers_before = sum(key in newest for key in keys), sum(key in before for key in keys)
    tested = []
    for term in library.terms[TAGS]:
        after = sum(keys[position] in newest for position in term.entries)
        earlier = sum(keys[position] in before for position in term.entries)
        if after + earlier >= LEAST_PAPERS and papers_before and papers_after:
            tested.append(Change(term, earlier, after, proportions_z(earlier, papers_before, after, papers_after)))
    found = discoveries(tested)
    rising = sorted((change for change in found if change.z > 0), key=lambda change: (-change.z, change.term.slug))
    falling = sorted((change for change in found if change.z < 0), key=lambda change: (change.z, change.term.slug))
    return Changes(tuple(rising[:LISTED]), tuple(falling[:LISTED]), len(tested), papers_before, papers_after)


def proportions_z(before: int, papers_before: int, after: int, papers_after: int) -> float:
    """Return the statistic of the two-proportion z-test; 0 if all papers or none have the tag."""
    share = (before + after) / (papers_before + papers_after)
    variance = share * (1 - share) * (1 / papers_before + 1 / papers_after)
    if not variance:
        return 0.0
    return round((after / papers_after - before / papers_before) / sqrt(variance), 6)


def discoveries(tested: Sequence[Change]) -> list[Change]:
    """Return the changes that Benjamini and Hochberg's procedure keeps."""
    ordered = sorted(tested, key=lambda change: (-abs(change.z), change.term.slug))
    kept = 0
    for rank, change in enumerate(ordered, start=1):
        if erfc(abs(change.z) / sqrt(2)) <= DISCOVERY_RATE * rank / len(ordered):
            kept = rank
    return ordered[:kept]


def newcomers(library: Library) -> list[tuple[Term, str]]:
    """Return the newest tags, newest first, each with the day of its first paper."""
    first = {}
    for term in library.terms[TAGS]:
        days = [listed for position in term.entries if len(listed := library.entries[position].listed) >= 4]
        if len(term.entries) >= LEAST_PAPERS and days:
            first[term.slug] = (term, min(days))
    ordered = sorted(first.values(), key=lambda found: found[0].slug)
    return sorted(ordered, key=lambda found: found[1], reverse=True)[:LISTED]


def top_terms(library: Library, taxonomy: str, positions: Sequence[int]) -> list[tuple[Term, int]]:
    """Return the most frequent terms of some entries that at least two of them have."""
    by_entry, terms = library.entry_terms[taxonomy], library.terms[taxonomy]
    counts = Counter(index for position in positions for index in by_entry[position])
    best = sorted((index for index, count in counts.items() if count > 1), key=lambda index: (-counts[index], index))
    return [(terms[index], counts[index]) for index in best[:TOP_TERMS]]


def _months(first: str, last: str) -> tuple[str, ...]:
    start, end = (int(key[:4]) * 12 + int(key[5:]) - 1 for key in (first, last))
    return tuple(f"{month // 12:04}-{month % 12 + 1:02}" for month in range(start, end + 1))
