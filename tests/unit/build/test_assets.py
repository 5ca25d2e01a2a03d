"""A build after an edit of a stylesheet or a picture makes the same site as a clean build."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from site_builder.build.report import BuildReport
from site_builder.build.trees import MARKER
from site_builder.site.addresses import DATA_URL, WORKER_URL
from site_builder.text.sizes import size_text
from tests.pictures import picture
from tests.shelf import built, front_matter, page, site_files, write_archive

STYLE = "themes/overrides/assets/style.css"
FILES = {
    "content/papers/one.md": front_matter("title: One", "date: 2026-05-26"),
    "content/static/assets/own.css": "own{}",
    "themes/overrides/assets/own.css": "hidden{}",
    STYLE: "a{}",
}


def is_offline(url: str) -> bool:
    """Return whether a file keeps the site offline, and so changes with every other file."""
    return url == WORKER_URL or url.startswith("offline/")


def clean(root: Path, folder: Path) -> tuple[BuildReport, dict[str, bytes]]:
    copy = shutil.copytree(root, folder, ignore=shutil.ignore_patterns("_site", "._site*", ".papershelf"))
    return built(copy), site_files(copy)


@pytest.mark.parametrize(
    "edit",
    [
        {STYLE: "b{color:red}"},
        {"themes/overrides/assets/own.css": "still hidden{}"},
        {STYLE: "b{}", "themes/overrides/assets/own.css": "still hidden{}"},
        {"themes/overrides/assets/more.css": "new{}"},
        {STYLE: "b{}", "content/papers/one.md": front_matter("title: Two", "date: 2026-05-26")},
        {STYLE: "b{}", "content/static/assets/style.css": "mine{}"},
    ],
)
def test_whatever_else_changes_the_site_is_that_of_a_clean_build(edit: dict[str, str], tmp_path: Path) -> None:
    root = write_archive(tmp_path / "a", FILES)
    built(root)
    report = built(write_archive(root, edit))
    expected, files = clean(root, tmp_path / "b")
    assert site_files(root) == files
    assert (report.files, report.bytes) == (expected.files, expected.bytes)
    assert built(root).written == 0


def test_an_edited_stylesheet_is_all_that_is_written(tmp_path: Path) -> None:
    root = write_archive(tmp_path / "a", FILES)
    built(root)
    before = site_files(root)
    report = built(write_archive(root, {STYLE: "b{}"}))
    after = site_files(root)
    written = {url for url in after if after[url] != before.get(url)}
    assert "assets/style.css" in written
    assert {url for url in written if not is_offline(url)} == {"assets/style.css", MARKER}
    assert report.written == len(written - {MARKER})


def test_a_picture_is_updated_where_it_is_shown(tmp_path: Path) -> None:
    entry = front_matter("title: One", "date: 2026-05-26", "thumbnail: one.webp")
    bare = front_matter("title: One", "date: 2026-05-26")
    file, url = tmp_path / "a/content/papers/one.webp", "papers/files/one.webp"
    root = write_archive(tmp_path / "a", FILES)
    built(root)
    for number, (text, data, shown) in enumerate(
        [
            (entry, picture(320, 200), "width=320 height=200"),  # added
            (entry, picture(320, 240), "width=320 height=240"),  # another size: the page states it
            (entry, picture(320, 240, quality=1), "width=320 height=240"),  # other pixels of one size
            (bare, None, ""),  # deleted
        ]
    ):
        file.write_bytes(data) if data else file.unlink()
        built(write_archive(root, {"content/papers/one.md": text}))
        assert site_files(root) == clean(root, tmp_path / str(number))[1]
        assert site_files(root).get(url) == data
        assert (shown or "<section") in page(root, "papers/one.html")
        assert ("one.webp" in page(root, "index.html")) == bool(data)


def test_the_page_of_data_gives_the_size_of_all_other_files(tmp_path: Path) -> None:
    settings = "title: A shelf\nbase_url: https://example.org/\ndata: {zip: https://example.org/site.zip}\n"
    for style in ("a{}", "a{}" * 100_000):
        root = write_archive(tmp_path, {**FILES, "site.yml": settings, STYLE: style})
        built(root)
        files = site_files(root)
        size = sum(len(data) for url, data in files.items() if url not in (DATA_URL, MARKER) and not is_offline(url))
        assert size_text(size) in page(root, DATA_URL)


def test_a_stylesheet_that_is_gone_leaves_no_file(tmp_path: Path) -> None:
    root = write_archive(tmp_path / "a", FILES)
    built(root)
    (root / STYLE).unlink()
    built(root)
    assert site_files(root) == clean(root, tmp_path / "b")[1]


def test_hidden_files_are_published_but_not_what_programs_leave(tmp_path: Path) -> None:
    hidden = {".well-known/security.txt": "Contact: mailto:a@b.example", ".htaccess": "Options -Indexes"}
    left = [".git/config", ".gitignore", ".DS_Store", "._a.png", ".a.txt.swp"]
    files = hidden | dict.fromkeys(left, "x")
    root = write_archive(tmp_path, {f"content/static/{name}": text for name, text in files.items()})
    built(root)
    published = site_files(root)
    assert {name: published[name].decode() for name in hidden} == hidden
    assert not published.keys() & set(left)
    (root / "content/static/.htaccess").unlink()
    built(root)
    assert ".htaccess" not in site_files(root)
