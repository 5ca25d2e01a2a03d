"""A planned page to the context that its template sees: `site`, `page`, `root` and what its kind adds."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from site_builder.contexts.cards import Cards
from site_builder.contract.site import PageView
from site_builder.library.library import Library
from site_builder.map.regions import Atlas
from site_builder.pages.kind import Context, PageKind
from site_builder.pages.kinds import KINDS, KINDS_BY_NAME
from site_builder.pages.nav import navigation
from site_builder.pages.planned import Planned
from site_builder.pages.site_context import SiteContext, Sizes
from site_builder.related.relations import Relations, no_relations
from site_builder.settings.types import SiteConfig
from site_builder.site.page import Page

EMPTY_ATLAS = Atlas((), (), (), ())


class Contexts:
    """Makes each page's context; templates see nothing else."""

    def __init__(
        self,
        library: Library,
        config: SiteConfig,
        pages: Sequence[Page],
        cards: Cards,
        relations: Relations = no_relations,
        atlas: Callable[[], Atlas] = lambda: EMPTY_ATLAS,
        sizes: Callable[[], Sizes] = Sizes,
        watched: Sequence[Sequence[int]] = (),
    ) -> None:
        planned = Planned(library, config, pages, KINDS_BY_NAME)
        self.site = SiteContext(planned, cards, navigation(planned, cards.t), relations, atlas, sizes, watched)
        self._kinds: dict[str, PageKind] = {kind.name: kind(self.site) for kind in KINDS}

    def kind(self, page: Page) -> PageKind:
        """Return the page's kind, with what it knows of this site."""
        return self._kinds[page.kind]

    @property
    def kinds(self) -> Sequence[PageKind]:
        """All kinds."""
        return tuple(self._kinds.values())

    def context(self, page: Page) -> Context:
        """Return everything that the page's template sees."""
        kind = self._kinds[page.kind]
        made = kind.context(page)
        title, description, crumbs = kind.heading(page, made)
        view = PageView(
            kind=kind.shown_as(page),
            url=page.url,
            title=title,
            description=description,
            canonical=kind.canonical(page),
            crumbs=crumbs,
            section=kind.section(page, crumbs),
            feeds=kind.feeds(page),
            image=kind.image(page),
            bibtex=kind.bibtex(page),
        )
        return {"site": self.site.view, "page": view, "root": kind.root(page), **made}
