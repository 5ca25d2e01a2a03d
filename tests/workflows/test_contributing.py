"""The three ways of CONTRIBUTING.md, tried as they are printed."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from tests.forms import CORRECTION, SUBMISSION
from tests.shelf import run
from tests.workflows.runner import Runner

# It shows the site until it is stopped.
ENDLESS = "papershelf serve"


@pytest.fixture
def runner(tmp_path: Path) -> Runner:
    return Runner(tmp_path)


def blocks(page: str, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", page, flags=re.DOTALL)


def contributing(runner: Runner) -> str:
    return (runner.archive / "CONTRIBUTING.md").read_text(encoding="utf-8")


def test_its_links_lead_to_the_forms(runner: Runner) -> None:
    linked = re.findall(r"issues/new\?template=([\w.-]+)", contributing(runner))
    assert linked == [SUBMISSION.name, CORRECTION.name]
    assert all((runner.archive / ".github/ISSUE_TEMPLATE" / name).is_file() for name in linked)


def test_what_is_pasted_in_the_browser_is_a_sound_entry(runner: Runner) -> None:
    (pasted, _terms) = blocks(contributing(runner), "yaml")
    (runner.archive / "content/papers/2026/2604.12890.md").write_text(pasted, encoding="utf-8")
    assert run("check", "--archive", runner.archive).exit_code == 0


def test_what_is_said_of_terms_is_a_sound_file(runner: Runner) -> None:
    (_pasted, terms) = blocks(contributing(runner), "yaml")
    (runner.archive / "content/tags.yml").write_text(terms, encoding="utf-8")
    assert run("check", "--archive", runner.archive).exit_code == 0


def test_every_command_works_as_printed(runner: Runner) -> None:
    (commands,) = blocks(contributing(runner), "console")
    lines = [line for line in commands.splitlines() if line != ENDLESS]
    assert len(lines) == len(commands.splitlines()) - 1
    script = "\n".join(["set -euo pipefail", "git config user.name Ana", "git config user.email a@example.org", *lines])
    done = subprocess.run(
        ["bash", "-c", script], cwd=runner.archive, env=runner.environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert re.fullmatch(r"A\tcontent/papers/\d{4}/2604\.12890\.md\n", runner.pushed("2604.12890"))
    assert run("correct", "2604.12890", "venue", "A Conference 2026", "--archive", runner.archive).exit_code == 0
