"""The search in a browser, from a disk: the box on every page, and the search page."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from .node import needs_node
from .papers import PAGE_SCRIPTS
from .test_search import FUZZ

pytestmark = needs_node


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Return a page; any error in it fails the test."""
    page = browser.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    page.close()
    assert errors == []


def test_box_loads_nothing_until_it_is_used(page: Page, site_path: Path) -> None:
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url.rpartition("/")[2]))
    page.goto((site_path / "deep/page.html").as_uri())
    page.wait_for_load_state("networkidle")
    assert [name for name in requests if name.endswith(".js")] == [*PAGE_SCRIPTS, "visits.js"]


def test_box_shows_papers_and_follows_the_keyboard(page: Page, site_path: Path) -> None:
    page.goto((site_path / "deep/page.html").as_uri())
    page.keyboard.press("/")
    page.keyboard.type("lumenfol")
    expect(page.locator(".search-panel li").first).to_have_attribute("data-id", "2402.00002")
    expect(page.locator(".search-panel [role=status]")).to_contain_text("1 paper")
    page.keyboard.press("ArrowDown")
    expect(page.locator(".search-panel li").first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Escape")
    expect(page.locator(".search-panel")).to_be_hidden()
    page.keyboard.press("Enter")
    expect(page).to_have_url((site_path / "search.html").as_uri() + "#q=lumenfol")


def test_panel_stays_inside_the_page_wherever_the_box_is(page: Page, site_path: Path) -> None:
    page.set_viewport_size({"width": 800, "height": 600})
    page.goto((site_path / "deep/page.html").as_uri())
    page.eval_on_selector("form.search", "(form) => { form.style.position = 'relative'; form.style.width = '9rem'; }")
    page.keyboard.press("/")
    page.keyboard.type("agents")
    expect(page.locator(".search-panel li").first).to_be_visible()
    panel = page.locator(".search-panel").bounding_box()
    assert panel
    assert panel["x"] >= 0
    assert panel["x"] + panel["width"] <= 800


def test_field_stands_above_the_results_and_facets_beside_them(page: Page, site_path: Path) -> None:
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto((site_path / "search.html").as_uri() + "#q=agent")
    expect(page.locator("#search-facets button").first).to_be_visible()
    field, results, facets = (
        page.locator(selector).bounding_box() for selector in (".search-input", "#search-results", "#search-facets")
    )
    assert field
    assert results
    assert facets
    assert field["y"] + field["height"] <= min(results["y"], facets["y"])
    assert facets["x"] >= results["x"] + results["width"]


def test_page_shows_cards_facets_and_what_is_in_force(page: Page, site_path: Path) -> None:
    page.goto((site_path / "search.html").as_uri() + "#q=agent")
    expect(page.locator("#search-results > li")).to_have_count(20)
    expect(page.locator("#search-results")).to_have_attribute("aria-busy", "false")
    page.click("#search-more")
    expect(page.locator("#search-results > li")).to_have_count(40)
    page.click("#search-facets button:has-text('Code')")
    expect(page.locator(".search-chips button")).to_have_text("Links: Code ×")
    assert "f=has" in page.url
    page.click(".search-chips button")
    page.click("#search-facets section:has(h2:has-text('Tracks')) button:has-text('Oral')")
    expect(page.locator(".search-chips button")).to_have_text("Tracks: Oral ×")
    page.go_back()
    page.go_back()
    page.go_back()
    expect(page.locator(".search-chips button")).to_have_count(0)


def test_box_completes_a_filter_from_the_names_that_there_are(page: Page, site_path: Path) -> None:
    page.goto((site_path / "deep/page.html").as_uri())
    page.keyboard.press("/")
    page.keyboard.type("tag:kv")
    expect(page.locator(".search-panel li").first).to_have_text("KV cache2")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#search-box")).to_have_value('tag:"KV cache" ')
    expect(page.locator(".search-panel li")).to_have_count(2)


@pytest.mark.parametrize(
    ("typed", "completed"),
    [
        ("author:mü", "author:muller "),
        ("org:", 'org:"Lantern Lab" '),
        ('track:"oral t', 'track:"Oral Talks" '),
        ("-has:d", "-has:data "),
        ("year:202", "year:2026 "),
    ],
)
def test_page_completes_each_kind_of_filter(page: Page, site_path: Path, typed: str, completed: str) -> None:
    page.goto((site_path / "search.html").as_uri())
    page.fill(".search-input", f"model {typed}")
    page.locator(".search-chips button").first.click()
    expect(page.locator(".search-input")).to_have_value(f"model {completed}")


def test_page_explains_what_can_be_typed(page: Page, site_path: Path) -> None:
    page.goto((site_path / "search.html").as_uri())
    page.click("text=has:code")
    expect(page.locator("#search-results > li").first).to_be_visible()
    expect(page.locator(".search-help dl")).to_be_hidden()


def test_result_can_be_put_on_the_reading_list(page: Page, site_path: Path) -> None:
    page.goto((site_path / "search.html").as_uri() + "#q=lumenfold")
    page.click("#search-results .star")
    expect(page.locator("#search-results .star")).to_have_attribute("aria-pressed", "true")


def test_whatever_is_typed_gets_an_answer_or_a_word(page: Page, site_path: Path) -> None:
    page.goto((site_path / "search.html").as_uri())
    for text in (text for text in FUZZ if text.isprintable() or text.isascii()):
        page.fill(".search-input", text)
        page.press(".search-input", "Enter")
        expect(page.locator("#search-results")).to_have_attribute("aria-busy", "false")
        expect(page.locator("#search-status")).not_to_be_empty()
        expect(page.locator("#search-status button")).to_have_count(0)


def test_page_marks_matches_and_says_what_it_corrected(page: Page, site_path: Path) -> None:
    page.goto((site_path / "search.html").as_uri() + "#q=lumenfodl")
    expect(page.locator("#search-results mark").first).to_have_text("Lumenfold")
    expect(page.locator("#search-status")).to_contain_text("Showing results for “lumenfold”")


def test_typed_markup_stays_text(page: Page, site_path: Path) -> None:
    page.goto((site_path / "search.html").as_uri())
    page.fill(".search-input", '<img src=x onerror=alert(1)> tag:"<b>" zzzzqq')
    expect(page.locator("#search-status")).not_to_be_empty()
    assert page.locator("#search-page img, #search-page b").count() == 0


def test_shard_that_fails_to_load_can_be_tried_again(page: Page, site_path: Path, tmp_path: Path) -> None:
    copy_path = shutil.copytree(site_path, tmp_path / "copy")
    (copy_path / "search/w").rename(tmp_path / "away")
    page.goto((copy_path / "search.html").as_uri() + "#q=lumenfold")
    expect(page.locator("#search-status")).to_contain_text("could not be loaded")
    (tmp_path / "away").rename(copy_path / "search/w")
    page.click("#search-status button")
    expect(page.locator("#search-results > li").first).to_have_attribute("data-id", "2402.00002")


def test_empty_answers_say_what_to_try(page: Page, site_path: Path) -> None:
    page.goto((site_path / "search.html").as_uri() + "#q=qqqqzzzz")
    expect(page.locator("#search-status")).to_contain_text("No paper found")
    expect(page.locator(".search-empty")).to_contain_text("Try fewer")
