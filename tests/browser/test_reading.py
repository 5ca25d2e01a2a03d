"""What the theme's script adds to reading: the look, sorting and filtering, keys."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.shelf import built, front_matter, write_archive


def background(page: Page) -> str:
    color: str = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    return color


def papers(page: Page) -> list[str]:
    """The titles of the papers that a page's first list shows: the first link of each row."""
    rows = "[...document.querySelector('.list').children].filter((row) => row.getClientRects().length)"
    shown: list[str] = page.evaluate(f"{rows}.map((row) => row.querySelector('a').textContent.trim())")
    return shown


@pytest.mark.parametrize("system", ["light", "dark"])
def test_the_look_follows_the_system(visit: Visit, sample_site: Path, system: str) -> None:
    page = visit(sample_site, color_scheme=system).open("index.html")
    pressed = page.locator("button.look").get_attribute("aria-pressed")
    assert pressed == ("true" if system == "dark" else "false")


def test_light_and_dark_are_different(visit: Visit, sample_site: Path) -> None:
    seen = {background(visit(sample_site, color_scheme=system).open("index.html")) for system in ("light", "dark")}
    assert len(seen) == 2


def test_the_chosen_look_is_kept_on_other_pages(visit: Visit, sample_root: str | Path) -> None:
    visitor = visit(sample_root, color_scheme="light")
    page = visitor.open("index.html")
    light = background(page)
    page.locator("button.look").click()
    dark = background(page)
    assert dark != light
    page.reload()
    assert background(page) == dark
    page.locator("ol.list h2 a").first.click()
    page.wait_for_load_state()
    assert "/papers/" in page.url
    assert background(page) == dark
    page.locator("button.look").click()
    assert background(page) == light
    assert visitor.complaints == []


def test_a_list_is_sorted_by_title_and_back(visit: Visit, sample_root: str | Path) -> None:
    visitor = visit(sample_root)
    page = visitor.open("index.html")
    listed = papers(page)
    page.locator("form.tools select").select_option("title")
    assert papers(page) == sorted(listed, key=str.casefold)
    assert papers(page) != listed
    page.locator("form.tools select").select_option("")
    assert papers(page) == listed
    assert visitor.complaints == []


def test_a_list_is_sorted_by_votes(visit: Visit, sample_site: Path) -> None:
    page = visit(sample_site).open("index.html")
    page.locator("form.tools select").select_option("votes")
    votes = [int(text) for text in page.locator(".list").first.locator(".votes b").all_inner_texts()]
    assert len(votes) > 1
    assert votes == sorted(votes, reverse=True)


def test_only_papers_with_code_are_shown(visit: Visit, sample_site: Path) -> None:
    page = visit(sample_site).open("index.html")
    everything = papers(page)
    page.locator("form.tools input[type=checkbox]").check()
    rows = page.locator(".list").first.locator("> li:visible")
    assert 0 < rows.count() < len(everything)
    assert rows.count() == rows.filter(has=page.locator("a.code")).count()
    page.locator("form.tools input[type=checkbox]").uncheck()
    assert papers(page) == everything


def test_how_much_of_a_list_is_shown_is_remembered(visit: Visit, sample_root: str | Path) -> None:
    visitor = visit(sample_root)
    page = visitor.open("index.html")
    summary = page.locator(".list .summary").first
    expect(summary).to_be_visible()
    page.get_by_role("button", name="Titles", exact=True).click()
    expect(summary).to_be_hidden()
    page.reload()
    expect(summary).to_be_hidden()
    expect(page.get_by_role("button", name="Titles", exact=True)).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="Summaries").click()
    expect(summary).to_be_visible()
    assert visitor.complaints == []


def test_a_phone_has_a_short_header_and_a_menu_without_scripts(visit: Visit, sample_root: str | Path) -> None:
    page = visit(sample_root, java_script_enabled=False, viewport={"width": 360, "height": 740}).open("index.html")
    header = page.locator("body > header").bounding_box()
    assert header
    assert header["height"] <= 49
    expect(page.locator("#places a").first).to_be_hidden()
    page.get_by_role("checkbox", name="Menu").check()
    page.locator("#places a", has_text="Topics").click()
    assert page.locator("h1").inner_text() == "Topics"


def test_an_index_is_filtered_by_what_is_typed(visit: Visit, sample_site: Path) -> None:
    page = visit(sample_site).open("authors/index.html")
    page.locator("input.filter").fill("haromszeki")
    expect(page.locator(".terms li:visible")).to_have_text(["Mária Háromszéki 1"])


def test_the_slash_key_goes_to_the_search_box(visit: Visit, sample_root: str | Path) -> None:
    visitor = visit(sample_root)
    page = visitor.open("papers/bare.html")
    page.keyboard.press("/")
    expect(page.locator("#search-box")).to_be_focused()
    page.keyboard.type("a/b")
    expect(page.locator("#search-box")).to_have_value("a/b")


def test_keys_go_from_paper_to_paper(visit: Visit, sample_site: Path) -> None:
    page = visit(sample_site).open("tags/shelves.html")
    first, second = (page.locator(".list > li h2 a").nth(place) for place in (0, 1))
    for key, focused in (("j", first), ("j", second), ("k", first)):
        page.keyboard.press(key)
        expect(focused).to_be_focused()
    title = first.inner_text()
    page.keyboard.press("o")
    page.wait_for_selector("article.paper")
    assert page.locator("h1").inner_text() == title


def test_keys_that_are_switched_off_do_nothing(visit: Visit, sample_root: str | Path) -> None:
    visitor = visit(sample_root)
    page = visitor.open("tags/shelves.html")
    page.keyboard.press("?")
    expect(page.locator("dialog dt")).to_have_text(["?", "/", "j", "k", "o", "x", "r", "s"])
    page.get_by_label("Use these keys").uncheck()
    page.get_by_role("button", name="Close").click()
    address = page.url
    for key in ("?", "/", "j", "k", "o", "x", "r", "s"):
        page.keyboard.press(key)
    assert page.locator("dialog, .star[aria-pressed=true]").count() == 0
    assert page.evaluate("document.activeElement.matches('body, .shortcuts')")
    assert page.url == address
    page.get_by_role("button", name="Keyboard shortcuts").click()
    page.get_by_label("Use these keys").check()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    expect(page.locator("#search-box")).to_be_focused()
    assert visitor.complaints == []


def test_the_skip_link_is_the_first_stop_of_the_tab_key(visit: Visit, sample_site: Path) -> None:
    page = visit(sample_site).open("index.html")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_attribute("href", "#main")
    expect(page.locator(":focus")).to_be_in_viewport()


def test_titles_and_names_have_the_direction_of_their_script(visit: Visit, tmp_path: Path) -> None:
    paper = front_matter("title: חיפוש GPU מהיר", "authors: [דנה כהן]", "date: 2026-05-26")
    built(write_archive(tmp_path, {"content/papers/one.md": paper}))
    visitor = visit(tmp_path / "_site")
    direction = "(element) => getComputedStyle(element).direction"
    for path, selector in (("index.html", ".list h2"), ("papers/one.html", "h1"), ("papers/one.html", ".authors")):
        assert visitor.open(path).locator(selector).evaluate(direction) == "rtl"


def test_a_citation_changes_its_format(visit: Visit, sample_site: Path) -> None:
    page = visit(sample_site).open("papers/all-fields.html")
    block = page.locator("#cite pre")
    bibtex = block.inner_text()
    page.get_by_role("button", name="RIS").click()
    expect(block).to_contain_text("TY  - JOUR")
    page.get_by_role("button", name="BibTeX").click()
    assert block.inner_text() == bibtex


def test_any_paper_is_a_click_or_a_key_away(visit: Visit, sample_root: str | Path) -> None:
    visitor = visit(sample_root)
    page = visitor.open("index.html")
    page.evaluate("Math.random = () => 0.999")
    page.get_by_role("button", name="Surprise me").click()
    page.wait_for_selector("article.paper")
    last = page.url
    page.goto(visitor.root + "tags/shelves/2.html")
    page.evaluate("Math.random = () => 0")
    page.keyboard.press("r")
    page.wait_for_selector("article.paper")
    assert page.url != last
    assert page.locator("h1").count() == 1
    assert visitor.complaints == []


def test_without_scripts_there_is_a_paper_of_the_day(visit: Visit, sample_root: str | Path) -> None:
    page = visit(sample_root, java_script_enabled=False).open("index.html")
    assert page.locator(".daily button").count() == 0
    page.locator(".daily a").click()
    assert "/papers/" in page.url


def test_pictures_take_no_room_and_can_be_hidden(visit: Visit, sample_root: str | Path) -> None:
    visitor = visit(sample_root)
    page = visitor.open("days/2026-03-02.html")
    heights = "[...document.querySelectorAll('.list > li')].map((row) => row.getBoundingClientRect().height)"
    picture, hide = page.locator(".list > li > img"), page.locator("button.pictures")
    picture.scroll_into_view_if_needed()
    expect(picture).to_have_js_property("naturalWidth", 320)
    for width in (1440, 700, 360):
        page.set_viewport_size({"width": width, "height": 700})
        expect(picture).to_be_visible()
        shown = page.evaluate(heights)
        hide.click()
        expect(picture).to_be_hidden()
        assert page.evaluate(heights) == shown
        hide.click()
    assert hide.get_attribute("aria-pressed") == "true"
    figure = visitor.open("papers/all-fields.html").locator("img.picture")
    expect(figure).to_be_visible()
    height = figure.evaluate("(figure) => figure.getBoundingClientRect().height")
    assert height == pytest.approx(200, abs=2)  # as its attributes say
    hide.click()
    expect(visitor.open("papers/all-fields.html").locator("img.picture")).to_be_hidden()
    assert visitor.complaints == []


def test_rows_that_scripts_make_have_pictures(visit: Visit, sample_root: str | Path) -> None:
    visitor = visit(sample_root)
    found = visitor.open("search.html?q=id:all-fields").locator("#search-results > li")
    expect(found.locator("img")).to_have_js_property("naturalWidth", 320)
    found.locator("button.star").click()
    starred = visitor.open("days/2026-03-02.html").locator(".list > li:has(> img)")
    starred.locator("button.star").click()  # off, and on again with what this row says
    starred.locator("button.star").click()
    kept = visitor.open("reading-list.html").locator("#reading-items > li")
    expect(kept.locator("img")).to_have_js_property("naturalWidth", 320)
    assert visitor.complaints == []
