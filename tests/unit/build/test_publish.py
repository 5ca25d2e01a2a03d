"""The published site: complete, pruned, and never in the place of somebody's files."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from site_builder.build import publish
from site_builder.build.trees import MARKER, remove_site
from site_builder.core import folders
from site_builder.core.diagnostics import ContentError
from tests.shelf import built, front_matter, site_files, write_archive

FILES = {
    "content/papers/one.md": front_matter("title: One", "date: 2026-05-26", "tags: [agents]"),
    "content/papers/two.md": front_matter("title: Two", "date: 2026-05-25"),
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    archive = write_archive(tmp_path / "archive", FILES)
    built(archive)
    return archive


def test_a_folder_with_files_of_others_is_refused_and_left(tmp_path: Path) -> None:
    archive = write_archive(tmp_path, FILES | {"_site/thesis.tex": "years of work"})
    with pytest.raises(ContentError) as caught:
        built(archive)
    assert [problem.code for problem in caught.value.diagnostics] == ["E501"]
    assert site_files(archive) == {"thesis.tex": b"years of work"}


def test_an_empty_folder_is_used(tmp_path: Path) -> None:
    archive = write_archive(tmp_path, FILES)
    (archive / "_site").mkdir()
    assert built(archive).written > 10


def test_a_link_to_a_folder_elsewhere_is_refused(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    archive = write_archive(tmp_path / "archive", FILES)
    (archive / "_site").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(ContentError):
        built(archive)
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_second_build_writes_nothing(root: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in (root / "_site").rglob("*")}
    report = built(root)
    assert (report.written, report.removed) == (0, 0)
    assert {path: path.stat().st_mtime_ns for path in (root / "_site").rglob("*")} == before


def test_pages_of_what_is_gone_are_gone_with_their_folders(root: Path) -> None:
    (root / "content/papers/one.md").unlink()
    assert built(root).removed > 0
    paths = site_files(root)
    assert "papers/two.html" in paths
    assert not any(path.startswith("tags/") or "one" in path for path in paths)
    assert not (root / "_site" / "tags").exists()


def test_files_deleted_by_hand_come_back(root: Path) -> None:
    before = site_files(root)
    (root / "_site/papers/one.html").unlink()
    (root / "_site/assets/style.css").unlink()
    built(root)
    assert site_files(root) == before


def test_files_put_there_by_hand_are_removed(root: Path) -> None:
    before = site_files(root)
    (root / "_site/papers/stray.html").write_text("stray", encoding="utf-8")
    built(root)
    assert site_files(root) == before


def test_verify_mends_what_was_edited_by_hand(root: Path) -> None:
    before = site_files(root)
    edited = before["papers/one.html"].replace(b"A short abstract", b"A drole abstract")
    (root / "_site/papers/one.html").write_bytes(edited)
    built(root)
    assert site_files(root)["papers/one.html"] == edited
    built(root, verify=True)
    assert site_files(root) == before


@pytest.mark.parametrize("data", [b"", b"edited"])
def test_a_file_of_another_length_is_made_again(root: Path, data: bytes) -> None:
    """A power cut may leave a file without its bytes."""
    before = site_files(root)
    for url in ("papers/one.html", "index.html", "search/manifest.js"):
        (root / "_site" / url).write_bytes(data)
    built(root)
    assert site_files(root) == before


def test_a_build_that_fails_leaves_the_last_good_site(root: Path) -> None:
    before = site_files(root)
    write_archive(root, {"content/papers/three.md": "no front matter"})
    with pytest.raises(ContentError):
        built(root)
    assert site_files(root) == before
    write_archive(root, {"content/papers/three.md": FILES["content/papers/one.md"].replace("One", "Three")})
    (root / "themes/overrides/templates").mkdir(parents=True)
    (root / "themes/overrides/templates/404.html").write_text("{{ nothing }}", encoding="utf-8")
    with pytest.raises(ContentError):
        built(root)
    assert site_files(root) == before


def test_what_a_killed_build_left_is_no_harm(root: Path) -> None:
    before = site_files(root)
    (root / "content/papers/one.md").write_text(FILES["content/papers/one.md"] + "More.\n", encoding="utf-8")
    built(root)
    standby = root / "._site.standby"
    for path in sorted(standby.rglob("*.html"))[:3]:
        path.unlink()  # as a build does: the published site may share the file
        path.write_bytes(b"half a pa")
    (root / "content/papers/one.md").write_text(FILES["content/papers/one.md"], encoding="utf-8")
    (standby / MARKER).unlink(missing_ok=True)
    built(root)
    assert site_files(root) == before


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("damage", ["a file less", "a file more", "another site", "no marker"])
def test_a_standby_tree_that_is_not_what_a_build_left_is_made_anew(root: Path, jobs: int, damage: str) -> None:
    entry, standby = root / "content/papers/one.md", root / "._site.standby"
    entry.write_text(FILES["content/papers/one.md"] + "More.\n", encoding="utf-8")
    built(root)
    if damage == "a file less":
        (standby / "papers/two.html").unlink()
    elif damage == "a file more":
        (standby / "papers/three.html").write_text("stray", encoding="utf-8")
    else:
        (standby / MARKER).write_text("0000\n" if damage == "another site" else "", encoding="utf-8")
    entry.write_text(FILES["content/papers/one.md"], encoding="utf-8")
    built(root, jobs=jobs)
    clean = write_archive(root.parent / "clean", FILES)
    built(clean)
    assert site_files(root) == site_files(clean)


def test_only_files_that_differ_are_touched_in_the_standby_tree(root: Path) -> None:
    entry, site = root / "content/papers/one.md", root / "_site"
    for text in ("More.\n", "Still more.\n", "Most.\n"):
        before = {path: path.stat().st_ino for path in site.rglob("*.html")}
        entry.write_text(FILES["content/papers/one.md"] + text, encoding="utf-8")
        built(root)
        others = [path for path, inode in before.items() if path.stat().st_ino != inode]
        assert site / "papers/one.html" in others
        assert site / "papers/two.html" not in others


def test_a_site_is_removed_only_where_it_is_ours(root: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "file").write_text("mine", encoding="utf-8")
    with pytest.raises(ContentError):
        remove_site(other)
    remove_site(root / "_site")
    assert not (root / "_site").exists()


def test_a_disk_without_links_and_a_system_without_exchange_get_the_same_site(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(source: str, target: str) -> None:
        raise OSError("no links here") if Path(target).parent.is_dir() else FileNotFoundError(target)

    usual, other = (write_archive(tmp_path / name, FILES) for name in ("usual", "other"))
    for root in (usual, other):
        built(root)
        write_archive(root, {"content/papers/one.md": front_matter("title: Another")})
        (root / "content/papers/two.md").unlink()
    built(usual)
    monkeypatch.setattr(folders, "_rename_exchange", lambda one, other: False)
    monkeypatch.setattr("os.link", refuse)
    built(other)
    assert site_files(other) == site_files(usual)
    assert "papers/two.html" not in site_files(other)


def test_a_file_that_was_deleted_by_hand_and_is_no_longer_planned_stays_away(root: Path) -> None:
    (root / "_site/papers/two.html").unlink()
    (root / "content/papers/two.md").unlink()
    built(root)
    assert "papers/two.html" not in site_files(root)


def test_what_is_kept_of_the_trees_holds_after_files_were_lost(root: Path) -> None:
    (root / "_site/papers/one.html").unlink()
    for day in ("24", "23"):
        write_archive(root, {"content/papers/two.md": front_matter("title: Two", f"date: 2026-05-{day}")})
        built(root)
    before = {path: path.stat().st_mtime_ns for path in (root / "_site").rglob("*")}
    assert built(root).written == 0
    assert {path: path.stat().st_mtime_ns for path in (root / "_site").rglob("*")} == before


def test_the_new_site_is_on_the_disk_before_it_takes_the_old_ones_place(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[str] = []

    def note(name: str, real: Callable[..., None], *given: object) -> None:
        steps.append(name)
        real(*given)

    for name in ("sync_tree", "swap", "sync_folder"):
        monkeypatch.setattr(publish, name, partial(note, name, getattr(publish, name)))
    write_archive(root, {"content/papers/one.md": front_matter("title: Another", "date: 2026-05-26")})
    built(root, sync=True)
    assert steps == ["sync_tree", "swap", "sync_folder"]
    write_archive(root, {"content/papers/one.md": front_matter("title: A third", "date: 2026-05-26")})
    built(root)
    assert steps[3:] == ["swap"]
