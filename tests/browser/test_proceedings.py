"""The second theme: the first one's pages in a look of its own, sound, and with nothing that axe-core finds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import violations
from tests.browser.conftest import Visit, serve_site
from tests.conftest import REPOSITORY, papershelf
from tests.sample import PAGES, write_sample
from tests.test_html import checker, errors

__all__ = ["checker"]


@pytest.fixture(scope="module")
def proceedings(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample, built with the second theme."""
    root = tmp_path_factory.mktemp("proceedings")
    write_sample(root)
    with (root / "site.yml").open("a", encoding="utf-8") as file:
        file.write("theme: proceedings\n")
    done = papershelf("build", "--jobs", "1", cwd=root)
    assert done.returncode == 0, done.stdout + done.stderr
    return root / "_site"


@pytest.fixture(scope="module")
def proceedings_server(proceedings: Path) -> Iterator[str]:
    """Where it is served; the page for lost addresses needs the path of the project."""
    yield from serve_site(proceedings)


def test_its_pages_only_fill_blocks_of_the_default() -> None:
    own_look = {"header.html", "macros.html"}
    for path in (REPOSITORY / "themes/proceedings/templates").iterdir():
        extends = path.read_text(encoding="utf-8").startswith(f"{{% extends 'default/{path.name}' %}}")
        assert extends is (path.name not in own_look), path.name


def test_it_is_sound() -> None:
    done = papershelf("theme", "check", "proceedings", cwd=REPOSITORY)
    assert (done.returncode, done.stdout.strip()) == (0, "no problems in the theme proceedings")


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_axe_finds_nothing(axe: Page, proceedings_server: str, path: str) -> None:
    axe.goto(proceedings_server + path)
    assert violations(axe) == []


@pytest.mark.parametrize("path", [path for path in PAGES.values() if path != "404.html"])
def test_a_page_opens_cleanly_and_fits_a_narrow_screen(visit: Visit, proceedings: Path, path: str) -> None:
    visitor = visit(proceedings, viewport={"width": 320, "height": 640})
    page = visitor.open(path)
    assert page.locator("h1").count() == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert visitor.complaints == []


def test_every_page_is_valid(checker: list[str], proceedings: Path) -> None:
    assert errors(checker, sorted(proceedings.rglob("*.html"))) == []


def test_papers_are_numbered_on_from_page_to_page(visit: Visit, proceedings: Path) -> None:
    page = visit(proceedings).open("tags/shelves/2.html")
    assert page.locator("ol.list").get_attribute("start") == "6"
    number = "getComputedStyle(document.querySelector('.list > li'), '::before').content"
    assert "counter(list-item)" in page.evaluate(number)


def test_the_scripts_of_the_default_serve_it(visit: Visit, proceedings: Path) -> None:
    visitor = visit(proceedings)
    page = visitor.open("days/2026-03-02.html")
    page.locator("form.tools select").select_option("title")
    listed = page.locator(".list h2").all_inner_texts()
    assert listed == sorted(listed)
    page.locator(".list .star").first.click()
    page.goto(visitor.root + "reading-list.html")
    assert page.locator("#reading-items h2").all_inner_texts() == listed[:1]
    page.goto(visitor.root + "papers/all-fields.html")
    page.locator("[data-format=ris]").click()
    expect(page.locator("#cite pre")).to_contain_text("TY  - JOUR")
    page.goto(visitor.root + "tags/index.html")
    assert page.locator("button.look").count() == 1
    assert visitor.complaints == []


def test_an_override_changes_one_template_of_it(tmp_path: Path) -> None:
    write_sample(tmp_path)
    override = tmp_path / "themes/overrides/templates/content.html"
    override.parent.mkdir(parents=True)
    override.write_text("{% extends 'base.html' %}{% block main %}<h1>Ours</h1>{% endblock %}", encoding="utf-8")
    with (tmp_path / "site.yml").open("a", encoding="utf-8") as file:
        file.write("theme: proceedings\n")
    assert papershelf("build", "--jobs", "1", cwd=tmp_path).returncode == 0
    about = (tmp_path / "_site/about.html").read_text(encoding="utf-8")
    assert "<h1>Ours</h1>" in about
    assert "<p class=motto>" in (tmp_path / "_site/index.html").read_text(encoding="utf-8")
