"""Assets of themes as they are published."""

from __future__ import annotations

from pathlib import Path

from site_builder.theme.assets import publish_assets
from site_builder.theme.load import bundled_themes, load_theme
from tests.shelf import write_archive

MINE = {"themes/mine/theme.yml": "extends: default\n"}
PART = "themes/mine/assets/style/"


def published(root: Path, files: dict[str, str], theme: str = "mine") -> dict[str, str]:
    assets = publish_assets(load_theme(write_archive(root, MINE | files), theme))
    return {name: data.decode() for name, data in assets.items()}


def test_parts_are_joined_in_the_order_of_their_names(tmp_path: Path) -> None:
    names = [path.name for path in (bundled_themes() / "default/assets/style").iterdir()]
    files = {PART + name: f"{name.partition('-')[0]}" for name in names} | {f"{PART}45-mine.css": "45"}
    style = published(tmp_path, files)["style.css"].split("\n")
    assert style == sorted(style)
    assert len(style) == len(names) + 1


def test_a_part_replaces_the_parents_of_its_name(tmp_path: Path) -> None:
    files = published(tmp_path, {f"{PART}80-shortcuts.css": "mine { }"})
    assert "mine { }" in files["style.css"]
    assert "dialog" not in files["style.css"]
    assert "--accent" in files["style.css"]


def test_a_whole_stylesheet_replaces_all_parts(tmp_path: Path) -> None:
    files = {"themes/overrides/assets/style.css": "whole{}", f"{PART}45-mine.css": "part{}"}
    assert published(tmp_path, files)["style.css"] == "whole{}"


def test_files_that_are_no_parts_stay_in_their_folders(tmp_path: Path) -> None:
    files = published(tmp_path, {"themes/mine/assets/fonts/a.txt": "a"})
    assert files["fonts/a.txt"] == "a"
    assert not [name for name in files if name.startswith(("style/", "page/"))]


def test_only_what_ships_is_minified(tmp_path: Path) -> None:
    source = "/* Why. */\na  {  b: c  }\n"
    files = published(tmp_path, {"themes/mine/assets/own.css": source, "themes/mine/assets/own.js": "// Why.\n a ( )"})
    assert (files["own.css"], files["own.js"]) == (source, "// Why.\n a ( )")
    for name in ("style.css", "site.js", "page.js", "search-engine.js"):
        assert "/*" not in files[name]
