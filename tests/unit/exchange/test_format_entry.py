"""Canonical form: order and style, nothing lost, nothing said otherwise, done once and for all."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.content.entries import parse_entry
from site_builder.content.fields import FIELDS
from site_builder.exchange.format_entry import format_entry
from tests.shelf import front_matter, run, write_archive

PATH = "content/papers/one.md"


def formatted(text: str, path: str = PATH) -> str:
    """Return a text in canonical form, and make sure that it is then left alone."""
    once, problems = format_entry(path, text.encode())
    assert not problems
    assert format_entry(path, once) == (once, ())
    return once.decode()


def lines(*typed: str) -> list[str]:
    """Return the lines of front matter in canonical form."""
    return formatted(front_matter(*typed)).split("\n---\n")[0].split("\n")[1:]


def test_fields_stand_in_the_order_of_the_schema_and_others_after_them_as_typed() -> None:
    assert lines("zebra: 1", "x-b: 2", "tags: [a]", "x-a: 3", "title: A paper", "date: 2026-05-26") == [
        "title: A paper",
        "date: 2026-05-26",
        "tags: [a]",
        "zebra: 1",
        "x-b: 2",
        "x-a: 3",
    ]


def test_comments_go_with_the_field_below_them_and_those_inside_stay() -> None:
    typed = (
        "# yaml-language-server: $schema=../entry.schema.json",
        "# Read on the train.",
        "tags: [a]  # more?",
        "",
        "# The preprint's.",
        "title:   'A paper'",
        "authors:",
        "  - Ana   # first",
        "  # - Bo Writer",
        "# That is all.",
    )
    assert lines(*typed) == [
        "# yaml-language-server: $schema=../entry.schema.json",
        "",
        "# The preprint's.",
        "title: A paper",
        "authors:",
        "  - Ana   # first",
        "  # - Bo Writer",
        "# Read on the train.",
        "tags: [a]  # more?",
        "# That is all.",
    ]


@pytest.mark.parametrize(
    ("typed", "canonical"),
    [
        ("title: 'Plain'", "title: Plain"),
        ("title: 'On: this'", 'title: "On: this"'),
        ('title: "it\'s"', "title: it's"),
        ("title:    Spaced   ", "title: Spaced"),
        ("'title': A", "title: A"),
        ("tags: [ a,b , 'c' ]", "tags: [a, b, c]"),
        ("tags: [no, a]", 'tags: ["no", a]'),
        ("tags:\n- a\n- b", "tags:\n  - a\n  - b"),
        ("authors:\n    - name: Ana\n      id: ana-2", "authors:\n  - name: Ana\n    id: ana-2"),
        ("authors:\n  - {name:   Ana}", "authors:\n  - {name: Ana}"),
        ("links: {code: https://example.org/a}", "links: {code: https://example.org/a}"),
        (f"tags: [{'x' * 60}, {'y' * 60}]", f"tags:\n  - {'x' * 60}\n  - {'y' * 60}"),
        ("x-map:\n    deep:\n        - {a: [b]}", "x-map:\n  deep:\n    - {a: [b]}"),
    ],
)
def test_there_is_one_way_to_quote_and_indent(typed: str, canonical: str) -> None:
    assert "\n".join(lines(*typed.split("\n"))) == canonical


@pytest.mark.parametrize(
    "typed",
    [
        "summary: >-\n  Two lines\n    of text.",
        "summary: |\n  # no comment\n\n  Two lines.\n",
        "summary: 'Two\n  lines'",
        "note:",
        "tags: &t [a]\nx-tags: *t",
        "title: !special A paper",
        '{title: "A paper"}',
    ],
)
def test_unusual_values_stay_as_typed(typed: str) -> None:
    text = front_matter(*typed.split("\n"))
    assert formatted(text) == text


def test_the_abstract_stays_as_typed_but_for_its_end() -> None:
    text = "---\ntitle: A\n---\n\n  Indented,  \nbroken.\n\n\n"
    assert formatted(text) == "---\ntitle: A\n---\n\n  Indented,  \nbroken.\n"


def test_a_file_of_yaml_keeps_the_abstract_last_and_windows_its_line_ends() -> None:
    assert formatted("abstract: |\n  Text.\nx-a: b\ntitle: 'A'\n", "content/papers/one.yml") == (
        "title: A\nx-a: b\nabstract: |\n  Text.\n"
    )
    assert format_entry(PATH, b"---\r\ntags: [a]\r\ntitle: A\r\n---\r\n")[0] == (
        b"---\r\ntitle: A\r\ntags: [a]\r\n---\r\n"
    )


def test_a_file_that_is_not_understood_is_left_with_its_problem() -> None:
    for text in ("---\ntitle: 'A\n---\n", "---\ntitle: A\ntitle: B\n---\n", "no front matter"):
        data, problems = format_entry(PATH, text.encode())
        assert data == text.encode()
        assert problems


TEXT = st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=12)
SCALARS = st.one_of(st.sampled_from(["a", "'b: c'", '"d\\te"', "no", "#x", "x # y", "", ">-\n  f", "~"]), TEXT)
VALUES = st.one_of(
    SCALARS,
    st.lists(SCALARS, max_size=3).map(lambda items: "[" + ", ".join(items) + "]"),
    st.lists(SCALARS, min_size=1, max_size=3).map(lambda items: "".join(f"\n- {item}" for item in items)),
    st.lists(SCALARS, max_size=3).map(lambda items: "".join(f"\n   k{n}:  {item}" for n, item in enumerate(items))),
)
KEYS = st.sampled_from([*FIELDS, "x-a", "unknown", "# comment", "  # indented comment", "'quoted'"])


def comments(text: str) -> list[str]:
    return sorted(line.rstrip(" \t") for line in text.split("\n") if line.lstrip().startswith("#"))


@given(st.lists(st.tuples(KEYS, VALUES), max_size=5), st.booleans())
def test_what_an_entry_says_never_changes_and_once_is_enough(fields: list[tuple[str, str]], has_gaps: bool) -> None:
    text = "---\n" + ("\n\n" if has_gaps else "\n").join(f"{key}: {value}" for key, value in fields) + "\n---\nText.\n"
    once, _ = format_entry(PATH, text.encode())
    assert format_entry(PATH, once)[0] == once
    before, after = (parse_entry(PATH, data, "") for data in (text.encode(), once))
    assert (before.entry, before.body) == (after.entry, after.body)
    assert comments(once.decode()) == comments(text)


def test_the_command_formats_an_archive_and_checks_it(tmp_path: Path) -> None:
    root = write_archive(
        tmp_path,
        {
            "content/papers/a.md": front_matter("tags: [x]", "title: A"),
            "content/papers/2026/b.md": front_matter("title: B"),
            "content/tags.yml": "x: {name:   X}\n",
        },
    )
    first = root / "content/papers/a.md"
    first.chmod(0o600)
    assert run("fmt", "--check", "--archive", root).exit_code == 1
    shown = run("fmt", "--diff", "--archive", root, first)
    assert "+title: A" in shown.stdout
    assert "tags: [x]\ntitle" in first.read_text(encoding="utf-8")
    assert run("fmt", "--check", "--archive", root, root / "content/papers/2026").exit_code == 0
    assert run("fmt", "--archive", root).exit_code == 0
    assert "title: A\ntags" in first.read_text(encoding="utf-8")
    assert first.stat().st_mode & 0o777 == 0o600
    assert run("fmt", "--check", "--archive", root).exit_code == 0
    assert [path.name for path in (root / "content/papers").iterdir()].count("a.md") == 1
    assert (root / "content/tags.yml").read_text(encoding="utf-8") == "x: {name:   X}\n"


def test_the_command_refuses_what_is_no_entry_and_tells_of_broken_ones(tmp_path: Path) -> None:
    root = write_archive(tmp_path / "shelf", {"content/papers/a.md": "---\ntitle: 'A\n---\n"})
    assert run("fmt", "--archive", root, root / "site.yml").exit_code == 2
    assert run("fmt", "--archive", root, root / "none.md").exit_code == 2
    assert run("fmt", "--archive", root, tmp_path).exit_code == 2
    broken = run("fmt", "--archive", root)
    assert broken.exit_code == 1
    assert "E006" in broken.stderr


def test_the_repository_is_in_canonical_form() -> None:
    root = Path(__file__).parents[3]
    assert run("fmt", "--check", "--archive", root).exit_code == 0, "run papershelf fmt"
