"""Addresses of spellings: what was published under one of them leads to the term."""

from __future__ import annotations

from collections.abc import Iterator

from site_builder.contract.parts import Link
from site_builder.library.library import Library
from site_builder.library.term_addresses import former_addresses
from site_builder.model import Term
from site_builder.pages.kind import Context, CountsPage, Heading
from site_builder.pages.planned import Planned
from site_builder.pages.redirect import RedirectPage
from site_builder.pages.term import terms_with_pages
from site_builder.settings.terms import Declaration
from site_builder.settings.types import SiteConfig
from site_builder.site.addresses import term_url
from site_builder.site.page import Page
from site_builder.text.slugs import slug


class SpellingPage(CountsPage):
    """The address that a spelling would have: `subject` is the taxonomy, `index` the term's position."""

    name = "spelling"
    template = RedirectPage.template

    @classmethod
    def pages(cls, planned: Planned) -> Iterator[Page]:
        """Yield a page for each spelling whose address no other page has."""
        library, config = planned.library, planned.config
        taken: set[str] = set()
        for taxonomy in library.taxonomies:
            name = taxonomy.name
            declared = {one.name: one for one in config.declarations.get(name, {}).values()}
            for index in terms_with_pages(library, config, name) if declared or taxonomy.fold else ():
                term = library.terms[name][index]
                declaration = declared.get(term.name)
                if not declaration and not (taxonomy.fold and term.spellings):
                    continue
                taken = taken or {page.url.lower() for page in planned.pages}
                for address in _addresses(term, declaration, config):
                    url = term_url(name, address)
                    if url.lower() not in taken:
                        taken.add(url.lower())
                        yield Page(url, cls.name, name, index)

    @classmethod
    def owner(cls, page: Page, library: Library) -> str:
        """Return the term."""
        return f"a spelling of {library.terms[page.subject][page.index].name}"

    def context(self, page: Page) -> Context:
        """Return a link to the term."""
        term = self.site.library.terms[page.subject][page.index]
        return {"target": Link(term.name, term_url(page.subject, term.slug))}

    def heading(self, page: Page, made: Context) -> Heading:
        """Return the term's name."""
        return Heading(self.site.library.terms[page.subject][page.index].name)


def _addresses(term: Term, declaration: Declaration | None, config: SiteConfig) -> Iterator[str]:
    """Yield the addresses that a term's spellings would have as terms of their own, and those that they had."""
    for spelling in declaration.spellings if declaration else ():
        if slug(spelling):
            yield slug(spelling)
    if config.taxonomies[term.taxonomy].fold:
        for name in (term.name, *term.spellings):
            usual, *others = former_addresses(name)
            if usual:
                yield usual
            yield from (one for one in others if f"{term.taxonomy}/{one}" in config.published)
