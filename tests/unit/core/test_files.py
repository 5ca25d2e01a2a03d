"""Files that are written whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from site_builder.core.files import write_atomically


@pytest.mark.parametrize("lasting", [False, True])
def test_a_file_is_written_whole_and_nothing_else_stays(tmp_path: Path, lasting: bool) -> None:
    write_atomically(tmp_path / "folder" / "a", b"one", lasting=lasting)
    write_atomically(tmp_path / "folder" / "a", b"two", lasting=lasting)
    assert [path.name for path in (tmp_path / "folder").iterdir()] == ["a"]
    assert (tmp_path / "folder" / "a").read_bytes() == b"two"


def test_a_file_of_somebody_keeps_its_permissions(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"one")
    (tmp_path / "a").chmod(0o640)
    write_atomically(tmp_path / "a", b"two", lasting=True)
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o640


def test_what_fails_leaves_the_old_file_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    (tmp_path / "a").write_bytes(b"one")
    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(OSError, match="No space left"):
        write_atomically(tmp_path / "a", b"two", lasting=True)
    assert [path.name for path in tmp_path.iterdir()] == ["a"]
    assert (tmp_path / "a").read_bytes() == b"one"
