"""Entries to a library: order, relations, and what is wrong between files."""

from __future__ import annotations

import pytest

from site_builder.core.diagnostics import Diagnostic
from site_builder.library.library import Library, clashes, make_library
from site_builder.model import Author, Collection, Entry
from site_builder.settings.terms import DEFAULT_TAXONOMIES
from site_builder.settings.types import SiteConfig
from tests.shelf import entry, front_matter

CONFIG = SiteConfig(taxonomies=DEFAULT_TAXONOMIES)


def make(*entries: Entry, text: str = "") -> tuple[Library, tuple[Diagnostic, ...]]:
    return make_library(entries, [], CONFIG, lambda path: text.encode())


def codes(*entries: Entry) -> list[str]:
    return [problem.code for problem in make(*entries)[1]]


def test_entries_come_newest_first_then_by_upvotes_then_by_name() -> None:
    library, _ = make(
        entry("old", date="2025-01-01"),
        entry("b", date="2026-05-26"),
        entry("a", date="2026-05-26"),
        entry("liked", date="2026-05-26", upvotes=9),
        entry("month", published="2026-05"),
        entry("undated"),
    )
    assert [e.id for e in library.entries] == ["liked", "a", "b", "month", "old", "undated"]
    assert library.undated == (5,)
    assert library.positions["old"] == 4


def test_of_one_date_the_papers_of_a_venue_are_in_the_order_of_their_pages() -> None:
    library, _ = make(
        entry("c", published="2026", venue="A Conference", pages="3-9"),
        entry("b", published="2026", venue="A Conference", pages="S10-19"),
        entry("a", published="2026", venue="A Conference"),
        entry("d", published="2026", venue="Another"),
    )
    assert [e.id for e in library.entries] == ["c", "b", "a", "d"]


def test_the_order_of_files_does_not_matter() -> None:
    entries = [entry(name, date="2026-05-26", tags=("agents",)) for name in "cab"]
    assert make(*entries)[0] == make(*reversed(entries))[0]


def test_one_identifier_of_a_paper_stands_in_one_entry() -> None:
    one, two = entry("one", identifiers={"arxiv": "2604.12890"}), entry("two", identifiers={"arxiv": "2604.12890"})
    text = front_matter("title: Two", "arxiv: 2604.12890v2")
    (problem,) = make(one, two, text=text)[1]
    assert (problem.path, problem.line, problem.column, problem.code) == ("content/papers/two.md", 3, 8, "E201")
    assert "content/papers/one.md" in problem.message


def test_the_same_number_of_two_kinds_is_no_duplicate() -> None:
    assert codes(entry("one", identifiers={"pmid": "12345678"}), entry("two", identifiers={"hal": "12345678"})) == []


def test_a_file_that_changed_since_it_was_read_takes_no_problem_away() -> None:
    """Where its line is, is no longer known."""

    def gone(path: str) -> bytes:
        raise FileNotFoundError(path)

    twins = [entry(name, identifiers={"arxiv": "2604.12890"}) for name in ("one", "two")]
    for text in (b"", b"\xff", b"---\na: [\n---\n", b"---\ntitle: No identifier\n---\n"):
        (problem,) = make_library(twins, [], CONFIG, lambda path, text=text: text)[1]  # type: ignore[misc]
        assert (problem.line, problem.column, problem.code) == (1, 1, "E201")
    (problem,) = make_library(twins, [], CONFIG, gone)[1]
    assert (problem.line, problem.column, problem.code) == (0, 0, "E201")
    assert problem.hint


def test_names_of_files_compare_without_case() -> None:
    assert codes(entry("one", "A"), entry("One", "B", path="content/papers/2026/One.md")) == ["E012"]
    assert codes(entry("one", "A"), entry("one", "B", path="content/papers/2026/one.yml"), entry("two")) == ["E012"]


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({}, "E202"),
        ({"venue": "A Conference"}, "W203"),
        ({"date": "2026-05-27"}, "W203"),
        ({"links": {"pdf": "https://example.org/"}}, "W203"),
        ({"identifiers": {"doi": "10.1000/182"}}, "W203"),
        ({"authors": (Author("Bo Writer"),)}, "W203"),
    ],
)
def test_one_title_is_a_warning_when_something_tells_the_entries_apart(fields: dict[str, object], code: str) -> None:
    first = entry("one", "On Paper", date="2026-05-26", authors=(Author("Ana Author"),))
    second = {"date": "2026-05-26", "authors": (Author("Ana Áuthor"),)} | fields
    assert codes(first, entry("two", "ON PAPER!", **second)) == [code]


def test_of_two_that_clash_the_changed_one_is_told() -> None:
    """It is what a pull request can mend."""
    twins = [entry(name, identifiers={"arxiv": "2604.12890"}) for name in ("one", "two")]
    for changed, told in (((), "two"), (["content/papers/two.md"], "two"), (["content/papers/one.md"], "one")):
        found = [problem for problem in clashes(twins, changed) if problem.code == "E201"]
        assert [problem.place[0] for problem in found] == [f"content/papers/{told}.md"]


def test_each_group_of_one_title_is_told_by_its_first() -> None:
    """A title that occurs once is fine; one that occurs three times is reported twice."""
    named = {"a": "Lone", "b": "Twice", "c": "Thrice", "d": "Twice", "e": "Thrice", "f": "Thrice"}
    entries = [entry(name, title, venue=name) for name, title in named.items()]
    found = [(problem.path, problem.message.split()[5]) for problem in make(*entries)[1]]
    paths = {"d": "b", "e": "c", "f": "c"}
    assert found == [(f"content/papers/{name}.md", f"content/papers/{first}.md") for name, first in paths.items()]


def test_curated_lists_come_by_name() -> None:
    lists = [Collection(name, f"content/collections/{name}.md", "00" * 16, name, ()) for name in "cab"]
    library, _ = make_library([], [], CONFIG, lambda path: b"", lists)
    assert [collection.id for collection in library.collections] == ["a", "b", "c"]


def test_titles_without_letters_compare_as_they_are() -> None:
    assert codes(entry("one", "???"), entry("two", "!!!")) == []


def test_what_an_entry_names_must_be_there() -> None:
    assert codes(entry("one", related=("two",)), entry("two", related=("one",))) == []
    assert codes(entry("one", related=("three",))) == ["E205"]


def test_an_alias_leads_to_one_entry() -> None:
    assert codes(entry("one", aliases=("old",)), entry("two", aliases=("older",))) == []
    assert codes(entry("one", aliases=("old",)), entry("two", aliases=("OLD",))) == ["E208"]
    assert codes(entry("one", aliases=("two",)), entry("two")) == ["E208"]


def test_the_terms_of_an_entry_come_as_it_writes_them() -> None:
    library, _ = make(entry("one", tags=("retrieval", "agents")))
    assert [library.terms["tags"][index].name for index in library.entry_terms["tags"][0]] == ["retrieval", "agents"]
