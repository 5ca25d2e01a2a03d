"""The index of a taxonomy: all terms that have pages, by their first letter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from heapq import nsmallest

from site_builder.contexts.pager import make_pager, part_of
from site_builder.contexts.parts import encode, term_part
from site_builder.contexts.site import taxonomy_views
from site_builder.contract.document import Template
from site_builder.contract.parts import Link
from site_builder.contract.terms import Letter, LetterGroup, TaxonomyView
from site_builder.library.library import Library
from site_builder.model import Term
from site_builder.pages.kind import Context, CountsPage, Heading
from site_builder.pages.list_page import place
from site_builder.pages.planned import Planned
from site_builder.pages.site_context import SiteContext
from site_builder.pages.term import terms_with_pages
from site_builder.site.addresses import numbered_url, taxonomy_url
from site_builder.site.page import Page, list_pages
from site_builder.text.slugs import initial
from site_builder.words.catalogue import Translate, number_text

PAGE_SIZE = 1_000
TOP_TERMS = 30


class TermsPage(CountsPage):
    """The index of a taxonomy: `subject` is its name."""

    name = "terms"
    template = Template(
        "terms.html",
        "The index of a taxonomy: tried after `terms.<taxonomy>.html`.",
        {
            "taxonomy": "TaxonomyView",
            "groups": "tuple[LetterGroup, ...]",
            "letters": "tuple[Letter, ...]",
            "top": "tuple[Term, ...]",
            "pager": "Pager",
        },
    )

    def __init__(self, site: SiteContext) -> None:
        super().__init__(site)
        self._shown = cache(lambda taxonomy: terms_with_pages(site.library, site.config, taxonomy))
        self._letters = cache(self._list_letters)

    @classmethod
    def pages(cls, planned: Planned) -> Iterator[Page]:
        """Yield the index of each taxonomy that has terms to list."""
        for taxonomy in planned.library.taxonomies:
            name = taxonomy.name
            if shown := terms_with_pages(planned.library, planned.config, name):
                yield from list_pages(taxonomy_url(name), cls.name, name, 0, len(shown), PAGE_SIZE)

    @classmethod
    def owner(cls, page: Page, library: Library) -> str:
        """Return the index of the taxonomy."""
        return f"the index of {page.subject}"

    @classmethod
    def nav(cls, planned: Planned, t: Translate) -> Iterator[Link]:
        """Yield each index."""
        for view in taxonomy_views(planned.library, planned.config, t):
            yield Link(_place_title(view, t), view.url)

    @classmethod
    def last_change(cls, page: Page, library: Library) -> str:
        """The day is unknown."""
        return ""

    @classmethod
    def templates(cls, page: Page) -> tuple[str, ...]:
        """Return the taxonomy's own template before that of all."""
        return (f"{cls.name}.{page.subject}.html", cls.template.name)

    def context(self, page: Page) -> Context:
        """Return the terms of one page by letter; the first page has the most frequent ones as well."""
        terms = self.site.library.terms[page.subject]
        return {
            "taxonomy": next(view for view in self.site.view.taxonomies if view.name == page.subject),
            "groups": tuple(self._groups([terms[index] for index in self._listed(page)])),
            "letters": self._letters(page.subject),
            "top": tuple(self.site.cards.term(terms[index]) for index in self._top(page)),
            "pager": make_pager(page, len(self._shown(page.subject)), PAGE_SIZE),
        }

    def heading(self, page: Page, made: Context) -> Heading:
        """Return the taxonomy's title and how many terms it has."""
        title = _place_title(made["taxonomy"], self.site.t)
        count = self.site.t("{count} in all", count=number_text(made["pager"].total, self.site.t))
        return Heading(title, f"{title}: {count}. {self.site.view.title}")

    def depends_on(self, page: Page) -> Iterator[bytes]:
        """Yield the terms that the page shows, and the letters of all."""
        terms = self.site.library.terms[page.subject]
        yield place(page)
        yield encode((len(self._shown(page.subject)), self._letters(page.subject)))
        for index in (*self._listed(page), *self._top(page)):
            yield term_part(terms[index])

    def _listed(self, page: Page) -> Sequence[int]:
        return part_of(page, self._shown(page.subject), PAGE_SIZE)

    def _top(self, page: Page) -> Sequence[int]:
        """Return the terms that the first page shows on top."""
        if page.number > 1:
            return ()
        terms = self.site.library.terms[page.subject]
        return nsmallest(
            TOP_TERMS, self._shown(page.subject), key=lambda index: (-len(terms[index].entries), terms[index].sort_key)
        )

    def _groups(self, terms: Sequence[Term]) -> Iterator[LetterGroup]:
        by_letter: dict[str, list[Term]] = {}
        for term in terms:
            by_letter.setdefault(initial(term.sort_key[:1]), []).append(term)
        for letter, group in by_letter.items():
            yield LetterGroup(letter, _anchor(letter), tuple(self.site.cards.term(term) for term in group))

    def _list_letters(self, taxonomy: str) -> tuple[Letter, ...]:
        first_url = taxonomy_url(taxonomy)
        letters: dict[str, Letter] = {}
        terms = self.site.library.terms[taxonomy]
        for position, index in enumerate(self._shown(taxonomy)):
            letter = initial(terms[index].sort_key[:1])
            if letter not in letters:
                url = f"{numbered_url(first_url, position // PAGE_SIZE + 1)}#{_anchor(letter)}"
                letters[letter] = Letter(letter, url)
        return tuple(letters.values())


def _place_title(taxonomy: TaxonomyView, t: Translate) -> str:
    """Return what an index is called as a place of the site, where `site.yml` gives it no title of its own."""
    places = {t("Tags"): t("Topics"), t("Authors"): t("People")}
    return places.get(taxonomy.title, taxonomy.title)


def _anchor(letter: str) -> str:
    return f"letter-{letter}" if letter != "#" else "letter-other"
