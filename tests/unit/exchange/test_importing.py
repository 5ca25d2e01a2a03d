"""Records to files of an archive."""

from __future__ import annotations

from pathlib import Path

import pytest

from site_builder.exchange.importing import import_records
from site_builder.exchange.record import Record, Skipped

PAPER = Record("2604.00001", {"title": "A Paper", "date": "2026-04-15"}, "Text.", "day.json: item 1")


def files(archive: Path) -> dict[str, str]:
    paths = (path for path in archive.rglob("*") if path.is_file())
    return {path.relative_to(archive).as_posix(): path.read_text(encoding="utf-8") for path in paths}


def test_a_paper_becomes_one_file_in_the_folder_of_its_month(tmp_path: Path) -> None:
    report = import_records([PAPER], tmp_path, update=False)
    assert report.added == ("content/papers/2026/04/2604.00001.md",)
    assert files(tmp_path) == {report.added[0]: "---\ntitle: A Paper\ndate: 2026-04-15\n---\nText.\n"}


@pytest.mark.parametrize(("published", "folder"), [("2019", "2019"), ("", "undated")])
def test_papers_without_a_month_spread_over_small_folders(tmp_path: Path, published: str, folder: str) -> None:
    records = [Record(f"paper{n}", {"title": "A", "published": published}) for n in range(200)]
    report = import_records(records, tmp_path, update=False)
    shards = [path.split("/")[3] for path in report.added]
    assert {path.split("/")[2] for path in report.added} == {folder}
    assert len(set(shards)) == 16
    assert max(map(shards.count, shards)) < 30


def test_importing_again_changes_nothing(tmp_path: Path) -> None:
    import_records([PAPER], tmp_path, update=False)
    before = files(tmp_path)
    for update in (False, True):
        report = import_records([PAPER], tmp_path, update=update)
        assert (report.added, report.updated, report.unchanged, report.skipped) == ((), (), 1, ())
    assert files(tmp_path) == before


@pytest.mark.parametrize("name", ["elsewhere/2604.00001.md", "2604.00001.md"])
def test_an_entry_is_overwritten_only_when_asked(tmp_path: Path, name: str) -> None:
    path = tmp_path / "content/papers" / name
    path.parent.mkdir(parents=True)
    path.write_text("---\ntitle: Mine\nmood: good\n---\n", encoding="utf-8")
    kept = import_records([PAPER], tmp_path, update=False)
    assert "--update" in kept.skipped[0].reason
    assert "title: Mine" in path.read_text(encoding="utf-8")
    replaced = import_records([PAPER], tmp_path, update=True)
    assert replaced.updated == (f"content/papers/{name}",)
    assert path.read_text(encoding="utf-8") == "---\ntitle: A Paper\ndate: 2026-04-15\nmood: good\n---\nText.\n"


@pytest.mark.parametrize("suffix", ["yml", "yaml"])
def test_an_entry_of_any_suffix_counts_as_existing(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"content/papers/2604.00001.{suffix}"
    path.parent.mkdir(parents=True)
    path.write_text("title: Mine\n", encoding="utf-8")
    report = import_records([PAPER], tmp_path, update=True)
    assert report.updated == (f"content/papers/2604.00001.{suffix}",)
    assert "abstract: Text." in path.read_text(encoding="utf-8")


def test_a_broken_entry_is_told_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "content/papers/2604.00001.md"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"\xff")
    report = import_records([PAPER], tmp_path, update=True)
    assert "cannot be updated" in report.skipped[0].reason
    assert path.read_bytes() == b"\xff"


def test_identifiers_that_clash_are_told(tmp_path: Path) -> None:
    twins = [Record("a1", {"title": "A"}, "", "one"), Record("A1", {"title": "B"}, "", "two")]
    report = import_records(twins, tmp_path, update=True)
    assert len(report.added) == 1
    assert report.skipped == (Skipped("two", "the identifier A1 was taken by one"),)


def test_no_file_leaves_the_archive(tmp_path: Path) -> None:
    report = import_records([Record("../../evil", {"title": "A"}, "", "one")], tmp_path, update=True)
    assert report.skipped[0].source == "one"
    assert files(tmp_path) == {}


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    report = import_records([PAPER], tmp_path, update=False, dry_run=True)
    assert len(report.added) == 1
    assert files(tmp_path) == {}


def test_a_failed_write_leaves_no_half_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError, match="disk full"):
        import_records([PAPER], tmp_path, update=False)
    assert files(tmp_path) == {}
