"""The archive's own pages: those of `content/pages/`, and the manual of `docs/`."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from site_builder import model
from site_builder.content.pages import HOME_TEXT, PAGES
from site_builder.contract.document import Template
from site_builder.contract.parts import Link
from site_builder.library.library import Library
from site_builder.pages.kind import DESCRIPTION_LENGTH, Context, FactsPage, Heading
from site_builder.pages.planned import Planned
from site_builder.site.page import Page
from site_builder.text.markdown import excerpt
from site_builder.words.catalogue import Translate

FIRST_CHAPTER = "docs/index"
ABOUT = "about"


def own_pages(library: Library) -> tuple[model.ContentPage, ...]:
    """Return the pages of `content/pages/` in the order of the navigation: about, then by `order` and address."""
    pages = [page for page in library.pages if page.path.startswith(f"{PAGES}/") and page.id != HOME_TEXT]
    return tuple(sorted(pages, key=lambda page: (page.order, page.id != ABOUT, page.id)))


def own_page_link(page: model.ContentPage, t: Translate) -> Link:
    """Return a link to a page of the archive's own, as the navigation names it."""
    # A short word: in many archives the page's own title is a whole sentence.
    return Link(t("About") if page.id == ABOUT else page.title, f"{page.id}.html")


class ContentPage(FactsPage):
    """A page of the archive's own: `subject` is its name, `index` its position in the library."""

    name = "content"
    leads_sitemap = True
    template = Template("content.html", "A page of `content/pages/`.", {"content_html": "str"})

    @classmethod
    def pages(cls, planned: Planned) -> Iterator[Page]:
        """Yield all of them."""
        for index, page in enumerate(planned.library.pages):
            if page.id != HOME_TEXT:
                yield Page(f"{page.id}.html", cls.name, page.id, index)

    @classmethod
    def owner(cls, page: Page, library: Library) -> str:
        """Return the page's file."""
        return library.pages[page.index].path

    @classmethod
    def nav(cls, planned: Planned, t: Translate) -> Iterator[Link]:
        """Yield the pages of `content/pages/` that are in no folder, and the manual's first chapter."""
        for page in own_pages(planned.library):
            if page.nav and "/" not in page.id:
                yield own_page_link(page, t)
        for page in planned.library.pages:
            if page.id == FIRST_CHAPTER:
                yield Link(page.title, f"{page.id}.html")

    @classmethod
    def last_change(cls, page: Page, library: Library) -> str:
        """The day is unknown."""
        return ""

    def context(self, page: Page) -> Context:
        """Return the page's text."""
        return {"content_html": Markup(self.site.library.pages[page.index].html)}

    def heading(self, page: Page, made: Context) -> Heading:
        """Return the page's title and how its text begins; chapters belong to the manual."""
        pages = self.site.library.pages
        shown = pages[page.index]
        first = next((other for other in pages if other.id == FIRST_CHAPTER), None)
        is_chapter = page.subject.startswith("docs/") and page.subject != FIRST_CHAPTER
        crumbs = (Link(first.title, f"{first.id}.html"),) if first and is_chapter else ()
        return Heading(shown.title, excerpt(shown.text, DESCRIPTION_LENGTH), crumbs)
