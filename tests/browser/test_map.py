"""The map in Chromium: drawn from its file, with titles, an area's papers, and a still picture without a script."""

from __future__ import annotations

from pathlib import Path

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
    assert min(papers, 30) == page.locator(".map-area li").count()
    assert papers > 10
    assert page.locator(".map-area li a").first.get_attribute("href")
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
    assert "20" in page.inner_text(".map-legend")
    assert visitor.complaints == []


def test_without_a_script_there_is_a_still_picture(sample_site: Path, visit: Visit) -> None:
    page = visit(sample_site, java_script_enabled=False).open("map.html")
    assert page.locator("#map svg path").count() > 0
    assert page.locator("#map canvas").is_hidden()
