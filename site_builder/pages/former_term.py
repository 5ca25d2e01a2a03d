"""Published addresses of terms that have no page any more, since a single paper has them."""

from __future__ import annotations

from collections.abc import Iterator

from site_builder.library.library import Library
from site_builder.library.term_addresses import former_addresses
from site_builder.pages.planned import Planned
from site_builder.pages.redirect import RedirectPage
from site_builder.site.addresses import term_url
from site_builder.site.lists import least_for_page
from site_builder.site.page import Page


class FormerTermPage(RedirectPage):
    """The published address of a term of one paper: `index` is the paper's position."""

    name = "former_term"

    @classmethod
    def pages(cls, planned: Planned) -> Iterator[Page]:
        """Yield a page for each published address that no other page has; without a list of them, none."""
        library, config = planned.library, planned.config
        taken = {page.url.lower() for page in planned.pages} if config.published else set()
        for taxonomy in library.taxonomies if config.published else ():
            if least_for_page(library, config, taxonomy.name) == 1:
                continue
            for term in library.terms[taxonomy.name]:
                if len(term.entries) > 1:
                    continue
                names = (term.name, *term.spellings)
                for address in (term.slug, *(one for name in names for one in former_addresses(name))):
                    url = term_url(taxonomy.name, address)
                    if f"{taxonomy.name}/{address}" in config.published and url.lower() not in taken:
                        taken.add(url.lower())
                        yield Page(url, cls.name, index=term.entries[0])

    @classmethod
    def owner(cls, page: Page, library: Library) -> str:
        """Return the paper."""
        return f"a former address of a term of '{library.entries[page.index].id}'"
