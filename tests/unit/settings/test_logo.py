"""A site's logo: a picture of the archive, named in `site.yml`, shown by the stylesheet."""

from __future__ import annotations

from pathlib import Path

import pytest

from site_builder.check.check import check
from site_builder.settings.load import parse_config
from tests.shelf import built, page, write_archive

PICTURE = {"content/static/pictures/logo.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>'}


def test_a_logo_reaches_the_stylesheet(tmp_path: Path) -> None:
    site = "title: A\nlogo: pictures/logo.svg\nstyle: {logo-width: 3rem, accent: '#123456'}\n"
    built(write_archive(tmp_path, PICTURE | {"site.yml": site}))
    css = (tmp_path / "_site/assets/custom.css").read_text(encoding="utf-8")
    assert css == ":root{--accent:#123456;--logo:url(../pictures/logo.svg);--logo-width:3rem;}\n"
    assert "assets/custom.css" in page(tmp_path, "index.html")


def test_a_logo_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    problems = check(write_archive(tmp_path, {"site.yml": "title: A\nlogo: logo.svg\n"}), jobs=1)
    assert [(problem.code, problem.message) for problem in problems] == [
        ("E207", "there is no picture 'logo.svg' in content/static/")
    ]


@pytest.mark.parametrize("logo", ["../a.svg", "/a.svg", "https://example.org/a.svg", "a).svg", "a.html", "a b.svg"])
def test_what_cannot_name_a_picture_is_an_error(logo: str) -> None:
    config, problems = parse_config(f"logo: '{logo}'".encode())
    assert [problem.code for problem in problems] == ["E302"]
    assert config.logo == ""
