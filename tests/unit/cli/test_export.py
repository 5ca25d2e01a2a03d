"""`papershelf export`: which papers it writes, and that what it wrote can be imported without a change."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ENVIRONMENT
from tests.sample import write_sample
from tests.shelf import front_matter, run, write_archive


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("sample")
    write_sample(root)
    return root


def contents(root: Path) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in sorted((root / "content").rglob("*.md"))}


def test_papers_are_chosen_by_name_and_by_tag(tmp_path: Path) -> None:
    tagged = front_matter("title: One", "tags: [KV cache]")
    write_archive(tmp_path, {"content/papers/one.md": tagged, "content/papers/two.md": front_matter("title: Two")})

    def exported(*options: str) -> list[dict[str, str]]:
        items: list[dict[str, str]] = json.loads(run("export", "csl-json", "--archive", tmp_path, *options).stdout)
        return items

    assert [item["id"] for item in exported()] == ["two", "one"]
    assert [item["id"] for item in exported("two")] == ["two"]
    (one,) = exported("--tag", "kv-cache", "--brief")
    assert "abstract" not in one
    refused = run("export", "csl-json", "--archive", tmp_path, "three")
    assert (refused.exit_code, refused.stdout) == (2, "")


def test_an_archive_with_errors_is_not_exported_in_part(tmp_path: Path) -> None:
    write_archive(tmp_path, {"content/papers/one.md": front_matter("title: One"), "content/papers/two.md": "no"})
    refused = run("export", "bibtex", "--archive", tmp_path)
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert "two.md" in refused.stderr


@pytest.mark.parametrize("form", ["bibtex", "csl-json", "ris"])
def test_import_export_and_import_again_changes_nothing(form: str, sample: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    assert run("export", form, "--archive", sample, "--output", first).exit_code == 0
    archive = write_archive(tmp_path / "archive", {})
    assert run("import", form, first, "--archive", archive).exit_code == 0
    before = contents(archive)
    assert len(before) > 15
    run("export", form, "--archive", archive, "--output", second)
    again = run("import", form, second, "--update", "--archive", archive)
    assert f"0 entries added, 0 updated, {len(before)} as they were" in again.stdout
    assert contents(archive) == before


def test_entries_go_to_another_archive_whole(sample: Path, tmp_path: Path) -> None:
    write_archive(tmp_path / "a", {})
    assert run("export", "entries", "--archive", sample, "--output", tmp_path / "a").exit_code == 0
    assert (tmp_path / "a/content/papers/2026/paper.pdf").exists()
    (tmp_path / "a/site.yml").write_bytes((sample / "site.yml").read_bytes())
    assert run("export", "entries", "--archive", tmp_path / "a", "--output", tmp_path / "b").exit_code == 0
    assert contents(tmp_path / "a") == contents(tmp_path / "b")
    for form in ("bibtex", "csl-json"):
        copied = run("export", form, "--archive", tmp_path / "a").stdout
        assert copied == run("export", form, "--archive", sample).stdout


def test_json_lines_hold_every_field_of_an_entry(tmp_path: Path) -> None:
    lines = ("title: A paper", "authors: [{name: Ana Author, orcid: 0000-0002-1825-0097}]", "tags: [a]", "x-shelf: top")
    root = write_archive(tmp_path, {"content/papers/one.md": front_matter(*lines, body="Its *abstract*.")})
    result = run("export", "jsonl", "--archive", root)
    assert [json.loads(line) for line in result.output.splitlines()] == [
        {
            "id": "one",
            "title": "A paper",
            "authors": [{"name": "Ana Author", "orcid": "0000-0002-1825-0097"}],
            "tags": ["a"],
            "x-shelf": "top",
            "abstract": "Its abstract.",
        }
    ]


def test_a_reader_who_has_had_enough_is_no_error(tmp_path: Path) -> None:
    entries = {f"content/papers/p{n}.md": front_matter("title: A paper", body="word " * 2_000) for n in range(20)}
    root = write_archive(tmp_path, entries)
    command = f"{sys.executable} -m site_builder export bibtex | head -c 10"
    done = subprocess.run(command, shell=True, cwd=root, env=ENVIRONMENT, capture_output=True, text=True, check=False)
    assert done.stderr == ""
