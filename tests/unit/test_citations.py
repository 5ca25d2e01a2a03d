"""A paper as BibTeX."""

from __future__ import annotations

import re

import pytest

from site_builder.citations import bibtex, citation_key, tex
from site_builder.model import Author
from tests.shelf import entry

PAPER = entry(
    "2604.12890",
    "A & B: 100% of $x_1$",
    authors=(Author("Ana Author"), Author("Vincent van der Berg"), Author("Plato")),
    published="2026-04-13",
    identifiers={"arxiv": "2604.12890", "doi": "10.1000/182"},
)


def test_special_characters_are_escaped_and_formulas_kept() -> None:
    assert tex(r"50% & $a_b$ #1 {x} ~ ^ \ _") == (
        r"50\% \& $a_b$ \#1 \{x\} \textasciitilde{} \textasciicircum{} \textbackslash{} \_"
    )


def test_a_paper_has_its_title_authors_and_date() -> None:
    text = bibtex(PAPER)
    assert text.startswith("@misc{author2026")
    assert r"  title = {{A \& B: 100\% of $x_1$}}," in text
    assert "  author = {Author, Ana and van der Berg, Vincent and Plato}," in text
    assert "  year = {2026}," in text
    assert "  month = {apr}," in text
    assert "  eprint = {2604.12890}," in text
    assert "  archiveprefix = {arXiv}," in text
    assert text.endswith("\n}")


@pytest.mark.parametrize(
    ("fields", "kind", "where"),
    [
        ({}, "misc", ""),
        ({"venue": "A Conf"}, "inproceedings", "booktitle"),
        ({"venue": "J", "issue": "2"}, "article", "journal"),
    ],
)
def test_the_kind_of_entry_follows_the_venue(fields: dict[str, str], kind: str, where: str) -> None:
    text = bibtex(entry("one", **fields))
    assert text.startswith(f"@{kind}{{")
    assert (f"  {where} = " in text) == bool(where)


def test_braces_are_balanced_whatever_is_typed() -> None:
    text = bibtex(entry("one", "Open { and } close \\", authors=(Author("A {B"),), venue="}{"))
    bare = re.sub(r"\\[{}]", "", text)
    assert bare.count("{") == bare.count("}")


def test_pages_are_a_range() -> None:
    assert "  pages = {12--34}," in bibtex(entry("one", pages="12–34"))


def test_a_paper_without_authors_is_cited_by_its_identifier() -> None:
    assert citation_key(entry("2604.12890")) == "2604.12890"
