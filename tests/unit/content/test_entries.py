"""Files to entries: front matter, abstract, names of files, places of problems."""

from __future__ import annotations

import pytest

from site_builder.content.entries import entry_id, locate, parse_entry
from tests.shelf import front_matter, parsed_entry, problem_codes

PATH = "content/papers/one.md"


def test_an_unquoted_number_stays_text() -> None:
    parsed = parse_entry(
        "content/papers/2401.10020.md", front_matter("title: 2401.10020", "arxiv: 2401.10020").encode(), ""
    )
    assert parsed.entry is not None
    assert (parsed.entry.id, parsed.entry.title) == ("2401.10020", "2401.10020")
    assert parsed.entry.identifiers == {"arxiv": "2401.10020"}


def test_words_that_yaml_takes_for_truth_stay_words() -> None:
    assert parsed_entry("title: on", "tags: [no, on]", "venue: yes").tags == ("no", "on")


@pytest.mark.parametrize("suffix", [".md", ".yml", ".yaml"])
def test_the_identifier_is_the_name_of_the_file(suffix: str) -> None:
    assert entry_id(f"content/papers/2026/2604.12890{suffix}") == "2604.12890"


def test_a_yaml_file_holds_its_abstract_in_a_field() -> None:
    parsed = parse_entry("content/papers/one.yml", b"title: A paper\nabstract: |\n  One.\n\n  Two *stars*.\n", "")
    assert parsed.body.markdown == "One.\n\nTwo *stars*."
    assert parsed.body.html == "<p>One.</p>\n<p>Two <em>stars</em>.</p>"
    assert parsed.body.text == "One. Two stars."


def test_the_body_is_the_abstract_and_starts_the_excerpt() -> None:
    parsed = parse_entry(PATH, front_matter("title: A paper", body="word " * 100).encode(), "")
    assert parsed.entry is not None
    assert len(parsed.entry.excerpt) <= 240
    assert parsed.entry.excerpt.endswith("word…")


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
def test_line_ends_of_all_systems_and_a_byte_order_mark_are_read(end: str) -> None:
    text = "\ufeff" + front_matter("title: A paper", body="One.\n\nTwo.").replace("\n", end)
    parsed = parse_entry(PATH, text.encode(), "")
    assert parsed.entry is not None
    assert parsed.body.markdown == "One.\n\nTwo."


def test_a_file_without_text_below_its_front_matter_is_an_entry() -> None:
    parsed = parse_entry(PATH, b"---\ntitle: A paper\n---", "")
    assert parsed.entry is not None
    assert parsed.body.html == ""


def test_all_problems_of_a_file_are_told_at_once() -> None:
    text = front_matter("titel: A", "date: x", "tags: a", "upvotes: many", "doi: y", "links: {pdf: '..'}")
    assert sorted(problem_codes(text)) == ["E101", "E102", "E103", "E105", "E106", "E107", "E108"]


@pytest.mark.parametrize("stem", ["con", "NUL", "aux.v2", "com1", "lpt9", "dot."])
def test_a_name_that_windows_refuses_is_refused_everywhere(stem: str) -> None:
    assert problem_codes(front_matter("title: A"), f"content/papers/{stem}.md") == ["E013"]


@pytest.mark.parametrize("stem", ["-a", "_a", "a b", "é", "a" * 129, "a%2f", "a?b", "..."])
def test_a_name_that_is_no_part_of_an_address_is_refused(stem: str) -> None:
    assert problem_codes(front_matter("title: A"), f"content/papers/{stem}.md")[0] in ("E011", "E013")


@pytest.mark.parametrize("stem", ["2604.12890", "A-b_c.d", "console", "com10", "a" * 128])
def test_plain_names_are_accepted(stem: str) -> None:
    assert problem_codes(front_matter("title: A"), f"content/papers/{stem}.md") == []


@pytest.mark.parametrize("character", ["\0", "\x1b", "\x7f", "\x08", "\ufffe"])
def test_a_body_holds_no_control_character(character: str) -> None:
    parsed = parse_entry(PATH, front_matter("title: A", body=f"One.\n\nTwo {character}.").encode(), "")
    assert [(p.code, p.line, p.column) for p in parsed.diagnostics] == [("E004", 6, 5)]
    assert parsed.entry is None


def test_unknown_fields_with_an_x_are_kept() -> None:
    assert parsed_entry("title: A", "x-mood: sunny").extra == {"x-mood": "sunny"}


def test_a_declared_taxonomy_is_a_field() -> None:
    data = front_matter("title: A", "methods: [one, two]").encode()
    parsed = parse_entry(PATH, data, "", ("methods",))
    assert parsed.entry is not None
    assert parsed.entry.terms == {"methods": ("one", "two")}
    assert [problem.code for problem in parse_entry(PATH, data, "").diagnostics] == ["E101"]


@pytest.mark.parametrize("count", ["upvotes", "comments", "stars"])
def test_counts_need_their_day(count: str) -> None:
    (problem,) = parse_entry(PATH, front_matter("title: A", f"{count}: 0").encode(), "").diagnostics
    assert (problem.code, problem.line, problem.column) == ("E113", 3, 1)
    assert problem_codes(front_matter("title: A", f"{count}: 0", "as_of: 2026-05-26")) == []


def test_an_abstract_of_just_the_limit_is_read_and_a_longer_one_is_not() -> None:
    start, letters = "---\ntitle: A\n---\n", 100_000
    assert problem_codes(start + "a" * letters) == []
    (problem,) = parse_entry(PATH, (start + "a" * (letters + 1)).encode(), "").diagnostics
    assert (problem.code, problem.line, problem.message.split()[3]) == ("E109", 4, "100,001")


def test_the_digest_of_facts_is_of_all_but_the_abstract() -> None:
    first = parsed_entry("title: A", "tags: [one]")
    assert len(first.facts) == 16
    assert parsed_entry("title: A", "tags: [one]", body="Another abstract.").facts == first.facts
    assert parsed_entry("title: A", "tags: [two]").facts != first.facts


def test_a_problem_between_files_is_placed_at_the_value() -> None:
    data = front_matter("title: A", "authors:", "  - {name: Ana Author}", "  - Bo Writer", "tags: [one, two]").encode()
    assert locate(PATH, data, "authors", "Bo Writer") == (5, 5)
    assert locate(PATH, data, "authors", "Ana Author") == (4, 12)
    assert locate(PATH, data, "tags", "two") == (6, 13)
    assert locate(PATH, data, "title") == (2, 8)
    assert locate(PATH, data, "tags", "three") == (6, 1)
    assert locate(PATH, data, "venue") == (1, 1)
    assert locate(PATH, b"\xff", "title") == (1, 1)
