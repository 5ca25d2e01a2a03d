"""Who may be one person and who may be two: names that fit, and with whom they wrote."""

from __future__ import annotations

import pytest

from site_builder.library.library import make_library
from site_builder.library.people import People
from site_builder.model import Author, Entry
from site_builder.settings.load import parse_config
from site_builder.settings.terms import Declaration
from tests.shelf import entry

FRIENDS = ("Ana Author", "Bo Writer", "Cy Reader")


CONFIG, _ = parse_config(b"title: A shelf")


def paper(*names: str | Author) -> Entry:
    return entry("x", authors=tuple(Author(name) if isinstance(name, str) else name for name in names))


def people(*papers: Entry, declared: dict[str, Declaration] | None = None) -> People:
    numbered = [entry(f"p{n}", authors=one.authors, organizations=one.organizations) for n, one in enumerate(papers)]
    library, _ = make_library(numbered, (), CONFIG, lambda path: b"")
    return People(library, declared or {})


def keys(found: People) -> list[str]:
    return [one.key for one in found.one()]


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ("J. Doe", "Jane Doe", "the initials fit"),
        ("J. Q. Doe", "Jane Quinn Doe", "the initials fit"),
        ("Jane Doe", "Jane Q. Doe", "one name has more given names"),
        ("Weiming Li", "Wei-Ming Li", "the same letters"),
        ("Doe Jane", "Jane Doe", "the same words in another order"),
    ],
)
def test_names_that_fit_and_share_coauthors_may_be_one_person(one: str, other: str, why: str) -> None:
    (found,) = people(paper(one, *FRIENDS), paper(other, *FRIENDS)).one()
    assert {found.kept.name, found.other.name} == {one, other}
    assert f"{why}, 3 co-authors in common (Ana Author, Bo Writer, Cy Reader)" in str(found)
    assert str(found).endswith("1 and 1 paper, none together")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Jane Doe", "John Doe"),
        ("J. Doe", "Kim Doe"),
        ("S. Kevin Doe", "Sizhuo Doe"),
        ("Jane Doe", "Jane Roe"),
        (Author("Jane Doe", orcid="0000-0002-1825-0097"), Author("Jane Q. Doe", orcid="0000-0001-5109-3700")),
        (Author("Jane Doe", id="jane-2"), "Jane Q. Doe"),
    ],
)
def test_other_names_and_other_identifiers_are_other_people(one: str | Author, other: str | Author) -> None:
    assert keys(people(paper(one, *FRIENDS), paper(other, *FRIENDS))) == []


def test_whoever_wrote_together_or_with_nobody_in_common_is_not_suggested() -> None:
    assert keys(people(paper("J. Doe", *FRIENDS), paper("Jane Doe", *FRIENDS), paper("J. Doe", "Jane Doe"))) == []
    assert keys(people(paper("J. Doe", *FRIENDS), paper("Jane Doe", "Di Other", "Ed Other"))) == []
    team = tuple(f"Member {n}" for n in range(60))
    assert keys(people(paper("J. Doe", *team), paper("Jane Doe", *team))) == []


def test_initials_that_fit_two_people_equally_well_are_nobodys() -> None:
    found = people(paper("J. Doe", *FRIENDS), paper("Jane Doe", *FRIENDS), paper("John Doe", *FRIENDS))
    assert keys(found) == []


def test_a_rejected_answer_does_not_come_back() -> None:
    declared = {"Jane Doe": Declaration("Jane Doe", distinct=("J. Doe",))}
    assert keys(people(paper("J. Doe", *FRIENDS), paper("Jane Doe", *FRIENDS), declared=declared)) == []


def test_papers_that_no_coauthor_connects_may_be_two_peoples() -> None:
    group, other = ("Ana Author", "Bo Writer"), ("Cy Reader", "Di Other")
    papers = [paper("Wei Wang", *names) for names in (group, group, group, other, other)]
    (found,) = people(*papers).two()
    assert found.key == "wei-wang/2"
    assert list(map(len, found.groups)) == [3, 2]
    assert "3 papers with Ana Author, Bo Writer; 2 papers with Cy Reader, Di Other" in str(found)
    assert people(*papers, declared={"Wei Wang": Declaration("Wei Wang")}).two() == []
    assert people(*papers, paper("Bo Writer", "Cy Reader")).two() == []
    lab = [entry("x", authors=one.authors, organizations=("A Lab",)) for one in papers]
    assert people(*lab).two() == []
