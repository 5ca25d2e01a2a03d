"""Templates put together as one: the same pages, and Jinja's own way wherever they could differ."""

from __future__ import annotations

from pathlib import Path

import pytest

from site_builder.check.templates import sample_pages
from site_builder.core.diagnostics import ContentError
from site_builder.settings.terms import DEFAULT_TAXONOMIES
from site_builder.settings.types import SiteConfig
from site_builder.theme import load as themes
from site_builder.theme.environment import make_environment
from site_builder.theme.load import Templates, load_theme
from site_builder.theme.render import render_page
from tests.shelf import write_archive

BASE = "<title>{% block title %}{{ page }}{% endblock %}</title>{% block main %}{% endblock %}{% set word = 'base' %}"


def rendered(files: dict[str, str], **context: object) -> tuple[str | None, str]:
    """Return a page of `page.html` as one function and by Jinja's own way."""
    environment = make_environment(lambda name: (files[name], name) if name in files else None)
    whole = environment.get_inlined("page.html")
    return whole.render(context) if whole else None, environment.get_template("page.html").render(context)


@pytest.mark.parametrize("name", ["default", "proceedings"])
def test_every_page_of_a_theme_is_the_same(tmp_path: Path, name: str) -> None:
    templates = Templates(load_theme(tmp_path, name))
    seen = set()
    for page, context in sample_pages(SiteConfig(taxonomies=DEFAULT_TAXONOMIES)):
        template = templates.name(page.templates)
        whole = templates.environment.get_inlined(template)
        assert whole is not None, template
        assert whole.render(context) == templates.environment.get_template(template).render(context), page.url
        seen.add(page.kind)
    assert {"paper", "term", "period", "home"} <= seen


@pytest.mark.parametrize(
    "files",
    [
        {"page.html": "{% extends 'base.html' %}{% block main %}{{ page }}{% endblock %}ignored"},
        {
            "page.html": "{% extends 'base.html' %}{% set x = 1 %}"
            "{% block main %}{% set x = x + 1 %}{{ x }}{% endblock %}",
        },
        {"page.html": "{% include 'part.html' %}{{ page }}", "part.html": "{% set page = 'other' %}{{ page }}"},
        {
            "page.html": "{% extends 'mid.html' %}{% block inner %}{{ page }}{% endblock %}",
            "mid.html": "{% extends 'base.html' %}{% block main %}<p>{% block inner %}{% endblock %}</p>{% endblock %}",
        },
        {
            "page.html": "{% extends 'base.html' %}{% import 'macros.html' as ui %}"
            "{% block main %}{% for n in (1, 2) %}{{ ui.shown(n) }}{{ page }}{% endfor %}{% endblock %}",
            "macros.html": "{% macro shown(n) %}<b>{{ n }}</b>{% endmacro %}",
        },
        {
            "page.html": "{% extends 'base.html' %}{% macro m() %}{{ page }}{% endmacro %}"
            "{% block main %}{{ m() }}{% endblock %}",
        },
    ],
)
def test_a_page_is_the_same_as_one_function(files: dict[str, str]) -> None:
    whole, parts = rendered({"base.html": BASE, **files}, page="<&>")
    assert whole == parts


@pytest.mark.parametrize(
    "page",
    [
        "{% extends 'base.html' %}{% block title %}{{ super() }}!{% endblock %}",
        "{% block opening %}{{ page }}{% endblock %}{{ self.opening() }}",
        "{% extends page_base %}",
        "{% if page %}{% extends 'base.html' %}{% endif %}",
        "{% extends 'base.html' %}{% if page %}{% set x = 1 %}{% endif %}",
        "{% for n in (1, 2) %}{% include 'part.html' %}{% endfor %}",
        "{% for n in (1, 2) %}{% block one scoped %}{{ n }}{% endblock %}{% endfor %}",
        "{% include 'plain.txt' %}",
        "{% include ['none.html', 'part.html'] %}",
        "{% import 'macros.html' as ui with context %}",
        # A macro sees what was set when it was made; the template that is extended sets this name later.
        "{% extends 'base.html' %}{% macro m() %}{{ word }}{% endmacro %}{% block main %}{{ m() }}{% endblock %}",
    ],
)
def test_what_only_parts_can_do_is_left_to_them(page: str) -> None:
    files = {
        "page.html": page,
        "base.html": BASE,
        "part.html": "{{ page }}",
        "plain.txt": "{{ page }}",
        "macros.html": "",
    }
    whole, parts = rendered(files, page="<&>", page_base="base.html", word="given")
    assert whole is None
    assert parts is not None


def test_templates_that_include_each_other_are_left_to_jinja() -> None:
    files = {"page.html": "{% if page %}{% include 'page.html' %}{% endif %}"}
    assert rendered(files, page="") == (None, "")


def test_a_mistake_on_a_late_page_is_told_at_its_own_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(themes, "OFTEN", 2)
    files = {"base.html": "{% block main %}{% endblock %}\n{{ 1 // number }}", "404.html": "{% extends 'base.html' %}"}
    root = write_archive(tmp_path, {f"themes/overrides/templates/{name}": text for name, text in files.items()})
    templates = Templates(load_theme(root, "default"))
    pages = [render_page(templates, ("404.html",), {"number": number}) for number in (1, 1, 1, 1)]
    assert set(pages) == {b"1"}
    with pytest.raises(ContentError) as caught:
        render_page(templates, ("404.html",), {"number": 0})
    assert (caught.value.diagnostics[0].path, caught.value.diagnostics[0].line) == (
        "themes/overrides/templates/base.html",
        2,
    )
