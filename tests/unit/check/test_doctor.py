"""What `papershelf doctor` says of an archive that is well, and of what is not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from site_builder.check.doctor import examine
from site_builder.core.cache_files import CACHE_FOLDER
from tests.shelf import built, front_matter, run, write_archive

SOUND = {"content/papers/one.md": front_matter("title: One", "date: 2026-05-26")}


def states(root: Path) -> dict[str, str]:
    return {finding.part: finding.state for finding in examine(root)}


def test_a_built_archive_is_well(tmp_path: Path) -> None:
    built(write_archive(tmp_path, SOUND))
    found = states(tmp_path)
    assert [part for part, state in found.items() if state == "bad"] == []
    assert found["archive"] == found["theme"] == found["cache"] == found["site"] == "good"
    result = run("doctor", "--archive", tmp_path)
    assert result.exit_code == 0
    assert "ok    archive     1 paper, no problems\n" in result.output


def test_problems_and_damage_are_told_with_their_cures(tmp_path: Path) -> None:
    built(write_archive(tmp_path, SOUND))
    (tmp_path / CACHE_FOLDER / "other.sqlite").write_bytes(b"SQLite format 3\0" + b"\1" * 4096)
    write_archive(
        tmp_path, {"content/papers/two.md": front_matter("title: Two", "tagz: [a]"), "site.yml": "theme: lost\n"}
    )
    result = run("doctor", "--archive", tmp_path, "--json")
    assert result.exit_code == 1
    found = {finding["part"]: finding for finding in json.loads(result.stdout)}
    assert {part for part, finding in found.items() if finding["state"] == "bad"} == {"archive", "theme", "cache"}
    assert found["archive"]["seen"] == "2 papers; 1 x E101, 1 x E401"
    assert found["cache"]["seen"] == "damaged: other.sqlite"


def test_a_database_that_is_a_link_is_damaged_and_not_opened(tmp_path: Path) -> None:
    archive = write_archive(tmp_path / "archive", SOUND)
    built(archive)
    (archive / CACHE_FOLDER / "search.sqlite").unlink(missing_ok=True)
    (archive / CACHE_FOLDER / "search.sqlite").symlink_to(tmp_path / "outside")
    cache = next(found for found in examine(archive) if found.part == "cache")
    assert (cache.state, cache.seen) == ("bad", "damaged: search.sqlite")
    assert not (tmp_path / "outside").exists()


def test_a_folder_that_is_no_archive_is_told(tmp_path: Path) -> None:
    assert states(tmp_path)["archive"] == "bad"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("data", [b"", b"changed"])
def test_a_site_that_is_not_as_it_was_built_is_told(tmp_path: Path, data: bytes) -> None:
    built(write_archive(tmp_path, SOUND))
    page = tmp_path / "_site/papers/one.html"
    page.write_bytes(data or page.read_bytes().replace(b"abstract", b"abstrakt"))
    finding = next(found for found in examine(tmp_path) if found.part == "site")
    assert (finding.state, finding.cure) == ("bad", "papershelf build --verify")
    assert "1 missing or changed since they were built: papers/one.html" in finding.seen
    built(tmp_path, verify=True)
    assert states(tmp_path)["site"] == "good"
    (tmp_path / "_site/stray.html").write_text("stray", encoding="utf-8")
    assert states(tmp_path)["site"] == "bad"


def test_of_a_site_from_elsewhere_nobody_knows_what_was_built(tmp_path: Path) -> None:
    built(write_archive(tmp_path, SOUND))
    (tmp_path / CACHE_FOLDER / "machine").write_bytes(b"another")
    assert states(tmp_path)["site"] == "note"
