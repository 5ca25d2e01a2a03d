"""The papers that others of the archive cite most, of all years and of each."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from site_builder.contexts.parts import encode
from site_builder.contract.document import Template
from site_builder.contract.lists import CitedPaper
from site_builder.contract.parts import Link
from site_builder.library.citations import most_cited
from site_builder.library.library import Library
from site_builder.pages.kind import Context, Heading, PageKind
from site_builder.pages.planned import Planned
from site_builder.pages.read_first import ReadFirstPage
from site_builder.site.addresses import cited_url
from site_builder.site.page import Page
from site_builder.words.catalogue import Translate, number_text


class CitedPage(PageKind):
    """The most cited papers: `subject` is the year in which they are listed, empty for all."""

    name = "cited"
    template = Template(
        "cited.html",
        "The papers that others of the archive cite most, of all years or of one.",
        {"years": "tuple[Link, ...]", "papers": "tuple[CitedPaper, ...]", "read_first": "str"},
    )

    @classmethod
    def pages(cls, planned: Planned) -> Iterator[Page]:
        """Yield the page of all years and that of each year with cited papers, if there are any."""
        for year in _years(planned.library):
            yield Page(cited_url(year), cls.name, year)

    @classmethod
    def nav(cls, planned: Planned, t: Translate) -> Iterator[Link]:
        """Yield the page of all years."""
        yield Link(t("Most cited"), cited_url())

    def context(self, page: Page) -> Context:
        """Return the papers with their citations, the other years, and where missing papers are listed."""
        cited_by = self.site.library.citations.cited_by
        return {
            "years": tuple(Link(year or self.site.t("All years"), cited_url(year)) for year in self._ranked),
            "papers": tuple(
                CitedPaper(self.site.cards.card(position), number_text(len(cited_by[position]), self.site.t))
                for position in self._ranked[page.subject]
            ),
            "read_first": self._read_first,
        }

    def title(self) -> str:
        """Return the title."""
        return self.site.t("Most cited")

    def heading(self, page: Page, made: Context) -> Heading:
        """Return the title with the year."""
        title = f"{self.title()}, {page.subject}" if page.subject else self.title()
        return Heading(title, self.site.counted(title, len(made["papers"])))

    def section(self, page: Page, crumbs: tuple[Link, ...]) -> str:
        """Return the page of all years."""
        return cited_url()

    def settings(self) -> object:
        """How long lists are."""
        return self.site.config.lists

    def depends_on(self, page: Page) -> Iterator[bytes]:
        """Yield the papers with their citations, and which other pages there are."""
        shown = self._ranked[page.subject]
        yield self.site.parts.cards(shown)
        cited_by = self.site.library.citations.cited_by
        yield encode(([len(cited_by[position]) for position in shown], list(self._ranked), self._read_first))

    @cached_property
    def _ranked(self) -> dict[str, list[int]]:
        """The papers of each year's page."""
        citations, size = self.site.library.citations, self.site.config.lists.page_size
        return {year: most_cited(citations, entries)[:size] for year, entries in _years(self.site.library).items()}

    @property
    def _read_first(self) -> str:
        """The address of the page of missing papers, empty if there is none."""
        return next((page.url for page in ReadFirstPage.pages(self.site.planned)), "")


def _years(library: Library) -> dict[str, range | tuple[int, ...]]:
    """Return the entries of all years and of those that have a cited paper, the newest first."""
    cited = library.citations.cited_by.keys()
    if not cited:
        return {}
    years = {period.key: period.entries for period in reversed(library.periods["year"])}
    return {"": range(len(library.entries))} | {
        year: entries for year, entries in years.items() if not cited.isdisjoint(entries)
    }
