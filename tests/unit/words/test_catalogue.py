"""The catalogues of words: nothing missing, nothing left over, dates and titles as people write them."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

from site_builder.build.assets import words_script
from site_builder.content.values import LINK_TITLES
from site_builder.settings.load import load_config
from site_builder.settings.terms import DEFAULT_TAXONOMIES
from site_builder.settings.words import parse_words
from site_builder.text.dates import MONTHS, SHORT_MONTHS, WEEKDAYS, date_text, period_text, short_date, weekday
from site_builder.theme.fragments import KeptPart
from site_builder.words.catalogue import FOLDER, LANGUAGES, load_catalogue, number_text, translator
from tests.conftest import REPOSITORY
from tests.shelf import built, front_matter, page, write_archive

THEMES = REPOSITORY / "themes"
CHINESE = translator(load_catalogue("zh").pages)
ENGLISH = translator({})


def template_messages(text: str) -> Iterator[str]:
    """The messages that a template hands to `t` and `plural`."""
    # The bounds of kept parts are a tag of our own, and say nothing to readers.
    text = re.sub(r"{% (end)?kept\b.*?%}", "", text)
    for call in Environment(extensions=[KeptPart]).parse(text).find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name in ("t", "plural"):
            yield from (argument.value for argument in call.args if isinstance(argument, nodes.Const))


def python_messages(text: str) -> Iterator[str]:
    """The messages that the builder's own code hands to `t`."""
    for call in ast.walk(ast.parse(text)):
        if isinstance(call, ast.Call) and ast.unparse(call.func).rpartition(".")[2] in ("t", "_t"):
            yield from (str(part.value) for part in call.args if isinstance(part, ast.Constant))


def script_messages(text: str) -> Iterator[str]:
    """The messages that a script hands to its `t`."""
    yield from re.findall(r"\bt\('((?:[^'\\]|\\.)*)'\)", text)


def page_words() -> set[str]:
    """All messages that pages can show."""
    found = {*MONTHS, *SHORT_MONTHS, *WEEKDAYS, *LINK_TITLES.values()}
    found |= {word for taxonomy in DEFAULT_TAXONOMIES.values() for word in (taxonomy.title, taxonomy.singular)}
    for path in THEMES.glob("*/templates/*"):
        found |= set(template_messages(path.read_text(encoding="utf-8")))
    for path in (REPOSITORY / "site_builder").rglob("*.py"):
        found |= set(python_messages(path.read_text(encoding="utf-8")))
    return found


def script_words() -> set[str]:
    """All messages that scripts can show."""
    return {
        word for path in THEMES.glob("*/assets/**/*.js") for word in script_messages(path.read_text(encoding="utf-8"))
    }


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.yml")), ids=lambda path: path.stem)
def test_a_catalogue_has_each_message_and_no_other(path: Path) -> None:
    catalogue = load_catalogue(path.stem)
    assert set(catalogue.pages) == page_words()
    assert set(catalogue.scripts) == script_words()


def test_messages_are_found_where_they_are_used() -> None:
    assert list(template_messages("{% if x %}{{ t('A') }}{% endif %}{{ plural(a(b), '{n} c', '{n} d') }}")) == [
        "A",
        "{n} c",
        "{n} d",
    ]
    assert list(python_messages("self._t('A', n=f(t('B')))")) == ["A", "B"]
    assert list(script_messages("make('a', {}, t('A'), cut('B'))")) == ["A"]


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.yml")), ids=lambda path: path.stem)
def test_a_translation_fills_in_what_its_message_does(path: Path) -> None:
    catalogue = load_catalogue(path.stem)
    for message, translation in (catalogue.pages | catalogue.scripts).items():
        assert sorted(re.findall(r"\{\w+}", translation)) == sorted(re.findall(r"\{\w+}", message)), message


@pytest.mark.parametrize(
    ("language", "is_translated"),
    [("zh", True), ("zh-CN", True), ("zh-Hans", True), ("zh-Hans-SG", True), ("zh-TW", False), ("zh-Hant", False),
     ("en", False), ("en-GB", False), ("de", True), ("pt-BR", False), ("zho", False)],
)  # fmt: skip
def test_a_language_tag_finds_its_catalogue(language: str, is_translated: bool) -> None:
    assert bool(load_catalogue(language).pages) is is_translated


def test_dates_are_written_as_people_write_them() -> None:
    assert [date_text(iso, ENGLISH) for iso in ("2026-05-26", "2026-05", "2026")] == ["26 May 2026", "May 2026", "2026"]
    assert [date_text(iso, CHINESE) for iso in ("2026-05-06", "2026-05", "2026")] == [
        "2026年5月6日",
        "2026年5月",
        "2026",
    ]
    assert (weekday("2026-05-26", ENGLISH), weekday("2026-05-26", CHINESE)) == ("Tuesday", "星期二")
    assert period_text("week", "2026-W02", ENGLISH) == ("Week 2, 2026", "Week 2")
    assert period_text("week", "2026-W02", CHINESE) == ("2026年第2周", "第2周")


def test_the_script_of_words_cannot_end_a_script_element() -> None:
    script = words_script({"a": "</script>"})
    assert "<" not in script
    assert json.loads(script.partition("=")[2].rstrip().rstrip(";")) == {"a": "</script>"}


PAPER = {
    "content/papers/one.md": front_matter("title: One", "date: 2026-05-26", "tags: [agents]", "methods: [counting]")
}


def test_a_site_in_chinese_speaks_chinese(tmp_path: Path) -> None:
    site = "title: 论文\nlanguage: zh-CN\ntaxonomies: {methods: {title: Search}}\n"
    built(write_archive(tmp_path, PAPER | {"site.yml": site}))
    home = page(tmp_path, "index.html")
    assert '<html lang="zh-CN" dir=ltr' in home
    assert "2026年5月26日" in home
    assert ">主题</a>" in home
    # What the site itself names stays as it is.
    assert ">Search</a>" in home
    assert "assets/words.js" in home
    assert "日期" in page(tmp_path, "archive.html")
    assert (tmp_path / "_site/assets/words.js").read_text(encoding="utf-8").startswith("window.papershelfWords={")


def test_a_site_in_english_has_no_catalogue(tmp_path: Path) -> None:
    built(write_archive(tmp_path, PAPER | {"site.yml": "title: A\ntaxonomies: {methods: {}}\n"}))
    assert "words.js" not in page(tmp_path, "index.html")
    assert not (tmp_path / "_site/assets/words.js").exists()


def test_another_language_changes_every_page(tmp_path: Path) -> None:
    archive = write_archive(tmp_path, PAPER | {"site.yml": "title: A\ntaxonomies: {methods: {}}\n"})
    built(archive)
    write_archive(tmp_path, {"site.yml": "title: A\nlanguage: zh\ntaxonomies: {methods: {}}\n"})
    built(archive)
    assert "2026年5月26日" in page(tmp_path, "papers/one.html")
    assert "2026年5月" in page(tmp_path, "months/2026-05.html")


def test_lists_have_short_months() -> None:
    assert [short_date(iso, ENGLISH) for iso in ("2026-08-21", "2026-08", "2026")] == [
        "21 Aug 2026",
        "August 2026",
        "2026",
    ]


@pytest.mark.parametrize(
    ("language", "day", "short", "month", "number"),
    [
        ("de", "21. August 2026", "21. Aug. 2026", "August 2026", "12.345,5"),
        ("es", "21 de agosto de 2026", "21 ago 2026", "agosto de 2026", "12.345,5"),
        ("fr", "21 août 2026", "21 août 2026", "août 2026", "12\u202f345,5"),
        ("ja", "2026年8月21日", "2026年8月21日", "2026年8月", "12,345.5"),
        ("zh", "2026年8月21日", "2026年8月21日", "2026年8月", "12,345.5"),
    ],
)
def test_a_language_writes_dates_and_numbers_in_its_own_way(
    language: str, day: str, short: str, month: str, number: str
) -> None:
    t = translator(load_catalogue(language).pages)
    assert (date_text("2026-08-21", t), short_date("2026-08-21", t)) == (day, short)
    assert (date_text("2026-08", t), number_text(12345.5, t)) == (month, number)


def test_every_language_but_english_has_a_catalogue() -> None:
    assert {path.stem for path in FOLDER.glob("*.yml")} == {*LANGUAGES} - {"en"}


@pytest.mark.parametrize("language", ["pt", "zh-TW", "ast"])
def test_a_language_without_words_is_an_error_that_names_those_there_are(tmp_path: Path, language: str) -> None:
    site = {"site.yml": f"title: A\nlanguage: {language}\n"}
    write_archive(tmp_path, site)
    (problem,) = load_config(tmp_path)[1]
    assert (problem.path, problem.line, problem.column, problem.code) == ("site.yml", 2, 11, "E302")
    assert f"de, en, es, fr, ja, zh, or translate the interface in words/{language.lower()}.yml" in problem.hint
    write_archive(tmp_path, site | {f"words/{language}.yml": "pages: {Search: Pesquisa}\n"})
    config, problems = load_config(tmp_path)
    assert (config.words.pages, problems) == ({"Search": "Pesquisa"}, ())


def test_an_archive_brings_words_of_its_own(tmp_path: Path) -> None:
    words = "pages: {'Skip to content': Ir para o texto, January: janeiro}\nscripts: {Copy: Copiar}\n"
    site = "title: A\nlanguage: pt-BR\ntaxonomies: {methods: {}}\n"
    built(write_archive(tmp_path, PAPER | {"site.yml": site, "words/pt.yml": words}))
    assert "Ir para o texto" in page(tmp_path, "index.html")
    assert '"Copy":"Copiar"' in page(tmp_path, "assets/words.js")
    write_archive(tmp_path, {"site.yml": site, "words/pt.yml": words.replace("Ir para o texto", "<b>Texto</b>")})
    built(tmp_path)
    assert "&lt;b&gt;Texto&lt;/b&gt;" in page(tmp_path, "index.html")


def test_what_is_wrong_in_a_file_of_words_is_named_with_its_place() -> None:
    text = b"pages:\n  '{n} papers': artigos\n  Search: [a]\nwords: {}\n"
    found, problems = parse_words("words/pt.yml", text)
    assert [(problem.line, problem.code) for problem in problems] == [(2, "E302"), (3, "E103"), (4, "E301")]
    assert "Search" not in found.pages
