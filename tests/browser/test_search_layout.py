"""Where the search is on pages of any width."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, FloatRect, Page

from tests.browser.conftest import Visit


def box(page: Page, selector: str) -> FloatRect:
    found = page.locator(selector).first.bounding_box()
    assert found
    return found


@pytest.mark.parametrize(("width", "beside"), [(390, False), (1280, True)])
def test_facets_stand_beside_the_results_or_in_a_fold_before_them(
    browser: Browser, built_site: Path, width: int, beside: bool
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.goto((built_site / "search.html").as_uri() + "#q=model")
    page.wait_for_selector("#search-facets button", state="attached")
    facet = page.locator("#search-facets button").first
    results = box(page, "#search-results")
    assert results["y"] < 450
    assert facet.is_visible() is beside
    if not beside:
        page.locator(".search-filters > summary").click()
    facets = box(page, "#search-facets")
    assert (facets["x"] >= results["x"] + results["width"] and facets["y"] < 450) is beside
    assert (facets["y"] + facets["height"] <= box(page, "#search-results")["y"]) is not beside
    page.close()


def test_names_that_come_with_the_papers_do_not_move_the_status(visit: Visit, sample_site: Path) -> None:
    page = visit(sample_site, viewport={"width": 390, "height": 900}).open("search.html#q=zeppelin")
    page.locator(".search-empty").first.wait_for()
    before = box(page, "#search-status")["y"]
    page.locator("#search-page form input").fill("ana author")
    page.locator(".search-bar .search-name").first.wait_for()
    assert box(page, "#search-status")["y"] == before
    page.locator("#search-results > li.search-empty").wait_for(state="detached")
    assert box(page, ".search-names")["y"] < box(page, "#search-results")["y"]


def test_the_chosen_result_is_outlined(browser: Browser, built_site: Path) -> None:
    page = browser.new_page(forced_colors="active")
    page.goto((built_site / "index.html").as_uri())
    page.keyboard.press("/")
    page.keyboard.type("model")
    page.wait_for_selector(".search-panel li")
    page.keyboard.press("ArrowDown")
    styles = "[...document.querySelectorAll('.search-panel li')].map((item) => getComputedStyle(item).outlineStyle)"
    assert page.evaluate(styles)[:2] == ["solid", "none"]
    page.close()


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_panel_stands_inside_the_page(browser: Browser, built_site: Path, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.goto((built_site / "index.html").as_uri())
    page.keyboard.press("/")
    page.keyboard.type("model")
    page.wait_for_selector(".search-panel li")
    panel, typed = box(page, ".search-panel"), box(page, "#search-box")
    assert panel["x"] >= 0
    assert panel["x"] + panel["width"] <= width
    assert panel["y"] >= typed["y"] + typed["height"] - 1
    page.close()
