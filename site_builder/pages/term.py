"""The page of a term: a tag, an author, an organization, a venue."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from site_builder.contexts.parts import encode, term_part
from site_builder.contexts.terms import FACET_ENTRIES, TermContexts
from site_builder.contract.document import Template
from site_builder.contract.feeds import FeedLink
from site_builder.contract.parts import Link
from site_builder.contract.terms import TaxonomyView, Term
from site_builder.library.library import Library
from site_builder.pages.kind import Context, Edited, Heading
from site_builder.pages.list_page import ListPage, place
from site_builder.pages.planned import Planned
from site_builder.pages.site_context import SiteContext
from site_builder.settings.types import SiteConfig
from site_builder.site.addresses import term_url
from site_builder.site.feeds import least_for_feed
from site_builder.site.lists import least_for_page
from site_builder.site.page import Page, list_pages
from site_builder.site.sitemap import newest_listed

# The page of a term with one paper says nothing that the paper's own does not.
LEAST_IN_SITEMAP = 2


class TermPage(ListPage):
    """The page of a term: `subject` is its taxonomy, `index` its position there."""

    name = "term"
    template = Template(
        "term.html",
        "A term: tried after `term.<taxonomy>.html`, such as `term.tags.html`.",
        {
            "taxonomy": "TaxonomyView",
            "term": "Term",
            "related": "tuple[RelatedTerm, ...]",
            "facets": "tuple[Facet, ...]",
            "years": "tuple[YearCount, ...]",
            "time_line": "TimeLine | None",
            "picture": "CoauthorPicture | None",
            "papers": "tuple[Card, ...]",
            "counted": "tuple[Date, ...]",
            "pager": "Pager",
        },
    )

    def __init__(self, site: SiteContext) -> None:
        super().__init__(site)
        self._contexts = TermContexts(site.library, site.config, site.cards)

    @classmethod
    def pages(cls, planned: Planned) -> Iterator[Page]:
        """Yield the pages of each term that has enough papers."""
        library, size = planned.library, planned.config.lists.page_size
        for taxonomy in library.taxonomies:
            name, terms = taxonomy.name, library.terms[taxonomy.name]
            for index in terms_with_pages(library, planned.config, name):
                term = terms[index]
                yield from list_pages(term_url(name, term.slug), cls.name, name, index, len(term.entries), size)

    @classmethod
    def owner(cls, page: Page, library: Library) -> str:
        """Return the term; terms whose slugs clash, with each other or the index, are reported at entries instead."""
        slug = library.terms[page.subject][page.index].slug
        return f"the index of {page.subject}" if slug == "index" else f"the term '{slug}' of {page.subject}"

    @classmethod
    def last_change(cls, page: Page, library: Library) -> str | None:
        """Return the day of the newest paper."""
        entries = cls.entries(page, library)
        return newest_listed(library, entries) if len(entries) >= LEAST_IN_SITEMAP else None

    @classmethod
    def counted_as(cls, page: Page) -> str:
        """Count each taxonomy by itself."""
        return page.subject

    @classmethod
    def templates(cls, page: Page) -> tuple[str, ...]:
        """Return the taxonomy's own template before that of all."""
        return (f"{cls.name}.{page.subject}.html", cls.template.name)

    @classmethod
    def entries(cls, page: Page, library: Library) -> Sequence[int]:
        """Return the term's papers."""
        return library.terms[page.subject][page.index].entries

    @classmethod
    def has_bibtex(cls, page: Page, planned: Planned, least: int) -> bool:
        """Return whether the term has enough papers."""
        return len(cls.entries(page, planned.library)) >= least

    def context(self, page: Page) -> Context:
        """Return the term with its papers; the first page also shows what they have in common."""
        term, taxonomies = self.site.library.terms[page.subject][page.index], self.site.view.taxonomies
        first = page.number == 1
        return {
            "taxonomy": next(view for view in taxonomies if view.name == page.subject),
            "term": self.site.cards.term(term),
            "related": self._contexts.related(term) if first else (),
            "facets": self._contexts.facets(term, taxonomies) if first else (),
            "years": self._contexts.years(term) if first else (),
            "time_line": self._contexts.time_line(term) if first else None,
            "picture": self._contexts.picture(term) if first else None,
            **self.listing(page, self.site.cards.listed_card),
        }

    def heading(self, page: Page, made: Context) -> Heading:
        """Return the term's name, what it means or how many papers it has; most terms have too few to say so."""
        term: Term = made["term"]
        taxonomy: TaxonomyView = made["taxonomy"]
        counted = self.site.counted(term.name, term.count) if term.count >= FACET_ENTRIES else ""
        return Heading(term.name, term.description or counted, (Link(taxonomy.title, taxonomy.url),))

    def canonical(self, page: Page) -> str:
        """Return the whole address; brief pages without a feed do without."""
        return "" if self.site.is_brief and not self.feeds(page) else super().canonical(page)

    def feeds(self, page: Page) -> tuple[FeedLink, ...]:
        """Return the term's feed."""
        return self.site.feeds.of_term(self.site.library.terms[page.subject][page.index])

    def settings(self) -> object:
        """How long lists are, what pages of terms show, and how many papers a feed, BibTeX or a picture takes."""
        config, library = self.site.config, self.site.library
        papers = len(library.entries)
        least = [least_for_feed(library, config, taxonomy.name) for taxonomy in library.taxonomies]
        least += [config.data.list_entries(papers), config.terms.least_coauthors(papers)]
        return config.lists, config.terms, config.metadata, least

    def depends_on(self, page: Page) -> Iterator[bytes]:
        """Yield the term and its papers: on the first page all of them, for what they have in common."""
        term = self.site.library.terms[page.subject][page.index]
        yield term_part(term)
        yield place(page)
        yield encode((self.feeds(page), self.bibtex(page)))
        yield self.site.parts.cards(term.entries if page.number == 1 else self.listed(page))

    def reached_by(self, edited: Edited) -> Collection[tuple[str, int]]:
        """Return the terms of papers that have another card, and those that papers were taken from."""
        return edited.terms.union(
            (name, index)
            for name, by_entry in self.site.library.entry_terms.items()
            for position in edited.cards
            for index in by_entry[position]
        )


def terms_with_pages(library: Library, config: SiteConfig, taxonomy: str) -> list[int]:
    """Return the positions of a taxonomy's terms that have pages."""
    least = least_for_page(library, config, taxonomy)
    return [index for index, term in enumerate(library.terms[taxonomy]) if len(term.entries) >= least]
