"""The service worker and its lists: right after each edit, withdrawn by a setting, and bounded."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest

from site_builder.build.offline import Facts, folders_kept, is_listed
from tests.shelf import built, front_matter, site_files, write_archive

PAPER = {"content/papers/one.md": front_matter("title: One", "date: 2026-05-26", "tags: [agents]")}


def facts(site: dict[str, bytes]) -> Facts:
    return msgspec.json.decode(site["sw.js"].partition(b"=")[2].partition(b";\n")[0], type=Facts)


def listed(site: dict[str, bytes]) -> dict[str, str]:
    lines = b"".join(data for url, data in site.items() if url.startswith("offline/")).decode().splitlines()
    return {line[9:]: line[:8] for line in lines}


def test_the_lists_have_what_pages_are_and_show(tmp_path: Path) -> None:
    built(write_archive(tmp_path, PAPER))
    site = site_files(tmp_path)
    assert set(listed(site)) == set(filter(is_listed, site))
    assert {"index.html", "papers/one.html", "assets/style.css", "search/manifest.js"} <= listed(site).keys()
    assert not {"sw.js", "papers.jsonl", "addresses.txt", ".nojekyll"} & listed(site).keys()
    known = facts(site)
    assert known.folders["papers"] == (1, len(site["papers/one.html"]))
    assert known.kept == sorted(known.folders)
    assert json.loads(site["app.webmanifest"])["scope"] == "."


def test_an_edit_changes_few_lists_and_leaves_what_a_clean_build_makes(tmp_path: Path) -> None:
    papers = {f"content/papers/{n}.md": front_matter(f"title: Paper {n}", "date: 2026-05-26") for n in range(300)}
    root = write_archive(tmp_path / "edited", papers)
    built(root)
    first = facts(site_files(root))
    edit = {"content/papers/7.md": front_matter("title: Edited", "date: 2026-05-27")}
    write_archive(root, edit)
    (root / "content/papers/9.md").unlink()
    built(root)
    edited = site_files(root)
    papers.pop("content/papers/9.md")
    clean = write_archive(tmp_path / "clean", papers | edit)
    built(clean)
    assert edited == site_files(clean)
    assert facts(edited).version != first.version
    assert "papers/9.html" not in listed(edited)


def test_a_site_that_is_not_kept_has_a_worker_that_leaves(tmp_path: Path) -> None:
    root = write_archive(tmp_path, PAPER)
    built(root)
    write_archive(root, {"site.yml": "offline: no\n"})
    built(root)
    site = site_files(root)
    assert b"unregister" in site["sw.js"]
    assert not any(url.startswith(("offline", "manifest.")) for url in site)
    assert b"offline.js" not in site["assets/page.js"]


@pytest.mark.parametrize(
    ("url", "is_kept"),
    [
        ("papers/one.html", True),
        ("files/a.b/figure.PNG", True),
        ("cards/site.png", False),
        (".well-known/a.html", False),
        ("a/_headers.html", False),
        ("CNAME", False),
        ("sw.js", False),
    ],
)
def test_what_servers_hide_is_not_listed(url: str, is_kept: bool) -> None:
    assert is_listed(url) is is_kept


def test_a_large_archive_is_kept_in_part_or_not_at_all() -> None:
    small = {"": (5, 10), "assets": (9, 10), "search": (100, 10), "papers": (100, 10), "authors": (500, 10)}
    assert folders_kept(small) == list(small)
    assert folders_kept(small | {"authors": (30_000, 10)}) == ["", "assets", "search", "papers"]
    assert folders_kept(small | {"papers": (9, 400_000_000)}) == ["", "assets", "search"]
    assert folders_kept(small | {"search": (30_000, 10)}) == []
