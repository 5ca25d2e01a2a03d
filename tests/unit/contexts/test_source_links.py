"""Links from a paper's page to where its entry is corrected."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.forms import CORRECTION
from tests.shelf import built, front_matter, page, write_archive

ONE = {"content/papers/2026/2604.12890.md": front_matter("title: One", "date: 2026-05-26")}
FORM = f"https://github.com/you/papers/issues/new?template={CORRECTION.name}&amp;paper=2604.12890"
FILE = "https://github.com/you/papers/edit/HEAD/content/papers/2026/2604.12890.md"


@pytest.mark.parametrize("theme", ["default", "proceedings"])
def test_a_paper_links_to_its_correction_form_and_its_file(tmp_path: Path, theme: str) -> None:
    site = f"title: Papers\ntheme: {theme}\nrepository: https://github.com/you/papers/\n"
    built(write_archive(tmp_path, ONE | {"site.yml": site}))
    html = page(tmp_path, "papers/2604.12890.html")
    assert f'<a href="{FORM}">Suggest a correction</a> · <a href="{FILE}">Edit on GitHub</a>' in html


@pytest.mark.parametrize("theme", ["default", "proceedings"])
def test_without_a_repository_there_is_no_such_link(tmp_path: Path, theme: str) -> None:
    built(write_archive(tmp_path, ONE | {"site.yml": f"title: Papers\ntheme: {theme}\n"}))
    assert "issues/new" not in page(tmp_path, "papers/2604.12890.html")


def test_the_forms_questions_are_those_that_the_link_fills() -> None:
    assert CORRECTION.questions[0].id == "paper"
