"""Texts of GitHub's issue forms to entries: the form's file says what is asked, the text is data from a stranger."""

from __future__ import annotations

from site_builder.github.archive_state import Shelf, load_shelf
from site_builder.github.forms import FORMS_FOLDER, IssueForm, answered_form, load_forms
from site_builder.github.proposals import Proposal, propose_correction, propose_entry, read_submission

__all__ = [
    "FORMS_FOLDER",
    "IssueForm",
    "Proposal",
    "Shelf",
    "answered_form",
    "load_forms",
    "load_shelf",
    "propose_correction",
    "propose_entry",
    "read_submission",
]
