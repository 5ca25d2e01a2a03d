"""The workflows and forms as texts: valid, pinned, least permissions, no shell line with an expression in it."""

from __future__ import annotations

import json
import re
import subprocess
import sysconfig
from pathlib import Path

import pytest

from site_builder.new_archive import NewArchive, new_archive
from tests.conftest import REPOSITORY
from tests.workflows.runner import load_workflow

TOOLS = Path(sysconfig.get_path("scripts"))


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `papershelf init` writes."""
    root = tmp_path_factory.mktemp("archive")
    for path, data in new_archive(NewArchive("Papers", "2026-05-26")).items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(data)
    return root


@pytest.fixture(params=["here", "there"])
def root(request: pytest.FixtureRequest, archive: Path) -> Path:
    """This repository, and a new archive."""
    return REPOSITORY if request.param == "here" else archive


def workflows(root: Path) -> list[Path]:
    return sorted((root / ".github" / "workflows").glob("*.yml"))


def test_zizmor_finds_nothing(root: Path) -> None:
    command = [
        str(TOOLS / "zizmor"),
        "--offline",
        "--pedantic",
        "--format=json",
        "--collect=all",
        str(root / ".github"),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert json.loads(done.stdout) == [], done.stdout
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("schema", "pattern"),
    [
        ("github-workflows", "workflows/*.yml"),
        ("github-issue-forms", "ISSUE_TEMPLATE/*-*.yml"),
        ("github-issue-config", "ISSUE_TEMPLATE/config.yml"),
        ("dependabot", "dependabot.yml"),
    ],
)
def test_every_file_is_valid_against_its_schema(root: Path, schema: str, pattern: str) -> None:
    files = sorted((root / ".github").glob(pattern))
    assert files
    command = [str(TOOLS / "check-jsonschema"), "--builtin-schema", f"vendor.{schema}", *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_actions_are_pinned_by_hash_with_their_version(root: Path) -> None:
    for path in workflows(root):
        for line in re.findall(r"uses: (.*)", path.read_text(encoding="utf-8")):
            assert re.fullmatch(r"[a-z-]+/[a-z/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", line), f"{path.name}: {line}"


def test_no_shell_line_holds_an_expression(root: Path) -> None:
    for path in workflows(root):
        for job in load_workflow(path)["jobs"].values():
            assert not [step for step in job["steps"] if "${{" in step.get("run", "")], path.name


def test_permissions_are_the_least(root: Path) -> None:
    for path in workflows(root):
        workflow = load_workflow(path)
        assert workflow["permissions"] == {}, path.name
        assert all(job["timeout-minutes"] for job in workflow["jobs"].values())
        assert workflow["concurrency"]["group"]
        assert "pull_request_target" not in workflow["on"]
        if "pull_request" in workflow["on"]:
            granted = [job["permissions"] for job in workflow["jobs"].values()]
            assert granted == [{"contents": "read"}] * len(granted)
            assert "secrets." not in path.read_text(encoding="utf-8")
            assert "github.token" not in path.read_text(encoding="utf-8")


def test_the_step_that_reads_a_strangers_text_has_no_token(root: Path) -> None:
    steps = load_workflow(root / ".github/workflows/submit.yml")["jobs"]["submit"]["steps"]
    (reading,) = [step for step in steps if "papershelf submit" in step.get("run", "")]
    assert "env" not in reading
