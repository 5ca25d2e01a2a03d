"""`papershelf serve`, without its server."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest

from site_builder.build.report import BuildOptions
from site_builder.site.permanence import Guard
from tests.shelf import front_matter, run, write_archive

COMMAND = importlib.import_module("site_builder.cli.serve")


def test_the_preview_knows_what_is_published_and_may_lose_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Redirects of tags that one paper has are made of the list."""
    asked: list[BuildOptions] = []
    monkeypatch.setattr(COMMAND, "run_server", lambda options, *_: asked.append(options))
    papers = {"content/papers/a.md": front_matter("title: A", "date: 2026-05-26")}
    root = write_archive(tmp_path, papers | {"published.txt": "tags/quiet\n"})
    assert run("serve", "--archive", root).exit_code == 0
    assert asked[0].guard == Guard(("tags/quiet",), allow_lost=True, allow_shrink=True)
