"""What `papershelf init` writes, and that this repository lives by the same files."""

from __future__ import annotations

from pathlib import Path

from site_builder.skeleton import NewArchive, new_archive
from tests.own_workflows import REPOSITORY, own_contributing, own_files


def test_this_repository_has_the_workflows_and_forms_that_init_writes() -> None:
    here = {path: (REPOSITORY / path).read_text(encoding="utf-8") for path in own_files()}
    assert here == own_files(), "run python -m tests.own_workflows"


def test_the_pages_for_contributors_are_the_same() -> None:
    assert (REPOSITORY / "CONTRIBUTING.md").read_text(encoding="utf-8").startswith(own_contributing())


def test_every_placeholder_is_filled() -> None:
    for path, text in new_archive(NewArchive("Papers", "2026-05-26")).items():
        assert not [
            word for word in ("@title", "@today", "@version", "@install", "@theme", "@base", "@repo") if word in text
        ], path


def test_files_of_an_archive_stand_where_github_and_git_look_for_them() -> None:
    paths = new_archive(NewArchive("Papers", "2026-05-26")).keys()
    assert {".gitignore", ".github/workflows/check.yml", ".github/ISSUE_TEMPLATE/submit-a-paper.yml"} <= paths
    assert "content/papers/2026/a-first-entry.md" in paths
    assert not [path for path in paths if Path(path).parts[0] in ("github", "gitignore")]


def test_an_archive_that_is_filled_from_elsewhere_gets_no_first_entry() -> None:
    files = new_archive(NewArchive("Papers", "2026-05-26", has_first_entry=False))
    assert not [path for path in files if path.startswith("content/papers/")]
