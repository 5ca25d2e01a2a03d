"""`papershelf import`: where its papers may come from."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest
from click.testing import CliRunner

from site_builder.cli import papershelf
from tests.shelf import run, write_archive

ITEMS = '{"id": "x1", "type": "article", "title": "A paper"}\n{"id": "x2", "type": "article", "title": ""}\n'
LEFT_OUT = "line 2: left out: the item has no title"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_gives_its_papers_although_they_are_read_twice(tmp_path: Path) -> None:
    root = write_archive(tmp_path / "archive", {})
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    threading.Thread(target=pipe.write_text, args=(ITEMS,), daemon=True).start()
    result = run("import", "csl-json", pipe, "--archive", root)
    assert result.stdout.startswith("1 entry added")
    assert f"pipe: {LEFT_OUT}" in result.stderr.splitlines()


def test_a_hyphen_is_standard_input(tmp_path: Path) -> None:
    root = write_archive(tmp_path, {})
    result = CliRunner().invoke(papershelf, ["import", "csl-json", "-", "--archive", str(root)], input=ITEMS)
    assert result.stdout.startswith("1 entry added")
    assert f"standard input: {LEFT_OUT}" in result.stderr.splitlines()
