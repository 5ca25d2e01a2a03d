"""A small file that unpacks to more than a machine can hold is left out, and what is held is bounded."""

from __future__ import annotations

import gzip
from collections.abc import Sequence
from pathlib import Path

import pytest

from site_builder.exchange.importers import json_streams as streams
from site_builder.exchange.importers.formats import IMPORTERS
from site_builder.exchange.record import Outcome, Record, Skipped

PAPER = b'{"id": "2604.12890", "title": "A paper"}'


@pytest.fixture(autouse=True)
def small_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "MAX_BYTES", 1_000_000)


def imported(path: Path, name: str, parts: Sequence[bytes]) -> list[Outcome]:
    path.write_bytes(b"".join(gzip.compress(part) for part in parts))
    return list(IMPORTERS[name].read([path], {}))


@pytest.mark.parametrize("name", ["csl-json", "arxiv-json"])
@pytest.mark.parametrize("filling", [b"\0", b" ", b"["])
def test_a_line_that_grows_without_end_is_left_out(name: str, filling: bytes, tmp_path: Path) -> None:
    path = tmp_path / "bomb.json.gz"
    paper, *left = imported(path, name, [PAPER + b"\n", *[filling * 1_000_000] * 20])
    assert isinstance(paper, Record)
    message = "cannot be read: a line has more than 1 MB; write each item as a line of its own"
    assert left == [Skipped(str(path), message)]


def test_an_array_that_grows_without_end_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "bomb.json.gz"
    (left,) = imported(path, "csl-json", [b"[\n", *[(PAPER + b",\n") * 10_000] * 20])
    message = "cannot be read: an array has more than 1 MB; write each item as a line of its own"
    assert left == Skipped(str(path), message)


def test_many_lines_are_no_more_than_one(tmp_path: Path) -> None:
    """Only what is held at once is bounded."""
    outcomes = imported(tmp_path / "long.json.gz", "csl-json", [b"\n" * 1_000_000] * 3 + [PAPER])
    assert [isinstance(outcome, Record) for outcome in outcomes] == [True]
