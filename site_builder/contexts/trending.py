"""What the trending pages show: papers with the terms of their scores."""

from __future__ import annotations

from typing import Any

from site_builder.contexts.cards import Cards
from site_builder.contract.lists import ScoredPaper, TrendingFormula
from site_builder.contract.views import Link
from site_builder.library.library import Library
from site_builder.library.trending import Ranking, Score, newest_day, rank_papers, trending_url
from site_builder.settings.types import SiteConfig


class TrendingContexts:
    """Makes the contexts of the trending pages."""

    def __init__(self, library: Library, config: SiteConfig, cards: Cards) -> None:
        self._config = config
        self._cards = cards
        self._rankings = {r.span: r for r in rank_papers(library, config.trending, config.lists.page_size)}
        self._newest = cards.date(newest_day(library))
        t = cards.t
        # In the order of the switch between them.
        self._titles = {"day": t("Day"), "week": t("Week"), "month": t("Month"), "upvoted": t("Most upvoted")}
        self.is_shown = bool(self._rankings)

    def page(self, span: str) -> dict[str, Any]:
        """Return what the page of a span shows."""
        ranking, settings = self._rankings[span], self._config.trending
        formula = TrendingFormula(settings.comments, settings.stars, ranking.half_life)
        return {
            "span": span,
            "spans": tuple(
                Link(title, trending_url(name)) for name, title in self._titles.items() if name in self._rankings
            ),
            "newest": self._newest,
            "formula": formula if ranking.half_life else None,
            "papers": tuple(self._paper(score, ranking) for score in ranking.scores),
        }

    def _paper(self, score: Score, ranking: Ranking) -> ScoredPaper:
        whole = not ranking.half_life
        return ScoredPaper(
            card=self._cards.card(score.position),
            score=f"{score.upvotes:,}" if whole else f"{score.value:,.1f}",
            points=f"{score.points:,.1f}".removesuffix(".0"),
            stars=f"{score.stars:.1f}",
            age=score.age,
            left=f"{score.left:.2f}",
        )
