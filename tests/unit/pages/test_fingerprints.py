"""What pages are taken to show, held against what their contexts hold."""

from __future__ import annotations

import msgspec
import pytest

from site_builder.check.templates import sample_config, sample_library
from site_builder.contexts.cards import Cards, ListedCard
from site_builder.model import Body
from site_builder.pages.contexts import Contexts
from site_builder.pages.kind import Edited, PageKind
from site_builder.pages.kinds import KINDS
from site_builder.pages.plan import make_plan
from site_builder.pages.sitemap import SitemapIndex
from site_builder.settings.terms import DEFAULT_TAXONOMIES
from site_builder.settings.types import SiteConfig
from site_builder.site.page import Page


def sample(word: str, **titles: str) -> Contexts:
    """Return the contexts of a sample whose abstracts are all one word, and which lost the page of an organization.

    Papers have other titles than usual if `titles` has one for their identifier.
    """
    few = msgspec.structs.replace(DEFAULT_TAXONOMIES["organizations"], min_entries=2)
    published = frozenset({"organizations/another-lab"})
    config = sample_config(SiteConfig(taxonomies=DEFAULT_TAXONOMIES | {"organizations": few}, published=published))
    library = sample_library(config)
    entries = tuple(
        msgspec.structs.replace(e, digest=word, excerpt=word, summary="", title=titles.get(e.id, e.title))
        for e in library.entries
    )
    library = msgspec.structs.replace(library, entries=entries)
    cards = Cards(library, config, lambda _: Body(word, word, word))
    return Contexts(library, config, make_plan(library, config).pages, cards)


def made(contexts: Contexts) -> dict[Page, bytes]:
    """Return the context of each page."""

    def plain(value: object) -> object:
        return value.card if isinstance(value, ListedCard) else str(value)

    pages = contexts.site.planned.pages
    return {page: msgspec.msgpack.encode(contexts.context(page), enc_hook=plain) for page in pages}


def unnamed(contexts: Contexts, other: Contexts, edited: Edited) -> tuple[set[str], set[tuple[str, str, int]]]:
    """Return the kinds of the pages that differ, and those of the pages that their kinds do not name."""
    one, two = made(contexts), made(other)
    changed = {(page.kind, page.subject, page.index) for page in one if one[page] != two[page]}
    reached = {kind.name: kind.reached_by(edited) for kind in contexts.kinds}
    lost = {page for page in changed if (named := reached[page[0]]) is not None and page[1:] not in named}
    return {page[0] for page in changed}, lost


def test_edited_abstracts_reach_just_the_pages_that_kinds_name() -> None:
    contexts = sample("one")
    every = frozenset(range(len(contexts.site.library.entries)))
    kinds, lost = unnamed(contexts, sample("two"), Edited(every, every))
    assert lost == set()
    assert {"paper", "term", "home", "feed.xml"} <= kinds


def test_an_edited_title_reaches_just_the_pages_that_kinds_name() -> None:
    contexts = sample("one")
    position = contexts.site.library.positions["full"]
    edited = frozenset([position])
    kinds, lost = unnamed(contexts, sample("one", full="Another"), Edited(edited, edited, of_facts=True))
    assert lost == set()
    assert {"paper", "period", "term", "term.bib", "feed.json"} <= kinds


def test_an_edited_abstract_reaches_only_pages_that_show_its_paper() -> None:
    contexts = sample("one")
    position = contexts.site.library.positions["coarse"]
    edited = Edited(frozenset([position]), frozenset([position]))
    reached = {kind.name: kind.reached_by(edited) for kind in contexts.kinds}
    assert reached["paper"] == {("", position)}
    assert reached["period"] == {("month", 0), ("year", 0)}
    assert reached["term"] == set()
    assert reached["archive"] == reached["term.bib"] == ()


# An index of sitemaps takes more than 50,000 addresses.
@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind is not SitemapIndex], ids=lambda kind: kind.name)
def test_each_kind_has_pages_in_the_sample(kind: type[PageKind]) -> None:
    assert any(page.kind == kind.name for page in sample("one").site.planned.pages)
