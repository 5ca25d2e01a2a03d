"""Warnings that the owner of an archive accepts: no command reports them."""

from __future__ import annotations

from pathlib import Path

import pytest

from site_builder.settings.load import parse_config
from tests.shelf import front_matter, run, write_archive

TWINS = {
    "content/papers/a/one.md": front_matter("title: One", "date: 2026-05-26"),
    "content/papers/b/two.md": front_matter("title: ONE", "date: 2026-05-27"),
}


@pytest.mark.parametrize("accept", ["[W203]", "[{code: W203, path: content/papers/b}]"])
@pytest.mark.parametrize("command", ["check", "build"])
def test_an_accepted_warning_is_not_reported(tmp_path: Path, command: str, accept: str) -> None:
    root = write_archive(tmp_path, TWINS | {"site.yml": f"accept: {accept}"})
    result = run(command, "--archive", root)
    assert result.exit_code == 0
    assert "W203" not in result.output


@pytest.mark.parametrize("command", ["check", "build"])
@pytest.mark.parametrize(("codes", "is_reported"), [("W113, W203", False), ("W113", True)])
def test_an_entry_accepts_its_own_warnings(tmp_path: Path, command: str, codes: str, is_reported: bool) -> None:
    two = front_matter("title: ONE", "date: 2026-05-27", f"x-accept: {codes}")
    root = write_archive(tmp_path, TWINS | {"content/papers/b/two.md": two})
    assert ("W203" in run(command, "--archive", root).output) == is_reported


def test_an_entry_accepts_nothing_of_another(tmp_path: Path) -> None:
    one = front_matter("title: One", "date: 2026-05-26", "x-accept: W203")
    root = write_archive(tmp_path, TWINS | {"content/papers/a/one.md": one})
    assert "W203" in run("check", "--archive", root).output


def test_one_accepted_elsewhere_is_reported_and_check_says_that_nothing_matches(tmp_path: Path) -> None:
    root = write_archive(tmp_path, TWINS | {"site.yml": "accept: [{code: W203, path: content/papers/bo}]"})
    output = run("check", "--archive", root).output
    assert "content/papers/b/two.md:2:8: warning[W203]" in output
    assert (
        "site.yml:1:10: warning[W303]: accept names W203, and there is no such warning in 'content/papers/bo'" in output
    )


@pytest.mark.parametrize("accept", ["[E203]", "[{path: content}]", "[[W203]]", "W203", "[{code: W203, paths: x}]"])
def test_what_is_not_the_code_of_a_warning_is_an_error(accept: str) -> None:
    problems = parse_config(f"accept: {accept}".encode())[1]
    assert [problem.severity for problem in problems] == ["error"]
