"""The page of a day, week, month or year."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from site_builder.contexts.parts import encode
from site_builder.contract.document import Template
from site_builder.contract.parts import Link
from site_builder.contract.periods import PeriodView
from site_builder.library.digests import make_digest
from site_builder.library.library import Library
from site_builder.model import PERIOD_KINDS, Period
from site_builder.pages.kind import Context, Edited, Heading
from site_builder.pages.list_page import ListPage, place
from site_builder.pages.planned import Planned
from site_builder.site.addresses import ARCHIVE_URL, period_url
from site_builder.site.lists import shortest_period
from site_builder.site.page import Page, list_pages
from site_builder.site.sitemap import newest_listed

DAY = "day"
"""The kind of period whose pages show whole abstracts."""


class PeriodPage(ListPage):
    """The page of a period: `subject` is its kind, `index` its position among those."""

    name = "period"
    template = Template(
        "period.html",
        "A day, week, month or year: tried after `period.day.html`, `period.week.html` and so on.",
        {
            "period": "PeriodView",
            "best": "tuple[Card, ...]",
            "groups": "tuple[PeriodGroup, ...]",
            "papers": "tuple[Card, ...]",
            "counted": "tuple[Date, ...]",
            "pager": "Pager",
        },
    )

    @classmethod
    def pages(cls, planned: Planned) -> Iterator[Page]:
        """Yield the pages of each period, the shortest kind first."""
        size = planned.config.lists.page_size
        for kind in PERIOD_KINDS:
            for index, period in enumerate(planned.library.periods[kind]):
                url = period_url(kind, period.key)
                yield from list_pages(url, cls.name, kind, index, len(period.entries), size)

    @classmethod
    def first_page(cls, period: Period, index: int) -> Page:
        """Return the first page of a period as far as links need it."""
        return Page(period_url(period.kind, period.key), cls.name, period.kind, index)

    @classmethod
    def last_change(cls, page: Page, library: Library) -> str:
        """Return the day of the newest paper."""
        return newest_listed(library, cls.entries(page, library))

    @classmethod
    def counted_as(cls, page: Page) -> str:
        """Count each kind of period by itself."""
        return page.subject

    @classmethod
    def templates(cls, page: Page) -> tuple[str, ...]:
        """Return the template of this kind of period before that of all."""
        return (f"{cls.name}.{page.subject}.html", cls.template.name)

    @classmethod
    def entries(cls, page: Page, library: Library) -> Sequence[int]:
        """Return the papers that the period lists."""
        return library.periods[page.subject][page.index].entries

    @classmethod
    def has_bibtex(cls, page: Page, planned: Planned, least: int) -> bool:
        """Return whether no shorter period lists the papers, so that each dated paper is in one file."""
        return page.subject == shortest_period(planned.library)

    def context(self, page: Page) -> Context:
        """Return a day's papers with their abstracts; of a longer period the most upvoted, then all by day."""
        cards, period = self.site.cards, self._period(page)
        is_day = page.subject == DAY
        return {
            "period": self.site.periods.view(period, page.index),
            "best": tuple(map(cards.listed_card, self._best(page))),
            "groups": () if is_day else self.site.periods.groups(self.listed(page)),
            **self.listing(page, cards.card_with_abstract if is_day else cards.listed_card),
        }

    def heading(self, page: Page, made: Context) -> Heading:
        """Return the period's name, and the longer periods above it; weeks are in no hierarchy."""
        view: PeriodView = made["period"]
        crumbs = tuple(Link(above.name, above.url) for above in reversed(view.parents) if above.kind != "week")
        return Heading(view.link.name, self.site.counted(view.link.name, view.link.count), crumbs)

    def shown_as(self, page: Page) -> str:
        """Return the kind of period."""
        return page.subject

    def section(self, page: Page, crumbs: tuple[Link, ...]) -> str:
        """Return the archive's calendar."""
        return ARCHIVE_URL

    def settings(self) -> object:
        """How long lists are, and how many papers lead a period's page."""
        return self.site.config.lists, self.site.config.digest.items

    def depends_on(self, page: Page) -> Iterator[bytes]:
        """Yield the period, those around it, and the papers of the page."""
        period, periods, parts = self._period(page), self.site.periods, self.site.parts
        siblings = self.site.library.periods[period.kind]
        around = (*siblings[max(page.index - 1, 0) : page.index + 2], *periods.parents(period))
        counted = (period, *periods.children(period))
        # No other part says whether a year's first and last day have pages.
        ends = [date.url for iso in (period.start, period.end) if (date := self.site.cards.date(iso))]
        yield encode(([(other.kind, other.key) for other in around], ends, self.bibtex(page)))
        yield encode([(other.key, len(other.entries)) for other in counted])
        yield place(page)
        shown = self.listed(page)
        yield parts.cards(shown)
        yield parts.cards(self._best(page))
        if page.subject == DAY:
            yield parts.abstracts(shown)
        else:  # a day's heading counts all its papers; the page may list only some
            yield encode([group.link for group in periods.groups(shown)])

    def reached_by(self, edited: Edited) -> Collection[tuple[str, int]] | None:
        """Return the days of edited papers, and the longer periods of those that have another card."""
        if edited.of_counts:  # a page names the periods around its own
            return None
        days = edited.abstracts | edited.cards
        return {
            (kind, index)
            for kind, periods in self.site.library.periods.items()
            for index, period in enumerate(periods)
            if not (days if kind == DAY else edited.cards).isdisjoint(period.entries)
        }

    def shown(self, page: Page) -> Iterable[int]:
        """Return the papers that the page lists, and those that lead it, which a later page may list."""
        return (*self.listed(page), *self._best(page))

    def _best(self, page: Page) -> Sequence[int]:
        """Return the most upvoted papers of a longer period for its first page, unless they are most of its papers."""
        period = self._period(page)
        config = self.site.config
        if page.subject == DAY or page.number > 1 or len(period.entries) < 2 * config.digest.items:
            return ()
        best = make_digest(self.site.library, config, period).positions
        return best if self.site.library.entries[best[0]].upvotes else ()

    def _period(self, page: Page) -> Period:
        return self.site.library.periods[page.subject][page.index]
