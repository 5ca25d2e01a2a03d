"""One address for each term: none is shared, none is lost when papers are added, and none needs to be chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site_builder.library.problems import Problem
from site_builder.library.terms import collect_terms
from site_builder.model import Author, Entry
from site_builder.settings.terms import DEFAULT_TAXONOMIES, Declaration
from tests.shelf import entry

TAGS = msgspec.structs.replace(DEFAULT_TAXONOMIES["tags"], fold=False)
# Names that scripts, truncation, punctuation and case bring to one slug, among others that they do not.
NAMES = [
    *"张伟 章威 李静 李晶 視覺 式决 王芳 김민준 금민준 محمد أحمد מיכאל राहुल สมชาย".split(),
    *"Αλέξης Alexis Нина Nina Nguyễn Nguyen".split(),
    *"C C++ C# c ﬁne fine 😀 ☃ ??? *** Index index İstanbul Istanbul straße strasse cafe\u0301 café".split(),
    *(f"{'The International Workshop on Very Long Names of Venues ' * 2}{n}" for n in range(3)),
]


def papers(names: Sequence[str], *, since: int = 0) -> list[Entry]:
    """Return a paper for each name as its tag, dated in that order, `since` days after the first."""
    first = date(2026, 1, 1) + timedelta(since)
    days = [(first + timedelta(n)).isoformat() for n in range(len(names))]
    return [entry(f"{day}-{n}", tags=(name,), date=day) for n, (day, name) in enumerate(zip(days, names, strict=True))]


def addresses(
    entries: Sequence[Entry], declared: Mapping[str, Declaration] | None = None
) -> tuple[dict[str, str], tuple[Problem, ...]]:
    terms, _ = collect_terms(TAGS, entries, declared or {})
    return {term.name: term.slug for term in terms.terms}, terms.problems


@given(st.lists(st.one_of(st.sampled_from(NAMES), st.text(max_size=12).filter(str.strip)), unique=True, max_size=12))
@settings(max_examples=100, deadline=None)
def test_every_name_has_an_address_of_its_own(names: list[str]) -> None:
    found, problems = addresses(papers(names))
    assert len(set(found.values())) == len(names)
    assert not {"", "index"} & set(found.values())
    assert all(slug.isascii() and slug == slug.lower() and len(slug) < 100 for slug in found.values())
    assert {problem.code for problem in problems} <= {"W204"}


@given(st.lists(st.sampled_from(NAMES), unique=True, max_size=12), st.data())
@settings(max_examples=100, deadline=None)
def test_papers_that_are_added_change_no_address(names: list[str], data: st.DataObject) -> None:
    count = data.draw(st.integers(0, len(names)))
    before = papers(names[:count])
    after = [*before, *papers(names[count:], since=count)]
    assert addresses(before)[0].items() <= addresses(data.draw(st.permutations(after)))[0].items()


def test_names_without_a_clash_keep_their_plain_slug() -> None:
    found, problems = addresses(papers(["张伟", "C++", "KV cache", "Иван"]))
    assert set(found.values()) == {"zhang-wei", "c", "kv-cache", "ivan"}
    assert not problems


def test_the_suffix_is_the_same_on_every_machine_and_whatever_the_address_is_shared_with() -> None:
    assert addresses(papers(["C", "C++"]))[0] == {"C": "c", "C++": "c-b2b5f1"}
    assert addresses(papers(["C#", "C", "C++"]))[0]["C++"] == "c-b2b5f1"


def test_a_warning_names_both_terms_and_the_cure() -> None:
    (problem,) = addresses(papers(["C#", "C++"]))[1]
    assert (problem.code, problem.place) == ("W204", ("content/papers/2026-01-02-1.md", "tags", "C++"))
    assert "'C++' would have the address of 'C#', tags/c.html; its address is tags/c-" in problem.message
    assert "write in content/tags.yml: 'C++': {slug: some-address}" in problem.hint


def test_hundreds_of_clashes_are_not_hundreds_of_warnings() -> None:
    found, problems = addresses(papers([f"c{'+' * n}" for n in range(100)]))
    assert len(set(found.values())) == 100
    assert len(problems) == 21
    assert "79 more tags have an address with a suffix" in problems[-1].message


def test_the_cure_works() -> None:
    declared = {"C++": Declaration("C++", slug="cpp")}
    assert addresses(papers(["C#", "C++"]), declared) == ({"C#": "c", "C++": "cpp"}, ())


def test_a_chosen_address_is_taken_from_a_name_that_made_it() -> None:
    found, (problem,) = addresses(papers(["C", "C++"]), {"C++": Declaration("C++", slug="c")})
    assert found["C++"] == "c"
    assert found["C"].startswith("c-")
    assert (problem.code, problem.place[2]) == ("W204", "C")


def test_two_terms_that_are_given_one_address_are_an_error() -> None:
    declared = {"C++": Declaration("C++", slug="cs"), "C#": Declaration("C#", slug="cs")}
    assert [problem.code for problem in addresses(papers(["C#", "C++"]), declared)[1]] == ["E203"]


def test_a_term_cannot_be_given_the_address_of_the_index() -> None:
    declared = {"agents": Declaration("agents", slug="index")}
    assert [problem.code for problem in addresses(papers(["agents"]), declared)[1]] == ["E206"]


def test_tags_that_look_the_same_are_two_until_somebody_mends_them() -> None:
    found, (problem,) = addresses(papers(["café", "cafe\u0301"]))
    assert len(set(found.values())) == 2
    assert "look the same" in problem.message


@pytest.mark.parametrize("ids", [("", "wang-fang"), ("wang-fang", "")])
def test_an_authors_id_is_a_choice(ids: tuple[str, str]) -> None:
    written = [entry(str(n), authors=(Author("Wang Fang", id=one),)) for n, one in enumerate(ids)]
    terms = collect_terms(DEFAULT_TAXONOMIES["authors"], written, {})[0]
    by_id = {written[term.entries[0]].authors[0].id: term.slug for term in terms.terms}
    assert by_id["wang-fang"] == "wang-fang"
    assert by_id[""].startswith("wang-fang-")


def test_describing_an_author_changes_no_address() -> None:
    written = [
        entry(f"{n}", authors=(Author(name),), date=f"2026-01-0{n + 1}") for n, name in enumerate(["张伟", "章威"])
    ]
    plain = collect_terms(DEFAULT_TAXONOMIES["authors"], written, {})[0].terms
    declared = {"章威": Declaration("章威", description="Of Beijing.")}
    described = collect_terms(DEFAULT_TAXONOMIES["authors"], written, declared)[0].terms
    assert {term.name: term.slug for term in plain} == {term.name: term.slug for term in described}
