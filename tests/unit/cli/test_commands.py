"""The commands: what they print, what they write, how they end."""

from __future__ import annotations

import json
import os
import re
import shutil
from pathlib import Path

import click
import pytest

from site_builder import __version__
from site_builder.core.numbers import plural
from site_builder.text.sizes import size_text
from tests.shelf import front_matter, run, site_files, write_archive

SOUND = {"content/papers/one.md": front_matter("title: One", "date: 2026-05-26")}
BROKEN = {"content/papers/one.md": front_matter("titel: One")}


def test_a_sound_archive_is_checked_with_status_0(tmp_path: Path) -> None:
    result = run("check", "--archive", write_archive(tmp_path, SOUND))
    assert (result.exit_code, result.output) == (0, "no problems\n")


def test_warnings_alone_are_shown_and_leave_the_status_at_0(tmp_path: Path) -> None:
    twin = {"content/papers/two.md": front_matter("title: ONE", "date: 2026-05-27")}
    result = run("check", "--archive", write_archive(tmp_path, SOUND | twin))
    assert result.exit_code == 0
    assert "content/papers/two.md:2:8: warning[W203]" in result.output
    assert "1 warning in 1 file" in result.output


@pytest.mark.parametrize("command", ["check", "build"])
def test_problems_of_content_end_with_status_1(command: str, tmp_path: Path) -> None:
    result = run(command, "--archive", write_archive(tmp_path, BROKEN))
    assert result.exit_code == 1
    assert "content/papers/one.md:2:1: error[E101]: unknown field 'titel'; did you mean 'title'?" in result.output
    assert not (tmp_path / "_site").exists()


@pytest.mark.parametrize(
    "arguments",
    [["buld"], ["build", "--outptu", "x"], ["check", "--format", "xml"], ["build", "--jobs", "0"], ["new", "A", "B"]],
)
def test_wrong_usage_ends_with_status_2(arguments: list[str]) -> None:
    assert run(*arguments).exit_code == 2


def test_a_mistyped_command_is_answered_with_the_nearest() -> None:
    assert "did you mean 'build'?" in run("buld").output


def test_github_gets_annotations_on_standard_output(tmp_path: Path) -> None:
    archive = write_archive(tmp_path, BROKEN)
    for command in ("check", "build"):
        result = run(command, "--archive", archive, "--format", "github")
        assert result.exit_code == 1
        assert result.stdout.splitlines()[0] == (
            "::error file=content/papers/one.md,line=2,col=1,title=E101::unknown field 'titel'%0Adid you mean 'title'?"
        )


def test_quiet_prints_problems_only(tmp_path: Path) -> None:
    assert run("build", "--quiet", "--archive", write_archive(tmp_path, SOUND)).output == ""


@pytest.mark.parametrize("command", ["build", "check"])
def test_a_folder_that_is_no_archive_is_told_and_left_as_it_is(command: str, tmp_path: Path) -> None:
    result = run(command, "--archive", tmp_path)
    assert result.exit_code == 1
    assert "E303" in result.output
    assert list(tmp_path.iterdir()) == []
    assert run(command, "--archive", tmp_path / "typo").exit_code == 1
    assert not (tmp_path / "typo").exists()


def test_a_build_says_what_it_did(tmp_path: Path) -> None:
    archive = write_archive(tmp_path, SOUND)
    first, second = (run("build", "--archive", archive, "--timings") for _ in range(2))
    assert first.exit_code == second.exit_code == 0
    assert "1 paper, " in first.output
    assert "written" in first.output
    assert "nothing changed" in second.output


def test_a_new_archive_builds_as_it_is(tmp_path: Path) -> None:
    folder = tmp_path / "shelf"
    assert run("init", folder, "--title", "It's a: shelf", "--base-url", "https://example.org/").exit_code == 0
    assert run("check", "--archive", folder).output == "no problems\n"
    assert run("build", "--archive", folder).exit_code == 0
    assert "It&#39;s a: shelf" in (folder / "_site/index.html").read_text(encoding="utf-8")


def test_a_new_entry_is_sound(tmp_path: Path) -> None:
    archive = write_archive(tmp_path, {})
    result = run("new", "It's: a 'paper' on $x^2$", "--archive", archive, "--date", "2026-05-26")
    path = Path(result.output.strip())
    assert result.exit_code == 0
    assert path.relative_to(archive).as_posix() == "content/papers/2026/it-s-a-paper-on-x-2.md"
    assert run("check", "--archive", archive).exit_code == 0


def test_a_new_entry_named_by_an_arxiv_number_has_it(tmp_path: Path) -> None:
    archive = write_archive(tmp_path, {})
    path = Path(run("new", "A paper", "--id", "2604.12890", "--archive", archive).output.strip())
    assert "\narxiv: 2604.12890\n" in path.read_text(encoding="utf-8")


def test_a_new_entry_overwrites_none(tmp_path: Path) -> None:
    archive = write_archive(tmp_path, SOUND)
    result = run("new", "Another", "--id", "ONE", "--archive", archive)
    assert result.exit_code == 1
    assert "content/papers/one.md has that identifier" in result.output


@pytest.mark.parametrize(
    "arguments",
    [["A", "--date", "2026-02-30"], ["A", "--date", "2026"], ["A", "--id", "../up"], ["???"]],
)
def test_a_new_entry_needs_a_day_and_a_file_name(arguments: list[str], tmp_path: Path) -> None:
    archive = write_archive(tmp_path, {})
    assert run("new", *arguments, "--archive", archive).exit_code == 2
    assert not (archive / "content").exists()


@pytest.mark.parametrize("stem", ["con", "NUL.v2", "a.", "café", "a" * 101])
def test_a_new_entry_has_a_name_that_every_system_takes(stem: str, tmp_path: Path) -> None:
    archive = write_archive(tmp_path, {})
    result = run("new", "A", "--id", stem, "--archive", archive)
    assert (result.exit_code, list(archive.iterdir())) == (2, [archive / "site.yml"])
    assert f"'{stem}' cannot be the name of a file; choose one with --id" in result.output


def test_a_new_entry_needs_an_archive(tmp_path: Path) -> None:
    assert run("new", "A", "--archive", tmp_path).exit_code == 1
    assert list(tmp_path.iterdir()) == []


def test_clean_deletes_the_site_and_the_cache_only(tmp_path: Path) -> None:
    archive = write_archive(tmp_path, SOUND)
    run("build", "--archive", archive)
    assert site_files(archive)
    assert run("clean", "--archive", archive).exit_code == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["content", "site.yml"]


def test_clean_refuses_a_folder_that_is_not_a_site(tmp_path: Path) -> None:
    archive = write_archive(tmp_path, SOUND)
    assert run("clean", "--archive", archive, "--output", archive / "content").exit_code == 1
    assert (archive / "content/papers/one.md").exists()


def test_a_system_that_refuses_ends_with_status_3(tmp_path: Path) -> None:
    archive = write_archive(tmp_path, SOUND)
    (archive / "_site").write_text("a file", encoding="utf-8")
    assert run("build", "--archive", archive).exit_code == 1
    assert run("build", "--archive", archive, "--output", archive / "_site" / "below").exit_code in (1, 3)
    assert (archive / "_site").read_text(encoding="utf-8") == "a file"


def test_help_and_version_are_there() -> None:
    assert __version__ in run("--version").output
    text = run("--help").output
    for command in ("init", "new", "build", "serve", "check", "import", "theme", "clean"):
        assert f"  {command} " in text
        assert run(command, "--help").exit_code == 0


def test_an_archive_is_moved_without_loss(tmp_path: Path) -> None:
    archive = write_archive(tmp_path / "one", SOUND)
    run("build", "--archive", archive)
    before = site_files(archive)
    moved = Path(shutil.move(archive, tmp_path / "two"))
    assert "nothing changed" in run("build", "--archive", moved).output
    assert site_files(moved) == before


def test_figures_are_written_as_people_do() -> None:
    assert [plural(1, "file"), plural(2000, "file"), plural(2, "entry", "entries")] == [
        "1 file",
        "2,000 files",
        "2 entries",
    ]
    assert [size_text(size) for size in (0, 999, 1_500, 2_500_000, 3_210_000_000)] == [
        "0 bytes",
        "999 bytes",
        "1.5 kB",
        "2.5 MB",
        "3.21 GB",
    ]


@pytest.mark.parametrize("command", ["check", "build"])
def test_a_name_that_is_no_text_is_told(command: str, tmp_path: Path) -> None:
    archive = write_archive(tmp_path, {"content/papers/a/one.md": SOUND["content/papers/one.md"]})
    try:
        os.rename(os.fsencode(archive / "content/papers/a"), os.fsencode(archive) + b"/content/papers/b\xff")  # noqa: PTH104 - bytes
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    result = run(command, "--archive", archive)
    assert result.exit_code == 1
    assert "content/papers/b\\xdcff/one.md: error[E011]: the name is not valid UTF-8" in result.output


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_gets_its_script_of_completion(shell: str) -> None:
    script = run("completion", shell).stdout
    assert "_PAPERSHELF_COMPLETE" in script
    assert "papershelf" in script


def test_a_mistyped_option_is_answered_with_the_nearest() -> None:
    assert re.search("Did you mean '?--output'?[?]", run("build", "--outptu", "x").output)


def test_scripts_get_json_of_what_was_built(tmp_path: Path) -> None:
    archive = write_archive(tmp_path, SOUND)
    report = json.loads(run("build", "--json", "--archive", archive).stdout)
    assert (report["entries"], report["warnings"]) == (1, [])
    assert report["written"] == sum(report["files"].values()) > 10
    write_archive(tmp_path, BROKEN)
    (problem,) = [found for found in json.loads(run("build", "--json", "--archive", archive).stdout) if found["hint"]][
        :1
    ]
    assert (problem["code"], problem["line"]) == ("E101", 2)


def test_a_build_can_show_the_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[str] = []
    monkeypatch.setattr(click, "launch", shown.append)
    run("build", "--open", "--archive", write_archive(tmp_path, SOUND))
    assert shown == [(tmp_path / "_site" / "index.html").as_uri()]


def test_a_theme_is_not_called_sound_where_the_settings_cannot_be_read(tmp_path: Path) -> None:
    result = run("theme", "check", "--archive", write_archive(tmp_path, {"site.yml": "theme: 'mine\n"}))
    assert result.exit_code == 1
    assert "error[E006]" in result.output
