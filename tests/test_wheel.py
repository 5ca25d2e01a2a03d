"""What is published works alone: source archive, wheel, empty environment, a new archive, a site."""

from __future__ import annotations

import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY


def run(command: Sequence[str | Path], cwd: Path) -> str:
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def distributions(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The source archive, and the wheel made from it, as they would be published."""
    folder = tmp_path_factory.mktemp("dist")
    run([sys.executable, "-m", "build", "--outdir", folder, REPOSITORY], folder)
    (source,), (wheel,) = folder.glob("*.tar.gz"), folder.glob("*.whl")
    return source, wheel


@pytest.mark.xdist_group("wheel")
def test_the_source_archive_holds_the_tool_only(distributions: tuple[Path, Path]) -> None:
    with tarfile.open(distributions[0]) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {"site_builder/__init__.py", "themes/default/theme.yml"} <= names
    assert {name for name in names if name.startswith(("content/", "tests/", "site.yml", "_site/"))} == set()


@pytest.mark.xdist_group("wheel")
def test_the_wheel_holds_the_tool_and_its_themes_only(distributions: tuple[Path, Path]) -> None:
    with zipfile.ZipFile(distributions[1]) as archive:
        names = set(archive.namelist())
    assert {"site_builder/__init__.py", "site_builder/_themes/default/templates/base.html"} <= names
    assert {name.partition("/")[0].partition("-")[0] for name in names} == {"site_builder", "papershelf"}
    themes = {path.relative_to(REPOSITORY / "themes").as_posix() for path in (REPOSITORY / "themes").rglob("*.html")}
    assert {f"site_builder/_themes/{name}" for name in themes} <= names


@pytest.mark.xdist_group("wheel")
def test_the_wheel_works_in_an_empty_environment(distributions: tuple[Path, Path], tmp_path: Path) -> None:
    run([sys.executable, "-m", "venv", "env"], tmp_path)
    commands = tmp_path / "env" / ("Scripts" if sys.platform == "win32" else "bin")
    run([commands / "python", "-m", "pip", "install", "--quiet", distributions[1]], tmp_path)
    papershelf = commands / "papershelf"
    assert run([papershelf, "--version"], tmp_path).startswith("papershelf, version ")
    run([papershelf, "init", "my-archive"], tmp_path)
    archive = tmp_path / "my-archive"
    assert "1 paper" in run([papershelf, "build"], archive)
    assert "A first entry, to be replaced" in (archive / "_site" / "index.html").read_text(encoding="utf-8")
    assert (archive / "_site" / "assets" / "style.css").is_file()
    run([papershelf, "check"], archive)
    run([papershelf, "theme", "check"], archive)
    # The archive keeps a copy of what was installed from a file, and its workflows install that.
    again: list[str | Path] = [commands / "python", "-m", "pip", "install", "--quiet", "--no-deps", "--force-reinstall"]
    run([*again, "--requirement", "requirements.txt"], archive)
    assert "nothing changed" in run([papershelf, "build"], archive)
