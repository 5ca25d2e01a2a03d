"""A stranger's branch may hold links and special files: no command reads, writes or deletes what they lead to."""

from __future__ import annotations

import json
import os
import shutil
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from site_builder.core.cache_files import CACHE_FOLDER
from tests.security.plant import sample, tried
from tests.shelf import built, front_matter, run, site_files, write_archive
from tests.trees import tree

SECRET = "key: SECRET\n"
FILES = {
    "site.yml": "title: A shelf\ntheme: mine\n",
    "content/papers/a.md": front_matter("title: A paper", "date: 2026-03-02"),
    "content/static/config": "[core]\n\tfsmonitor = touch pwned\n",
    "themes/mine/theme.yml": "name: Mine\nextends: default\n",
}


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """A folder of files that look like what an archive may hold."""
    folder = tmp_path / "outside"
    names = ("s.yml", "removed.yml", "page.html", "paper.html", "style.css", "logo.svg", "map.csv", "site.yml")
    entry = front_matter("title: SECRET", "date: 2026-03-02")
    return write_archive(folder, dict.fromkeys(names, SECRET) | dict.fromkeys(("s.md", "guide.md"), entry))


@pytest.fixture
def archive(tmp_path: Path, outside: Path) -> Path:
    return write_archive(tmp_path / "archive", FILES)


def _link(archive: Path, link: str, target: Path) -> None:
    place = archive / link
    place.parent.mkdir(parents=True, exist_ok=True)
    if place.is_dir():
        shutil.rmtree(place)
    place.unlink(missing_ok=True)
    place.symlink_to(target)


SOURCES = [
    ("site.yml", "site.yml"),
    ("content", ""),
    ("content/papers", ""),
    ("content/papers/x.md", "s.md"),
    ("content/papers/2026", ""),
    ("content/pages/guide.md", "guide.md"),
    ("content/collections/s.md", "s.md"),
    ("content/static/page.html", "page.html"),
    ("content/static", ""),
    ("content/collections", ""),
    ("content/pages", ""),
    ("content/tags.yml", "s.yml"),
    ("content/removed.yml", "removed.yml"),
    ("content/map.csv", "map.csv"),
    ("docs", ""),
    ("themes", ""),
    ("themes/mine", ""),
    ("themes/mine/theme.yml", "s.yml"),
    ("themes/mine/assets/secret.css", "style.css"),
    ("themes/mine/assets", ""),
    ("themes/mine/templates/paper.html", "page.html"),
    ("themes/mine/templates", ""),
    ("themes/overrides", ""),
    ("content/papers/gone.md", "nothing-is-there"),
]
MADE = [
    ("_site", ""),
    ("_site/.papershelf-site", "s.yml"),
    ("._site.standby", ""),
    ("._site.standby/.papershelf-site", "s.yml"),
    ("._site.retired", ""),
    (".papershelf", ""),
    (".papershelf/sites", ""),
    (".papershelf/lock", "s.yml"),
    (".papershelf/machine", "s.yml"),
    (".papershelf/memos.sqlite", "s.yml"),
    (".papershelf/memos.sqlite-journal", "s.yml"),
    (".papershelf/search.sqlite", "s.yml"),
    (".papershelf/search.sqlite.rows", "s.yml"),
    (".papershelf/.gitignore", "s.yml"),
    (".papershelf/sites/0", "s.yml"),
    (".papershelf/report", "s.yml"),
]


@pytest.mark.parametrize(("link", "target"), SOURCES + MADE, ids=lambda value: value or "folder")
def test_a_link_out_of_the_archive_is_an_error_with_its_path(
    archive: Path, outside: Path, link: str, target: str
) -> None:
    _link(archive, link, outside / target)
    before = tree(outside)
    for command in ("build", "check"):
        result = run(command, "--archive", archive)
        assert result.exit_code == 1, result.output
        assert f"{link}: error[E50" in result.output or f"{archive / link}: error[E501]" in result.output
        assert "; delete it, or put a plain" in result.output or "; choose another folder" in result.output
        assert "SECRET" not in result.output
    assert tree(outside) == before


@pytest.mark.parametrize(("link", "target"), [*MADE[2:3], *MADE[5:10]], ids=lambda value: value or "folder")
def test_a_link_in_what_a_build_made_is_an_error_as_well(archive: Path, outside: Path, link: str, target: str) -> None:
    """A branch may bring it after the archive was built here, and the cache is ours."""
    built(archive)
    _link(archive, link, outside / target)
    before = tree(outside)
    write_archive(archive, {"content/papers/b.md": front_matter("title: Another", "date: 2026-03-03")})
    result = run("build", "--archive", archive)
    assert (result.exit_code, "error[E505]" in result.output) == (1, True), result.output
    assert tree(outside) == before


def test_no_file_of_the_site_is_written_to_git(archive: Path) -> None:
    """The site's file `config` must not become `.git/config`, which names commands that git runs."""
    (archive / ".git").mkdir()
    _link(archive, "._site.standby", archive / ".git")
    result = run("build", "--archive", archive)
    assert (result.exit_code, "._site.standby: error[E505]" in result.output) == (1, True), result.output
    assert list((archive / ".git").iterdir()) == []


@pytest.mark.parametrize("tree_of", ["_site", "._site.standby"])
def test_a_folder_of_the_site_that_is_a_link_is_not_written_through(archive: Path, outside: Path, tree_of: str) -> None:
    built(archive)
    write_archive(archive, {"content/papers/a.md": front_matter("title: A paper, changed", "date: 2026-03-02")})
    built(archive)
    _link(archive, f"{tree_of}/papers", outside)
    before = tree(outside)
    write_archive(archive, {"content/papers/a.md": front_matter("title: Changed again", "date: 2026-03-02")})
    built(archive)
    assert tree(outside) == before
    clean = write_archive(archive.parent / "clean", FILES)
    write_archive(clean, {"content/papers/a.md": front_matter("title: Changed again", "date: 2026-03-02")})
    built(clean)
    assert site_files(archive) == site_files(clean)
    assert not (archive / "_site/papers").is_symlink()


@pytest.mark.parametrize("make", [os.mkfifo, lambda path: socket.socket(socket.AF_UNIX).bind(str(path))])
@pytest.mark.parametrize("place", ["content/x.md", ".papershelf/memos.sqlite", "site.yml", "_site/.papershelf-site"])
def test_a_pipe_or_socket_is_an_error_and_nobody_waits(
    archive: Path, place: str, make: Callable[[Path], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(archive)  # a socket's path is short
    Path(place).parent.mkdir(parents=True, exist_ok=True)
    Path(place).unlink(missing_ok=True)
    make(Path(place))
    result = run("build")
    assert (result.exit_code, f"{place}: error[E505]: a device, pipe or socket" in result.output) == (1, True)


def test_a_hard_link_in_the_cache_is_not_written_to(archive: Path, outside: Path) -> None:
    built(archive)
    before = tree(outside)
    (archive / ".papershelf/memos.sqlite").unlink()
    os.link(outside / "s.yml", archive / ".papershelf/memos.sqlite")
    result = run("build", "--archive", archive)
    assert (result.exit_code, "a hard link" in result.output) == (1, True), result.output
    assert tree(outside) == before


@pytest.mark.parametrize("where", ["theme", "extends"])
@pytest.mark.parametrize("name", ["../../elsewhere", "..", "/elsewhere", "mine/../../../elsewhere", "a b", "MINE"])
def test_a_theme_is_a_name_and_no_path(archive: Path, where: str, name: str) -> None:
    theme = {"theme.yml": "name: Other\n", "templates/404.html": "SECRET", "assets/secret.css": "SECRET"}
    write_archive(archive.parent / "elsewhere", theme)
    if where == "theme":
        write_archive(archive, {"site.yml": f"title: A shelf\ntheme: '{name}'\n"})
    else:
        (archive / "themes/mine/theme.yml").write_text(f"name: Mine\nextends: '{name}'\n", "utf-8")
    for command in ("build", "check"):
        result = run(command, "--archive", archive)
        assert (result.exit_code, "cannot be the name of a theme" in result.output) == (1, True), result.output
    assert not (archive / "_site").exists()


def test_a_link_inside_the_archive_is_skipped(archive: Path) -> None:
    _link(archive, "content/papers/b.md", Path("a.md"))
    _link(archive, "content/pages", Path("papers"))
    assert built(archive).entries == 1
    result = run("check", "--archive", archive)
    assert (result.exit_code, result.output.count("warning[W111]")) == (0, 2), result.output


WRITERS = {
    "new": ("new", "New", "--date", "2026-03-02"),
    "add": ("add", "@misc{new, title={New}, year={2026}, month={3}}"),
    "import": ("import", "csl-json", "items.json"),
}


@pytest.mark.parametrize("command", WRITERS.values(), ids=WRITERS.keys())
@pytest.mark.parametrize("target", ["outside", "archive/.git"])
def test_no_command_writes_where_a_link_leads(
    archive: Path, outside: Path, command: tuple[str, ...], target: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (archive / ".git").mkdir()
    items = [{"id": "new", "title": "New", "issued": {"date-parts": [[2026, 3]]}}]
    (archive / "items.json").write_text(json.dumps(items), "utf-8")
    _link(archive, "content/papers/2026", archive.parent / target)
    before, inside = tree(outside), sorted((archive / ".git").iterdir())
    monkeypatch.chdir(archive)
    result = run(*command)
    assert result.exit_code == 1, result.output
    assert "content/papers/2026: error[E505]: a symbolic link" in result.output
    assert (tree(outside), sorted((archive / ".git").iterdir())) == (before, inside)


OUTPUTS = {
    "published.txt": ("permanence", "--keep"),
    "entry.schema.json": ("schema", "--write"),
    "papers.bib": ("export", "bibtex", "--output", "papers.bib"),
    "mail.html": ("digest", "--month", "2026-03", "--format", "html", "--output", "mail.html"),
    "other": ("export", "entries", "--output", "other"),
    "content/map.csv": ("map",),
}


@pytest.mark.parametrize(("link", "command"), OUTPUTS.items(), ids=OUTPUTS.keys())
def test_no_output_is_written_through_a_link_of_the_archive(
    archive: Path, outside: Path, link: str, command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    _link(archive, link, outside / ("" if link == "other" else "s.yml"))
    before = tree(outside)
    monkeypatch.chdir(archive)
    result = run(*command)
    assert (result.exit_code, f"{link}: error[E505]" in result.output) == (1, True), result.output
    assert tree(outside) == before


def test_a_temporary_file_is_not_one_that_a_branch_brought(archive: Path, outside: Path) -> None:
    """Its name held the process's number: links of every such name would have led the writer out."""
    for number in range(os.getpid() - 50, os.getpid() + 500):
        (archive / f"content/papers/.a.md.{number}.tmp").symlink_to(outside / "s.yml")
    before = tree(outside)
    path = archive / "content/papers/a.md"
    path.write_text(path.read_text("utf-8").replace("title: ", "title:   "), "utf-8")
    assert run("fmt", "--archive", archive).exit_code == 0
    assert tree(outside) == before


def test_a_packed_site_holds_no_file_from_elsewhere(archive: Path, outside: Path) -> None:
    built(archive)
    (archive / "_site/secret.yml").symlink_to(outside / "s.yml")
    target = archive.parent / "site.zip"
    assert run("pack", "--archive", archive, "--output", target).exit_code == 0
    assert b"secret.yml" not in target.read_bytes()


def test_forms_are_not_read_through_a_link(archive: Path, outside: Path) -> None:
    for path in (".github/ISSUE_TEMPLATE", ".github/ISSUE_TEMPLATE/submit.yml"):
        shutil.rmtree(archive / ".github", ignore_errors=True)
        _link(archive, path, outside / ("s.yml" if path.endswith("yml") else ""))
        answer = archive / "answer.md"
        answer.write_text("### Title\n\nA Paper\n", "utf-8")
        result = run("submit", answer, "--archive", archive)
        assert (result.exit_code, f"{path}: error[E505]" in result.output) == (1, True), result.output


def test_clean_deletes_nothing_behind_a_link(archive: Path, outside: Path) -> None:
    before = tree(outside)
    for link in ("_site", "._site.standby", ".papershelf"):
        _link(archive, link, outside)
        assert run("clean", "--archive", archive).exit_code == 1
        (archive / link).unlink()
    assert tree(outside) == before
    built(archive)
    assert run("clean", "--archive", archive).exit_code == 0
    assert not (archive / CACHE_FOLDER).exists()


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sample(tmp_path_factory.mktemp("original"))


@pytest.mark.parametrize("seed", range(8))
def test_odd_files_at_random_places_change_nothing_around(original: Path, tmp_path: Path, seed: int) -> None:
    """As many as wanted: `python -m tests.security.plant --times 5000`."""
    sample(tmp_path)
    assert tried(original, tmp_path / "archive", seed) == []
