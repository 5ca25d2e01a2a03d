"""Rename, merge and remove: files, what refers to them, and addresses that stay."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.shelf import front_matter, page, run, write_archive

AUTHORS = "content/authors.yml"
TAGS = "content/tags.yml"
REMOVED = "content/removed.yml"

COLLECTION = """\
---
title: Where to start
papers:
  # The first one.
  - id: one
    comment: >-
      Read this
      first.
  - two
  - {id: "three", comment: Last.}
---
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """An archive of three papers that refer to each other, with its published addresses kept."""
    files = {
        "content/papers/2026/one.md": front_matter(
            "title: One", "authors: [Ana Author]", "tags: [agents, memory]", "links: {pdf: one.pdf}", "aliases: [uno]"
        ),
        "content/papers/2026/two.md": front_matter(
            "title: Two  # a comment", "authors: [Bo Writer]", "tags: [agents]", "related: [one, three]"
        ),
        "content/papers/three.yml": "title: Three\nrelated: [one]\nabstract: An abstract.\n",
        "content/collections/start.md": COLLECTION,
        "content/map.csv": "id,x,y\none,1,2\ntwo,3,4\n",
        "content/citations.csv": "citing,cited,source,day\ntwo,one,,\nthree,two,,\n",
        TAGS: "# Tags.\nagents: {name: Agents, description: They act.}\n",
        "content/papers/2026/one.pdf": "%PDF-1.4\n",
    }
    archive = write_archive(tmp_path / "archive", files)
    assert run("permanence", "--keep", "--archive", archive).exit_code == 0
    return archive


def edit(root: Path, *arguments: str) -> None:
    """Run a command of the archive; afterwards it is sound and no published address is lost."""
    result = run(*arguments, "--archive", root)
    assert result.exit_code == 0, result.output
    checked = run("check", "--archive", root)
    assert "error[" not in checked.output, checked.output
    kept = run("build", "--archive", root)
    assert kept.exit_code == 0, kept.output


def read(root: Path, path: str) -> str:
    return (root / path).read_text(encoding="utf-8")


def test_a_renamed_paper_is_followed_by_all_that_refers_to_it(root: Path) -> None:
    edit(root, "rename", "one", "first")
    assert not (root / "content/papers/2026/one.md").exists()
    assert "aliases: [one, uno]\n" in read(root, "content/papers/2026/first.md")
    assert read(root, "content/papers/2026/two.md").startswith("---\ntitle: Two  # a comment\n")
    assert "related: [first, three]\n" in read(root, "content/papers/2026/two.md")
    assert "related: [first]\n" in read(root, "content/papers/three.yml")
    assert read(root, "content/collections/start.md") == COLLECTION.replace("id: one", "id: first")
    assert read(root, "content/map.csv") == "id,x,y\nfirst,1,2\ntwo,3,4\n"
    assert read(root, "content/citations.csv") == "citing,cited,source,day\nthree,two,,\ntwo,first,,\n"
    assert "url=../papers/first.html" in page(root, "papers/one.html")
    assert "url=../papers/first.html" in page(root, "papers/uno.html")


def test_a_new_name_in_other_capitals_is_refused_since_both_need_a_page(root: Path) -> None:
    result = run("rename", "one", "One", "--archive", root)
    assert result.exit_code == 2
    assert "differ in capitals only" in result.output
    assert (root / "content/papers/2026/one.md").exists()


def test_a_removed_paper_leaves_its_reason_and_nothing_else(root: Path) -> None:
    edit(root, "remove", "one", "--reason", "Its authors asked: no more.")
    assert not list(root.glob("content/papers/2026/one.*"))
    assert "related: [three]\n" in read(root, "content/papers/2026/two.md")
    assert read(root, "content/collections/start.md") == COLLECTION.partition("  # The first")[0] + (
        "  # The first one.\n" + COLLECTION[COLLECTION.index("  - two") :]
    )
    assert read(root, REMOVED).splitlines() == [
        f'{address}: "Its authors asked: no more."'
        for address in ("authors/ana-author", "papers/one", "papers/uno", "tags/memory")
    ]
    assert "Its authors asked: no more." in page(root, "papers/uno.html")


def test_a_collection_that_loses_all_of_its_papers_is_removed(root: Path) -> None:
    edit(root, "remove", "one", "two", "three", "--reason", "Gone.")
    assert not (root / "content/collections/start.md").exists()
    assert "collections/start: Gone.\n" in read(root, REMOVED)


def test_a_merged_paper_fills_in_what_the_kept_one_lacks(root: Path) -> None:
    edit(root, "merge", "one", "three")
    text = read(root, "content/papers/three.yml")
    assert "title: Three\n" in text
    assert "tags: [agents, memory]\n" in text
    assert "aliases: [one, uno]\n" in text
    assert "one" not in read(root, "content/papers/2026/two.md").partition("related")[2]
    assert (root / "content/papers/one.pdf").is_file()
    assert read(root, "content/collections/start.md").count("three") == 1
    assert "url=../papers/three.html" in page(root, "papers/one.html")


def test_a_renamed_term_keeps_its_address_and_takes_both_names(root: Path) -> None:
    edit(root, "rename", "--taxonomy", "tags", "memory", "Agent memory")
    assert read(root, TAGS) == (
        "# Tags.\nagents: {name: Agents, description: They act.}\nmemory:\n  name: Agent memory\n"
        "  spellings: [Agent memory]\n"
    )
    assert "Agent memory</h1>" in page(root, "tags/memory.html")


def test_a_merged_term_is_a_spelling_of_the_kept_one(root: Path) -> None:
    edit(root, "merge", "--taxonomy", "authors", "Bo Writer", "Ana Author")
    assert "url=../authors/ana-author.html" in page(root, "authors/bo-writer.html")
    assert read(root, AUTHORS) == "Ana Author:\n  spellings: [Bo Writer]\n"


def test_a_dry_run_shows_the_difference_and_writes_nothing(root: Path) -> None:
    before = {path: path.read_bytes() for path in (root / "content").rglob("*.*")}
    result = run("merge", "--taxonomy", "tags", "agents", "memory", "--dry-run", "--archive", root)
    assert "-agents: {name: Agents, description: They act.}\n" in result.output
    assert "+  spellings: [agents, Agents]\n" in result.output
    assert {path: path.read_bytes() for path in (root / "content").rglob("*.*")} == before


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["rename", "onee", "first"], "there is no entry 'onee'; did you mean 'one'?"),
        (["rename", "one", "two"], "there is an entry 'two' already"),
        (["rename", "one", "../first"], "cannot be the name of a file"),
        (["rename", "-t", "tags", "agent", "x"], "there is no term of tags 'agent'; did you mean 'Agents'?"),
        (["rename", "-t", "topics", "agents", "x"], "there is no taxonomy 'topics'"),
        (["rename", "-t", "tags", "agents", "memory"], "there is a term 'memory' already"),
        (["merge", "one", "one"], "these are the same"),
        (["merge", "-t", "tags", "agents", "Agents"], "these are one term already"),
        (["remove", "four", "--reason", "x"], "there is no entry 'four'"),
    ],
)
def test_what_cannot_be_done_is_explained_and_changes_nothing(root: Path, arguments: list[str], said: str) -> None:
    before = {path: path.read_bytes() for path in (root / "content").rglob("*.*")}
    result = run(*arguments, "--archive", root)
    assert result.exit_code == 2
    assert said in result.output
    assert {path: path.read_bytes() for path in (root / "content").rglob("*.*")} == before
