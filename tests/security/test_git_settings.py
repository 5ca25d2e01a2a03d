"""git runs nothing that an archive's own configuration names, and is not shown another repository than the real one."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from site_builder.core.git import git
from tests.shelf import front_matter, run, write_archive

PAPER = "content/papers/one.md"


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An archive in a repository, with an entry that git must compare with what was committed."""
    for name in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{name}_NAME", "Ana Author")
        monkeypatch.setenv(f"GIT_{name}_EMAIL", "ana@example.org")
    files = {PAPER: front_matter("title: One", "date: 2026-05-26"), ".gitattributes": "*.md filter=a filter=a=b.c\n"}
    root = write_archive(tmp_path / "archive", files)
    git(root, "init", "--quiet", "--initial-branch=main")
    git(root, "add", ".")
    git(root, "commit", "--quiet", "--message", "An archive")
    os.utime(root / PAPER, (1, 1))
    return root


@pytest.mark.parametrize("name", ["a", "a=b.c"])
@pytest.mark.parametrize("kind", ["clean", "process"])
@pytest.mark.parametrize("command", [("changes", "--since", "HEAD"), ("check", "--changed-since", "HEAD")])
def test_no_filter_of_the_archive_is_run(archive: Path, name: str, kind: str, command: tuple[str, ...]) -> None:
    (archive / ".gitattributes").write_text(f"*.md filter={name}\n", "utf-8")
    git(archive, "config", f"filter.{name}.{kind}", f"touch {archive}/ran; cat")
    git(archive, "config", f"filter.{name}.required", "true")
    result = run(*command, "--archive", archive)
    assert result.exit_code == 0, result.output
    assert not (archive / "ran").exists()


def test_a_filter_in_an_included_file_is_not_run(archive: Path) -> None:
    (archive / "more").write_text(f'[filter "a"]\nclean = touch {archive}/ran; cat\n', "utf-8")
    git(archive, "config", "include.path", str(archive / "more"))
    (archive / ".gitattributes").write_text("*.md filter=a\n", "utf-8")
    run("changes", "--since", "HEAD", "--archive", archive)
    assert not (archive / "ran").exists()


def test_what_the_user_set_is_run(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (archive.parent / "mine").write_text(f'[filter "a"]\nclean = touch {archive}/ran; cat\n', "utf-8")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(archive.parent / "mine"))
    (archive / ".gitattributes").write_text("*.md filter=a\n", "utf-8")
    run("changes", "--since", "HEAD", "--archive", archive)
    assert (archive / "ran").exists()


def test_an_object_that_is_missing_is_not_fetched(archive: Path) -> None:
    blob = git(archive, "rev-parse", f"HEAD:{PAPER}").strip()
    (archive / PAPER).write_text(front_matter("title: Two", "date: 2026-05-26"), "utf-8")
    (archive / f".git/objects/{blob[:2]}/{blob[2:]}").unlink()
    for key, value in {
        "core.repositoryFormatVersion": "1",
        "extensions.partialClone": "origin",
        "remote.origin.promisor": "true",
        "remote.origin.url": str(archive),
        "remote.origin.uploadpack": f"touch {archive}/ran;",
    }.items():
        git(archive, "config", key, value)
    run("changes", "--since", "HEAD", "--archive", archive)
    assert not (archive / "ran").exists()


@pytest.mark.parametrize("command", ["build", "check"])
def test_a_folder_that_looks_like_a_repository_does_not_hide_what_git_tracks(archive: Path, command: str) -> None:
    """The archive is a folder of the repository; the branch brought `HEAD`, `objects`, `refs` and a configuration."""
    inner = write_archive(archive / "papers", {PAPER: front_matter("title: One", "date: 2026-05-26")})
    write_archive(inner, {"_site/index.html": "<script>alert(1)</script>", "HEAD": "ref: refs/heads/main\n"})
    (inner / "objects").mkdir()
    (inner / "refs").mkdir()
    (inner / "config").write_text(f"[core]\nworktree = {inner}\n", "utf-8")
    git(archive, "add", "--force", "papers/_site/index.html")
    result = run(command, "--archive", inner)
    assert (result.exit_code, "error[E506]" in result.output) == (1, True), result.output
    assert "looks like a repository" in result.output
