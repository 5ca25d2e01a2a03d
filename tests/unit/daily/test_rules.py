"""Rules of sources, papers that two sources have, and what a dry run says."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from click.testing import Result

from tests.shelf import front_matter, run, write_archive
from tests.web import Answer, served


def papers(*items: Mapping[str, object]) -> list[Answer]:
    return [(200, {}, json.dumps([{"type": "article", **item} for item in items]).encode())]


SPEECH = {"id": "a", "title": "Speech for Shelves", "DOI": "10.5555/a", "issued": {"raw": "2026-05-03"}}
SURVEY = {"id": "b", "title": "A Survey of Speech", "issued": {"raw": "2026-05-02"}}
WOOD = {"id": "c", "title": "Wood", "abstract": "Of speech and planks.", "issued": {"raw": "2026-05-01"}}
KNOWN = {"id": "k", "title": "Known Speech", "DOI": "10.5555/k"}
AGAIN = {"id": "other", "title": "Speech for Shelves", "DOI": "10.5555/a", "container-title": "J. Shelves"}

SITE = """title: Papers
daily:
  - source: csl-json
    name: first
    address: {address}/first.json
    include: speech
    exclude: survey
    tag: {{asr: shelves, plank: planks}}
    limit: {limit}
  - {{source: csl-json, name: second, address: '{address}/second.json'}}
  - {{source: csl-json, name: broken, address: '{address}/broken.json'}}
"""
KNOWN_ENTRY = front_matter("title: Known Speech", "doi: 10.5555/k", "provenance: {entry: first}")


@pytest.fixture
def asked(tmp_path: Path, request: pytest.FixtureRequest) -> tuple[Path, Result]:
    answers = {"/first.json": papers(WOOD, SURVEY, SPEECH, KNOWN), "/second.json": papers(AGAIN, KNOWN)}
    options, limit = request.param
    with served(answers) as address:
        site = SITE.format(address=address, limit=limit)
        write_archive(tmp_path, {"site.yml": site, "content/papers/k.md": KNOWN_ENTRY})
        return tmp_path, run("daily", *options, "--archive", tmp_path)


@pytest.mark.parametrize("asked", [((), 9)], indirect=True)
def test_sources_are_read_by_their_rules(asked: tuple[Path, Result]) -> None:
    root, result = asked
    assert result.exit_code == 3
    assert result.stdout == "2 entries added, 2 unchanged, 1 left out by rules\n"
    assert "papershelf: broken: http" in result.stderr
    text = (root / "content/papers/2026/a.md").read_text(encoding="utf-8")
    assert "tags: [asr]\n" in text
    assert "venue: J. Shelves\n" in text
    assert "provenance:\n  entry: first, second\n" in text
    assert "tags: [plank]\n" in (root / "content/papers/2026/c.md").read_text(encoding="utf-8")
    assert not (root / "content/papers/2026/b.md").exists()
    assert "entry: first, second" in (root / "content/papers/k.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("asked", [(("--dry-run",), 1)], indirect=True)
def test_a_dry_run_says_what_would_come_and_why(asked: tuple[Path, Result]) -> None:
    root, result = asked
    assert result.stdout.splitlines() == [
        "first: 1 new, 1 in the archive, 2 left out",
        "  + a: Speech for Shelves (it matches include; its sources: first, second; tagged asr)",
        "  - b: A Survey of Speech: it matches exclude",
        "  - c: Wood: the limit of 1 a day is reached",
        "second: 0 new, 1 in the archive, 0 left out",
        "  = a: Speech for Shelves (its sources: first, second)",
        "broken: failed",
    ]
    assert sorted(path.name for path in root.rglob("*.md")) == ["k.md"]


def test_different_papers_of_one_name_both_come(tmp_path: Path) -> None:
    one = {"id": "editorial", "title": "Editorial", "DOI": "10.5555/1", "volume": "1", "issued": {"raw": "2024"}}
    other = one | {"DOI": "10.5555/2", "volume": "2", "issued": {"raw": "2025"}}
    with served({"/a.json": papers(one, other)}) as address:
        write_archive(tmp_path, {"site.yml": f"title: P\ndaily: {{source: csl-json, address: '{address}/a.json'}}\n"})
        result = run("daily", "--archive", tmp_path)
    assert result.stdout == "2 entries added, 0 unchanged\n"
