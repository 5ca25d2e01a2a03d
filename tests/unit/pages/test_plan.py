"""The library to all pages of the site, before anything is rendered."""

from __future__ import annotations

import msgspec
import pytest

from site_builder.core.diagnostics import Diagnostic
from site_builder.library.library import make_library
from site_builder.model import Author, Collection, ContentPage, Entry, Pick
from site_builder.pages import sitemap
from site_builder.pages.kinds import KINDS_BY_NAME
from site_builder.pages.plan import make_plan
from site_builder.settings.groups import DataSettings, DigestSettings, ListSettings
from site_builder.settings.terms import DEFAULT_TAXONOMIES, Removal
from site_builder.settings.types import SiteConfig
from site_builder.site.lists import MAP_ENTRIES
from site_builder.site.page import Page, Plan
from tests.shelf import entry

CONFIG = SiteConfig(taxonomies=DEFAULT_TAXONOMIES, lists=ListSettings(page_size=5))


def plan(*entries: Entry, config: SiteConfig = CONFIG, pages: tuple[str, ...] = ()) -> Plan:
    content = [ContentPage(name, f"content/pages/{name}.md", "00" * 16, name, "", "") for name in pages]
    return make_plan(make_library(entries, content, config, lambda path: b"")[0], config)


def urls(made: Plan) -> set[str]:
    return {page.url for page in made.pages}


def test_an_archive_without_entries_has_its_fixed_pages() -> None:
    fixed = {
        "index": "home",
        "api/index": "data",
        **{name: name for name in ("archive", "search", "reading-list", "offline", "subscribe", "404")},
    }
    assert {page.url: page.kind for page in plan().pages} == {f"{url}.html": kind for url, kind in fixed.items()}


def test_every_list_is_planned_with_its_pages() -> None:
    made = plan(*(entry(f"p{n}", date="2026-05-26", tags=("agents",)) for n in range(11)))
    tag = [(page.url, page.number, page.count) for page in made.pages if page.kind == "term"]
    assert tag == [("tags/agents.html", 1, 3), ("tags/agents/2.html", 2, 3), ("tags/agents/3.html", 3, 3)]
    assert {"days/2026-05-26/3.html", "weeks/2026-W22/3.html", "months/2026-05/3.html", "years/2026/3.html"} <= urls(
        made
    )


def test_terms_with_few_entries_have_no_page_where_the_site_says_so() -> None:
    few = msgspec.structs.replace(DEFAULT_TAXONOMIES["authors"], min_entries=2)
    config = msgspec.structs.replace(CONFIG, taxonomies=DEFAULT_TAXONOMIES | {"authors": few})
    made = plan(
        entry("a", authors=(Author("Ana Author"), Author("Bo Writer"))),
        entry("b", authors=(Author("Ana Author"),)),
        config=config,
    )
    assert "authors/ana-author.html" in urls(made)
    assert "authors/bo-writer.html" not in urls(made)


def test_entries_without_a_date_have_a_list() -> None:
    assert "years/undated.html" in urls(plan(entry("a")))


def pages_of(made: Plan, *kinds: str) -> list[Page]:
    return [page for page in made.pages if page.kind in kinds]


def test_each_page_says_what_it_shows() -> None:
    config = msgspec.structs.replace(CONFIG, digest=DigestSettings("month"), base_url="https://example.org/")
    made = plan(entry("b", date="2026-05-26"), entry("a", date="2026-04-01"), config=config, pages=("about", "more"))
    assert pages_of(made, "paper") == [Page("papers/b.html", "paper", index=0), Page("papers/a.html", "paper", index=1)]
    assert pages_of(made, "content") == [
        Page("about.html", "content", "about", 0),
        Page("more.html", "content", "more", 1),
    ]
    assert pages_of(made, "digests", "digest") == [
        Page("digests/index.html", "digests"),
        Page("digests/2026-04.html", "digest", "month", 0),
        Page("digests/2026-05.html", "digest", "month", 1),
    ]
    assert pages_of(made, "feed.xml", "feeds.opml") == [
        Page("feed.xml", "feed.xml"),
        Page("feeds.opml", "feeds.opml"),
    ]


def test_lists_and_former_addresses_say_whose_they_are() -> None:
    config = msgspec.structs.replace(CONFIG, base_url="https://example.org/")
    entries = [entry(name, date="2026-05-26", aliases=(f"old-{name}",)) for name in "ab"]
    picked = [(Pick("a"),), (Pick("b"),)]
    lists = [Collection(name, f"{name}.md", "00" * 16, name, picks) for name, picks in zip("xy", picked, strict=True)]
    made = make_plan(make_library(entries, [], config, lambda path: b"", lists)[0], config)
    assert pages_of(made, "collections", "collection", "redirect") == [
        Page("collections/index.html", "collections"),
        Page("collections/x.html", "collection", index=0),
        Page("collections/y.html", "collection", index=1),
        Page("papers/old-a.html", "redirect", index=0),
        Page("papers/old-b.html", "redirect", index=1),
    ]
    assert [(page.subject, page.index) for page in pages_of(made, "feed.json")] == [
        ("", 0),
        ("collections", 0),
        ("collections", 1),
    ]


def test_a_map_needs_enough_papers() -> None:
    entries = [entry(f"p{n}") for n in range(MAP_ENTRIES)]
    assert "map.html" in urls(plan(*entries))
    assert "map.html" not in urls(plan(*entries[1:]))


def test_a_site_without_digests_has_no_page_of_them() -> None:
    config = msgspec.structs.replace(CONFIG, digest=DigestSettings("none"))
    assert pages_of(plan(entry("a", date="2026-05-26"), config=config), "digests", "digest") == []


@pytest.mark.parametrize(("most", "count"), [(1, 3), (2, 2), (3, 1)])
def test_addresses_for_crawlers_fill_as_many_files_as_they_need(
    most: int, count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The archive has three: its home, its list of all papers and its paper."""
    monkeypatch.setattr(sitemap, "MOST_ADDRESSES", most)
    made = plan(entry("a"), config=msgspec.structs.replace(CONFIG, base_url="https://example.org/"))
    parts = [Page(f"sitemap-{n}.xml", "sitemap.xml", number=n, count=count) for n in range(1, count + 1)]
    several = [*parts, Page("sitemap.xml", "sitemap-index.xml", count=count)]
    expected = several if count > 1 else [Page("sitemap.xml", "sitemap.xml")]
    assert pages_of(made, "sitemap.xml", "sitemap-index.xml") == expected
    assert {"robots.txt", "opensearch.xml"} <= urls(made)


def test_a_former_address_leads_on_or_says_why_it_is_gone() -> None:
    places = [("content/removed.yml", line, 3) for line in (1, 2, 3, 4)]
    removed = {
        "gone": Removal(reason="Withdrawn.", place=places[0]),
        "moved": Removal(to="papers/a", place=places[1]),
        "astray": Removal(to="papers/b", place=places[2]),
        "round": Removal(to="round", place=places[3]),
    }
    made = plan(entry("a"), config=msgspec.structs.replace(CONFIG, removed=removed))
    assert pages_of(made, "moved", "tombstone") == [
        *(Page(f"{address}.html", "moved", address) for address in ("moved", "astray", "round")),
        Page("gone.html", "tombstone", "gone"),
    ]
    hint = "write the address of a page that the site has"
    assert made.diagnostics == (
        Diagnostic(*places[2], "E213", "'astray' leads to 'papers/b', and there is no such page", hint),
        Diagnostic(*places[3], "E213", "'round' leads to 'round', and there is no such page", hint),
    )


def test_bibtex_lies_beside_each_list_that_is_long_enough() -> None:
    """The other periods may go, but not the shortest that the dates have: each dated paper is in one."""
    config = msgspec.structs.replace(CONFIG, data=DataSettings(lists=2))
    tagged = [entry(name, date="2026-05-26", tags=("agents",)) for name in "ab"]
    best = Collection("best", "content/collections/best.md", "00" * 16, "Best", ())
    library = make_library([*tagged, entry("c", tags=("alone",))], [], config, lambda path: b"", [best])[0]
    made = make_plan(library, config)
    found = [page.url for page in made.pages if page.kind.endswith(".bib")]
    assert found == ["tags/agents.bib", "days/2026-05-26.bib", "collections/best.bib"]


def test_no_two_pages_have_one_address() -> None:
    made = plan(entry("a", date="2026-05-26", tags=("b",)), pages=("about",))
    assert len({url.lower() for url in urls(made)}) == len(made.pages)
    assert made.diagnostics == ()


@pytest.mark.parametrize(
    ("page", "owner"),
    [
        ("papers/one", "the entry 'one'"),
        ("papers/former", "a former address of the entry 'one'"),
        ("tags/agents", "the term 'agents' of tags"),
        ("tags/index", "the index of tags"),
        ("archive", "the archive page"),
        ("years/2026", "the period page"),
        ("gone", "the address gone of content/removed.yml"),
        ("moved", "the address moved of content/removed.yml"),
        ("collections/best", "content/collections/best.md"),
    ],
)
def test_who_owns_an_address_is_told_in_words(page: str, owner: str) -> None:
    removed = {"gone": Removal(reason="Withdrawn."), "moved": Removal(to="archive")}
    config = msgspec.structs.replace(CONFIG, removed=removed)
    one = entry("one", date="2026-05-26", tags=("agents",), aliases=("former",))
    content = [ContentPage(page, f"content/pages/{page}.md", "00" * 16, page, "", "")]
    best = Collection("best", "content/collections/best.md", "00" * 16, "Best", ())
    library = make_library([one], content, config, lambda path: b"", [best])[0]
    (problem,) = make_plan(library, config).diagnostics
    assert problem.code == "E206"
    assert f"would be the page of both {owner} and content/pages/{page}.md" in problem.message


def test_a_content_page_cannot_take_a_page_of_the_site() -> None:
    (problem,) = plan(pages=("archive",)).diagnostics
    assert (problem.code, problem.path) == ("E206", "content/pages/archive.md")


def test_the_most_specific_template_is_tried_first() -> None:
    assert templates(Page("u", "term", "tags")) == ("term.tags.html", "term.html")
    assert templates(Page("u", "period", "week")) == ("period.week.html", "period.html")
    assert templates(Page("u", "paper")) == ("paper.html",)


def templates(page: Page) -> tuple[str, ...]:
    return KINDS_BY_NAME[page.kind].templates(page)
