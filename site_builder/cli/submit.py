"""`papershelf submit`: turns an answered form into an entry."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import IO

import click
import msgspec

from site_builder.cli.console import EXIT_CONTENT, archive_option, reported, tell
from site_builder.core.diagnostics import ContentError
from site_builder.core.files import write_into
from site_builder.core.git import commit
from site_builder.github import (
    FORMS_FOLDER,
    IssueForm,
    Proposal,
    answered_form,
    load_forms,
    load_shelf,
    read_submission,
)
from site_builder.github.report import problem_report, proposal_report
from site_builder.reading.plain_values import is_date


class _Issue(msgspec.Struct):
    """The issue in GitHub's event."""

    body: str | None = None
    created_at: str = ""


class _Event(msgspec.Struct):
    issue: _Issue


@click.command()
@click.argument("text", type=click.File("rb"), required=False)
@click.option("--event", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="GitHub's event file.")
@click.option("--date", "day", help="The day to list a new paper.  [default: that of the issue, otherwise today]")
@click.option("--report", type=click.Path(dir_okay=False, path_type=Path), help="Write a reply in Markdown.")
@click.option("--commit", "is_committed", is_flag=True, help="Commit the file, and only the file, with git.")
@click.option("--dry-run", is_flag=True, help="Print the file without writing it.")
@archive_option
@reported
def submit(
    text: IO[bytes] | None,
    event: Path | None,
    day: str | None,
    report: Path | None,
    is_committed: bool,
    dry_run: bool,
    root: Path,
) -> None:
    """Turn an answered issue form into an entry or a correction.

    TEXT is a file with the issue's text, or - for standard input; with --event, the text is that of GitHub's event
    file. The forms are in the archive's .github/ISSUE_TEMPLATE/; an issue without a form is ignored.

    \b
    Examples:
      papershelf submit answer.md --commit
      papershelf submit --event "$GITHUB_EVENT_PATH" --report report.md
    """
    if (text is None) == (event is None):
        raise click.UsageError("give either a file with the text or --event")
    body, opened = _issue(event) if event else (text.read().decode("utf-8", "replace") if text else "", "")
    listed = day or opened or date.today().isoformat()
    if len(listed) != 10 or not is_date(listed):
        raise click.UsageError(f"'{listed}' is not a day; write, for example, 2026-05-26")
    form = answered_form(load_forms(root), body)
    if form is None:
        click.echo(f"nothing to do: the text is not that of a form in {FORMS_FOLDER}/", err=True)
        sys.exit(0 if event else EXIT_CONTENT)
    proposal = _read(root, form, body, listed, report)
    if dry_run:
        click.echo(proposal.text, nl=False)
        return
    write_proposal(root, proposal)
    if is_committed:
        commit(root, [proposal.path], f"{'Add' if proposal.is_new else 'Correct'} {Path(proposal.path).stem}")


def _read(root: Path, form: IssueForm, body: str, day: str, report: Path | None) -> Proposal:
    try:
        proposal = read_submission(load_shelf(root), form, body, day)
    except ContentError as error:
        if report:
            report.write_text(problem_report(error.diagnostics), encoding="utf-8")
        raise
    if report:
        report.write_text(proposal_report(proposal, body), encoding="utf-8")
    return proposal


def _issue(event: Path) -> tuple[str, str]:
    """Return the text of an event's issue and the day on which it was opened."""
    try:
        issue = msgspec.json.decode(event.read_bytes(), type=_Event).issue
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise click.UsageError(f"{event} is not the event of an issue: {error}") from None
    return issue.body or "", issue.created_at[:10]


def write_proposal(root: Path, proposal: Proposal) -> None:
    """Write the proposal's file; print its path and what to review."""
    write_into(root, proposal.path, proposal.text.encode())
    click.echo(proposal.path)
    for remark in proposal.remarks:
        tell(f"  review: {remark}")
