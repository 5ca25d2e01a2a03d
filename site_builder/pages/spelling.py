"""Addresses of declared spellings: what was published under one of them leads to the term."""

from __future__ import annotations

from collections.abc import Iterator

from site_builder.contract import views
from site_builder.library.library import Library
from site_builder.pages.kind import Context, FactsPage, Heading
from site_builder.pages.planned import Planned
from site_builder.pages.redirect import RedirectPage
from site_builder.pages.term import terms_with_pages
from site_builder.site.addresses import term_url
from site_builder.site.page import Page
from site_builder.text.slugs import slug


class SpellingPage(FactsPage):
    """The address that a declared spelling would have: `subject` is the taxonomy, `index` the term's position."""

    name = "spelling"
    template = RedirectPage.template

    @classmethod
    def pages(cls, planned: Planned) -> Iterator[Page]:
        """Yield a page for each spelling whose address no other page has."""
        library, config = planned.library, planned.config
        declared = {name: declarations for name, declarations in config.declarations.items() if name in library.terms}
        taken = {page.url.lower() for page in planned.pages} if declared else set()
        for taxonomy, declarations in declared.items():
            terms = {library.terms[taxonomy][at].name: at for at in terms_with_pages(library, config, taxonomy)}
            for declaration in declarations.values():
                for spelling in declaration.spellings if declaration.name in terms else ():
                    url = term_url(taxonomy, slug(spelling))
                    if slug(spelling) and url.lower() not in taken:
                        taken.add(url.lower())
                        yield Page(url, cls.name, taxonomy, terms[declaration.name])

    @classmethod
    def owner(cls, page: Page, library: Library) -> str:
        """Return the term."""
        return f"a spelling of {library.terms[page.subject][page.index].name}"

    def context(self, page: Page) -> Context:
        """Return a link to the term."""
        term = self.site.library.terms[page.subject][page.index]
        return {"target": views.Link(term.name, term_url(page.subject, term.slug))}

    def heading(self, page: Page, made: Context) -> Heading:
        """Return the term's name."""
        return Heading(self.site.library.terms[page.subject][page.index].name)
