"""What pages are taken to show, held against what their contexts hold."""

from __future__ import annotations

import msgspec
import pytest

from site_builder.check.templates import sample_config, sample_library
from site_builder.contexts.cards import Cards
from site_builder.model import Body
from site_builder.pages.contexts import Contexts
from site_builder.pages.kind import Edited, PageKind
from site_builder.pages.kinds import KINDS
from site_builder.pages.plan import make_plan
from site_builder.pages.sitemap import SitemapIndex
from site_builder.settings.terms import DEFAULT_TAXONOMIES
from site_builder.settings.types import SiteConfig
from site_builder.site.page import Page


def sample(word: str) -> Contexts:
    """Return the contexts of a sample whose abstracts are all one word, and which lost the page of an organization."""
    few = msgspec.structs.replace(DEFAULT_TAXONOMIES["organizations"], min_entries=2)
    published = frozenset({"organizations/another-lab"})
    config = sample_config(SiteConfig(taxonomies=DEFAULT_TAXONOMIES | {"organizations": few}, published=published))
    library = sample_library(config)
    entries = tuple(msgspec.structs.replace(e, digest=word, excerpt=word, summary="") for e in library.entries)
    library = msgspec.structs.replace(library, entries=entries)
    cards = Cards(library, config, lambda _: Body(word, word, word))
    return Contexts(library, config, make_plan(library, config).pages, cards)


def made(contexts: Contexts) -> dict[Page, bytes]:
    """Return the context of each page."""
    pages = contexts.site.planned.pages
    return {page: msgspec.msgpack.encode(contexts.context(page), enc_hook=str) for page in pages}


def test_edited_abstracts_reach_just_the_pages_that_kinds_name() -> None:
    contexts = sample("one")
    one, two = made(contexts), made(sample("two"))
    every = frozenset(range(len(contexts.site.library.entries)))
    changed = {(page.kind, page.subject, page.index) for page in one if one[page] != two[page]}
    for kind in contexts.kinds:
        reached = kind.reached_by(Edited(every, every))
        if reached is not None:
            named = {(kind.name, subject, index) for subject, index in reached}
            assert {page for page in changed if page[0] == kind.name} <= named
    assert {"paper", "term", "home", "feed.xml"} <= {kind for kind, _, _ in changed}


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
