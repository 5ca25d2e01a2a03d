"""Answers to the text of an entry's file, new or changed; problems are reported in the form's own words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import PurePosixPath

import msgspec

from site_builder.content.entries import read_entry
from site_builder.content.json_schema import SCHEMA_FILE, schema_comment
from site_builder.core.diagnostics import ContentError, Diagnostic, quote
from site_builder.exchange.identifiers import safe_id
from site_builder.exchange.importing import entry_path
from site_builder.exchange.record import Record
from site_builder.exchange.update_entry import UnreadableEntryError, set_fields
from site_builder.exchange.write_entry import render_entry
from site_builder.github.answers import AnswerError, Fields, read_answer
from site_builder.github.archive_state import Shelf, check_entry
from site_builder.github.forms import IssueForm, read_answers
from site_builder.github.person import declared_person
from site_builder.model import Entry
from site_builder.reading.identifiers import IDENTIFIERS, normal_identifier
from site_builder.text.nearest import did_you_mean
from site_builder.text.slugs import slug

MAX_STEM = 60


class Proposal(msgspec.Struct, frozen=True):
    """A file as it should be: its path, its text, whether it is new, and what a curator should look at."""

    path: str
    text: str
    is_new: bool
    remarks: tuple[str, ...] = ()


def read_submission(shelf: Shelf, form: IssueForm, text: str, day: str) -> Proposal:
    """Return what an answered form asks for; `day` is the one on which a new paper is listed.

    Raises `ContentError` with everything that is wrong with the answers.
    """
    answers = read_answers(form, text)
    labels = {question.id: question.label for question in form.questions}
    if form.is_correction:
        labels[answers["field"]] = labels["value"]
    if "links" in labels:
        labels = dict.fromkeys(IDENTIFIERS, labels["links"]) | labels
    try:
        if form.is_correction:
            return propose_correction(shelf, answers["paper"], answers["field"], answers["value"])
        if form.is_person:
            path, person, remarks = declared_person(shelf, answers)
            return Proposal(path, person, False, remarks)
        return propose_entry(shelf, answers, day)
    except ContentError as error:
        shown = [msgspec.structs.replace(d, path=labels.get(d.path, d.path)) for d in error.diagnostics]
        raise ContentError(shown) from None


def propose_entry(shelf: Shelf, answers: Mapping[str, str], day: str) -> Proposal:
    """Return the file of a new entry; problems carry the name of their field as path."""
    fields: Fields = {"date": day}
    problems: list[Diagnostic] = []
    for field, answer in answers.items():
        try:
            fields |= read_answer(field, answer, shelf.config.taxonomy_fields, shelf.terms)
        except AnswerError as error:
            problems.append(Diagnostic(field, 0, 0, "E703", str(error), error.hint))
    if problems:
        raise ContentError(problems)
    abstract = str(fields.pop("abstract", ""))
    fields |= {kind: normal_identifier(kind, str(fields[kind])) for kind in IDENTIFIERS if kind in fields}
    stem = _stem(fields)
    path = entry_path(shelf.root, stem, str(fields["date"]))
    has_schema = (shelf.root / SCHEMA_FILE).is_file()
    text = render_entry(Record(stem, fields, abstract), schema_comment(path) if has_schema else "")
    alone = read_entry(path, text.encode(), "", shelf.config.taxonomy_fields).entry
    if alone and (other := shelf.twin(alone) or shelf.holder(path)):
        raise ContentError([_duplicate(*other)])
    entry, warnings = _checked(shelf, path, text)
    if (shelf.root / path).exists():
        message, hint = (
            f"the archive has a file {path}, which is not a valid entry",
            "tell whoever looks after the archive",
        )
        raise ContentError([Diagnostic("title", 0, 0, "E706", message, hint)])
    return Proposal(path, text, True, _remarks(shelf, entry, warnings))


def propose_correction(shelf: Shelf, name: str, field: str, value: str) -> Proposal:
    """Return an entry's file with one field changed; what else it holds stays as typed."""
    entry = _named(shelf, name)
    try:
        fields = read_answer(field, value, shelf.config.taxonomy_fields, shelf.terms)
    except AnswerError as error:
        raise ContentError([Diagnostic("value", 0, 0, "E703", str(error), error.hint)]) from None
    old = (shelf.root / entry.path).read_bytes()
    try:
        changed = set_fields(entry.path, old, fields)
    except UnreadableEntryError as error:
        hint = "change the file in a pull request"
        raise ContentError([Diagnostic("paper", 0, 0, "E703", f"{entry.path}: {error}", hint)]) from None
    if changed == old:
        hint = "look whether the page shows the newest version"
        raise ContentError([Diagnostic("value", 0, 0, "E705", f"the entry's {field} is this already", hint)])
    text = changed.decode()
    corrected, warnings = _checked(shelf, entry.path, text)
    return Proposal(entry.path, text, False, _remarks(shelf, corrected, warnings))


def _checked(shelf: Shelf, path: str, text: str) -> tuple[Entry, tuple[Diagnostic, ...]]:
    """Check a file; an error's place becomes the field that its line belongs to, which people know from the form."""
    try:
        return check_entry(shelf, path, text)
    except ContentError as error:
        raise ContentError(
            msgspec.structs.replace(problem, path=_field(text, problem.line) or path, line=0, column=0)
            for problem in error.diagnostics
        ) from None


def _field(text: str, line: int) -> str:
    keys = [match[1] for row in text.split("\n")[:line] if (match := re.match(r"([a-z_][\w-]*):", row))]
    return keys[-1] if keys else ""


def _stem(fields: Fields) -> str:
    """Return the name of a paper's file, made of letters, digits, '.', '-' and '_' whatever the form says."""
    number = str(fields.get("arxiv", ""))
    others = (str(fields[kind]) for kind in ("acl", "openreview", "doi") if kind in fields)
    title = slug(str(fields["title"]))[:MAX_STEM].strip("-")
    stem = next((stem for text in (number, title, *others) if text and (stem := safe_id(text))), "")
    if not stem:
        hint = "give an arXiv number or a DOI, so that the entry's file can have a name"
        raise ContentError([Diagnostic("title", 0, 0, "E703", "no name of a file can be made of the title", hint)])
    return stem


def _named(shelf: Shelf, name: str) -> Entry:
    """Return the entry that a person means: by its identifier, its page's address or its file."""
    stem = re.sub(r"\.(html|md|yml|yaml)$", "", PurePosixPath(re.split(r"[?#]", name.strip())[0]).name)
    entry = shelf.find(stem)
    if entry is None:
        hint = did_you_mean(stem, [entry.id for entry in shelf.entries])
        hint = hint or "write the last part of the address of the paper's page, without .html"
        raise ContentError([Diagnostic("paper", 0, 0, "E704", f"the archive has no paper {quote(stem)}", hint)])
    return entry


def _duplicate(other: Entry, shared: str) -> Diagnostic:
    message = f"the archive has this paper, with the same {shared}: {other.path}"
    hint = f"to change it, answer the form that corrects an entry, for the paper {other.id}"
    return Diagnostic("title" if shared == "title" else "links", 0, 0, "E706", message, hint)


def _remarks(shelf: Shelf, entry: Entry, warnings: tuple[Diagnostic, ...]) -> tuple[str, ...]:
    """Return what a curator should look at: warnings, and words that the archive did not have."""
    known = shelf.terms.get("tags", {}).values()
    new = [tag for tag in entry.tags if tag not in known]
    words = (
        f"the tag {quote(tag)} is new here; {did_you_mean(tag, known) or 'none of a like name is known'}" for tag in new
    )
    return (*(warning.message for warning in warnings), *words)
