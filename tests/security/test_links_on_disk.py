"""Symbolic links, which a pull request may bring, lead no build to what lies outside, and no command to write there."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from tests.shelf import built, front_matter, run, site_files, write_archive
from tests.trees import tree

SECRET = "key: SECRET\n"


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """A folder of files that look like what an archive may hold."""
    folder = tmp_path / "outside"
    names = ("s.yml", "removed.yml", "page.html", "style.css", "logo.svg", "map.csv")
    entry = front_matter("title: SECRET", "date: 2026-03-02")
    return write_archive(folder, dict.fromkeys(names, SECRET) | dict.fromkeys(("s.md", "guide.md"), entry))


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    settings = "title: A shelf\ntheme: mine\n"
    files = {
        "site.yml": settings,
        "content/papers/a.md": front_matter("title: A paper", "date: 2026-03-02"),
        "themes/mine/theme.yml": "name: Mine\nextends: default\n",
    }
    return write_archive(tmp_path / "archive", files)


@pytest.mark.parametrize(
    ("link", "target"),
    [
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
        ("themes/mine/assets/secret.css", "style.css"),
        ("themes/mine/assets", ""),
        ("themes/mine/templates/paper.html", "page.html"),
        ("themes/mine/templates", ""),
        ("themes/overrides", ""),
    ],
)
def test_no_build_follows_a_link(archive: Path, outside: Path, link: str, target: str) -> None:
    """Templates included: a theme that is only looked at must not show a file of the machine."""
    (outside / "paper.html").write_text(SECRET, encoding="utf-8")
    (archive / link).parent.mkdir(parents=True, exist_ok=True)
    (archive / link).symlink_to(outside / target)
    built(archive)
    assert {path for path, data in site_files(archive).items() if b"SECRET" in data} == set()
    assert "SECRET" not in run("check", "--archive", archive).output


def _import(root: Path) -> Result:
    items = root.parent / "items.json"
    items.write_text(json.dumps([{"id": "new", "title": "New", "issued": {"date-parts": [[2026, 3]]}}]), "utf-8")
    return run("import", "csl-json", items, "--archive", root)


def _new(root: Path) -> Result:
    return run("new", "New", "--date", "2026-03-02", "--archive", root)


def _add(root: Path) -> Result:
    return run("add", "@misc{new, title={New}, year={2026}, month={3}}", "--archive", root)


@pytest.mark.parametrize("command", [_import, _new, _add])
def test_no_command_writes_where_a_link_leads(archive: Path, outside: Path, command: Callable[[Path], Result]) -> None:
    before = tree(outside)
    (archive / "content" / "papers" / "2026").symlink_to(outside)
    result = command(archive)
    assert (result.exit_code, "a symbolic link leads out of the archive" in result.output) == (3, True), result.output
    assert tree(outside) == before
