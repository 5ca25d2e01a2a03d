"""YAML to nodes and values: text stays text, and every value knows its place."""

from __future__ import annotations

import time

import pytest
import yaml

from site_builder.core.diagnostics import Diagnostic
from site_builder.reading.yaml_nodes import MAX_DEPTH, Reader


def read(text: str) -> dict[str, str | None]:
    reader = Reader("a.yml")
    root = reader.parse(text)
    assert root is not None, reader.diagnostics
    values = {key: reader.text(node, key) for key, _, node in reader.items(root)}
    assert not reader.diagnostics
    return values


def problems(text: str, first_line: int = 1) -> list[Diagnostic]:
    reader = Reader("a.yml", first_line)
    root = reader.parse(text)
    for key, _, node in reader.items(root) if root else ():
        reader.text(node, key)
    return reader.diagnostics


@pytest.mark.parametrize("typed", ["2401.10020", "no", "on", "~", "null", "0x10", "1e3", "2026-05-26", "1:30", "="])
def test_a_scalar_stays_as_typed(typed: str) -> None:
    assert read(f"key: {typed}\n") == {"key": typed}


def test_a_list_of_words_that_yaml_takes_for_truth_stays_a_list_of_words() -> None:
    reader = Reader("a.yml")
    root = reader.parse("tags: [no, on, yes, off]\n")
    assert root is not None
    assert reader.texts(root.value[0][1], "tags", "") == ("no", "on", "yes", "off")


def test_white_space_and_line_breaks_in_a_value_become_one_space() -> None:
    assert read("key: >\n  one\n  two\n\n  three\nother: ' a  b '\n") == {"key": "one two three", "other": "a b"}


def test_lines_and_columns_count_from_one_behind_the_front_matter() -> None:
    (problem,) = problems("one: 1\ntwo: [a]\n", first_line=2)
    assert (problem.line, problem.column, problem.code) == (3, 6, "E103")


def test_columns_count_characters_rather_than_bytes() -> None:
    (problem,) = problems("{äöü: 1, äöü: 2}\n")
    assert (problem.line, problem.column, problem.code) == (1, 10, "E008")


def test_a_repeated_key_names_the_first_line() -> None:
    (problem,) = problems("a: 1\nb: 2\na: 3\n", first_line=2)
    assert problem.message == "duplicate key 'a', first used on line 2"
    assert problem.line == 4


@pytest.mark.parametrize("escape", ["\\0", "\\e", "\\x07", "\\uFFFE"])
def test_control_characters_are_refused_when_they_come_by_an_escape(escape: str) -> None:
    assert [problem.code for problem in problems(f'key: "a{escape}b"\n')] == ["E004"]
    assert [problem.code for problem in problems(f'"a{escape}b": 1\n')] == ["E004"]


def test_a_control_character_is_named_with_its_place() -> None:
    (problem,) = problems("a: 1\nb: x\x07\n")
    assert (problem.line, problem.column, problem.code) == (2, 5, "E004")
    assert "U+0007" in problem.message


def test_letters_of_all_scripts_are_no_control_characters() -> None:
    assert read("key: 山田 İzmir é́ 🎉\n") == {"key": "山田 İzmir é́ 🎉"}


def test_aliases_never_multiply_a_value() -> None:
    bomb = "a: &a [x, x]\n" + "".join(f"{b}: &{b} [*{a}, *{a}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    reader = Reader("a.yml")
    root = reader.parse(bomb)
    assert root is not None
    visited = 0
    waiting = [node for _, _, node in reader.items(root)]
    while waiting:
        visited += 1
        node = waiting.pop()
        if isinstance(node, yaml.SequenceNode):
            waiting += reader.sequence(node, "a", "")
    assert visited < 100
    assert {problem.code for problem in reader.diagnostics} == {"E009"}


@pytest.mark.parametrize("opener", ["[", "{a: ", "- ", "? "])
def test_deep_nesting_is_refused_in_little_time(opener: str) -> None:
    start = time.process_time()  # of this process, so that a busy machine is no failure
    (problem,) = problems("key:\n  " + opener * 100_000)
    assert problem.code == "E010"
    assert time.process_time() - start < 5


def test_the_place_of_deep_nesting_is_where_it_goes_too_far() -> None:
    (problem,) = problems("a: 1\nb:\n  " + "- " * 6_000)
    assert (problem.line, problem.column) == (3, 1 + 2 * MAX_DEPTH)


@pytest.mark.parametrize("text", ["", "- a\n", "text\n", "# a comment\n", "~\n"])
def test_what_is_no_map_is_refused(text: str) -> None:
    assert [problem.code for problem in problems(text)] == ["E007"]


@pytest.mark.parametrize(
    ("text", "place", "part"),
    [
        ("a: b: c\n", (1, 5), "second ': '"),
        ("a: 'b\nc: d\n", (1, 4), "unclosed quote"),
        ("a: [b\nc: d\n", (1, 4), "unclosed list"),
        ("a: {b: c\nd: e\n", (1, 4), "unclosed map"),
        ("a:\n\tb: c\n", (2, 1), "tab in the indentation"),
        ('a: "\\p"\n', (1, 5), "backslash"),
        ("a: *b\n", (1, 4), "starts with '*'"),
        ("a: @b\n", (1, 4), "cannot start with"),
        ("a: b\nc\nd: e\n", (2, 1), "not 'key: value'"),
        ("a: b\n---\nc: d\n", (2, 1), "second document"),
    ],
)
def test_broken_yaml_is_told_in_plain_words_at_its_start(text: str, place: tuple[int, int], part: str) -> None:
    (problem,) = problems(text)
    assert (problem.line, problem.column, problem.code) == (*place, "E006")
    assert part in problem.message
    assert problem.hint


@pytest.mark.parametrize(("form", "code"), [("{}: b\n", "E006"), ("? {}\n: b\n", "E109")])
def test_a_key_has_at_most_1024_characters_however_it_is_written(form: str, code: str) -> None:
    def codes(key: str) -> list[str]:
        reader = Reader("a.yml")
        root = reader.parse(form.format(key))
        assert len(list(reader.items(root) if root else ())) + len(reader.diagnostics) == 1
        return [problem.code for problem in reader.diagnostics]

    assert codes("k" * 1_024) == []
    assert codes("k" * 1_025) == [code]


@pytest.mark.parametrize("typed", ["-1", "1.5", "1,000", "1e3", "٣", "99999999999", "0x10", "+1"])
def test_what_is_no_whole_number(typed: str) -> None:
    reader = Reader("a.yml")
    root = reader.parse(f"count: '{typed}'\n")
    assert root is not None
    assert reader.whole_number(root.value[0][1], "count") is None
    assert [problem.code for problem in reader.diagnostics] == ["E106"]
