"""Commands that change entries are killed at random moments: each file is the old one or the new one, whole."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks.generate import write_archive
from site_builder.formatting import format_entry
from tests.shelf import run
from tests.trees import tree

TIMES = int(os.environ.get("PAPERSHELF_KILLS", "6"))
PAPERS = 60

Command = Callable[[Path], object]


def _format(root: Path) -> object:
    return run("fmt", "--archive", root)


def _import(root: Path) -> object:
    """Update each entry with a record that knows another title, and add as many."""
    file = root.parent / "items.json"
    if not file.exists():
        ids = sorted(path.stem for path in (root / "content" / "papers").rglob("*.md"))
        names = (*ids, *(f"new-{name}" for name in ids))
        file.write_text(json.dumps([{"id": name, "title": f"The newer title of {name}"} for name in names]))
    return run("import", "csl-json", "--update", "--archive", root, file)


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """An archive whose entries all differ from their canonical form."""
    root = tmp_path / "archive"
    write_archive(root, PAPERS, seed=2)
    for path in (root / "content" / "papers").rglob("*.md"):
        path.write_bytes(path.read_bytes().replace(b"title: ", b"title:   ", 1))
        assert format_entry("content/papers/a.md", path.read_bytes())[0] != path.read_bytes()
    return root


@pytest.mark.parametrize("command", [_format, _import])
def test_a_killed_command_leaves_no_half_file(command: Command, archive: Path, tmp_path: Path) -> None:
    before = tree(archive / "content")
    whole = tmp_path / "whole"
    shutil.copytree(archive, whole)
    start = time.perf_counter()
    command(whole)
    seconds = time.perf_counter() - start
    after = tree(whole / "content")
    assert after != before
    rng = random.Random(3)
    for turn in range(TIMES):
        root = tmp_path / f"turn-{turn}"
        shutil.copytree(archive, root)
        _kill(command, root, rng.uniform(0, 1.1 * seconds))
        left = {path: data for path, data in tree(root / "content").items() if not path.endswith(".tmp")}
        assert [path for path, data in left.items() if data not in (before.get(path), after.get(path))] == []
        assert before.keys() - left.keys() == set()
        command(root)  # what was begun can be finished; a file that was being written is no entry
        done = {path: data for path, data in tree(root / "content").items() if not path.endswith(".tmp")}
        assert done == after
        assert run("check", "--quiet", "--archive", root).exit_code == 0
        shutil.rmtree(root)


def _kill(command: Command, root: Path, seconds: float) -> None:
    process = os.fork()
    if process == 0:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        command(root)
        os._exit(0)
    time.sleep(seconds)
    os.kill(process, signal.SIGKILL)
    os.waitpid(process, 0)
