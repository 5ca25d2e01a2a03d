"""The forms of `.github/ISSUE_TEMPLATE/`, and the text that GitHub makes of an answered one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

import msgspec
import yaml

from site_builder.core.diagnostics import ContentError, Diagnostic, quote
from site_builder.core.files import read_plain

FORMS_FOLDER = ".github/ISSUE_TEMPLATE"
MAX_TEXT = 1_000_000

# What GitHub writes for a question that was left out.
_NO_ANSWER = "_No response_"
_QUESTIONS = ("input", "textarea", "dropdown")
_CORRECTION = {"paper", "field", "value"}
_PERSON = {"person", "orcid"}


class Question(msgspec.Struct, frozen=True):
    """One question of a form: the field that its answer fills, and the heading above the answer."""

    id: str
    label: str
    required: bool = False
    options: tuple[str, ...] = ()

    @property
    def heading(self) -> str:
        """The line above the answer, as GitHub writes it."""
        return f"### {self.label}"


class IssueForm(msgspec.Struct, frozen=True):
    """A form whose answers become an entry, or change one."""

    name: str
    questions: tuple[Question, ...]

    @property
    def is_correction(self) -> bool:
        """Whether it changes an entry that exists."""
        return {question.id for question in self.questions} >= _CORRECTION

    @property
    def is_person(self) -> bool:
        """Whether it says who an author is."""
        return {question.id for question in self.questions} >= _PERSON


def load_forms(root: Path) -> tuple[IssueForm, ...]:
    """Return the archive's forms that become entries; others, such as one for mistakes of the site, are left out."""
    names = [path.name for path in sorted((root / FORMS_FOLDER).glob("*.y*ml")) if path.name != "config.yml"]
    forms = [parse_form(name, read_plain(root, f"{FORMS_FOLDER}/{name}")) for name in names]
    return tuple(
        form for form in forms if form.is_correction or form.is_person or any(q.id == "title" for q in form.questions)
    )


def parse_form(name: str, data: bytes) -> IssueForm:
    """Return the form that a file defines; raise `ContentError` where it is none."""
    try:
        form = yaml.load(data, Loader=yaml.CSafeLoader)
        questions = tuple(_question(element) for element in form["body"] if element["type"] in _QUESTIONS)
    except (yaml.YAMLError, KeyError, TypeError, AttributeError) as error:
        message = f"not an issue form: {' '.join(str(error).split())}"
        hint = "compare it with the form that papershelf init makes"
        raise ContentError([Diagnostic(f"{FORMS_FOLDER}/{name}", 0, 0, "E701", message, hint)]) from None
    return IssueForm(name, questions)


def answered_form(forms: Iterable[IssueForm], text: str) -> IssueForm | None:
    """Return the form that a text was made with: it starts with the form's first heading."""
    first = _lines(text.lstrip()[:1_000])[:1]
    return next((form for form in forms if form.questions and first == [form.questions[0].heading]), None)


def read_answers(form: IssueForm, text: str) -> Mapping[str, str]:
    """Return the answers that a text holds by the questions' ids, empty ones left out.

    Only the form's own headings part the text, so an answer may hold any other line. Raises `ContentError` with
    every problem: a heading that is missing or repeated, a required answer that is empty.
    """
    if len(text.encode(errors="replace")) > MAX_TEXT:
        message = f"the text is longer than {MAX_TEXT:,} bytes"
        raise ContentError([Diagnostic(form.name, 0, 0, "E003", message, "shorten the abstract")])
    headings = {question.heading: question for question in form.questions}
    sections: dict[str, list[str]] = {}
    problems: list[Diagnostic] = []
    lines: list[str] = []
    for line in _lines(text):
        question = headings.get(line.rstrip())
        if question is None:
            lines.append(line)
            continue
        if question.id in sections:
            message = f"the line {quote(question.heading)} is there twice"
            problems.append(Diagnostic(question.label, 0, 0, "E702", message, "keep each heading of the form once"))
        lines = sections[question.id] = []
    answers = {name: text for name, section in sections.items() if (text := _answer(section))}
    problems += (problem for question in form.questions for problem in _problems(question, sections, answers))
    if problems:
        raise ContentError(problems)
    return answers


def _problems(question: Question, sections: Mapping[str, object], answers: Mapping[str, str]) -> Iterable[Diagnostic]:
    answer = answers.get(question.id)
    if question.required and question.id not in sections:
        message = f"the line {quote(question.heading)} is missing"
        yield Diagnostic(question.label, 0, 0, "E702", message, "put the line back, above its answer")
    elif question.required and answer is None:
        yield Diagnostic(question.label, 0, 0, "E703", "the answer is empty", "write it below the heading")
    elif question.options and answer is not None and answer not in question.options:
        hint = f"write one of: {', '.join(question.options)}"
        yield Diagnostic(question.label, 0, 0, "E703", f"{quote(answer)} is not one of the choices", hint)


def _question(element: dict[str, object]) -> Question:
    attributes, validations = element["attributes"], element.get("validations", {})
    if not isinstance(attributes, dict) or not isinstance(validations, dict):
        raise TypeError("a question's attributes are not a map")
    options = tuple(str(option) for option in attributes.get("options", ()))
    return Question(str(element["id"]), str(attributes["label"]), validations.get("required") is True, options)


def _answer(lines: list[str]) -> str:
    answer = "\n".join(lines).strip()
    return "" if answer == _NO_ANSWER else answer


def _lines(text: str) -> list[str]:
    return re.split(r"\r\n|\r|\n", text)
