"""Names to terms: one page a person or thing, whatever its spellings; never a silent merge."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec
import pytest

from site_builder.library.problems import Problem
from site_builder.library.terms import collect_terms
from site_builder.model import Author, Entry, Term
from site_builder.settings.terms import DEFAULT_TAXONOMIES, Declaration
from tests.shelf import entry

ORCID = "0000-0002-1825-0097"
OTHER_ORCID = "0000-0001-5109-3700"


def people(*rows: Sequence[Author | str], declared: Mapping[str, Declaration] | None = None) -> tuple[Term, ...]:
    return collect(*rows, declared=declared)[0]


def collect(
    *rows: Sequence[Author | str], declared: Mapping[str, Declaration] | None = None
) -> tuple[tuple[Term, ...], tuple[Problem, ...]]:
    entries = [
        entry(str(n), authors=tuple(Author(a) if isinstance(a, str) else a for a in row)) for n, row in enumerate(rows)
    ]
    terms, _ = collect_terms(DEFAULT_TAXONOMIES["authors"], entries, declared or {})
    return terms.terms, terms.problems


def tags(*rows: Sequence[str], declared: Mapping[str, Declaration] | None = None) -> tuple[Term, ...]:
    entries = [entry(str(n), tags=tuple(row)) for n, row in enumerate(rows)]
    return collect_terms(DEFAULT_TAXONOMIES["tags"], entries, declared or {})[0].terms


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("José Núñez", "Jose Nunez"),
        ("Ana B. Author", "Ana B Author"),
        ("ana author", "Ana Author"),
        ("Łukasz Ø", "Lukasz O"),
    ],
)
def test_accents_points_and_case_do_not_make_two_people(one: str, other: str) -> None:
    (term,) = people([one], [other], [one])
    assert (term.name, term.entries, term.spellings) == (one, (0, 1, 2), (other,))


def test_two_names_are_two_people() -> None:
    assert [term.slug for term in people(["Ana Author", "Bo Author"])] == ["ana-author", "bo-author"]


def test_an_orcid_joins_names_that_differ() -> None:
    (term,) = people([Author("Ana Author", orcid=ORCID)], [Author("A. B. Author-Smith", orcid=ORCID)])
    assert term.entries == (0, 1)
    assert term.orcid == ORCID


def test_an_orcid_claims_its_name_where_no_other_has_it() -> None:
    (term,) = people([Author("Ana Author", orcid=ORCID)], ["ana author"])
    assert term.entries == (0, 1)


def test_two_orcids_of_one_name_are_two_people_with_an_address_each() -> None:
    terms, problems = collect(
        [Author("Bo Writer", orcid=ORCID)], [Author("Bo Writer", orcid=OTHER_ORCID)], ["Bo Writer"]
    )
    assert len({term.slug for term in terms}) == len(terms) == 3
    assert {problem.code for problem in problems} == {"W204"}


def test_an_id_keeps_two_people_of_one_name_apart() -> None:
    terms, problems = collect(
        ["Bo Writer"], [Author("Bo Writer", id="bo-writer-2")], [Author("Bo Writer", id="bo-writer-2")]
    )
    assert [(term.slug, term.entries) for term in terms] == [("bo-writer", (0,)), ("bo-writer-2", (1, 2))]
    assert not problems


def test_declared_spellings_are_one_person_under_the_declared_name() -> None:
    declared = {"Jane Q. Doe": Declaration("Jane Q. Doe", spellings=("J. Doe", "Jane Doe"), orcid=ORCID)}
    (term,) = people(["J. Doe"], ["jane doe"], [Author("Jane Doe", orcid=ORCID)], declared=declared)
    assert (term.name, term.slug, term.entries, term.orcid) == ("Jane Q. Doe", "jane-q-doe", (0, 1, 2), ORCID)
    assert term.spellings == ("J. Doe", "Jane Doe", "jane doe")


def test_two_spellings_of_one_person_in_one_entry_count_once() -> None:
    (term,) = people(["José Núñez", "Jose Nunez"])
    assert term.entries == (0,)


def test_people_are_sorted_by_family_name() -> None:
    assert [term.name for term in people(["Zoe Adams", "ana Çelik", "Bo Brown"])] == [
        "Zoe Adams",
        "Bo Brown",
        "ana Çelik",
    ]


def test_a_tag_has_a_declared_name_slug_and_description() -> None:
    declared = {"kv": Declaration("KV cache", "kv-cache", "What is kept.", ("k/v",))}
    (term,) = tags(["kv"], ["k/v"], declared=declared)
    assert (term.name, term.slug, term.description, term.entries) == ("KV cache", "kv-cache", "What is kept.", (0, 1))


def test_names_of_other_scripts_have_addresses() -> None:
    assert [term.slug for term in people(["Иван Иванов", "山田 太郎"])] == ["ivan-ivanov", "shan-tian-tai-lang"]


def test_a_spelling_stands_for_one_term() -> None:
    declared = {
        "agents": Declaration("agents", spellings=("agent",), place=("content/tags.yml", 1, 1)),
        "actors": Declaration("actors", spellings=("agent", "agents"), place=("content/tags.yml", 2, 1)),
    }
    _, problems = collect_terms(DEFAULT_TAXONOMIES["tags"], [], declared)
    assert [(problem.code, problem.line) for problem in problems] == [("E305", 2), ("E305", 2)]


def test_terms_do_not_depend_on_the_order_of_entries() -> None:
    rows: list[list[Author | str]] = [
        ["José Núñez"],
        ["Jose Nunez"],
        [Author("Ana Author", orcid=ORCID)],
        ["ana author"],
        ["Bo Writer"],
    ]
    forward, backward = people(*rows), people(*reversed(rows))
    assert [(t.slug, t.name, len(t.entries), t.spellings) for t in forward] == [
        (t.slug, t.name, len(t.entries), t.spellings) for t in backward
    ]


def test_a_taxonomy_can_be_made_from_any_text_field() -> None:
    licensed = [entry("1", license="CC BY 4.0"), entry("2"), entry("3", license="CC BY 4.0")]
    taxonomy = DEFAULT_TAXONOMIES["tags"].__class__("licenses", "license", "Licenses", "License")
    (term,) = collect_terms(taxonomy, licensed, {})[0].terms
    assert (term.slug, term.entries) == ("cc-by-4-0", (0, 2))


def test_each_entry_keeps_the_order_in_which_it_writes_its_terms() -> None:
    written: list[Entry] = [entry("1", tags=("retrieval", "agents"))]
    terms, _ = collect_terms(DEFAULT_TAXONOMIES["tags"], written, {})
    assert [terms.terms[position].name for position in terms.by_entry[0]] == ["retrieval", "agents"]


def test_terms_are_made_again_only_if_a_name_or_a_paper_differs() -> None:
    taxonomy = DEFAULT_TAXONOMIES["tags"]
    one, two = entry("one", tags=("agents",)), entry("two", tags=("vision",))
    last, _ = collect_terms(taxonomy, [one, two], {})
    retitled = msgspec.structs.replace(one, title="Another")
    renamed = msgspec.structs.replace(one, tags=("agent",))
    assert collect_terms(taxonomy, [retitled, two], {}, last)[0] is last
    for entries in ([renamed, two], [two, one], [one]):
        assert collect_terms(taxonomy, entries, {}, last) == collect_terms(taxonomy, entries, {})
