"""Builds that the system or another build refuses: they say so, and the published site stays."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from site_builder.core.cache_files import CACHE_FOLDER, locked
from site_builder.core.processes import map_forked
from tests.conftest import papershelf
from tests.robustness.conftest import Build, edit
from tests.trees import Tree, tree

CleanSite = Callable[[], Tree]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of six megabytes."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if os.geteuid() or _mount("-t", "tmpfs", "-o", "size=6m", "tmpfs", str(folder)):
        pytest.skip("no file system can be mounted here")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_of_two_builds_one_is_refused(archive: Path, rebuild: Build, clean_site: CleanSite) -> None:
    rebuild()
    before = tree(archive / "_site")
    edit(archive)
    with locked(archive / CACHE_FOLDER):
        done = papershelf("build", cwd=archive)
    assert done.returncode == 1
    assert "error[E503]" in done.stderr
    assert tree(archive / "_site") == before
    rebuild()
    assert tree(archive / "_site") == clean_site()


@pytest.mark.parametrize("free", [0, 8_000, 40_000, 100_000])
def test_a_disk_that_is_full_leaves_the_site(archive: Path, small_disk: Path, clean_site: CleanSite, free: int) -> None:
    """However far the build gets before there is no more room."""
    output = small_disk / "site"
    assert papershelf("build", "-o", str(output), cwd=archive).returncode == 0
    before = tree(output)
    (small_disk / "ballast").write_bytes(b"x" * (os.statvfs(small_disk).f_bavail * 4096 - free))
    (archive / "site.yml").write_text((archive / "site.yml").read_text().replace("invented", "imagined"))
    done = papershelf("build", "-o", str(output), cwd=archive)
    assert (done.returncode, "Traceback" in done.stderr) == (3, False)
    assert "No space left" in done.stderr
    assert tree(output) == before
    (small_disk / "ballast").unlink()
    assert papershelf("build", "-o", str(output), cwd=archive).returncode == 0
    assert tree(output) == clean_site()


def test_a_disk_that_is_full_leaves_the_entries(archive: Path, small_disk: Path) -> None:
    root = small_disk / "archive"
    shutil.copytree(archive / "content", root / "content")
    shutil.copy(archive / "site.yml", root)
    for path in (root / "content" / "papers").rglob("*.md"):
        path.write_bytes(path.read_bytes().replace(b"title: ", b"title:   ", 1))
    before = tree(root / "content")
    with (small_disk / "ballast").open("wb", buffering=0) as ballast, suppress(OSError):
        while True:
            ballast.write(b"x" * 4096)
    done = papershelf("fmt", cwd=root)
    assert (done.returncode, "Traceback" in done.stderr) == (3, False)
    assert "No space left" in done.stderr
    assert tree(root / "content") == before


WRITERS = (
    ("add", "@misc{new, title={New}}"),
    ("new", "A new paper"),
    ("import", "bibtex", "new.bib"),
    ("fmt",),
    ("schema", "--write"),
    ("migrate",),
    ("init", "other", "--title", "Another"),
    ("export", "bibtex", "-o", "out.bib"),
    ("digest", "--month", "2026-03", "--format", "html", "-o", "out.html"),
    ("pack", "-o", "out.zip", "--site", "site"),
    ("build",),
    ("check",),
)


@pytest.mark.parametrize("command", WRITERS, ids=lambda command: str(command[0]))
def test_no_command_leaves_half_a_file_on_a_disk_that_is_full(
    archive: Path, small_disk: Path, command: tuple[str, ...]
) -> None:
    root = small_disk / "archive"
    shutil.copytree(archive / "content", root / "content")
    settings = (archive / "site.yml").read_text().splitlines(keepends=True)
    (root / "site.yml").write_text("".join(line for line in settings if not line.startswith("format:")))
    (root / "new.bib").write_text("@misc{new, title={New}}\n")
    (root / "site").mkdir()
    for name in (".papershelf-site", "index.html"):
        (root / "site" / name).write_text("a\n")
    before = tree(root)
    with (small_disk / "ballast").open("wb", buffering=0) as ballast, suppress(OSError):
        while True:
            ballast.write(b"x" * 4096)
    done = papershelf(*command, cwd=root)
    assert (done.returncode, "Traceback" in done.stderr) == (3, False), done.stderr
    left = {path: data for path, data in tree(root).items() if not path.startswith(".papershelf/")}
    assert {path: data for path, data in left.items() if data} == before
    (small_disk / "ballast").unlink()
    assert papershelf("check", "--quiet", cwd=root).returncode == 0


def test_an_output_that_cannot_be_written_stays(archive: Path, small_disk: Path) -> None:
    output = small_disk / "site"
    assert papershelf("build", "-o", str(output), cwd=archive).returncode == 0
    before = tree(output)
    edit(archive)
    assert _mount("-o", "remount,ro", str(small_disk)) == 0
    done = papershelf("build", "-o", str(output), cwd=archive)
    assert (done.returncode, "Traceback" in done.stderr) == (3, False)
    assert "Read-only file system" in done.stderr
    assert tree(output) == before


def test_an_output_that_is_a_disk_of_its_own_is_explained(archive: Path, small_disk: Path) -> None:
    """It cannot be renamed, and the site is swapped by names."""
    done = papershelf("build", "-o", str(small_disk), cwd=archive)
    assert (done.returncode, "error[E501]: a disk is mounted" in done.stderr) == (1, True), done.stderr
    assert f"--output {small_disk / 'site'}" in done.stderr
    assert papershelf("build", "-o", str(small_disk / "site"), cwd=archive).returncode == 0


def test_a_worker_that_is_killed_is_no_mystery() -> None:
    own = os.getpid()

    def work(_: int) -> None:
        if os.getpid() != own:
            os.kill(os.getpid(), 9)

    with pytest.raises(OSError, match="too little memory"):
        list(map_forked(work, range(4), 2))


def _mount(*arguments: str) -> int:
    try:
        return subprocess.run(["mount", *arguments], capture_output=True, check=False).returncode
    except FileNotFoundError:
        return 1
