"""The reading list: stars, notes and read marks that last, files out and in, and nothing that hostile files can do."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.browser.conftest import Visit, Visitor
from tests.shelf import built, front_matter, write_archive

LIST = "reading-list.html"
REFUSAL = "This is not a reading list that was saved here as JSON."
GOOD = {"url": "papers/bare.html", "title": "A paper", "authors": ["Ana Author"], "added": "2026-03-05"}
REFUSE = (
    """Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no', 'SecurityError'); }});"""
)


def titles(page: Page) -> list[str]:
    return page.locator("#reading-items h2").all_inner_texts()


def star_second(page: Page) -> str:
    """Star the second paper of a page's list, whose title has no formula, and return its title."""
    page.locator(".list .star").nth(1).click()
    return page.locator(".list h2").nth(1).inner_text()


def saved(page: Page, kind: str) -> str:
    """The text of the file that one of the buttons saves."""
    with page.expect_download() as download:
        page.locator(f"[data-as={kind}]").click()
    assert download.value.suggested_filename == f"reading-list.{kind}"
    return Path(download.value.path()).read_text(encoding="utf-8")


def import_text(page: Page, text: str) -> str:
    """Give the page a file, and return what it says."""
    file = FilePayload(name="list.json", mimeType="application/json", buffer=text.encode())
    page.locator("input[type=file]").set_input_files(file)
    said = page.locator(".said")
    expect(said).not_to_be_empty()
    return said.inner_text()


def test_a_starred_paper_is_on_the_list(visit: Visit, sample_root: str | Path) -> None:
    visitor = visit(sample_root)
    page = visitor.open("days/2026-03-02.html")
    title = star_second(page)
    expect(page.locator(".list .star").nth(1)).to_have_attribute("aria-pressed", "true")
    page.locator("header .kept").click()
    page.wait_for_url(f"**/{LIST}")
    assert titles(page) == [title]
    assert "A. Author, Bo Writer" in page.locator("#reading-items").inner_text()
    page.locator("#reading-items h2 a").click()
    page.wait_for_url("**/papers/*")
    expect(page.locator(".actions .star")).to_have_attribute("aria-pressed", "true")
    assert visitor.complaints == []


def test_stars_stand_on_rows_and_move_nothing(visit: Visit, sample_site: Path) -> None:
    visitor = visit(sample_site)
    for path in ("tags/shelves.html", "authors/ana-author.html", "years/undated.html"):
        page = visitor.open(path)
        assert page.locator(".list > li .star").count() == page.locator(".list > li").count() > 0
        places = "() => [...document.querySelectorAll('.list > li')].map((row) => row.getBoundingClientRect().y)"
        before = page.evaluate(places)
        page.evaluate("document.querySelectorAll('.star, .kept').forEach((star) => star.remove())")
        assert page.evaluate(places) == before


def test_the_key_s_stars_and_takes_off(visit: Visit, sample_site: Path) -> None:
    page = visit(sample_site).open("days/2026-03-02.html")
    star = page.locator(".list > li").nth(1).locator(".star")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("s")
    expect(star).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".said")).to_have_text("Added to your reading list")
    page.keyboard.press("s")
    expect(star).to_have_attribute("aria-pressed", "false")
    page.locator("#search-box").press("s")
    assert page.locator(".star[aria-pressed=true]").count() == 0


def test_notes_and_read_marks_are_kept_with_all_that_the_paper_says(visit: Visit, sample_root: str | Path) -> None:
    visitor = visit(sample_root)
    page = visitor.open("papers/all-fields.html")
    page.locator(".actions .star").click()
    page.locator(".mine textarea").fill("Look <b>again</b>.")
    page.locator(".mine input").check()
    page.goto(visitor.root + LIST)
    assert page.locator(".mine textarea").input_value() == "Look <b>again</b>."
    assert page.locator(".mine input").is_checked()
    assert "Ana Author, Bo Writer, Mária Háromszéki" in page.locator("#reading-items").inner_text()


def test_what_is_taken_off_can_be_put_back_with_its_note(visit: Visit, sample_site: Path) -> None:
    visitor = visit(sample_site)
    page = visitor.open("days/2026-03-02.html")
    title = star_second(page)
    page.goto(visitor.root + LIST)
    page.locator(".mine textarea").fill("Mine.")
    page.locator("#reading-items .star").click()
    expect(page.locator(".mine")).to_be_hidden()
    page.locator("#reading-items .star").click()
    page.reload()
    assert titles(page) == [title]
    assert page.locator(".mine textarea").input_value() == "Mine."
    page.locator("#reading-items .star").click()
    page.reload()
    assert titles(page) == []
    expect(page.locator("#reading-none")).to_be_visible()


def test_the_list_is_saved_in_three_formats_and_read_again(visit: Visit, sample_server: str) -> None:
    visitor = visit(sample_server)
    page = visitor.open("papers/all-fields.html")
    page.locator(".actions .star").click()
    page.locator(".mine textarea").fill("50 % of it.")
    page.goto(visitor.root + LIST)
    bibtex = saved(page, "bib")
    assert bibtex.startswith('@misc{all-fields,\n  title = {{Bounds of $O(n \\log n)$ on <Shelves> \\& "Ladders"}},')
    assert "  author = {Ana Author and Bo Writer and Mária Háromszéki}," in bibtex
    assert "  eprint = {2603.00001},\n" in bibtex
    assert "  annote = {50 \\% of it.},\n" in bibtex
    assert saved(page, "md").startswith(
        '- [ ] [Bounds of $O(n \\\\log n)$ on \\<Shelves\\> & "Ladders"](<https://doi.org/'
    )
    data = saved(page, "json")
    assert set(json.loads(data)["papers"][0]) == {
        "id", "url", "title", "authors", "more", "date", "doi", "arxiv", "note", "list", "added", "read", "changed",
        "picture"
    }  # fmt: skip
    other = visit(sample_server).open(LIST)
    assert import_text(other, data) == "Papers added: 1"
    assert other.locator(".mine textarea").input_value() == "50 % of it."
    assert import_text(other, data) == "Papers added: 0"


def test_a_reader_has_several_lists_and_shares_one(visit: Visit, sample_server: str) -> None:
    visitor = visit(sample_server)
    page = visitor.open("days/2026-03-02.html")
    first = star_second(page)
    page.goto(visitor.root + LIST)
    page.locator("#list-new").click()
    page.keyboard.type("  Ladders  <b>")
    page.keyboard.press("Enter")
    assert titles(page) == []
    expect(page.locator("#list-chooser")).to_be_focused()
    # Stars go to the chosen list, on every page.
    page.goto(f"{visitor.root}papers/all-fields.html")
    page.locator(".actions .star").click()
    page.goto(visitor.root + LIST)
    options = page.locator("#list-chooser option")
    expect(options).to_have_text(["Reading list (1)", "Ladders <b> (1)"])
    page.locator("#list-chooser").select_option("")
    assert titles(page) == [first]
    page.get_by_label(f"List: {first}").select_option("Ladders <b>")
    assert titles(page) == []
    page.locator("#list-chooser").select_option("Ladders <b>")
    page.locator("#list-rename").click()
    page.keyboard.type("Steps")
    page.keyboard.press("Enter")
    expect(options).to_have_text(["Reading list (0)", "Steps (2)"])
    with page.expect_download() as download:
        page.locator("[data-as=ris]").click()
    assert download.value.suggested_filename == "Steps.ris"
    ris = Path(download.value.path()).read_text(encoding="utf-8")
    assert (ris.count("TY  - "), "DO  - " in ris) == (2, True)
    with page.expect_download() as download:
        page.locator("[data-as=json]").click()
    data = Path(download.value.path()).read_text(encoding="utf-8")
    assert [paper["list"] for paper in json.loads(data)["papers"]] == ["Steps", "Steps"]

    other = visit(sample_server)
    link = str(page.locator("#list-link").get_attribute("href"))
    theirs = other.open(f"{LIST}{link}+nothing")
    expect(theirs.locator("#shared-items h2")).to_have_count(2)
    expect(theirs.locator("#shared-status")).to_have_text("Papers of the link that are not on this site: 1")
    assert titles(theirs) == []
    theirs.locator("#shared-keep button").click()
    expect(theirs.locator("#list-chooser option")).to_have_text(["Reading list (0)", "Steps (2)"])
    assert len(titles(theirs)) == 2
    theirs.on("dialog", lambda dialog: dialog.accept())
    theirs.locator("#list-delete").click()
    expect(theirs.locator("#list-chooser option")).to_have_text(["Reading list (0)"])
    assert import_text(theirs, data) == "Papers added: 2"
    expect(theirs.locator("#list-chooser option")).to_have_text(["Reading list (0)", "Steps (2)"])
    assert visitor.complaints == other.complaints == []


def test_two_tabs_keep_one_note(visit: Visit, sample_server: str) -> None:
    visitor = visit(sample_server)
    first = visitor.open("papers/all-fields.html")
    first.locator(".actions .star").click()
    second = visitor.open("papers/all-fields.html")
    first.locator(".mine textarea").fill("From the first tab.")
    expect(second.locator(".mine textarea")).to_have_value("From the first tab.")
    second.locator(".mine textarea").press_sequentially(" From the second.")
    expect(first.locator(".mine textarea")).to_have_value("From the first tab. From the second.")
    second.locator(".mine input").check()
    expect(first.locator(".mine input")).to_be_checked()
    assert visitor.complaints == []


def test_a_note_that_another_tab_overwrote_comes_back(visit: Visit, sample_server: str) -> None:
    page = visit(sample_server).open("papers/all-fields.html")
    page.locator(".actions .star").click()
    key = "papershelf-list-/papers/"
    before = page.evaluate(f"localStorage['{key}']")
    page.locator(".mine textarea").fill("Mine.")
    # Another tab, which had not seen the note, stores what it knows.
    page.evaluate(f"list => {{ localStorage['{key}'] = list; dispatchEvent(new StorageEvent('storage')); }}", before)
    expect(page.locator(".mine textarea")).to_have_value("Mine.")
    assert "Mine." in page.evaluate(f"localStorage['{key}']")


def test_a_renamed_paper_keeps_its_star_and_note(visit: Visit, tmp_path: Path) -> None:
    paper = front_matter("title: One paper", "aliases: [old, older]")
    built(write_archive(tmp_path, {"content/papers/new.md": paper}))
    visitor = visit(tmp_path / "_site")
    page = visitor.open(LIST)
    import_text(page, json.dumps({"papers": [GOOD, GOOD | {"url": "papers/old.html", "note": "Mine."}]}))
    page.goto(f"{visitor.root}papers/old.html")
    page.wait_for_url("**/papers/new.html")
    expect(page.locator(".actions .star")).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".mine textarea")).to_have_value("Mine.")
    page.goto(visitor.root + LIST)
    assert titles(page) == ["A paper", "One paper"]


def test_a_file_with_a_later_note_replaces_an_earlier_one(visit: Visit, sample_site: Path) -> None:
    page = visit(sample_site).open(LIST)
    for note, year in (("Second.", 2026), ("First.", 2025), ("Third.", 2027)):
        changed = f"{year}-01-01T00:00:00.000Z"
        import_text(page, json.dumps({"papers": [GOOD | {"note": note, "changed": changed}]}))
    assert page.locator(".mine textarea").input_value() == "Third."


def test_what_is_on_the_list_is_not_replaced_by_a_file(visit: Visit, sample_site: Path) -> None:
    page = visit(sample_site).open(LIST)
    import_text(page, json.dumps({"papers": [GOOD | {"note": "Mine."}]}))
    import_text(page, json.dumps({"papers": [GOOD | {"note": "Theirs."}]}))
    assert page.locator(".mine textarea").input_value() == "Mine."


@pytest.mark.parametrize(
    "text",
    ["", "null", "[]", "{}", '{"papers": {"length": 3}}', "{" * 100_000],
    ids=["empty", "null", "list", "map", "no list", "deep"],
)
def test_a_file_that_is_no_list_is_refused(visit: Visit, sample_site: Path, text: str) -> None:
    visitor = visit(sample_site)
    page = visitor.open(LIST)
    assert import_text(page, text) == REFUSAL
    assert titles(page) == []
    assert visitor.complaints == []


def test_a_list_of_ten_megabytes_is_refused(visit: Visit, sample_site: Path, tmp_path: Path) -> None:
    file = tmp_path / "list.json"
    file.write_text(json.dumps({"papers": [GOOD | {"note": "a" * 10_000_000}]}), encoding="utf-8")
    page = visit(sample_site).open(LIST)
    page.locator("input[type=file]").set_input_files(file)
    expect(page.locator(".said")).to_have_text(REFUSAL)
    assert titles(page) == []


@pytest.mark.parametrize(
    "item",
    [
        None, 7, "papers/bare.html", [], {}, {"url": "papers/bare.html"}, {"title": "A"},
        *(GOOD | {"url": url} for url in (
            "javascript:alert(1)", "papers/javascript:alert(1)//.html", "https://example.org/papers/a.html",
            "//example.org/papers/a.html", "papers/../../a.html", "papers/a.html?x", "PAPERS/a.html", ["papers/a.html"],
        )),
        GOOD | {"title": {"toString": 1}}, GOOD | {"title": "   "},
    ],
)  # fmt: skip
def test_an_item_that_is_unsound_is_left_out(visit: Visit, sample_site: Path, item: object) -> None:
    page = visit(sample_site).open(LIST)
    assert import_text(page, json.dumps({"papers": [item, GOOD]})) == "Papers added: 1"
    assert titles(page) == ["A paper"]


def test_hostile_values_are_only_ever_text(visit: Visit, sample_site: Path) -> None:
    hostile = "<img src=x onerror=\"document.title='taken'\">"
    item: dict[str, Any] = GOOD | {
        "title": hostile, "note": hostile, "authors": [hostile, 7, None, {"a": 1}], "date": hostile,
        "doi": hostile, "arxiv": "1\"><script>", "added": "9999-99-99", "read": "yes", "more": 1, "__proto__": {"x": 1},
    }  # fmt: skip
    visitor = visit(sample_site)
    page = visitor.open(LIST)
    assert import_text(page, json.dumps({"papers": [item]})) == "Papers added: 1"
    page.reload()
    assert titles(page) == [hostile]
    assert page.locator("main img, main script").count() == 0
    assert not page.locator(".mine input").is_checked()
    assert "taken" not in page.title()
    assert visitor.complaints == []


@pytest.mark.parametrize("kept", ["{", "[1, null]", '{"a": 1}', '[{"url": "javascript:1", "title": "x"}]'])
def test_what_others_put_into_storage_breaks_nothing(visit: Visit, sample_server: str, kept: str) -> None:
    visitor = visit(sample_server)
    visitor.context.add_init_script(f"localStorage.setItem('papershelf-list-/papers/', {json.dumps(kept)})")
    page = visitor.open(LIST)
    assert titles(page) == []
    assert visitor.complaints == []


def refused(visit: Visit, site: Path) -> Visitor:
    visitor = visit(site)
    visitor.context.add_init_script(REFUSE)
    return visitor


def test_a_browser_that_keeps_nothing_is_told_of(visit: Visit, sample_site: Path) -> None:
    visitor = refused(visit, sample_site)
    page = visitor.open("days/2026-03-02.html")
    star_second(page)
    expect(page.locator(".said")).to_contain_text("does not keep")
    expect(page.locator(".list .star").nth(1)).to_have_attribute("aria-pressed", "true")
    page.locator(".list .star").first.click()
    assert page.locator(".kept").inner_text() == "2"
    page.goto(visitor.root + LIST)
    expect(page.locator("[data-when=refused]")).to_be_visible()
    assert visitor.complaints == []


def test_storage_that_may_be_kept_for_each_file_is_told_of(visit: Visit, sample_site: Path, sample_server: str) -> None:
    visitor = visit(sample_site)
    page = visitor.open(LIST)
    expect(page.locator("[data-when=apart]")).to_be_visible()
    expect(page.locator("[data-when=refused]")).to_be_hidden()
    visitor.open("index.html")
    page.reload()
    # Now the browser has shown that pages share what it keeps.
    expect(page.locator("[data-when=apart]")).to_be_hidden()
    expect(visit(sample_server).open(LIST).locator("[data-when=apart]")).to_be_hidden()


def test_without_scripts_the_page_says_why_it_is_empty(visit: Visit, sample_site: Path) -> None:
    page = visit(sample_site, java_script_enabled=False).open(LIST)
    assert "needs JavaScript" in page.locator("main").inner_text()


def test_the_scripts_of_every_page_are_small(sample_site: Path) -> None:
    sizes = [len(gzip.compress((sample_site / "assets" / name).read_bytes(), 9)) for name in ("site.js", "page.js")]
    assert sum(sizes) < 5_500, sizes
