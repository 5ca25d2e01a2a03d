"""`papershelf pack`: the whole site in one file, always the same bytes."""

from __future__ import annotations

from pathlib import Path
from zipfile import ZipFile

from tests.shelf import built, front_matter, run, site_files, write_archive


def test_the_zip_file_holds_the_whole_site(tmp_path: Path) -> None:
    write_archive(tmp_path, {"content/papers/one.md": front_matter("title: Öne")})
    built(tmp_path)
    assert run("pack", "--archive", tmp_path).exit_code == 0
    with ZipFile(tmp_path / "a-small-shelf.zip") as packed:
        found = {name.removeprefix("a-small-shelf/"): packed.read(name) for name in packed.namelist()}
    expected = site_files(tmp_path)
    del expected[".papershelf-site"]
    assert found == expected


def test_the_same_site_gives_the_same_bytes(tmp_path: Path) -> None:
    write_archive(tmp_path, {"content/papers/one.md": front_matter("title: One")})
    built(tmp_path)
    run("pack", "--archive", tmp_path, "--output", tmp_path / "a.zip")
    for path in (tmp_path / "_site").rglob("*"):
        path.touch()
    run("pack", "--archive", tmp_path, "--output", tmp_path / "b.zip")
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()


def test_without_a_site_nothing_is_packed(tmp_path: Path) -> None:
    write_archive(tmp_path, {"content/papers/one.md": front_matter("title: One")})
    result = run("pack", "--archive", tmp_path)
    assert result.exit_code == 1
    assert "papershelf build" in result.stderr
    assert not list(tmp_path.glob("*.zip"))


def test_the_former_name_still_packs_the_site(tmp_path: Path) -> None:
    write_archive(tmp_path, {"content/papers/one.md": front_matter("title: One")})
    built(tmp_path)
    assert run("zip", "--archive", tmp_path, "--output", tmp_path / "a.zip").exit_code == 0
    assert (tmp_path / "a.zip").is_file()
