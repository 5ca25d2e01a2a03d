"""BibTeX of many shapes is read as it says, and pandoc, a second reader, agrees but for what it is known to misread."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.pandoc import FIELDS, compare, find_pandoc, invent_papers, make_entries

# What pandoc 3.9 has otherwise than the entry says: names of months, addresses and escapes of DOIs, HTML, and names
# in the order of speech in which a command stands at the start of a word.
KNOWN = {
    "title": ("HTML",),
    "families": ("spoken",),
    "names": ("spoken",),
    "date": ("days and name", "year and name"),
    "doi": ("address", "escaped"),
}


@pytest.mark.skipif(not find_pandoc(), reason="pandoc is not installed")
def test_names_and_fields_are_those_of_the_entries(tmp_path: Path) -> None:
    entries = make_entries(invent_papers(150, seed=2), seed=2)
    found = list(compare(entries, tmp_path, find_pandoc()))
    assert [one for one in found if one.is_ours] == []
    assert [one for one in found if not one.shape.startswith(KNOWN.get(one.field, ()))] == []
    assert len(found) < len(entries) * len(FIELDS) / 4
