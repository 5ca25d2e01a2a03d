"""Answered forms to files of an archive: valid, safely named, nobody's twice."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site_builder.content.entries import parse_entry
from site_builder.core.diagnostics import ContentError
from site_builder.github import Proposal, Shelf, load_shelf, read_submission
from site_builder.github.forms import IssueForm, Question
from tests.forms import CORRECTION, HOSTILE, PERSON, SUBMISSION, answered
from tests.shelf import front_matter, write_archive

ENTRIES = {
    "content/papers/2026/2604.00001.md": front_matter(
        "title: The First Paper",
        "# a remark that stays",
        "authors:",
        "  - {name: Ana Author, affiliation: A Lab}",
        "date: 2026-04-02",
        "arxiv: 2604.00001",
        "tags: [kv-cache]",
        "x-shelf: top",
        body="An abstract\nof two lines.",
    ),
    "content/papers/2026/whole.yml": "title: A Whole File\ntags: [Memory Use]\nabstract: Old words.\n",
}


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    return load_shelf(write_archive(tmp_path_factory.mktemp("shelf"), ENTRIES))


def submitted(shelf: Shelf, form: IssueForm = SUBMISSION, /, **answers: str) -> Proposal:
    return read_submission(shelf, form, answered(form, **answers), "2026-05-26")


def refused(shelf: Shelf, form: IssueForm = SUBMISSION, /, **answers: str) -> list[str]:
    with pytest.raises(ContentError) as error:
        submitted(shelf, form, **answers)
    return [f"{problem.path} {problem.code}" for problem in error.value.diagnostics]


def test_a_new_tag_s_nearest_one_is_suggested_as_the_archive_writes_it(shelf: Shelf) -> None:
    proposal = submitted(shelf, title="Another Paper", tags="Memory uses")
    assert proposal.remarks == ("the tag 'Memory uses' is new here; did you mean 'Memory Use'?",)


def test_a_whole_form_becomes_a_whole_entry(shelf: Shelf) -> None:
    proposal = submitted(
        shelf,
        title="A Paper: With a Title",
        authors="Ana Author (0000-0002-1825-0097)\nBo Writer",
        links="arXiv:2604.12890v2\nhttps://github.com/a/b",
        published="2026-04-13",
        tags="KV cache, agents",
        abstract="First.\n\n---\n\nLast with $O(n)$.",
    )
    assert proposal.path == "content/papers/2026/2604.12890.md"
    assert proposal.text == (
        '---\ntitle: "A Paper: With a Title"\nauthors:\n  - name: Ana Author\n    orcid: 0000-0002-1825-0097\n'
        "  - Bo Writer\ndate: 2026-05-26\npublished: 2026-04-13\narxiv: 2604.12890\ntags: [kv-cache, agents]\nlinks:\n"
        "  code: https://github.com/a/b\n---\nFirst.\n\n---\n\nLast with $O(n)$.\n"
    )
    assert proposal.remarks == ("the tag 'agents' is new here; none of a like name is known",)


@pytest.mark.parametrize(
    ("title", "links", "stem"),
    [
        ("A Paper With a Title", "", "a-paper-with-a-title"),
        ("../../.github/workflows/x", "", "github-workflows-x"),
        ("/etc/passwd", "", "etc-passwd"),
        ("CON", "", "id-con"),
        ("word " * 40, "", "word-word-word-word-word-word-word-word-word-word-word-word"),
        ("论文", "", "lun-wen"),
        ("???", "https://doi.org/10.1000/a/b", "10.1000-a-b"),
        ("Old", "math.GT/0309136", "math.GT-0309136"),
    ],
)
def test_the_files_name_is_a_name_and_no_path(shelf: Shelf, title: str, links: str, stem: str) -> None:
    assert submitted(shelf, title=title, links=links).path == f"content/papers/2026/{stem}.md"


def test_a_title_that_gives_no_name_is_told(shelf: Shelf) -> None:
    assert refused(shelf, title="???") == ["Title E703"]


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"title": "Another", "links": "2604.00001v7"}, ["Identifiers and links E706"]),
        ({"title": "THE FIRST paper!"}, ["Title E706"]),
    ],
)
def test_a_paper_that_is_there_is_refused_by_name(shelf: Shelf, answers: dict[str, str], expected: list[str]) -> None:
    assert refused(shelf, **answers) == expected
    with pytest.raises(ContentError, match="problem") as error:
        submitted(shelf, **answers)
    assert "content/papers/2026/2604.00001.md" in error.value.diagnostics[0].message


def test_every_wrong_answer_is_told_under_its_question(shelf: Shelf) -> None:
    answers = {"title": "New", "published": "April", "links": "arxiv: 12", "authors": "Ana (0000-0002-1825-0098)"}
    assert sorted(refused(shelf, **answers)) == ["Authors E108", "Identifiers and links E108", "Published E105"]


def test_a_question_can_be_added_for_any_field(shelf: Shelf) -> None:
    form = IssueForm(
        "more.yml", (Question("title", "Title"), Question("x-room", "Room"), Question("license", "License"))
    )
    text = submitted(shelf, form, title="New", license="CC BY 4.0", **{"x-room": "5"}).text
    assert "license: CC BY 4.0\nx-room: 5\n" in text


def test_a_correction_changes_one_field_and_keeps_the_rest_as_typed(shelf: Shelf) -> None:
    proposal = submitted(shelf, CORRECTION, paper="2604.00001", field="tags", value="KV cache, agents")
    old = ENTRIES["content/papers/2026/2604.00001.md"]
    assert proposal.text == old.replace("tags: [kv-cache]", "tags: [kv-cache, agents]")
    assert not proposal.is_new


def test_a_corrected_list_of_authors_keeps_what_the_form_does_not_know(shelf: Shelf) -> None:
    text = submitted(shelf, CORRECTION, paper="2604.00001", field="authors", value="Bo Writer\nAna Author").text
    assert "  - Bo Writer\n  - name: Ana Author\n    affiliation: A Lab\n" in text


@pytest.mark.parametrize(
    "paper", ["whole", "WHOLE", "https://example.org/papers/whole.html?x#y", "content/papers/2026/whole.yml"]
)
def test_a_paper_is_named_as_people_name_it(shelf: Shelf, paper: str) -> None:
    text = submitted(shelf, CORRECTION, paper=paper, field="abstract", value="New words.").text
    assert text == "title: A Whole File\ntags: [Memory Use]\nabstract: New words.\n"


def test_an_abstract_below_the_front_matter_is_corrected_there(shelf: Shelf) -> None:
    text = submitted(shelf, CORRECTION, paper="2604.00001", field="abstract", value="One line.").text
    assert text.endswith("x-shelf: top\n---\nOne line.\n")


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"paper": "2604.0001", "field": "title", "value": "x"}, "Paper E704"),
        ({"paper": "../../site", "field": "title", "value": "x"}, "Paper E704"),
        ({"paper": "whole", "field": "title", "value": "A Whole File"}, "New value E705"),
        ({"paper": "whole", "field": "published", "value": "soon"}, "New value E105"),
        ({"paper": "whole", "field": "arxiv", "value": "2604.00001"}, "New value E201"),
    ],
)
def test_a_correction_that_cannot_be_made_is_told(shelf: Shelf, answers: dict[str, str], expected: str) -> None:
    assert refused(shelf, CORRECTION, **answers) == [expected]


def visible(text: str) -> str:
    return "".join(c for c in text if c.isprintable() or c == "\n")


@pytest.mark.parametrize("text", HOSTILE)
def test_what_strangers_write_stays_text(shelf: Shelf, text: str) -> None:
    """Each question in turn: a refusal, or a valid file of a safe name with no field that was not asked for."""
    for question in SUBMISSION.questions:
        answers = {"title": "A New Paper", question.id: text}
        try:
            proposal = submitted(shelf, **answers)
        except ContentError:
            continue
        assert re.fullmatch(r"content/papers/2026/[A-Za-z0-9][A-Za-z0-9._-]*\.md", proposal.path)
        parsed = parse_entry(proposal.path, proposal.text.encode(), "")
        assert parsed.entry is not None
        assert not parsed.entry.extra
        if question.id == "title":
            assert parsed.entry.title == " ".join(visible(text).split())
        elif question.id == "abstract":
            assert visible(parsed.body.markdown) == visible(text)
        else:
            assert parsed.entry.title == "A New Paper"


@settings(max_examples=30, deadline=None)
@given(title=st.text(min_size=1, max_size=80), summary=st.text(max_size=200), abstract=st.text(max_size=400))
def test_any_text_gives_a_sound_entry_or_a_refusal(shelf: Shelf, title: str, summary: str, abstract: str) -> None:
    try:
        proposal = submitted(shelf, title=title, summary=summary, abstract=abstract)
    except ContentError:
        return
    entry = parse_entry(proposal.path, proposal.text.encode(), "").entry
    assert entry is not None
    assert set(entry.title.split()) <= set(title.split()) or not title.isprintable()


def test_who_an_author_is_becomes_a_declaration(tmp_path: Path) -> None:
    papers = {
        f"content/papers/{n}.md": front_matter(f"title: Paper {n}", f"authors: [{name}]")
        for n, name in enumerate(("Ana Author", "A. Author"))
    }
    shelf = load_shelf(write_archive(tmp_path, papers | {"content/authors.yml": "# People\nBo Writer: {name: Bo}\n"}))
    proposal = submitted(shelf, PERSON, person="Ana Author", names="A. Author", orcid="0000-0002-1825-0097")
    assert proposal.path == "content/authors.yml"
    assert proposal.text.startswith("# People\nBo Writer: {name: Bo}\nAna Author:\n")
    assert "orcid: 0000-0002-1825-0097" in proposal.text
    assert "A. Author" in proposal.text
    assert "about 2 papers of Ana Author, A. Author" in proposal.remarks[0]
    assert refused(shelf, PERSON, person="Ana Autor", orcid="0000-0002-1825-0098", url="ftp://x") == [
        "Home page E107",
        "Name E704",
        "ORCID E108",
    ]
    assert refused(shelf, PERSON, person="Ana Author") == ["Name E705"]
    for text in HOSTILE:
        assert refused(shelf, PERSON, person="Ana Author", names=text)
