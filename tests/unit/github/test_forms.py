"""Texts of issue forms: headings part them, everything else is an answer."""

from __future__ import annotations

import pytest

from site_builder.core.diagnostics import ContentError
from site_builder.github.forms import FORMS_FOLDER, IssueForm, answered_form, load_forms, parse_form, read_answers
from tests.forms import CORRECTION, SUBMISSION, answered
from tests.own_workflows import REPOSITORY


def codes(form: IssueForm, text: str) -> list[str]:
    with pytest.raises(ContentError) as error:
        read_answers(form, text)
    return [f"{problem.path} {problem.code}" for problem in error.value.diagnostics]


def test_the_archives_forms_are_found_and_told_apart() -> None:
    forms = {form.name: form.is_correction for form in load_forms(REPOSITORY)}
    assert forms == {"correct-an-entry.yml": True, "submit-a-paper.yml": False, "this-is-me.yml": False}


@pytest.mark.parametrize(
    "data", [b"", b"body: 3", b"body: [{type: input}]", b"body: [{type: input, attributes: 1}]", b"{"]
)
def test_a_file_that_is_no_form_is_told(data: bytes) -> None:
    with pytest.raises(ContentError) as error:
        parse_form("broken.yml", data)
    assert [(d.path, d.code) for d in error.value.diagnostics] == [(f"{FORMS_FOLDER}/broken.yml", "E701")]


def test_answers_are_read_by_their_headings_and_empty_ones_left_out() -> None:
    text = answered(SUBMISSION, title="One", authors="Ana Author\nBo Writer")
    assert read_answers(SUBMISSION, text) == {"title": "One", "authors": "Ana Author\nBo Writer"}


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_of_every_system_are_read(end: str) -> None:
    text = answered(SUBMISSION, title="One", abstract="a\n\nb").replace("\n", end)
    assert read_answers(SUBMISSION, text) == {"title": "One", "abstract": "a\n\nb"}


def test_headings_that_the_form_does_not_have_are_part_of_an_answer() -> None:
    abstract = "### Method\n\n#### Title\n ### Title is here"
    assert read_answers(SUBMISSION, answered(SUBMISSION, title="One", abstract=abstract))["abstract"] == abstract


def test_a_heading_that_stands_twice_is_an_error_and_not_a_second_answer() -> None:
    text = answered(SUBMISSION, title="One", abstract="words\n\n### Title\n\nAnother")
    assert codes(SUBMISSION, text) == ["Title E702"]


def test_what_is_required_must_be_there() -> None:
    assert codes(SUBMISSION, answered(SUBMISSION)) == ["Title E703"]
    assert codes(SUBMISSION, "### Authors\n\nAna Author") == ["Title E702"]


def test_choices_are_the_forms_own() -> None:
    text = answered(CORRECTION, paper="one", field="__class__", value="x")
    assert codes(CORRECTION, text) == ["Field E703"]


def test_a_text_of_more_than_a_megabyte_is_refused() -> None:
    assert codes(SUBMISSION, answered(SUBMISSION, title="One", abstract="x" * 1_000_000)) == [f"{SUBMISSION.name} E003"]


def test_an_issue_belongs_to_the_form_that_it_starts_with() -> None:
    forms = (CORRECTION, SUBMISSION)
    assert answered_form(forms, answered(SUBMISSION, title="One")) is SUBMISSION
    assert answered_form(forms, "\r\n" + answered(CORRECTION, paper="x")) is CORRECTION
    assert answered_form(forms, "The site is slow.\n\n### Title\n\nOne") is None
    assert answered_form(forms, "") is None
