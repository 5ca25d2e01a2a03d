"""What the tests of robustness share: a small archive, and its site as a clean build makes it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from site_builder.build.build import build
from site_builder.build.report import BuildOptions, BuildReport
from tests.sample import write_sample
from tests.trees import Tree, tree

Build = Callable[[], BuildReport]


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """The invented archive in a folder of its own."""
    root = tmp_path / "archive"
    write_sample(root)
    return root


@pytest.fixture
def rebuild(archive: Path) -> Build:
    """Builds the archive in this process."""
    return lambda: build(BuildOptions(archive, archive / "_site", jobs=1))


@pytest.fixture
def clean_site(archive: Path, tmp_path: Path) -> Callable[[], Tree]:
    """Builds the archive as it is now into a new folder, without a cache."""

    def clean() -> Tree:
        copy = tmp_path / "clean"
        shutil.copytree(archive, copy, ignore=lambda _, names: {"_site", "._site.standby", ".papershelf"} & set(names))
        build(BuildOptions(copy, copy / "_site", jobs=1))
        made = tree(copy / "_site")
        shutil.rmtree(copy)
        return made

    return clean


def edit(archive: Path, old: str = "An abstract of few words.", new: str = "Other words.") -> Path:
    """Change one entry's text and return its path."""
    path = archive / "content" / "papers" / "note-3.md"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    return path
