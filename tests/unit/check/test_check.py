"""`papershelf check`: reports on a change, on a path, on the same files again; output for programs."""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path

import pytest
from click.testing import Result

from tests.shelf import front_matter, run, write_archive


def git(root: Path, *arguments: str) -> None:
    names = {f"GIT_{who}_{what}": "x@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    environment = os.environ | names | {"GIT_CONFIG_GLOBAL": os.devnull}
    subprocess.run(["git", *arguments], cwd=root, check=True, capture_output=True, env=environment)


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """An archive in a repository, with an entry that has a problem."""
    root = write_archive(
        tmp_path,
        {
            "content/papers/old.md": front_matter("title: OLD AND LOUD WORDS", "arxiv: 2604.00001"),
            "content/papers/zoo.md": front_matter("title: A zoo", "arxiv: 2604.00002"),
            "content/papers/link.md": front_matter("title: A link", "related: [zoo]"),
        },
    )
    git(root, "init", "--quiet", "-b", "main")
    git(root, "add", ".")
    git(root, "commit", "--quiet", "-m", "first")
    return root


def codes(result: Result) -> list[str]:
    """Return the names of the files reported, each with the problem's code."""
    found = re.findall(r"^\S*?([\w.]+):(?:\d+:\d+:)? (?:error|warning)\[(\w+)\]", result.stderr, re.MULTILINE)
    return [f"{name} {code}" for name, code in found]


def check(root: Path, *arguments: str) -> Result:
    return run("check", "--archive", root, *arguments)


def test_warnings_leave_the_status_at_0_and_come_again_from_memory(shelf: Path) -> None:
    first, second = check(shelf), check(shelf)
    assert first.exit_code == second.exit_code == 0
    assert codes(first) == ["old.md W104"]
    assert first.stderr == second.stderr


def test_only_changed_files_are_told_and_clashes_with_others_are_theirs(shelf: Path) -> None:
    write_archive(shelf, {"content/papers/new.md": front_matter("title: A NEW LOUD ONE", "arxiv: 2604.00002")})
    assert codes(check(shelf)) == ["zoo.md E201", "new.md W104", "old.md W104"]
    changed = check(shelf, "--changed-since", "main")
    assert changed.exit_code == 1
    assert codes(changed) == ["new.md E201", "new.md W104"]


def test_what_a_change_breaks_elsewhere_is_told(shelf: Path) -> None:
    git(shelf, "checkout", "--quiet", "-b", "branch")
    git(shelf, "rm", "--quiet", "content/papers/zoo.md")
    git(shelf, "commit", "--quiet", "-m", "second")
    assert codes(check(shelf, "--changed-since", "main")) == ["link.md E205"]


def test_errors_of_all_files_are_told_where_settings_changed(shelf: Path) -> None:
    write_archive(shelf, {"content/papers/old.md": front_matter("title: OLD AND LOUD WORDS", "method: [a]")})
    git(shelf, "add", ".")
    git(shelf, "commit", "--quiet", "-m", "broken")
    assert codes(check(shelf, "--changed-since", "main")) == []
    write_archive(shelf, {"site.yml": "title: Another\n"})
    assert codes(check(shelf, "--changed-since", "main")) == ["old.md E101"]


def test_a_revision_that_is_not_there_is_wrong_usage(shelf: Path) -> None:
    for revision in ("nowhere", "--output=x"):
        assert check(shelf, f"--changed-since={revision}").exit_code == 2


def test_paths_choose_what_is_told(shelf: Path) -> None:
    assert codes(check(shelf, str(shelf / "content/papers/zoo.md"))) == []
    assert codes(check(shelf, str(shelf / "content"))) == ["old.md W104"]
    assert check(shelf, "content/nothing").exit_code == 2


def test_dates_to_come_are_told_by_the_given_clock(shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_archive(shelf, {"content/papers/old.md": front_matter("title: Old", "date: 2001-09-20")})
    assert codes(check(shelf)) == []
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1000000000")  # 9 September 2001
    assert codes(check(shelf)) == ["old.md W106"]


def test_a_file_that_no_entry_names_is_told(shelf: Path) -> None:
    write_archive(
        shelf,
        {
            "content/papers/zoo.pdf": "%PDF-1.4",
            "content/papers/2604.00003": front_matter("title: An entry without its ending"),
            "content/papers/link.md": front_matter("title: A link", "links: {pdf: zoo.pdf}"),
        },
    )
    assert codes(check(shelf)) == ["2604.00003 W109", "old.md W104"]


def test_a_symbolic_link_is_told_though_nothing_else_has_changed(shelf: Path) -> None:
    assert codes(check(shelf)) == ["old.md W104"]
    (shelf / "content/papers/2026").symlink_to(shelf / "content")
    (shelf / "content/papers/x.md").symlink_to("old.md")
    (shelf / "content/papers/.hidden").symlink_to("/etc/hostname")
    assert codes(check(shelf)) == ["2026 W111", "old.md W104", "x.md W111"]


def test_json_holds_every_problem(shelf: Path) -> None:
    (problem,) = json.loads(check(shelf, "--format", "json").stdout)
    assert problem["severity"] == "warning"
    assert (problem["path"], problem["line"], problem["code"]) == ("content/papers/old.md", 2, "W104")


def test_sarif_has_what_its_schema_requires(shelf: Path) -> None:
    write_archive(shelf, {"content/papers/ü b.md": front_matter("title: A"), "content/papers/x.md": "nothing"})
    log = json.loads(check(shelf, "--format", "sarif").stdout)
    assert (log["version"], log["$schema"].endswith("sarif-2.1.0.json")) == ("2.1.0", True)
    (only,) = log["runs"]
    rules = only["tool"]["driver"]["rules"]
    assert only["tool"]["driver"]["name"]
    for result in only["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in ("error", "warning")
        assert result["message"]["text"]
        place = result["locations"][0]["physicalLocation"]
        assert place["artifactLocation"]["uri"].isascii()
        assert min(place.get("region", {"startLine": 1, "startColumn": 1}).values()) >= 1
    assert [result["ruleId"] for result in only["results"]] == ["W104", "E005", "E011"]


def test_no_problem_is_a_log_without_results(tmp_path: Path) -> None:
    root = write_archive(tmp_path, {})
    assert json.loads(run("check", "--archive", root, "--format", "sarif").stdout)["runs"][0]["results"] == []
    assert run("check", "--archive", root, "--format", "json").stdout == "[]\n"


def test_rows_that_cite_an_entry_with_an_error_are_not_reported(tmp_path: Path) -> None:
    files = {
        "content/papers/one.md": front_matter("title: One"),
        "content/papers/two.md": front_matter("titel: Two"),
        "content/citations.csv": "citing,cited,source,day\none,two,hand,\none,gone,hand,\n",
    }
    result = run("check", "--archive", write_archive(tmp_path, files))
    assert "two.md" in result.stderr
    assert "W304" not in result.stderr
    write_archive(tmp_path, {"content/papers/two.md": front_matter("title: Two")})
    found = run("check", "--archive", tmp_path).stderr
    assert "citations.csv:3:1: warning[W304]: unknown entry 'gone'" in found
