"""`papershelf authors`: suggestions are listed, and answers written where the archive reads them."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from tests.shelf import front_matter, run, write_archive

PAPERS = {
    "a": "[Jane Doe, Ana Author, Bo Writer, Cy Reader]",
    "b": "[J. Doe, Ana Author, Bo Writer]",
    "c": "[Jane Q. Doe, Ana Author, Bo Writer]",
    "d": "[Wei Wang, Ana Author, Bo Writer]",
    "e": "[Wei Wang, Ana Author]",
    "f": "\n  - {name: Wei Wang, affiliation: A Lab}  # ours\n  - Di Other",
    "g": "[Wei Wang, Di Other]",
}


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    files = {
        f"content/papers/{name}.md": front_matter(f"title: {name * 3}", f"authors: {authors}")
        for name, authors in PAPERS.items()
    }
    return write_archive(
        tmp_path, files | {"content/authors.yml": "# People\nBo Writer: {url: https://example.org/}\n"}
    )


def listed(shelf: Path) -> list[str]:
    result = run("authors", "--archive", shelf)
    assert result.exit_code == 0
    return [line.partition(": ")[0] for line in result.stdout.splitlines()]


def test_accepted_names_become_spellings_of_the_fullest(shelf: Path) -> None:
    assert set(listed(shelf)) == {"j-doe=jane-doe", "j-doe=jane-q-doe", "jane-doe=jane-q-doe", "wei-wang/2"}
    dry = run("authors", "--accept", "jane-doe=jane-q-doe", "--dry-run", "--archive", shelf)
    assert "+Jane Q. Doe:" in dry.stdout
    keys = ("jane-doe=jane-q-doe", "j-doe=jane-doe", "wei-wang/2")
    run("authors", *(part for key in keys for part in ("--accept", key)), "--archive", shelf)
    text = (shelf / "content/authors.yml").read_text(encoding="utf-8")
    assert text.startswith("# People\nBo Writer: {url: https://example.org/}\n")
    assert yaml.safe_load(text)["Jane Q. Doe"] == {"spellings": ["Jane Doe", "J. Doe"]}
    other = (shelf / "content/papers/f.md").read_text(encoding="utf-8")
    assert "id: wei-wang-2" in other
    assert "affiliation: A Lab" in other
    assert "id:" not in (shelf / "content/papers/d.md").read_text(encoding="utf-8")
    assert "wei-wang/2" not in listed(shelf)
    assert run("check", "--archive", shelf).exit_code == 0


def test_rejected_suggestions_do_not_come_back(shelf: Path) -> None:
    keys = listed(shelf)
    answers = [part for key in keys for part in ("--reject", key)]
    assert run("authors", *answers, "--archive", shelf).exit_code == 0
    assert listed(shelf) == []
    assert run("check", "--archive", shelf).exit_code == 0


def test_a_review_asks_about_each_until_told_to_stop(shelf: Path) -> None:
    keys = listed(shelf)
    result = run("authors", "--review", "--archive", shelf, input="no\nstop\n")
    assert result.exit_code == 0
    assert listed(shelf) == keys[1:]
    assert "did you mean" in run("authors", "--accept", f"{keys[1]}x", "--archive", shelf).stderr
