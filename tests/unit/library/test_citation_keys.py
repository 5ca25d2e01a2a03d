"""The keys by which papers are cited."""

from __future__ import annotations

from typing import Any

from site_builder.library.citation_keys import citation_key, citation_keys
from site_builder.model import Author
from tests.shelf import entry

BY_ANA: dict[str, Any] = {"authors": (Author("Ana van Author"),)}


def test_an_identifier_that_is_a_word_is_the_key() -> None:
    assert citation_key(entry("author2026shelves", **BY_ANA)) == "author2026shelves"


def test_a_number_is_no_key_for_people() -> None:
    paper = entry("2604.12890", "On the Co-Design of Shelves", published="2026-04-13", **BY_ANA)
    assert citation_key(paper) == "vanauthor2026design"
    assert citation_key(entry("2604.12890")) == "2604.12890"


def test_of_two_papers_with_one_key_the_older_keeps_it() -> None:
    new = entry("2604.00002", "Shelves", published="2026-04-13", **BY_ANA)
    old = entry("2604.00003", "Shelves again", published="2026-04-12", **BY_ANA)
    assert citation_keys([new, old]) == ["vanauthor2026shelves-2604.00002", "vanauthor2026shelves"]
