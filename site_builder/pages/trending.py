"""The papers that people turn to, over several spans of time."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from site_builder.contract.document import Template
from site_builder.contract.lists import ScoredPaper, TrendingFormula
from site_builder.contract.parts import Link
from site_builder.library.trending import Ranking, Score, newest_day, rank_papers, trending_url
from site_builder.pages.kind import Context, PageKind
from site_builder.pages.planned import Planned
from site_builder.site.page import Page
from site_builder.words.catalogue import Translate, number_text


class TrendingPage(PageKind):
    """The papers that people turn to: `subject` is the span of time."""

    name = "trending"
    template = Template(
        "trending.html",
        "The papers that people turn to, over a day, a week or a month, and the most upvoted ones of all.",
        {
            "span": "str",
            "spans": "tuple[Link, ...]",
            "newest": "Date | None",
            "formula": "TrendingFormula | None",
            "papers": "tuple[ScoredPaper, ...]",
        },
    )

    @classmethod
    def pages(cls, planned: Planned) -> Iterator[Page]:
        """Yield a page for each span that has papers."""
        for ranking in _rank(planned):
            yield Page(trending_url(ranking.span), cls.name, ranking.span)

    @classmethod
    def nav(cls, planned: Planned, t: Translate) -> Iterator[Link]:
        """Yield the page of the usual span."""
        yield Link(t("Trending"), trending_url("week"))

    def context(self, page: Page) -> Context:
        """Return the papers of a span with their scores and the formula."""
        ranking, settings = self._rankings[page.subject], self.site.config.trending
        t = self.site.t
        titles = {"day": t("Day"), "week": t("Week"), "month": t("Month"), "upvoted": t("Most upvoted")}
        spans = (Link(title, trending_url(span)) for span, title in titles.items() if span in self._rankings)
        formula = TrendingFormula(settings.comments, settings.stars, ranking.half_life)
        return {
            "span": page.subject,
            "spans": tuple(spans),
            "newest": self.site.cards.date(newest_day(self.site.library)),
            "formula": formula if ranking.half_life else None,
            "papers": tuple(self._paper(score, ranking) for score in ranking.scores),
        }

    def title(self) -> str:
        """Return the title."""
        return self.site.t("Trending")

    @cached_property
    def _rankings(self) -> dict[str, Ranking]:
        return {ranking.span: ranking for ranking in _rank(self.site.planned)}

    def _paper(self, score: Score, ranking: Ranking) -> ScoredPaper:
        t = self.site.t
        whole = not ranking.half_life
        return ScoredPaper(
            card=self.site.cards.card(score.position),
            score=number_text(score.upvotes, t) if whole else number_text(score.value, t, ",.1f"),
            points=number_text(score.points, t, ",.1f").removesuffix(f"{t('.')}0"),
            stars=number_text(score.stars, t, ".1f"),
            age=score.age,
            left=number_text(score.left, t, ".2f"),
        )


def _rank(planned: Planned) -> tuple[Ranking, ...]:
    return rank_papers(planned.library, planned.config.trending, planned.config.lists.page_size)
