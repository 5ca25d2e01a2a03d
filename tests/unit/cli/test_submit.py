"""`papershelf submit`, `correct` and `changes`: from a form's text to a committed entry, without a network."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.forms import CORRECTION, SUBMISSION, answered
from tests.own_workflows import REPOSITORY
from tests.shelf import front_matter, run, write_archive

FIRST = {"content/papers/2026/first.md": front_matter("title: First", "date: 2026-05-26")}
ANSWERS = {"title": "Second", "links": "2604.12890"}
SECOND = "content/papers/2026/2604.12890.md"


def git(root: Path, *arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=root, check=True, capture_output=True, text=True).stdout


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    root = write_archive(tmp_path / "archive", FIRST)
    forms = root / ".github" / "ISSUE_TEMPLATE"
    forms.mkdir(parents=True)
    for form in (SUBMISSION, CORRECTION):
        (forms / form.name).write_bytes((REPOSITORY / ".github" / "ISSUE_TEMPLATE" / form.name).read_bytes())
    git(root, "init", "--quiet", "--initial-branch=main")
    for key, value in (("user.name", "Bo"), ("user.email", "bo@example.org")):
        git(root, "config", key, value)
    (root / ".gitignore").write_text("/.papershelf/\n", encoding="utf-8")
    git(root, "add", ".")
    git(root, "commit", "--quiet", "--message", "Start")
    return root


def form_file(root: Path, **answers: str) -> Path:
    path = root.parent / "answer.md"
    path.write_text(answered(CORRECTION if "paper" in answers else SUBMISSION, **answers), encoding="utf-8")
    return path


def test_a_forms_text_becomes_a_committed_valid_entry_in_one_command(archive: Path) -> None:
    text = form_file(archive, **ANSWERS)
    result = run("submit", text, "--commit", "--date", "2026-05-26", "--archive", archive)
    assert (result.exit_code, result.stdout) == (0, f"{SECOND}\n")
    assert git(archive, "show", "--format=%s", "--name-only", "HEAD") == f"Add 2604.12890\n\n{SECOND}\n"
    assert git(archive, "status", "--porcelain") == ""
    assert run("check", "--archive", archive).exit_code == 0


def test_a_commit_holds_the_entry_and_nothing_else(archive: Path) -> None:
    (archive / "site.yml").write_text("title: Another\n", encoding="utf-8")
    git(archive, "add", "site.yml")
    (archive / "notes.txt").write_text("mine", encoding="utf-8")
    text = form_file(archive, paper="first", field="venue", value="A Conference")
    assert run("submit", text, "--commit", "--archive", archive).exit_code == 0
    shown = git(archive, "show", "--format=%s", "--name-only", "HEAD")
    assert shown == "Correct first\n\ncontent/papers/2026/first.md\n"


def test_what_is_wrong_is_reported_and_nothing_is_written(archive: Path, tmp_path: Path) -> None:
    report = tmp_path / "report.md"
    text = form_file(archive, title="First", published="May")
    result = run("submit", text, "--report", report, "--archive", archive)
    assert result.exit_code == 1
    assert "Published: error[E105]: published is 'May', not a date" in result.stderr
    assert "`published is 'May', not a date`" in report.read_text(encoding="utf-8")
    assert git(archive, "status", "--porcelain") == ""


def test_the_event_of_an_issue_gives_text_and_day(archive: Path, tmp_path: Path) -> None:
    event = tmp_path / "event.json"
    issue = {"number": 7, "body": answered(SUBMISSION, **ANSWERS), "created_at": "2026-05-20T10:00:00Z"}
    event.write_text(json.dumps({"action": "opened", "issue": issue}), encoding="utf-8")
    assert run("submit", "--event", event, "--archive", archive).exit_code == 0
    assert "\ndate: 2026-05-20\n" in (archive / SECOND).read_text(encoding="utf-8")


def test_a_file_that_is_no_sound_entry_is_not_overwritten(archive: Path) -> None:
    (archive / SECOND).parent.mkdir(exist_ok=True)
    (archive / SECOND).write_text("mine", encoding="utf-8")
    assert run("submit", form_file(archive, **ANSWERS), "--date", "2026-05-26", "--archive", archive).exit_code == 1
    assert (archive / SECOND).read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("body", [None, "", "The site is slow."])
def test_an_issue_without_a_form_is_left_alone(archive: Path, tmp_path: Path, body: str | None) -> None:
    event, report = tmp_path / "event.json", tmp_path / "report.md"
    event.write_text(json.dumps({"issue": {"number": 7, "body": body}}), encoding="utf-8")
    assert run("submit", "--event", event, "--report", report, "--archive", archive).exit_code == 0
    assert not report.exists()


@pytest.mark.parametrize("event", ["", "[]", "{}", '{"issue": {"body": 3}}'])
def test_a_file_that_is_no_event_is_wrong_usage(archive: Path, tmp_path: Path, event: str) -> None:
    (tmp_path / "event.json").write_text(event, encoding="utf-8")
    assert run("submit", "--event", tmp_path / "event.json", "--archive", archive).exit_code == 2


def test_a_dry_run_prints_the_file_and_writes_nothing(archive: Path) -> None:
    result = run("submit", form_file(archive, **ANSWERS), "--dry-run", "--date", "2026-05-26", "--archive", archive)
    assert result.stdout == "---\ntitle: Second\ndate: 2026-05-26\narxiv: 2604.12890\n---\n"
    assert run("correct", "first", "venue", "X", "--dry-run", "--archive", archive).stdout.endswith(
        "venue: X\n---\nA short abstract.\n"
    )
    assert git(archive, "status", "--porcelain") == ""


def test_a_field_is_corrected_on_the_command_line(archive: Path) -> None:
    assert run("correct", "first", "tags", "a, b", "--archive", archive).exit_code == 0
    assert "tags: [a, b]\n" in (archive / "content/papers/2026/first.md").read_text(encoding="utf-8")
    assert run("correct", "frist", "tags", "a, b", "--archive", archive).exit_code == 1


def test_changes_are_shown_as_cards(archive: Path) -> None:
    run(
        "submit",
        form_file(archive, **(ANSWERS | {"summary": "Says `x` to @someone."})),
        "--date",
        "2026-05-26",
        "--archive",
        archive,
    )
    run("correct", "first", "venue", "A | B", "--archive", archive)
    shown = run("changes", "--since", "HEAD", "--archive", archive).stdout
    assert f"### New: `{SECOND}`\n\n- title: `Second`\n" in shown
    assert "- facts" not in shown
    assert "- summary: `` Says `x` to @someone. ``\n" in shown
    assert "### Changed: `content/papers/2026/first.md`\n\n- venue: nothing becomes `A | B`\n" in shown


def test_changes_show_files_that_went_or_cannot_be_read(archive: Path) -> None:
    assert run("changes", "--since", "HEAD", "--archive", archive).stdout == "No entry changed.\n"
    (archive / "content/papers/2026/first.md").unlink()
    (archive / "content/papers/2026/broken.md").write_text("nothing\n", encoding="utf-8")
    shown = run("changes", "--since", "HEAD", "--archive", archive).stdout
    assert "### Removed: `content/papers/2026/first.md`" in shown
    assert "### `content/papers/2026/broken.md`\n\nThis file has errors" in shown


@pytest.mark.parametrize("commit", ["nowhere", "--output=x", ""])
def test_an_unknown_commit_is_told(archive: Path, commit: str) -> None:
    assert run("changes", f"--since={commit}", "--archive", archive).exit_code == 3
