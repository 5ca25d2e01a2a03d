"""`papershelf theme check`: mistakes of templates with file, line and cure."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.shelf import run, write_archive


def check(root: Path, name: str, text: str) -> tuple[int, str]:
    write_archive(root, {f"themes/overrides/templates/{name}": text})
    result = run("theme", "check", "--archive", root)
    return result.exit_code, result.output


def test_the_theme_that_ships_is_sound(tmp_path: Path) -> None:
    result = run("theme", "check", "--archive", write_archive(tmp_path, {}))
    assert (result.exit_code, result.output) == (0, "no problems in the theme default\n")


@pytest.mark.parametrize(
    ("name", "line", "code", "part"),
    [
        ("404.html", "{{ sit.title }}", "E404", "did you mean 'site'?"),
        ("paper.html", "{{ paper.card.titel }}", "E404", "titel"),
        ("paper.html", "{{ paper.autors }}", "E404", "did you mean 'authors'?"),
        ("archive.html", "{{ years[99].link }}", "E404", "99"),
        ("404.html", "{% if %}", "E403", "404.html"),
        ("404.html", "{% include 'none.html' %}", "E405", "none.html"),
        ("404.html", "{{ site|nofilter }}", "E403", "nofilter"),
        ("404.html", "{{ 1 / 0 }}", "E403", "zero"),
        ("404.html", "{{ site.title + 1 }}", "E403", "404.html"),
        ("404.html", "{{ none|dictsort }}", "E40", "404.html"),
        ("404.html", "{{ ''.__class__ }}", "E40", "404.html"),
        ("404.html", "{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}", "E403", "recursion"),
    ],
)
def test_a_mistake_is_told_with_its_line(name: str, line: str, code: str, part: str, tmp_path: Path) -> None:
    status, output = check(tmp_path, name, f"<p>one</p>\n\n{line}\n")
    assert status == 1
    assert f"themes/overrides/templates/{name}:3:1: error[{code}" in output
    assert part in output


def test_a_name_that_only_some_papers_have_must_be_asked_for(tmp_path: Path) -> None:
    status, output = check(tmp_path / "a", "paper.html", "{{ paper.card.date.text }}")
    assert status == 1
    assert "E40" in output
    status, _ = check(tmp_path / "b", "paper.html", "{% if paper.card.date %}{{ paper.card.date.text }}{% endif %}")
    assert status == 0


def test_a_theme_that_is_not_there_is_told(tmp_path: Path) -> None:
    result = run("theme", "check", "fancy", "--archive", write_archive(tmp_path, {}))
    assert result.exit_code == 1
    assert "E401" in result.output
