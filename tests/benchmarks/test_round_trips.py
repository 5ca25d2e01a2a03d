"""Papers of chance go to other formats and come back: what is lost is what a format has no place for."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import generate
from benchmarks.round_trips import FORMATS, differences, load_sample, round_trip

NO_PLACE = {"date", "organizations", "summary", "upvotes", "comments", "stars", "as_of", "links.code", "links.project"}


@pytest.mark.parametrize("form", FORMATS)
def test_names_titles_and_abstracts_come_back(form: str, tmp_path: Path) -> None:
    generate.write_archive(tmp_path / "archive", 60, seed=3)
    papers = load_sample(tmp_path / "archive", 50)
    assert len(papers) == 50
    assert differences(papers, round_trip(papers, form, tmp_path)).keys() <= NO_PLACE
