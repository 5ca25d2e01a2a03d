"""Former addresses of papers."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from site_builder.contract.document import Template
from site_builder.library.library import Library
from site_builder.pages.kind import Context, Edited, FactsPage, Heading
from site_builder.pages.planned import Planned
from site_builder.site.addresses import paper_url
from site_builder.site.page import Page


class RedirectPage(FactsPage):
    """A former address of a paper: `index` is its position in the library."""

    name = "redirect"
    template = Template("redirect.html", "A former address, which leads to where its page is now.", {"target": "Link"})

    @classmethod
    def pages(cls, planned: Planned) -> Iterator[Page]:
        """Yield a page for each alias; one that is taken is reported at the entry that claims it."""
        entries = planned.library.entries
        taken = {entry.id.lower() for entry in entries}
        for position, entry in enumerate(entries):
            for alias in entry.aliases:
                if alias.lower() not in taken:
                    taken.add(alias.lower())
                    yield Page(paper_url(alias), cls.name, index=position)

    @classmethod
    def owner(cls, page: Page, library: Library) -> str:
        """Return the entry."""
        return f"a former address of the entry '{library.entries[page.index].id}'"

    def context(self, page: Page) -> Context:
        """Return a link to the paper."""
        return {"target": self.site.cards.paper_link(page.index)}

    def heading(self, page: Page, made: Context) -> Heading:
        """Return the paper's title."""
        return Heading(self.site.library.entries[page.index].title)

    def reached_by(self, edited: Edited) -> Collection[tuple[str, int]]:
        """Return the edited papers."""
        return {("", position) for position in edited.cards} if edited.of_facts else ()
