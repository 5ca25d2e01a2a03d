"""`upgrade` renews what `init` wrote and keeps what the owner changed."""

from __future__ import annotations

import subprocess
from pathlib import Path

import msgspec
import pytest

from site_builder import new_archive
from site_builder.new_archive import upgrade as upgrade_module
from site_builder.new_archive.upgrade import RECORD
from tests.shelf import run

CHECK = ".github/workflows/check.yml"
FORM = ".github/ISSUE_TEMPLATE/submit-a-paper.yml"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A new archive, committed."""
    archive = tmp_path / "archive"
    assert run("init", archive, "--yes").exit_code == 0
    commit(archive)
    return archive


def commit(root: Path) -> None:
    identity = ["-c", "user.name=Ana", "-c", "user.email=ana@example.org"]
    for command in (["init", "--quiet"], ["add", "--all"], [*identity, "commit", "--quiet", "--message", "x"]):
        subprocess.run(["git", *command], cwd=root, check=True)


def release(monkeypatch: pytest.MonkeyPatch, path: str, old: str, new: str) -> None:
    """Let the next version of Papershelf write another text into a file."""
    files = new_archive.skeleton_files()
    assert files[path].count(old)
    monkeypatch.setattr(new_archive, "skeleton_files", lambda: files | {path: files[path].replace(old, new)})


def upgrade(root: Path, *options: str) -> tuple[int, str]:
    result = run("upgrade", "--archive", root, *options)
    return result.exit_code, result.output


def text(root: Path, path: str) -> str:
    return (root / path).read_text(encoding="utf-8")


def test_a_new_archive_has_nothing_to_renew(root: Path) -> None:
    assert upgrade(root) == (0, "nothing to renew\n")


def test_what_the_owner_left_alone_is_renewed(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    release(monkeypatch, "github/workflows/check.yml", "timeout-minutes: 20", "timeout-minutes: 31")
    assert "+    timeout-minutes: 31\n" in upgrade(root, "--dry-run")[1]
    assert "31" not in text(root, CHECK)
    status, said = upgrade(root)
    assert (status, f"{CHECK}: renewed\n" in said) == (0, True)
    assert "timeout-minutes: 31\n" in text(root, CHECK)
    assert upgrade(root)[1] == "nothing to renew\n"


def test_changes_of_both_sides_are_merged(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (root / CHECK).write_text(f"{text(root, CHECK)}# Mine.\n", encoding="utf-8")
    release(monkeypatch, "github/workflows/check.yml", "timeout-minutes: 20", "timeout-minutes: 31")
    status, said = upgrade(root)
    assert (status, f"{CHECK}: merged with your changes\n" in said) == (0, True)
    assert "timeout-minutes: 31\n" in text(root, CHECK)
    assert text(root, CHECK).endswith("# Mine.\n")


@pytest.fixture
def unrecorded(root: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An archive of a version that kept no record, and whose check.yml was another one."""
    old = text(root, CHECK).replace("timeout-minutes: 20", "timeout-minutes: 9")
    (root / CHECK).write_text(old, encoding="utf-8")
    (root / RECORD).unlink()
    commit(root)
    blob = subprocess.run(["git", "hash-object", CHECK], cwd=root, check=True, capture_output=True, text=True).stdout
    monkeypatch.setattr(upgrade_module, "UNRECORDED", {CHECK: ("0" * 40, blob.strip())})
    return root


def test_an_untouched_file_of_a_version_without_a_record_is_renewed(unrecorded: Path) -> None:
    assert upgrade(unrecorded)[0] == 0
    assert "timeout-minutes: 20\n" in text(unrecorded, CHECK)


def test_changes_to_a_file_of_a_version_without_a_record_are_merged(unrecorded: Path) -> None:
    (unrecorded / CHECK).write_text(f"{text(unrecorded, CHECK)}# Mine.\n", encoding="utf-8")
    status, said = upgrade(unrecorded)
    assert (status, f"{CHECK}: merged with your changes\n" in said) == (0, True)
    assert "timeout-minutes: 20\n" in text(unrecorded, CHECK)


def test_the_schema_keeps_the_archive_s_taxonomies(root: Path) -> None:
    (root / "site.yml").write_text("title: Papers\ntaxonomies: {tracks: {title: Tracks}}\n", encoding="utf-8")
    status, said = upgrade(root)
    assert (status, "entry.schema.json: renewed\n" in said) == (0, True)
    assert '"tracks"' in text(root, "entry.schema.json")
    assert upgrade(root)[1] == "nothing to renew\n"


def test_where_both_changed_the_same_lines_the_file_stays(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mine = text(root, CHECK).replace("timeout-minutes: 20", "timeout-minutes: 29")
    (root / CHECK).write_text(mine, encoding="utf-8")
    release(monkeypatch, "github/workflows/check.yml", "timeout-minutes: 20", "timeout-minutes: 31")
    status, said = upgrade(root)
    assert (status, "conflict" in said) == (1, True)
    assert text(root, CHECK) == mine
    assert "timeout-minutes: 31\n" in text(root, f"{CHECK}.new")


def test_what_only_the_owner_changed_or_deleted_stays_so(root: Path) -> None:
    (root / CHECK).write_text("# Mine.\n", encoding="utf-8")
    (root / FORM).unlink()
    assert upgrade(root)[0] == 0
    assert text(root, CHECK) == "# Mine.\n"
    assert not (root / FORM).exists()


def test_an_archive_without_a_record_keeps_its_files(root: Path) -> None:
    (root / RECORD).unlink()
    (root / CHECK).write_text("# Mine.\n", encoding="utf-8")
    status, said = upgrade(root)
    assert (status, f"differs from your {CHECK}, and nothing records what init wrote there" in said) == (1, True)
    assert text(root, CHECK) == "# Mine.\n"
    assert (root / RECORD).exists()


@pytest.mark.parametrize("path", ["../precious.txt", "/etc/passwd", "x\x1b]0;owned\x07"])
def test_a_record_that_a_branch_changed_names_only_plain_files_of_the_archive(root: Path, path: str) -> None:
    if path != "/etc/passwd":
        (root / path).write_text("precious", "utf-8")
    record = msgspec.json.decode((root / RECORD).read_bytes())
    record["files"] |= {path: "0" * 40, CHECK: "--batch"}
    (root / RECORD).write_bytes(msgspec.json.encode(record))
    said = upgrade(root, "--dry-run")[1]
    assert ("no longer needed" in said) == path.startswith("x")
    assert "\x1b" not in said


@pytest.mark.parametrize("path", [CHECK, RECORD])
def test_nothing_is_read_through_a_link(root: Path, path: str) -> None:
    (root.parent / "secret").write_text("secret", "utf-8")
    (root / path).unlink()
    (root / path).symlink_to(root.parent / "secret")
    status, said = upgrade(root, "--dry-run")
    assert (status, f"{path}: error[E505]" in said) == (1, True), said
