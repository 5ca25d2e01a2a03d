"""The archive's own pages: those of `content/pages/`, and the manual of `docs/`."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from site_builder.contract import views
from site_builder.contract.document import Template
from site_builder.library.library import Library
from site_builder.pages.kind import Context, FactsPage, Heading
from site_builder.pages.planned import Planned
from site_builder.site.page import Page
from site_builder.words.catalogue import Translate

FIRST_CHAPTER = "docs/index"


class ContentPage(FactsPage):
    """A page of the archive's own: `subject` is its name, `index` its position in the library."""

    name = "content"
    leads_sitemap = True
    template = Template("content.html", "A page of `content/pages/`.", {"content_html": "str"})

    @classmethod
    def pages(cls, planned: Planned) -> Iterator[Page]:
        """Yield all of them."""
        for index, page in enumerate(planned.library.pages):
            yield Page(f"{page.id}.html", cls.name, page.id, index)

    @classmethod
    def owner(cls, page: Page, library: Library) -> str:
        """Return the page's file."""
        return library.pages[page.index].path

    @classmethod
    def nav(cls, planned: Planned, t: Translate) -> Iterator[views.Link]:
        """Yield the page about the archive, and the manual's first chapter."""
        for page in planned.library.pages:
            if page.id == "about":
                # A short word: in many archives the page's own title is a whole sentence.
                yield views.Link(t("About"), f"{page.id}.html")
            elif page.id == FIRST_CHAPTER:
                yield views.Link(page.title, f"{page.id}.html")

    @classmethod
    def last_change(cls, page: Page, library: Library) -> str:
        """The day is unknown."""
        return ""

    def context(self, page: Page) -> Context:
        """Return the page's text."""
        return {"content_html": Markup(self.site.library.pages[page.index].html)}

    def heading(self, page: Page, made: Context) -> Heading:
        """Return the page's title; chapters belong to the manual."""
        pages = self.site.library.pages
        first = next((other for other in pages if other.id == FIRST_CHAPTER), None)
        is_chapter = page.subject.startswith("docs/") and page.subject != FIRST_CHAPTER
        crumbs = (views.Link(first.title, f"{first.id}.html"),) if first and is_chapter else ()
        return Heading(pages[page.index].title, "", crumbs)
