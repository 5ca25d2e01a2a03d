"""Answered issue forms, as GitHub writes their text."""

from __future__ import annotations

from site_builder.github.forms import IssueForm, load_forms
from tests.own_workflows import REPOSITORY

CORRECTION, SUBMISSION, PERSON = load_forms(REPOSITORY)

# What strangers try; in every question it stays text.
HOSTILE = (
    "`id`",
    "$(touch pwned)",
    "${{ github.token }}",
    "'; touch pwned; '",
    '"\n::error::x',
    "&lt;<script>alert(1)</script>",
    "@someone #1 GH-1 https://github.com/a/b/issues/1",
    "../../.github/workflows/x",
    "---\ntitle: x",
    "{{ config }} {% for %}",
    "```\n@someone\n```",
    "x\x00y\x1b[31m\u202e",
    "!!python/object/apply:os.system [id]",
    "*anchor &anchor",
    "title: |\n  x",
)


def answered(form: IssueForm, **answers: str) -> str:
    """Return the text that GitHub makes of a form's answers."""
    questions = form.questions
    return "\n\n".join(f"{q.heading}\n\n{answers.get(q.id) or '_No response_'}" for q in questions)
