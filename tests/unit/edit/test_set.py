"""Setting fields of all entries that match a query."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.shelf import front_matter, run, write_archive

SITE = "title: Papers\ntaxonomies: {tracks: {title: Tracks, singular: Track}}\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_archive(
        tmp_path,
        {
            "site.yml": SITE,
            "content/papers/one.md": front_matter(
                "title: Agents on the Web  # mine", "published: 2026", "tags: [web, misc]", body="They browse."
            ),
            "content/papers/two.md": front_matter(
                "title: Web Agents", "published: 2025", "venue: ICXL", body="Others."
            ),
            "content/papers/three.md": front_matter(
                "title: Shelves", "published: 2026", "tags: [wood]", body="Planks."
            ),
        },
    )


def text(root: Path, name: str) -> str:
    return (root / f"content/papers/{name}.md").read_text(encoding="utf-8")


def test_fields_are_set_where_the_query_matches(root: Path) -> None:
    result = run(
        "set", "tracks=Oral", "tags+=agents", "tags-=misc", "venue=", "--where", "agent web", "--archive", root
    )
    assert (result.exit_code, result.stderr) == (0, "2 entries match, 2 to change\n")
    assert "title: Agents on the Web  # mine\n" in text(root, "one")
    assert "tags: [web, agents]\n" in text(root, "one")
    assert "venue" not in text(root, "two")
    assert all("tracks:\n  - Oral\n" in text(root, name) for name in ("one", "two"))
    assert text(root, "three").count("\n") == 6
    found = run("set", "tracks=Poster", "--where", "track:oral year:2026", "--archive", root, "--dry-run")
    assert "+  - Poster\n" in found.stdout
    assert "two.md" not in found.stdout


def test_nothing_is_written_where_an_entry_would_be_wrong(root: Path) -> None:
    before = text(root, "one")
    result = run("set", "doi=10.5555/1", "published=soon", "--where", "agents", "--archive", root)
    assert result.exit_code == 1
    assert "content/papers/one.md:" in result.stderr
    assert "published is 'soon', not a date" in result.stderr
    assert text(root, "one") == before


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["tracks", "--where", "x"], "'tracks' is not FIELD=VALUE"),
        (["trakcs=Oral", "--where", "x"], "there is no field 'trakcs'"),
        (["venue+=ICXL", "--where", "x"], "venue is not a list of terms"),
        (["tracks=Oral", "--where", "tracks:Oral"], "there is no filter 'tracks', at character 1"),
        (["tracks=Oral"], "Missing option '--where'"),
    ],
)
def test_wrong_arguments_are_explained(root: Path, arguments: list[str], message: str) -> None:
    result = run("set", *arguments, "--archive", root)
    assert result.exit_code == 2
    assert message in " ".join(result.stderr.replace("│", "").split())
