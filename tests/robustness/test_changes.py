"""Files that change while a build reads them, memos that are damaged, clocks that jump: the next build is right."""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest

from site_builder.build import steps
from site_builder.build.archive import Archive, load_archive
from site_builder.build.build import build
from site_builder.build.report import BuildOptions
from site_builder.build.workspace import Workspace, open_workspace
from site_builder.core.cache_files import CACHE_FOLDER
from site_builder.core.diagnostics import ContentError
from tests.robustness.conftest import Build, edit
from tests.trees import Tree, tree

CleanSite = Callable[[], Tree]


def test_an_entry_that_changes_during_a_build_is_right_in_the_next(
    archive: Path, rebuild: Build, clean_site: CleanSite
) -> None:
    edited: list[Path] = []

    def change(step: str, done: int, total: int) -> None:
        if step == "pages" and not edited:
            edited.append(edit(archive))

    build(BuildOptions(archive, archive / "_site", jobs=1), change)
    rebuild()
    assert tree(archive / "_site") == clean_site()


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("content/papers/note-3.md", b"An abstract", b"No abstract"),
        ("content/pages/about.md", b"nobody", b"somebody"),
        ("content/tags.yml", b"Where", b"There"),
        ("site.yml", b"invented", b"imagined"),
    ],
)
def test_a_file_that_was_other_for_one_moment_is_not_taken_for_known(
    archive: Path, clean_site: CleanSite, monkeypatch: pytest.MonkeyPatch, file: str, old: bytes, new: bytes
) -> None:
    """It is the same before the build and after it, but not while it is read."""
    path = archive / file
    kept = path.read_bytes()

    def open_after_change(*arguments: Any) -> AbstractContextManager[Workspace]:
        path.write_bytes(kept.replace(old, new))
        return open_workspace(*arguments)

    options = BuildOptions(archive, archive / "_site", jobs=1)
    with monkeypatch.context() as patched:
        patched.setattr(steps, "open_workspace", open_after_change)
        build(options)
    assert tree(archive / "_site") == clean_site()
    path.write_bytes(kept)
    build(options)
    assert tree(archive / "_site") == clean_site()


def test_an_entry_that_vanishes_during_a_build_is_told_and_the_site_stays(
    archive: Path, rebuild: Build, clean_site: CleanSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    rebuild()
    before, path = tree(archive / "_site"), edit(archive)

    def load_without(*arguments: Any) -> Archive:
        path.unlink()
        return load_archive(*arguments)

    with monkeypatch.context() as patched:
        patched.setattr(steps, "load_archive", load_without)
        with pytest.raises(ContentError) as caught:
            rebuild()
    assert [problem.code for problem in caught.value.diagnostics] == ["E001"]
    assert tree(archive / "_site") == before
    rebuild()
    assert tree(archive / "_site") == clean_site()


def test_stamps_of_files_mean_nothing(archive: Path, rebuild: Build, clean_site: CleanSite) -> None:
    rebuild()
    edited = edit(archive)
    for path in archive.joinpath("content").rglob("*"):
        os.utime(path, (0, 0))
    assert rebuild().written > 0
    for path in archive.joinpath("content").rglob("*"):
        os.utime(path, (5_000_000_000, 5_000_000_000))
    assert rebuild().written == 0
    stamp = edited.stat()
    edit(archive, "Other", "OTHER")
    os.utime(edited, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    assert edited.stat().st_size == stamp.st_size
    rebuild()
    assert tree(archive / "_site") == clean_site()


def _emptied(data: bytes, rng: random.Random) -> bytes:
    return b""


def _truncated(data: bytes, rng: random.Random) -> bytes:
    return data[: rng.randrange(len(data))]


def _flipped(data: bytes, rng: random.Random) -> bytes:
    damaged = bytearray(data)
    for _ in range(1 + len(data) // 2_000):
        damaged[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
    return bytes(damaged)


@pytest.mark.parametrize("damage", [_emptied, _truncated, _flipped])
@pytest.mark.parametrize("seed", range(4))
def test_damaged_memos_heal(
    archive: Path,
    rebuild: Build,
    clean_site: CleanSite,
    damage: Callable[[bytes, random.Random], bytes],
    seed: int,
) -> None:
    rebuild()
    rng = random.Random(seed)
    for path in sorted((archive / CACHE_FOLDER).rglob("*")):
        if path.is_file() and path.stat().st_size:
            path.write_bytes(damage(path.read_bytes(), rng))
    edit(archive)
    rebuild()
    expected = clean_site()
    assert tree(archive / "_site") == expected
    rebuild()
    assert tree(archive / "_site") == expected
