"""Texts of GitHub's issue forms to entries: the form's file says what is asked, the text is data from a stranger."""

from __future__ import annotations

from site_builder.submissions.forms import FORMS_FOLDER, IssueForm, answered_form, load_forms
from site_builder.submissions.proposals import Proposal, propose_correction, propose_entry, read_submission
from site_builder.submissions.shelf import Shelf, load_shelf

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
