"""What the browser remembers of a reader: the last visit, what was read, and whom the reader follows."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Page, expect

from benchmarks.page_weight import LAYOUT_SHIFT
from tests.browser.conftest import Visit

VISIT = "Object.keys(localStorage).find((key) => key.startsWith('papershelf-visits-'))"
AGO = f"""(day) => {{
  const key = {VISIT};
  const visit = JSON.parse(localStorage.getItem(key));
  visit.last = {{at: visit.last.at - 5 * 3600 * 1000, day, count: 999}};
  localStorage.setItem(key, JSON.stringify(visit));
}}"""


def leave_on(page: Page, day: str) -> None:
    """Set the last visit of the home page to some hours ago, when a day was the newest."""
    page.wait_for_function(VISIT)
    page.evaluate(AGO, day)


def test_the_home_page_says_what_is_new(visit: Visit, sample_root: str | Path) -> None:
    visitor = visit(sample_root, viewport={"width": 360, "height": 740})
    page = visitor.open("authors/ana-author.html")
    follow = page.locator("button.follow")
    expect(follow).to_have_attribute("aria-pressed", "false")
    follow.click()
    expect(follow).to_have_attribute("aria-pressed", "true")
    page = visitor.open("index.html")
    expect(page.locator(".since")).to_have_text("")
    days = page.locator(".since").get_attribute("data-days")
    assert days
    newest, count, before = days.split(" ")[:3]
    assert newest > before
    leave_on(page, before)
    page = visitor.open("index.html")
    expect(page.locator(".since > span")).to_have_text(re.compile(rf"^You were here on \d+ \w+: {count} new papers?$"))
    expect(page.locator(".since summary")).to_have_text(re.compile(r"^\d+ from what you follow$"))
    assert page.evaluate(LAYOUT_SHIFT) == 0
    page.locator(".since summary").click()
    row = page.locator(".since .list > li").first
    expect(row.locator("time")).to_have_attribute("datetime", re.compile("^" + newest))
    row.locator("h2 a").click()
    page.wait_for_url("**/papers/*")
    page = visitor.open("index.html")
    expect(page.locator("main > .list > .seen")).to_have_count(1)
    assert visitor.complaints == []


def test_what_is_followed_is_saved_and_imported(visit: Visit, sample_site: Path) -> None:
    page = visit(sample_site).open("reading-list.html")
    expect(page.locator("#following")).to_be_hidden()
    follows = [
        {"url": "authors/ana-author.html", "name": "Ana <b>Author</b>"},
        {"url": "search.html#q=shelves", "name": "shelves"},
        {"url": "javascript:alert(1)", "name": "x"},
        {"url": "../../other.html", "name": "x"},
        7,
    ]
    saved = json.dumps({"papers": [], "follows": follows, "read": ["bare", "<i>", 1]})
    file = FilePayload(name="list.json", mimeType="application/json", buffer=saved.encode())
    page.locator("input[type=file]").set_input_files(file)
    expect(page.locator("#following a")).to_have_text(["Ana <b>Author</b>", "shelves"])
    with page.expect_download() as download:
        page.locator("[data-as=json]").click()
    again = json.loads(Path(download.value.path()).read_text(encoding="utf-8"))
    assert (again["follows"], again["read"]) == (follows[:2], ["bare"])
    page.locator("#following .follow").first.click()
    page.reload()
    expect(page.locator("#following a")).to_have_text(["shelves"])


@pytest.mark.parametrize("value", ["7", '{"last":{"at":"x","day":"<b>"}}', "{", '{"base":{"day":5}}'])
def test_a_damaged_memory_does_no_harm(visit: Visit, sample_site: Path, value: str) -> None:
    visitor = visit(sample_site)
    page = visitor.open("index.html")
    page.wait_for_function(VISIT)
    page.evaluate(f"(value) => localStorage.setItem({VISIT}, value)", value)
    page = visitor.open("index.html")
    expect(page.locator(".since")).to_have_text("")
    assert visitor.complaints == []
