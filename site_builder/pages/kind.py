"""The base of all kinds of pages: what the site asks of a kind, with an answer for most pages."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any, ClassVar, NamedTuple

import msgspec

from site_builder.contract.document import Template
from site_builder.contract.feeds import FeedLink
from site_builder.contract.parts import Link
from site_builder.core.diagnostics import Diagnostic
from site_builder.library.library import Library
from site_builder.pages.planned import Planned
from site_builder.pages.site_context import SiteContext
from site_builder.site.addresses import root_prefix, served_url
from site_builder.site.page import Page
from site_builder.words.catalogue import Translate

Context = dict[str, Any]

# A page itself has its whole text, and search engines choose from it what they show.
DESCRIPTION_LENGTH = 150


class Heading(NamedTuple):
    """A page's title, its description for search engines, and the links from the home page to it."""

    title: str
    description: str = ""
    crumbs: tuple[Link, ...] = ()


class Edited(msgspec.Struct, frozen=True):
    """What differs from the last build, if nothing but papers and assets of the theme does.

    `abstracts`, `cards` and `related` are the positions of entries that are new or have another abstract, another card
    (everything but the abstract) or other related papers. `of_facts` says whether more than abstracts differs. Then
    `terms` are the taxonomies and positions of terms that papers were taken from, `moved` the positions of entries that
    have another neighbour in the library's order, and `cited` those with other citations or another citation key.
    `of_counts` says whether papers came or left, or differ in their terms, days or order.
    """

    abstracts: frozenset[int] = frozenset()
    cards: frozenset[int] = frozenset()
    related: frozenset[int] = frozenset()
    terms: frozenset[tuple[str, int]] = frozenset()
    moved: frozenset[int] = frozenset()
    cited: frozenset[int] = frozenset()
    of_facts: bool = False
    of_counts: bool = False

    def __bool__(self) -> bool:
        return bool(self.of_facts or self.abstracts or self.related)


class PageKind:
    """A kind of page. Class methods plan its pages; an instance makes the pages of one site."""

    name: ClassVar[str]
    template: ClassVar[Template]
    leads_sitemap: ClassVar[bool] = False
    """Whether sitemaps list it before the papers."""

    def __init__(self, site: SiteContext) -> None:
        self.site = site

    # Planning

    @classmethod
    def pages(cls, planned: Planned) -> Iterable[Page]:
        """Return the pages of this kind."""
        raise NotImplementedError

    @classmethod
    def problems(cls, planned: Planned) -> Iterable[Diagnostic]:
        """Return what is wrong with the pages of this kind, once all pages are planned."""
        return ()

    @classmethod
    def owner(cls, page: Page, library: Library) -> str:
        """Return what claims the page's address, for errors: a path of `content/` or words."""
        return f"the {cls.name} page"

    @classmethod
    def nav(cls, planned: Planned, t: Translate) -> Iterable[Link]:
        """Return links for the navigation; asked only of kinds that have pages."""
        return ()

    @classmethod
    def last_change(cls, page: Page, library: Library) -> str | None:
        """Return the day of the page's last change, empty if unknown; `None` keeps it out of sitemaps."""
        return None

    @classmethod
    def counted_as(cls, page: Page) -> str:
        """Return the name under which a build's report counts the page."""
        return cls.name

    @classmethod
    def templates(cls, page: Page) -> tuple[str, ...]:
        """Return the templates that can render the page, the most specific first."""
        return (cls.template.name,)

    # What a page shows

    def context(self, page: Page) -> Context:
        """Return what the template sees in addition to `site`, `page` and `root`."""
        return {}

    def title(self) -> str:
        """Return the title, if all pages of this kind have the same one."""
        raise NotImplementedError

    def heading(self, page: Page, made: Context) -> Heading:
        """Return the page's title, description and crumbs; `made` is its context."""
        title = self.title()
        return Heading(title, self.site.counted(title, len(self.site.library.entries)))

    def shown_as(self, page: Page) -> str:
        """Return the kind that the template sees in `page.kind`."""
        return self.name

    def section(self, page: Page, crumbs: tuple[Link, ...]) -> str:
        """Return the address of the navigation's place that holds the page, empty if none does."""
        above = crumbs[-1].url if crumbs else ""
        return next((url for url in (page.url, above) if url in self.site.places), "")

    def canonical(self, page: Page) -> str:
        """Return the page's whole address, empty if it names none."""
        base = self.site.config.base_url
        return base + served_url(page.url) if base else ""

    def feeds(self, page: Page) -> tuple[FeedLink, ...]:
        """Return the feeds of what the page lists."""
        return ()

    def image(self, page: Page) -> str:
        """Return the whole address of the picture for links to the page, empty if there is none."""
        return ""

    def bibtex(self, page: Page) -> str:
        """Return the address of the BibTeX of what the page lists, empty if there is none."""
        return ""

    def root(self, page: Page) -> str:
        """Return the path from the page to the site's root."""
        return root_prefix(page.url)

    # What a page depends on

    def settings(self) -> object:
        """Return the settings that reach the pages in ways that `depends_on` leaves out."""
        return ()

    def depends_on(self, page: Page) -> Iterable[bytes] | None:
        """Return digests of all that the page shows, its address and the site's settings aside.

        `None` has the page's whole context digested, which suits kinds of few pages.
        """
        return None

    def reached_by(self, edited: Edited) -> Collection[tuple[str, int]] | None:
        """Return the subject and index of each page that can show the edits; `None` if any page can."""
        return None

    def listed(self, page: Page) -> Iterable[int]:
        """Return the entries that one page of a list shows."""
        raise NotImplementedError

    def shown(self, page: Page) -> Iterable[int]:
        """Return all papers that one page of a list shows: those that it lists, unless a kind shows more."""
        return self.listed(page)


class FactsPage(PageKind):
    """A page that shows nothing of any abstract."""

    def reached_by(self, edited: Edited) -> Collection[tuple[str, int]] | None:
        """No page can show an edited abstract."""
        return None if edited.of_facts else ()


class CountsPage(FactsPage):
    """A page that shows nothing of papers but how many there are of days and terms, and links to those."""

    def reached_by(self, edited: Edited) -> Collection[tuple[str, int]] | None:
        """No page can show what changes no count."""
        return None if edited.of_counts else ()
