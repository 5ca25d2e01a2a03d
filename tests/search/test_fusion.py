"""What a query is about joins what its words find: more papers, marked, and nothing that the query excludes."""

from __future__ import annotations

import shutil
from pathlib import Path
from random import Random
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from .node import ask, needs_node
from .papers import Paper, paper, write_site

pytestmark = needs_node

TEA = "kettle teapot infusion leaf brewing saucer caddy strainer cosy urn samovar tisane".split()
ICE = "glacier icefield moraine snowline crevasse serac cirque firn fjord calving drumlin esker".split()
SENTENCE = "kettle and teapot infusion leaf"


def subject_papers() -> list[Paper]:
    """Return papers, each with three words of one of two subjects, and one whose title is a sentence."""
    random = Random(7)
    titles = [" ".join(random.sample((TEA, ICE)[i % 2], 3)) for i in range(150)]
    papers = [paper(f"p{i:04}", title, date=f"{2000 + i // 9}") for i, title in enumerate(titles)]
    return [*papers, paper("whole", "Firn caddy serac saucer cirque")]


@pytest.fixture(scope="module")
def subjects_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a site whose papers have vectors."""
    return write_site(subject_papers(), tmp_path_factory.mktemp("subjects"))


def answer(site_path: Path, text: str, **options: object) -> dict[str, Any]:
    """Return the answer to one query."""
    (found,) = ask("search", site_path, texts=[text], options={"limit": 200, **options})
    assert isinstance(found, dict)
    return found


def test_papers_of_the_subject_join_those_with_the_words(subjects_path: Path) -> None:
    found, words = answer(subjects_path, SENTENCE), answer(subjects_path, SENTENCE, by="words")
    added = [result for result in found["results"] if result["fields"] == ["meaning"]]
    assert len(added) == found["byMeaning"] == found["total"] - words["total"] > 0
    assert {*SENTENCE.split()}.isdisjoint(" ".join(result["title"] for result in added).split())
    assert all({*result["about"]} <= {*TEA} and result["about"] for result in added)
    assert (found["isByMeaning"], words["isByMeaning"], words["byMeaning"]) == (True, False, 0)


def test_what_is_excluded_or_filtered_stays_out(subjects_path: Path) -> None:
    found = answer(subjects_path, f"{SENTENCE} -saucer")
    assert found["byMeaning"] > 0
    assert not any("saucer" in result["title"] for result in found["results"])
    found = answer(subjects_path, SENTENCE, filters=["year:2000..2008"])
    assert found["byMeaning"] > 0
    assert all(result["date"] <= "2008" for result in found["results"])
    assert answer(subjects_path, '"kettle teapot" and infusion leaf')["byMeaning"] == 0


def test_a_title_stays_first_and_keywords_rank_by_words(subjects_path: Path) -> None:
    assert answer(subjects_path, "firn caddy serac saucer cirque")["results"][0]["id"] == "whole"
    assert answer(subjects_path, "kettle")["byMeaning"] == 0


def test_words_are_answered_where_meaning_cannot_be_read(browser: Browser, subjects_path: Path, tmp_path: Path) -> None:
    copy_path = shutil.copytree(subjects_path, tmp_path / "copy")
    shutil.rmtree(copy_path / "search/e")
    page = browser.new_page()
    page.goto((copy_path / "search.html").as_uri() + "#q=" + SENTENCE.replace(" ", "+"))
    expect(page.locator("#search-status")).to_contain_text("could not be loaded")
    assert page.locator("#search-results > li").count() == 20
    page.close()


def test_page_says_what_meaning_did_and_goes_back_to_words(browser: Browser, subjects_path: Path) -> None:
    page = browser.new_page()
    page.goto((subjects_path / "search.html").as_uri() + "#q=" + SENTENCE.replace(" ", "+"))
    expect(page.locator("#search-status")).to_contain_text("Ranked by words and meaning.")
    page.click("text=Search by words only")
    expect(page.locator("#search-status")).not_to_contain_text("meaning")
    assert page.url.endswith("&by=words")
    page.close()


def test_rows_that_a_reader_points_at_stay(browser: Browser, subjects_path: Path) -> None:
    page = browser.new_page()
    page.goto((subjects_path / "search.html").as_uri() + "#q=" + SENTENCE.replace(" ", "+") + "&by=words")
    titles = page.locator("#search-results h2")
    expect(titles.nth(4)).to_be_visible()
    before = titles.all_inner_texts()[:3]
    titles.nth(2).hover()
    joined = page.evaluate(
        """async ([text]) => {
            const { results, words } = await papershelf.search(text, { limit: 20 });
            const list = document.getElementById('search-results');
            const rows = results.reverse().map((result) => papershelfView.row(result, words));
            papershelfView.join(list, rows, performance.now());
            return [...list.children].map((item) => item.dataset.id);
        }""",
        [SENTENCE],
    )
    assert titles.all_inner_texts()[:3] == before
    assert len(joined) == len({*joined}) >= 20
    page.close()
