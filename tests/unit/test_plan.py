"""The library to all pages of the site, before anything is rendered."""

from __future__ import annotations

import msgspec
import pytest

from site_builder.config import DEFAULT_TAXONOMIES, Removal, SiteConfig
from site_builder.library import make_library
from site_builder.model import Author, Collection, ContentPage, Entry
from site_builder.plan import Page, Plan, has_page, make_plan
from tests.shelf import entry

CONFIG = SiteConfig(taxonomies=DEFAULT_TAXONOMIES, page_size=5)


def plan(*entries: Entry, config: SiteConfig = CONFIG, pages: tuple[str, ...] = ()) -> Plan:
    content = [ContentPage(name, f"content/pages/{name}.md", "00" * 16, name, "", "") for name in pages]
    return make_plan(make_library(entries, content, config, lambda path: b"")[0], config)


def urls(made: Plan) -> set[str]:
    return {page.url for page in made.pages}


def test_an_archive_without_entries_has_its_fixed_pages() -> None:
    fixed = {
        "index": "home",
        "api/index": "data",
        **{name: name for name in ("archive", "search", "reading-list", "subscribe", "404")},
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
    assert not has_page(config, "authors", 1)


def test_entries_without_a_date_have_a_list() -> None:
    assert "years/undated.html" in urls(plan(entry("a")))


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
        ("index", "the home page"),
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
    assert Page("u", "term", "tags").templates == ("term.tags.html", "term.html")
    assert Page("u", "period", "week").templates == ("period.week.html", "period.html")
    assert Page("u", "paper").templates == ("paper.html",)
