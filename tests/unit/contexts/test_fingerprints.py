"""What pages are taken to show, held against what their contexts hold."""

from __future__ import annotations

import msgspec
import pytest

from site_builder.check.templates import sample_config, sample_library
from site_builder.contexts.cards import Cards
from site_builder.contexts.fingerprints import OF_FACTS
from site_builder.contexts.pages import Contexts
from site_builder.map.regions import Atlas
from site_builder.model import Body
from site_builder.related.relations import no_relations
from site_builder.settings.terms import DEFAULT_TAXONOMIES
from site_builder.settings.types import SiteConfig
from site_builder.site.plan import make_plan


def contexts_by_kind(word: str) -> dict[str, list[bytes]]:
    """Return the contexts of a sample's pages where all abstracts are one word."""
    config = sample_config(SiteConfig(taxonomies=DEFAULT_TAXONOMIES))
    library = sample_library(config)
    entries = tuple(msgspec.structs.replace(e, digest=word, excerpt=word, summary="") for e in library.entries)
    library = msgspec.structs.replace(library, entries=entries)
    cards = Cards(library, config, lambda _: Body(word, word, word))
    contexts = Contexts(library, config, cards, no_relations, lambda: Atlas((), (), (), ()))
    found: dict[str, list[bytes]] = {}
    for page in make_plan(library, config).pages:
        found.setdefault(page.kind, []).append(msgspec.msgpack.encode(contexts.context(page), enc_hook=str))
    return found


@pytest.fixture(scope="module")
def two_archives() -> tuple[dict[str, list[bytes]], dict[str, list[bytes]]]:
    return contexts_by_kind("one"), contexts_by_kind("two")


def test_pages_that_are_taken_for_pages_of_facts_say_nothing_of_abstracts(
    two_archives: tuple[dict[str, list[bytes]], dict[str, list[bytes]]],
) -> None:
    one, two = two_archives
    assert [kind for kind in sorted(OF_FACTS & one.keys()) if one[kind] != two[kind]] == []
    assert {"archive", "sitemap.xml", "feeds.opml"} <= one.keys()


def test_abstracts_reach_the_other_pages(
    two_archives: tuple[dict[str, list[bytes]], dict[str, list[bytes]]],
) -> None:
    one, two = two_archives
    assert all(one[kind] != two[kind] for kind in ("paper", "term", "home", "feed.xml"))
