"""The page of a paper."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from site_builder.contexts.citations import Linked
from site_builder.contexts.linked_data import linked_data
from site_builder.contexts.parts import encode
from site_builder.contexts.related import related_papers
from site_builder.contexts.signposts import Signposts, has_linkset
from site_builder.contract.document import Template
from site_builder.contract.papers import Card
from site_builder.contract.parts import Link
from site_builder.library.library import Library
from site_builder.pages.kind import DESCRIPTION_LENGTH, Context, Edited, Heading, PageKind
from site_builder.pages.planned import Planned
from site_builder.pages.site_context import SiteContext
from site_builder.site.addresses import SITE_CARD, paper_card_url, paper_url
from site_builder.site.feeds import entry_dates
from site_builder.site.page import Page
from site_builder.site.sitemap import known_day
from site_builder.text.markdown import excerpt
from site_builder.text.math_text import plain_formulas


class PaperPage(PageKind):
    """The page of a paper: `index` is its position in the library."""

    name = "paper"
    template = Template(
        "paper.html",
        "A paper.",
        {
            "paper": "Paper",
            "similar": "tuple[RelatedPaper, ...]",
            "cites": "LinkedPapers",
            "cited_by": "LinkedPapers",
            "previous": "Link | None",
            "next": "Link | None",
            "signposts": "tuple[Signpost, ...]",
            "linked_data_html": "str",
        },
    )

    def __init__(self, site: SiteContext) -> None:
        super().__init__(site)
        papers = len(site.library.entries)
        self._signposts = Signposts(site.config, papers)
        self._linked = Linked(site.library)
        self._has_linked_data = site.config.metadata.has_json_ld(papers)

    @classmethod
    def pages(cls, planned: Planned) -> Iterator[Page]:
        """Yield a page for each entry."""
        for position, entry in enumerate(planned.library.entries):
            yield Page(paper_url(entry.id), cls.name, index=position)

    @classmethod
    def owner(cls, page: Page, library: Library) -> str:
        """Return the entry; entries whose names differ in case only are reported at their files instead."""
        return f"the entry '{library.entries[page.index].id.lower()}'"

    @classmethod
    def last_change(cls, page: Page, library: Library) -> str:
        """Return the day of the paper's newest version."""
        return known_day(entry_dates(library.entries[page.index])[1])

    def context(self, page: Page) -> Context:
        """Return the paper, related ones, and those listed before and after it."""
        site, position = self.site, page.index
        before, after = self._neighbours(position)
        paper = site.cards.paper(position)
        cites = self._linked.papers(site.library.citations.cites.get(position, ()))
        return {
            "paper": paper,
            "similar": related_papers(
                site.library, position, paper.abstract_text, site.relations(position), site.cards.date
            ),
            "cites": cites,
            "cited_by": self._linked.papers(site.library.citations.cited_by.get(position, ())),
            "previous": None if before is None else site.cards.paper_link(before),
            "next": None if after is None else site.cards.paper_link(after),
            "signposts": tuple(self._signposts.of_page(site.library.entries[position])),
            "linked_data_html": linked_data(site.library, position, paper, cites, _crumbs(paper.card), site.view.title)
            if self._has_linked_data
            else "",
        }

    def heading(self, page: Page, made: Context) -> Heading:
        """Return the paper's title and the day on which it is listed."""
        card: Card = made["paper"].card
        return Heading(plain_formulas(card.title), self._description(card), _crumbs(card))

    def image(self, page: Page) -> str:
        """Return the paper's own picture, or the site's."""
        config = self.site.config
        cards = config.metadata.cards if config.base_url else "none"
        if cards == "papers":
            return config.base_url + paper_card_url(self.site.library.entries[page.index].id)
        return "" if cards == "none" or self.site.is_brief else config.base_url + SITE_CARD

    def settings(self) -> object:
        """What pages say to programs, and which files they lead to."""
        config = self.site.config
        papers = len(self.site.library.entries)
        wanted = (config.data.wants("markdown", papers), has_linkset(config, papers))
        return config.metadata, self._has_linked_data, config.metadata.has_signposts(papers), wanted

    def depends_on(self, page: Page) -> Iterator[bytes]:
        """Yield the paper with its abstract, and the links to its neighbours, lists and related papers."""
        parts, library, position = self.site.parts, self.site.library, page.index
        entry = library.entries[position]
        yield parts.card(position)
        yield parts.abstracts((position,))
        yield library.citation_keys[position].encode()
        for other in self._neighbours(position):
            yield b"" if other is None else parts.link(other)
        if named := self.site.cards.collections.get(entry.id):
            yield encode(named)
        for name in entry.related:
            yield parts.link(library.positions[name])
        relations = self.site.relations(position)
        yield b"".join([parts.related(relation.position) for relation in relations])
        yield encode([relation.features for relation in relations])
        for linked in (library.citations.cites, library.citations.cited_by):
            yield self._linked.facts(linked.get(position, ()))

    def reached_by(self, edited: Edited) -> Collection[tuple[str, int]]:
        """Return the edited papers, those that have other related papers or neighbours, and those that link to them."""
        reached = set(edited.abstracts | edited.related)
        if edited.of_facts:
            reached |= edited.cards | edited.moved | edited.cited | self._linking(edited.cards)
        return {("", position) for position in reached}

    def _linking(self, edited: Collection[int]) -> set[int]:
        """Return the papers whose pages link to any of these, the related ones aside that are found by words."""
        library = self.site.library
        names = {library.entries[position].id for position in edited}
        linking = {place for place, entry in enumerate(library.entries) if not names.isdisjoint(entry.related)}
        for position in edited:
            linking.update(other for other in self._neighbours(position) if other is not None)
            linking.update(library.citations.cites.get(position, ()), library.citations.cited_by.get(position, ()))
        return linking

    def _neighbours(self, position: int) -> tuple[int | None, int | None]:
        """Return the entries before and after one in the library, which has the newest first."""
        last = len(self.site.library.entries) - 1
        return position - 1 if position else None, position + 1 if position < last else None

    def _description(self, card: Card) -> str:
        """Return what a search engine may show of the paper."""
        if not card.is_excerpt:
            return card.summary
        return "" if self.site.is_brief else excerpt(card.summary, DESCRIPTION_LENGTH)


def _crumbs(card: Card) -> tuple[Link, ...]:
    """Return the way to the paper from the home page: the day on which it is listed."""
    return (Link(card.date.text, card.date.url),) if card.date and card.date.url else ()
