"""The chain of themes, overrides, and which page is stale when a template changes."""

from __future__ import annotations

from pathlib import Path

import pytest
from jinja2 import meta

from site_builder.core.diagnostics import ContentError
from site_builder.theme.environment import make_environment
from site_builder.theme.load import Templates, Theme, bundled_themes, list_references, load_theme
from tests.shelf import write_archive


def theme(root: Path, files: dict[str, str], name: str = "default") -> Theme:
    return load_theme(write_archive(root, {f"themes/{path}": text for path, text in files.items()}), name)


def codes(root: Path, files: dict[str, str], name: str) -> list[str]:
    with pytest.raises(ContentError) as caught:
        theme(root, files, name)
    return [problem.code for problem in caught.value.diagnostics]


def test_the_default_theme_ships(tmp_path: Path) -> None:
    assert "paper.html" in theme(tmp_path, {}).templates
    assert (bundled_themes() / "default" / "theme.yml").is_file()


def test_the_first_folder_of_the_chain_wins(tmp_path: Path) -> None:
    files = {
        "overrides/templates/404.html": "override",
        "day/theme.yml": "extends: night\n",
        "day/templates/404.html": "day",
        "day/templates/about.html": "day",
        "night/theme.yml": "title: Night\n",
        "night/templates/about.html": "night",
        "night/assets/site.css": "night",
    }
    found = theme(tmp_path, files, "day")
    assert Path(found.templates["404.html"]).read_text(encoding="utf-8") == "override"
    assert Path(found.templates["about.html"]).read_text(encoding="utf-8") == "day"
    assert Path(found.assets["site.css"]).read_text(encoding="utf-8") == "night"
    assert "paper.html" in found.templates
    assert [Path(folder).name for folder in found.folders] == ["overrides", "day", "night", "default"]


def test_a_theme_of_the_archive_wins_over_one_that_ships(tmp_path: Path) -> None:
    found = theme(tmp_path, {"default/theme.yml": "title: Mine\n", "default/templates/404.html": "mine"})
    assert list(found.templates) == ["404.html"]


def test_a_theme_that_says_nothing_extends_the_default(tmp_path: Path) -> None:
    assert "paper.html" in theme(tmp_path, {"day/theme.yml": ""}, "day").templates


def test_mistakes_of_themes_are_told(tmp_path: Path) -> None:
    assert codes(tmp_path / "a", {}, "fancy") == ["E401"]
    assert codes(tmp_path / "b", {"day/theme.yml": "extends: day\n"}, "day") == ["E406"]
    assert codes(tmp_path / "c", {"day/theme.yml": "extend: night\n"}, "day") == ["E402"]


def test_files_that_symbolic_links_lead_to_are_not_templates(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret", encoding="utf-8")
    write_archive(tmp_path, {"themes/overrides/templates/a.html": ""})
    (tmp_path / "themes/overrides/templates/b.html").symlink_to(tmp_path / "secret")
    found = load_theme(tmp_path, "default")
    assert "a.html" in found.templates
    assert "b.html" not in found.templates


@pytest.mark.parametrize(
    "uses",
    [
        "{% include 'part.html' %}",
        "{% extends 'part.html' %}",
        "{% import 'part.html' as ui %}",
        "{% from 'part.html' import row %}",
        "{% include ['none.html', 'part.html'] %}",
        "{% include page.kind ~ '.html' %}",
        "{% include 'middle.html' %}",
    ],
)
def test_the_digest_of_a_template_changes_with_whatever_it_uses(uses: str, tmp_path: Path) -> None:
    files = {
        "overrides/templates/page.html": uses,
        "overrides/templates/middle.html": "{% include 'part.html' %}",
        "overrides/templates/part.html": "one",
        "overrides/templates/alone.html": "alone",
    }
    before = Templates(theme(tmp_path, files))
    after = Templates(theme(tmp_path, files | {"overrides/templates/part.html": "two"}))
    assert before.digest("page.html") != after.digest("page.html")
    assert before.digest("alone.html") == after.digest("alone.html")


def test_templates_that_include_each_other_have_a_digest(tmp_path: Path) -> None:
    files = {
        "overrides/templates/a.html": "{% include 'b.html' %}",
        "overrides/templates/b.html": "{% include 'a.html' %}",
    }
    templates = Templates(theme(tmp_path, files))
    assert len(templates.digest("a.html")) == 16


def test_a_missing_template_is_told_by_name(tmp_path: Path) -> None:
    templates = Templates(theme(tmp_path, {"default/theme.yml": ""}))
    with pytest.raises(ContentError) as caught:
        templates.render(("term.tags.html", "term.html"), {})
    assert caught.value.diagnostics[0].code == "E405"
    assert "term.html" in caught.value.diagnostics[0].message


@pytest.mark.parametrize(
    "source",
    [
        "{% extends 'base.html' %}",
        '{%- include "a.html" ignore missing without context -%}',
        "{%+ import 'a.html' as macros with context %}{% from 'b.html' import one, two as three %}",
        "{% include name %}{% include 'a' if x else 'b' %}{% include 'a' ~ x %}{% include ['a.html', 'b.html'] %}",
        "{%\ninclude\n'a.html'\n%}{% include 'a' 'b.html' %}{% include 'a%}' %}{% include 'a\\x2e' %}",
    ],
)
def test_what_a_template_includes_is_found_as_jinja_finds_it(source: str) -> None:
    found = list_references(source)
    for name in meta.find_referenced_templates(make_environment(lambda name: None).parse(source)):
        assert name in found or None in found


def test_a_name_that_is_written_out_is_no_reason_to_take_all() -> None:
    source = "{% extends 'a.html' %}{% from \"b.html\" import c %}{% if x %}{% endif %}"
    assert list_references(source) == ["a.html", "b.html"]
    assert list_references("{% extends 'a.html' if site.base_url else 'b.html' %}") == ["a.html", "b.html"]
    assert list_references("{% extends a if site.base_url else 'b.html' %}") == [None, "b.html"]


def test_the_themes_that_ship_compute_no_name() -> None:
    for path in bundled_themes().glob("*/templates/*"):
        assert None not in list_references(path.read_text(encoding="utf-8"))


def test_a_template_can_extend_its_namesake(tmp_path: Path) -> None:
    own = "{% extends 'default/base.html' %}{% block footer %}Ours.{% endblock %}"
    page = "{% extends 'default/404.html' %}{% block main %}{{ super() }}Lost.{% endblock %}"
    templates = Templates(
        theme(
            tmp_path,
            {
                "mine/theme.yml": "extends: proceedings\n",
                "mine/templates/404.html": page,
                "overrides/templates/base.html": own,
            },
            "mine",
        )
    )
    before = templates.digest("404.html")
    assert templates.environment.get_template("404.html").blocks.keys() >= {"main"}
    assert templates.environment.get_template("base.html").blocks.keys() == {"footer"}
    (tmp_path / "themes/mine/templates/404.html").write_text(page.replace("Lost", "Gone"), encoding="utf-8")
    assert Templates(load_theme(tmp_path, "mine")).digest("404.html") != before


def test_the_digest_of_a_template_changes_with_its_namesake(tmp_path: Path) -> None:
    own = "{% extends 'default/base.html' %}"
    files = {"default/theme.yml": "", "default/templates/base.html": "One."}
    first = Templates(theme(tmp_path, {"overrides/templates/base.html": own} | files)).digest("base.html")
    second = Templates(theme(tmp_path, {"default/templates/base.html": "Two."})).digest("base.html")
    assert first != second
