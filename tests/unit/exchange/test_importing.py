"""Records to files of an archive."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from site_builder.content.entries import parse_entry
from site_builder.exchange.importing import MAX_FILES, Folders, import_records
from site_builder.exchange.record import Record, Skipped
from site_builder.model import Entry


def load(archive: Path) -> list[Entry]:
    parsed = (parse_entry(path, text.encode(), "") for path, text in files(archive).items())
    return [one.entry for one in parsed if one.entry]


PAPER = Record("2604.00001", {"title": "A Paper", "date": "2026-04-15"}, "Text.", "day.json: item 1")


def files(archive: Path) -> dict[str, str]:
    paths = (path for path in archive.rglob("*") if path.is_file())
    return {path.relative_to(archive).as_posix(): path.read_text(encoding="utf-8") for path in paths}


def test_a_paper_becomes_one_file_in_the_folder_of_its_year(tmp_path: Path) -> None:
    report = import_records([PAPER], tmp_path, update=False)
    assert report.added == ("content/papers/2026/2604.00001.md",)
    assert files(tmp_path) == {report.added[0]: "---\ntitle: A Paper\ndate: 2026-04-15\n---\nText.\n"}


@pytest.mark.parametrize(
    ("date", "first", "later"),
    [("2019", "2019", "2019/p"), ("2019-05-26", "2019", "2019/05"), ("", "undated", "undated/p")],
)
def test_a_full_year_gets_more_folders(date: str, first: str, later: str) -> None:
    folders = Folders(())
    paths = [folders.place(f"paper{n}", date) for n in range(MAX_FILES + 100)]
    assert all(path.startswith(f"content/papers/{first}/paper") for path in paths[:MAX_FILES])
    assert all(path.startswith(f"content/papers/{later}") for path in paths[MAX_FILES:])
    assert max(Counter(path.rpartition("/")[0] for path in paths).values()) <= MAX_FILES


def test_a_year_that_has_folders_keeps_to_them() -> None:
    assert Folders(["content/papers/2026/04/a.md"]).place("b", "2026-05-26") == "content/papers/2026/05/b.md"


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


def test_another_paper_of_one_name_gets_a_name_of_its_own(tmp_path: Path) -> None:
    papers = [Record("a1", {"title": "Apples"}, "", "one"), Record("A1", {"title": "Bridges"}, "", "two")]
    for update in (False, True, True):
        report = import_records(papers, tmp_path, update=update, entries=load(tmp_path))
        assert report.skipped == ()
    assert set(files(tmp_path)) == {"content/papers/undated/a1.md", "content/papers/undated/A1-2.md"}


def test_an_update_never_mixes_two_papers(tmp_path: Path) -> None:
    first = Record("1", {"title": "Apples", "doi": "10.5555/apples"}, "Red.", "one")
    import_records([first], tmp_path, update=False)
    second = Record("1", {"title": "Bridges", "doi": "10.5555/bridges"}, "", "two")
    report = import_records([second], tmp_path, update=True, entries=load(tmp_path))
    assert (report.updated, report.added) == ((), ("content/papers/undated/1-2.md",))
    assert report.notes == (Skipped("two", "the name 1 is that of another paper, so it is 1-2"),)
    assert "doi: 10.5555/apples" in files(tmp_path)["content/papers/undated/1.md"]


def test_a_second_import_finds_the_identifiers_of_the_first(tmp_path: Path) -> None:
    first = Record("conf-x-1", {"title": "On Shelves", "doi": "10.5555/a"}, "", "dblp.bib")
    import_records([first], tmp_path, update=False)
    second = Record("author2020", {"title": "On shelves", "doi": "10.5555/A", "volume": "3"}, "", "scholar.bib")
    report = import_records([second], tmp_path, update=False, entries=load(tmp_path))
    assert report.skipped[0].reason.startswith("content/papers/undated/conf-x-1.md is this paper and differs")
    report = import_records([second], tmp_path, update=True, entries=load(tmp_path))
    assert report.updated == ("content/papers/undated/conf-x-1.md",)


def test_an_identifier_of_another_paper_is_left_out(tmp_path: Path) -> None:
    first = Record("a", {"title": "Apples", "doi": "10.5555/volume"}, "", "one")
    import_records([first], tmp_path, update=False)
    report = import_records(
        [Record("b", {"title": "Bridges", "doi": "10.5555/volume"}, "", "two")],
        tmp_path,
        update=False,
        entries=load(tmp_path),
    )
    assert "another paper: left out" in report.notes[0].reason
    assert files(tmp_path)["content/papers/undated/b.md"] == "---\ntitle: Bridges\n---\n"


@pytest.mark.parametrize(
    "fields", [{"doi": "10.1000/a"}, {"links": {"pdf": "https://example.org/a.pdf"}}, {"published": "2020"}]
)
def test_the_same_paper_twice_is_taken_once(tmp_path: Path, fields: dict[str, object]) -> None:
    papers = [
        Record("a", {"title": "A paper", **fields}, "", "1"),
        Record("b", {"title": "A Paper", **fields}, "", "2"),
    ]
    report = import_records(papers, tmp_path, update=False)
    assert (len(report.added), len(report.skipped)) == (1, 1)
    assert "the same paper as a" in report.skipped[0].reason


def test_volume_and_issue_tell_papers_of_one_title_apart(tmp_path: Path) -> None:
    fields = {"title": "Editorial", "published": "2020", "venue": "J", "volume": "1"}
    papers = [Record("Editorial", {**fields, "issue": str(n), "pages": str(n)}, "", str(n)) for n in range(3)]
    assert len(import_records(papers, tmp_path, update=False).added) == 3
    again = import_records(papers, tmp_path, update=False, entries=load(tmp_path))
    assert (again.unchanged, again.added, again.skipped) == (3, (), ())


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
