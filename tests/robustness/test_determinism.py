"""The same archive gives the same bytes, whatever the machine, its settings and the order of its files."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.generate import write_archive
from tests.conftest import ENVIRONMENT
from tests.trees import Tree, tree

PAPERS = 80  # enough for several processes

# What a build must not see: name, environment, umask, processes.
MACHINES = [
    ("usual", {}, 0o022, "1"),
    ("east", {"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati", "LC_ALL": "C"}, 0o077, "2"),
    ("west", {"PYTHONHASHSEED": "2", "TZ": "Pacific/Niue", "LC_ALL": "C.UTF-8", "PYTHONUTF8": "0"}, 0o002, "3"),
]


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("generated") / "archive"
    write_archive(folder, PAPERS, seed=1)
    return folder


@pytest.fixture(scope="module")
def usual_site(generated: Path, tmp_path_factory: pytest.TempPathFactory) -> Tree:
    root = tmp_path_factory.mktemp("usual") / "archive"
    shutil.copytree(generated, root)
    return _built(root, *MACHINES[0][1:])


@pytest.mark.parametrize("machine", MACHINES[1:], ids=lambda machine: str(machine[0]))
def test_machines_make_the_same_bytes(
    generated: Path, usual_site: Tree, tmp_path: Path, machine: tuple[str, dict[str, str], int, str]
) -> None:
    root = tmp_path / "archive"
    for path in sorted(generated.rglob("*"), reverse=True):  # a folder may list its files as they were made
        if path.is_file():
            target = root / path.relative_to(generated)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
    assert _built(root, *machine[1:]) == usual_site


def test_a_build_with_a_cache_makes_the_same_bytes(generated: Path, usual_site: Tree, tmp_path: Path) -> None:
    """The site is deleted, then edited back and forth, while the cache remembers."""
    root = tmp_path / "archive"
    shutil.copytree(generated, root)
    _built(root, *MACHINES[0][1:])
    shutil.rmtree(root / "_site")
    assert _built(root, *MACHINES[0][1:]) == usual_site
    paper = next((root / "content" / "papers").rglob("*.md"))
    kept = paper.read_bytes()
    paper.write_bytes(kept.replace(b"title: ", b"title: Edited "))
    assert _built(root, *MACHINES[0][1:]) != usual_site
    paper.write_bytes(kept)
    assert _built(root, *MACHINES[0][1:]) == usual_site


def _built(root: Path, environment: dict[str, str], umask: int, jobs: str) -> Tree:
    command = [sys.executable, "-m", "site_builder", "build", "--jobs", jobs]
    given = {**ENVIRONMENT, **environment}
    done = subprocess.run(command, cwd=root, env=given, umask=umask, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return tree(root / "_site")
