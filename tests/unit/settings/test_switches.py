"""What the switches `calendar` and `surprise` leave out of a site, and that they leave out nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.shelf import SITE, built, front_matter, site_files, write_archive

PAPER = front_matter("title: A paper", "date: 2026-03-02")
DAILY = "Paper of the day"
DAY = "href=days/2026-03-02.html"


def pages(root: Path, *settings: str) -> dict[str, str]:
    """Return the pages of a site with these settings."""
    write_archive(root, {"site.yml": "\n".join([SITE, *settings]), "content/papers/a.md": PAPER})
    built(root)
    return {url: data.decode() for url, data in site_files(root).items() if url.endswith(".html")}


@pytest.mark.parametrize(
    ("setting", "url", "left_out"), [("surprise: no", "index.html", DAILY), ("calendar: no", "archive.html", DAY)]
)
def test_a_switch_leaves_out_one_thing(tmp_path: Path, setting: str, url: str, left_out: str) -> None:
    whole, bare = pages(tmp_path / "whole"), pages(tmp_path / "bare", setting)
    assert left_out in whole[url]
    assert left_out not in bare[url]
    assert {other for other in whole if whole[other] != bare[other]} == {url}
