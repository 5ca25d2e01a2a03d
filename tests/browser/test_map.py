"""The map in Chromium: drawn from its file, with titles, an area's papers, and a still picture without a script."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import expect

from tests.browser.conftest import Visit


def test_an_area_lists_its_papers(sample_root: str | Path, visit: Visit) -> None:
    visitor = visit(sample_root, viewport={"width": 1000, "height": 900})
    page = visitor.open("map.html")
    page.wait_for_selector("#map canvas:not([hidden])")
    page.click("[data-do=select]")
    box = page.locator("#map canvas").bounding_box()
    assert box
    page.mouse.move(box["x"] + 2, box["y"] + 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] - 2, box["y"] + box["height"] - 2, steps=3)
    page.mouse.up()
    page.wait_for_selector(".map-area:not([hidden]) li")
    papers = int(page.inner_text(".map-area h2").split()[0])
    assert papers > 10
    while page.get_by_role("button", name="More papers").is_visible():
        page.get_by_role("button", name="More papers").click()
        page.wait_for_timeout(200)
    assert page.locator(".map-area li").count() == papers
    assert page.locator(".map-area li a").first.get_attribute("href")
    with page.expect_download() as download:
        page.locator(".map-area [data-as=md]").click()
    assert len(Path(download.value.path()).read_text(encoding="utf-8").splitlines()) == papers
    assert visitor.complaints == []


def test_keys_and_buttons_move_the_map(sample_root: str | Path, visit: Visit) -> None:
    visitor = visit(sample_root)
    page = visitor.open("map.html")
    page.wait_for_selector("#map canvas:not([hidden])")
    before = page.locator("#map canvas").screenshot()
    page.focus("#map canvas")
    page.keyboard.press("+")
    page.keyboard.press("ArrowLeft")
    page.wait_for_timeout(100)
    assert page.locator("#map canvas").screenshot() != before
    page.select_option("#map-colour", "year")
    year = page.locator(".map-legend button", has_text="20").first
    before = page.locator("#map canvas").screenshot()
    year.click()
    expect(page.locator(".map-legend [aria-pressed=true]")).to_have_count(1)
    page.wait_for_timeout(100)
    assert page.locator("#map canvas").screenshot() != before
    assert visitor.complaints == []


def test_the_page_scrolls_over_the_map_and_ctrl_zooms(sample_site: Path, visit: Visit) -> None:
    page = visit(sample_site, viewport={"width": 1000, "height": 500}).open("map.html")
    page.wait_for_selector(".drawn")
    page.hover("#map canvas")
    page.mouse.wheel(0, 40)
    page.wait_for_function("scrollY > 0")
    window = page.locator("#map svg").get_attribute("viewBox")
    page.keyboard.down("Control")
    page.mouse.wheel(0, -200)
    page.wait_for_function(
        "(window) => document.querySelector('#map svg').getAttribute('viewBox') !== window", arg=window
    )


def test_without_a_script_there_is_a_still_picture(sample_site: Path, visit: Visit) -> None:
    page = visit(sample_site, java_script_enabled=False).open("map.html")
    assert page.locator("#map svg path").count() > 0
    assert page.locator("#map canvas").is_hidden()
