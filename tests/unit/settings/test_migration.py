"""Archives of older formats: each step changes what it must and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from site_builder.settings import migration
from site_builder.settings.migration import Step
from tests.shelf import built, front_matter, run, write_archive

ENTRY = "content/papers/a.md"


def archive(root: Path, site: str) -> Path:
    return write_archive(root, {"site.yml": site, ENTRY: front_matter("title: A paper")})


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("title: A shelf\n", "format: 1\ntitle: A shelf\n"),
        ("# Settings\n\ntitle: A shelf # ours\n", "# Settings\n\nformat: 1\ntitle: A shelf # ours\n"),
        ("# Nothing yet\n", "# Nothing yet\nformat: 1\n"),
    ],
)
def test_an_archive_from_before_formats_gets_one(tmp_path: Path, before: str, after: str) -> None:
    root = archive(tmp_path, before)
    assert run("migrate", "--archive", root).exit_code == 0
    assert (root / "site.yml").read_text() == after
    built(root)
    assert "already" in run("migrate", "--archive", root).output
    assert (root / "site.yml").read_text() == after


def test_a_dry_run_names_what_would_change_and_changes_nothing(tmp_path: Path) -> None:
    root = archive(tmp_path, "title: A shelf\n")
    assert "site.yml" in run("migrate", "--dry-run", "--archive", root).output
    assert (root / "site.yml").read_text() == "title: A shelf\n"


def test_steps_follow_each_other_and_each_names_its_format(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def rename(root: Path) -> dict[str, str]:
        return {ENTRY: (root / ENTRY).read_text().replace("title:", "name:")}

    monkeypatch.setattr(migration, "STEPS", (*migration.STEPS, Step(2, "titles are names", rename)))
    root = archive(tmp_path, "format: 1 # of old\n")
    assert run("migrate", "--archive", root).output == f"titles are names: {ENTRY}, site.yml\n"
    assert (root / "site.yml").read_text() == "format: 2\n"
    assert "name: A paper" in (root / ENTRY).read_text()


def test_a_step_that_was_stopped_is_done_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files before the settings: an archive that still names the old format is migrated from there."""
    root = archive(tmp_path, "title: A shelf\n")
    written: list[str] = []
    monkeypatch.setattr(migration, "write_into", lambda root, path, data: written.append(path))
    monkeypatch.setattr(migration, "STEPS", (Step(1, "entries", lambda root: {ENTRY: "x"}),))
    list(migration.migrate(root))
    assert written == [ENTRY, "site.yml"]


def test_a_folder_that_is_no_archive_is_left_alone(tmp_path: Path) -> None:
    result = run("migrate", "--archive", tmp_path)
    assert result.exit_code == 1
    assert "E303" in result.output


@pytest.mark.parametrize(
    ("site", "code"),
    [
        ("format: 99\ntitle: A shelf\n", "E306"),
        ("format: one\ntitle: A shelf\n", "E106"),
        (f"format: {'9' * 5_000}\ntitle: A shelf\n", "E109"),
        ("title: [\n", "E006"),
        ("title: \udcff\n", "E002"),
    ],
)
def test_settings_that_cannot_be_migrated_are_told_and_left(tmp_path: Path, site: str, code: str) -> None:
    (tmp_path / "site.yml").write_bytes(site.encode("utf-8", "surrogateescape"))
    result = run("migrate", "--archive", tmp_path)
    assert (result.exit_code, f"error[{code}]" in result.output) == (1, True), result.output
    assert (tmp_path / "site.yml").read_bytes() == site.encode("utf-8", "surrogateescape")


@pytest.mark.parametrize(
    "site", ['format: "1"\ntitle: A\n', "\ufeffformat: 1\r\ntitle: A\r\n", "title: A\nformat: 1 #\n"]
)
def test_a_format_is_found_however_it_is_typed(tmp_path: Path, site: str) -> None:
    root = archive(tmp_path, site)
    assert "already" in run("migrate", "--archive", root).output
    assert (root / "site.yml").read_bytes() == site.encode()


def test_line_ends_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(migration, "STEPS", (*migration.STEPS, Step(2, "nothing", lambda root: {})))
    (tmp_path / "site.yml").write_bytes(b"title: A\r\nformat: 1 # ours\r\nlanguage: en\r\n")
    assert run("migrate", "--archive", tmp_path).exit_code == 0
    assert (tmp_path / "site.yml").read_bytes() == b"title: A\r\nformat: 2\r\nlanguage: en\r\n"
