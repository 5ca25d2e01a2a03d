"""`site.yml` and the taxonomy files to settings."""

from __future__ import annotations

from pathlib import Path

import pytest

from site_builder.core.diagnostics import ContentError
from site_builder.model import Taxonomy
from site_builder.settings.load import load_config, parse_config
from site_builder.settings.terms import DEFAULT_TAXONOMIES, Declaration
from site_builder.settings.types import SiteConfig
from tests.shelf import write_archive


def config(text: str) -> SiteConfig:
    settings, problems = parse_config(text.encode())
    assert not problems
    return settings


def codes(text: str) -> list[str]:
    return [problem.code for problem in parse_config(text.encode())[1]]


def test_every_setting_has_a_default() -> None:
    assert config("title: A shelf\n") == SiteConfig(title="A shelf", taxonomies=DEFAULT_TAXONOMIES)


def test_an_empty_site_file_is_told() -> None:
    assert codes("") == ["E007"]


def test_the_base_address_ends_in_a_slash() -> None:
    assert config("base_url: https://example.org/papers\n").base_url == "https://example.org/papers/"
    assert config("base_url: https://example.org\n").base_url == "https://example.org/"


@pytest.mark.parametrize(
    ("typed", "size"), [("1GB", 10**9), ("1.5 MB", 1_500_000), ("300", 300), ("12kB", 12_000), ("2G", 2 * 10**9)]
)
def test_sizes_are_written_with_their_unit(typed: str, size: int) -> None:
    assert config(f"limits: {{site_bytes: {typed}}}\n").limits.site_bytes == size


def test_shares_are_written_in_per_cent() -> None:
    assert config("limits: {shrink: 12.5%}\n").limits.shrink == 0.125
    assert codes("limits: {shrink: 0.05}\n") == ["E302"]
    assert codes("limits: {shrink: 101%}\n") == ["E302"]


def test_related_papers_are_counted_or_left_out() -> None:
    assert config("title: A shelf\nrelated: {count: 4}\n").related.most(10) == 4
    assert config("title: A shelf\nrelated: false\n").related.most(10) == 0
    assert codes("title: A shelf\nrelated: {count: 11}\n") == ["E106"]
    assert codes("title: A shelf\nrelated: {many: 3}\n") == ["E301"]


@pytest.mark.parametrize("language", ["en", "pt-BR", "zh-Hant-TW", "ast"])
def test_language_tags(language: str) -> None:
    assert config(f"language: {language}\n").language == language


@pytest.mark.parametrize("language", ["english please", "en_US", "e", "-en"])
def test_what_is_no_language_tag(language: str) -> None:
    assert codes(f"language: '{language}'\n") == ["E302"]


@pytest.mark.parametrize("theme", ["../up", "/etc", "My Theme", ".hidden", "a/b"])
def test_a_theme_is_a_folder_of_the_archive(theme: str) -> None:
    assert codes(f"theme: '{theme}'\n") == ["E302"]


@pytest.mark.parametrize(
    "value",
    ["red; } *{x:y", "url(//example.org)", "URL (x)", "</style>", "a\\62", "@import x", "/* x", "expression(x)"],
)
def test_a_style_cannot_end_its_declaration_nor_fetch(value: str) -> None:
    assert codes(f"style: {{accent: '{value}'}}\n") == ["E302"]


def test_styles_are_colours_fonts_and_lengths() -> None:
    style = config("style: {accent: '#7a1f1f', font: 'Georgia, serif', width: 'min(60rem, 100%)'}\n").style
    assert style == {"accent": "#7a1f1f", "font": "Georgia, serif", "width": "min(60rem, 100%)"}


def test_a_declared_taxonomy_has_a_field_of_its_name() -> None:
    settings = config("taxonomies: {methods: {title: Methods, min_entries: 2}, authors: {min_entries: 3}}\n")
    assert settings.taxonomies["methods"] == Taxonomy("methods", "methods", "Methods", "Methods", 2)
    assert settings.taxonomies["authors"].min_entries == 3
    assert settings.taxonomies["authors"].title == "Authors"
    assert settings.taxonomy_fields == ("methods",)


@pytest.mark.parametrize("name", ["papers", "days", "assets", "Files", "a b", "../up", "search"])
def test_a_taxonomy_takes_no_folder_of_the_site(name: str) -> None:
    assert codes(f"taxonomies: {{'{name}': {{title: T}}}}\n") == ["E302"]


@pytest.mark.parametrize("field", ["x-mood", "../up", "A b"])
def test_a_taxonomy_has_a_plain_field(field: str) -> None:
    assert codes(f"taxonomies: {{moods: {{field: '{field}'}}}}\n") == ["E302"]


def test_spellings_of_a_taxonomy_that_is_not_there_are_told() -> None:
    assert codes("aliases: {author: {Ana Author: [A. Author]}}\n") == ["E301"]
    assert codes("taxonomies: {moods: {title: M}}\naliases: {moods: {sunny: [bright]}}\n") == []


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("titel: A", "did you mean 'title'?"),
        ("accent: red", "write: style: {accent: '#7a1f1f'}"),
        ("page_size: 5", "write: lists: {page_size: 50}"),
        ("items: 5", "write: feeds: {items: 20}, or digest: {items: 10}"),
    ],
)
def test_a_setting_that_is_known_elsewhere_is_named_with_its_place(typed: str, hint: str) -> None:
    (problem,) = parse_config(f"{typed}\n".encode())[1]
    assert (problem.code, problem.hint) == ("E301", hint)


def test_problems_of_all_settings_come_at_once() -> None:
    assert codes("titel: A\nlanguage: '?'\nbase_url: x\nlists: {page_size: 1}\nlimits: {a: b}\n") == [
        "E301",
        "E302",
        "E107",
        "E302",
        "E301",
    ]


def test_a_taxonomy_file_joins_the_spellings_of_the_site_file(tmp_path: Path) -> None:
    root = write_archive(
        tmp_path,
        {
            "site.yml": "aliases: {authors: {Ana Author: [A. Author]}}\n",
            "content/authors.yml": "Ana Author: {spellings: [Ana B. Author], orcid: 0000-0002-1825-0097, slug: ana}\n",
        },
    )
    settings, problems = load_config(root)
    assert not problems
    declared = settings.declarations["authors"]["Ana Author"]
    assert declared == Declaration(
        "Ana Author",
        "ana",
        spellings=("Ana B. Author", "A. Author"),
        orcid="0000-0002-1825-0097",
        place=("content/authors.yml", 1, 1),
    )


@pytest.mark.parametrize("slug", ["../../up", "a/b", "A", "a b", "-a", "a--b", "a.html"])
def test_the_address_of_a_term_stays_in_its_folder(slug: str, tmp_path: Path) -> None:
    root = write_archive(tmp_path, {"content/tags.yml": f"agents: {{slug: '{slug}'}}\n"})
    assert [problem.code for problem in load_config(root)[1]] == ["E103"]


def test_a_file_that_nothing_reads_is_told(tmp_path: Path) -> None:
    root = write_archive(
        tmp_path, {"content/tag.yml": "a: {name: A}\n", "content/.hidden.yml": "", "content/tags.yml": ""}
    )
    ((path, hint),) = [(problem.path, problem.hint) for problem in load_config(root)[1]]
    assert (path, hint) == ("content/tag.yml", "did you mean 'tags.yml'?")


def test_a_folder_without_settings_is_no_archive(tmp_path: Path) -> None:
    with pytest.raises(ContentError) as caught:
        load_config(tmp_path)
    assert [problem.code for problem in caught.value.diagnostics] == ["E303"]
