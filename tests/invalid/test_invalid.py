"""Broken archives: what `papershelf check` says of each, word for word.

A case is an archive with an `expected.txt`. What cannot be kept in a repository (names that some systems refuse,
bytes that are no text, large files, symbolic links) is noted in its `setup.json` and made for the test:
`text` and `latin1` hold files, `fill` holds `[start, part, times, end]`, `symlink` holds targets.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from site_builder.cli import papershelf

HERE = Path(__file__).parent
CASES = sorted(path.parent.name for path in HERE.glob("*/expected.txt"))


def test_there_are_cases() -> None:
    folders = {path.name for path in HERE.iterdir() if path.is_dir() and path.name != "__pycache__"}
    assert folders == set(CASES), "a case without expected.txt"
    assert len(CASES) >= 45


@pytest.mark.parametrize("case", CASES)
def test_check_names_each_problem_with_its_place_and_cure(case: str, tmp_path: Path) -> None:
    archive = make_archive(HERE / case, tmp_path / "archive")
    result = CliRunner().invoke(papershelf, ["check", "--archive", str(archive)])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert result.output == (HERE / case / "expected.txt").read_text(encoding="utf-8")
    assert result.exit_code == ("error[" in result.output)


def make_archive(case: Path, archive: Path) -> Path:
    """Copy a case's files, and make those that its `setup.json` notes."""
    shutil.copytree(case, archive, ignore=shutil.ignore_patterns("expected.txt", "setup.json"))
    note = case / "setup.json"
    setup = json.loads(note.read_text(encoding="utf-8")) if note.exists() else {}
    made = {path: text.encode() for path, text in setup.get("text", {}).items()}
    made |= {path: text.encode("latin-1") for path, text in setup.get("latin1", {}).items()}
    for path, (start, part, times, end) in setup.get("fill", {}).items():
        made[path] = (start + part * times + end).encode()
    for path, data in made.items():
        (archive / path).parent.mkdir(parents=True, exist_ok=True)
        (archive / path).write_bytes(data)
    for path, target in setup.get("symlink", {}).items():
        (archive / path).symlink_to(target)
    return archive
