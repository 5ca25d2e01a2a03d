"""Trending papers: a score computed from dated counts, by a formula that the page explains.

points = upvotes + 2 × comments + 10 × log₁₀(1 + stars)
score  = points, halved for every three days of age

The weights are settings. Age is counted from the archive's newest day, since builds ignore the clock. Over a month, a
score takes four times as long to be halved.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from heapq import nsmallest
from math import log10

import msgspec

from site_builder.library.library import Library
from site_builder.model import Entry
from site_builder.settings.groups import TrendingSettings

# By part of the address: how many days back, and how much longer a score lasts than over a week.
SPANS = {"week": (7, 1), "day": (1, 1), "month": (30, 4)}
UPVOTED = "upvoted"


class Score(msgspec.Struct, frozen=True, gc=False):
    """A paper's score: points for comments and stars, age in days, and the share that its age leaves."""

    position: int
    upvotes: int
    comments: float
    stars: float
    age: int
    left: float

    @property
    def points(self) -> float:
        """The score on the first day."""
        return self.upvotes + self.comments + self.stars

    @property
    def value(self) -> float:
        """The score, rounded so that the order is the same on every machine."""
        return round(self.points * self.left, 6)


class Ranking(msgspec.Struct, frozen=True):
    """The papers of a span, highest first; `half_life` is in days, 0 if age does not matter."""

    span: str
    half_life: int
    scores: tuple[Score, ...]


def trending_url(span: str) -> str:
    """Return the address of a span's page; that of the week is the main one."""
    return "trending.html" if span == "week" else f"trending/{span}.html"


def rank_papers(library: Library, settings: TrendingSettings, most: int) -> tuple[Ranking, ...]:
    """Return the rankings with papers, and always that of the week; none if no paper has a count."""
    if not settings.show:
        return ()
    found = []
    newest = newest_day(library)
    for span, (days, longer) in SPANS.items():
        half_life = settings.half_life * longer
        scores = [score for score in _scores(library.entries, newest, days, half_life, settings) if score.points]
        best = nsmallest(most, scores, key=lambda score: (-score.value, score.position))
        found.append(Ranking(span, half_life, tuple(best)))
    voted = [
        Score(position, entry.upvotes, 0, 0, 0, 1) for position, entry in enumerate(library.entries) if entry.upvotes
    ]
    best = nsmallest(most, voted, key=lambda score: (-score.upvotes, score.position))
    found.append(Ranking(UPVOTED, 0, tuple(best)))
    if not any(ranking.scores for ranking in found):
        return ()
    return tuple(ranking for ranking in found if ranking.scores or ranking.span == "week")


def newest_day(library: Library) -> str:
    """Return the newest day of the archive; empty if no entry has one."""
    days = library.periods["day"]
    return days[-1].key if days else ""


def _scores(
    entries: Sequence[Entry], newest: str, days: int, half_life: int, settings: TrendingSettings
) -> Iterator[Score]:
    """Yield the scores of the days up to the newest; entries come newest first."""
    last = date.fromisoformat(newest) if newest else date.max
    first = (last - timedelta(days - 1)).isoformat()
    for position, entry in enumerate(entries):
        listed = entry.listed
        if listed < first:  # so is every later entry, also those with a month or year only
            return
        if len(listed) != 10:
            continue
        age = (last - date.fromisoformat(listed)).days
        comments = settings.comments * (entry.comments or 0)
        stars = settings.stars * log10(1 + (entry.stars or 0))
        yield Score(position, entry.upvotes or 0, comments, stars, age, 0.5 ** (age / half_life))
