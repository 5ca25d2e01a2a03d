"""What `papershelf init` writes, and that this repository lives by the same files."""

from __future__ import annotations

import re
from pathlib import Path

from site_builder.new_archive import NewArchive, first_entry, new_archive
from tests.own_workflows import REPOSITORY, own_contributing, own_files

ASKED = NewArchive("Papers", "2026-05-26")


def test_this_repository_has_the_workflows_and_forms_that_init_writes() -> None:
    here = {path: (REPOSITORY / path).read_text(encoding="utf-8") for path in own_files()}
    assert here == own_files(), "run python -m tests.own_workflows"


def test_the_pages_for_contributors_are_the_same() -> None:
    assert (REPOSITORY / "CONTRIBUTING.md").read_text(encoding="utf-8").startswith(own_contributing())


def test_every_placeholder_is_filled() -> None:
    for path, data in (new_archive(ASKED) | first_entry(ASKED)).items():
        if not path.endswith(".whl"):
            assert not re.search(rb"@[a-z_]+@", data), path


def test_a_title_that_looks_like_a_placeholder_stays_as_typed() -> None:
    files = new_archive(NewArchive("@today@ it's: @install@", "2026-05-26"))
    assert "title: '@today@ it''s: @install@'\n" in files["site.yml"].decode()


def test_files_of_an_archive_stand_where_github_and_git_look_for_them() -> None:
    paths = new_archive(ASKED).keys()
    assert {".gitignore", ".github/workflows/check.yml", ".github/ISSUE_TEMPLATE/submit-a-paper.yml"} <= paths
    assert not [path for path in paths if Path(path).parts[0] in ("github", "gitignore")]
    assert first_entry(ASKED).keys() == {"content/papers/2026/a-first-entry.md"}
