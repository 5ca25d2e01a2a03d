"""The calendar of the whole archive."""

from __future__ import annotations

from collections.abc import Iterator

from site_builder.contract.document import Template
from site_builder.contract.parts import Link
from site_builder.contract.periods import CalendarMonth, CalendarYear
from site_builder.library.library import Library
from site_builder.model import Period
from site_builder.pages.kind import Context, CountsPage
from site_builder.pages.planned import Planned
from site_builder.site.addresses import ARCHIVE_URL, UNDATED_URL
from site_builder.site.page import Page
from site_builder.site.sitemap import newest_listed
from site_builder.words.catalogue import Translate


class ArchivePage(CountsPage):
    """The calendar of the whole archive."""

    name = "archive"
    leads_sitemap = True
    template = Template(
        "archive.html",
        "The calendar of the whole archive, newest year first.",
        {"years": "tuple[CalendarYear, ...]", "undated": "Link | None", "paper_count": "int"},
    )

    @classmethod
    def pages(cls, planned: Planned) -> Iterator[Page]:
        """Yield the page."""
        yield Page(ARCHIVE_URL, cls.name)

    @classmethod
    def last_change(cls, page: Page, library: Library) -> str:
        """Return the newest day."""
        return newest_listed(library, range(len(library.entries)))

    @classmethod
    def nav(cls, planned: Planned, t: Translate) -> Iterator[Link]:
        """Yield the page."""
        yield Link(t("Days"), ARCHIVE_URL)

    def context(self, page: Page) -> Context:
        """Return the years, their months and their days."""
        library, link = self.site.library, self.site.cards.period
        days: dict[str, list[Period]] = {}
        for day in library.periods["day"] if self.site.config.calendar else ():
            days.setdefault(day.key[:7], []).append(day)
        months: dict[str, list[CalendarMonth]] = {}
        for month in library.periods["month"]:
            shown = tuple(link(day) for day in days.get(month.key, ()))
            months.setdefault(month.key[:4], []).append(CalendarMonth(link(month), shown))
        years = tuple(
            CalendarYear(link(year), tuple(months.get(year.key, ()))) for year in reversed(library.periods["year"])
        )
        undated = Link(self.site.t("Undated"), UNDATED_URL) if library.undated else None
        return {"years": years, "undated": undated, "paper_count": len(library.entries)}

    def title(self) -> str:
        """Return the title."""
        return self.site.t("Days")
