"""Digests of an archive's files: whoever reads them, they are the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from site_builder.content import sources
from site_builder.content.sources import content_digest, load_digests
from tests.shelf import front_matter, write_archive


def test_many_files_are_digested_by_several_processes_to_the_same_result(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_archive(tmp_path, {f"content/papers/p{n}.md": front_matter(f"title: Note {n}") for n in range(7)})
    one = load_digests(tmp_path)
    monkeypatch.setattr(sources, "_MANY", 1)
    monkeypatch.setattr(sources, "_CHUNK", 2)
    assert list(load_digests(tmp_path).items()) == list(one.items())
    assert one["content/papers/p3.md"] == content_digest((tmp_path / "content/papers/p3.md").read_bytes())


def test_a_file_that_is_gone_has_an_empty_digest(tmp_path: Path) -> None:
    assert load_digests(tmp_path, ["site.yml"]) == {"site.yml": ""}
