"""Papers as BibTeX: the fields of an entry, and that our reader and another one agree on it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pybtex.database import parse_string

from site_builder.exchange.exporters.bibtex import bibtex
from site_builder.exchange.exporters.tex import tex
from site_builder.exchange.importers.formats import IMPORTERS
from site_builder.exchange.plain_text import one_line
from site_builder.exchange.record import Record
from site_builder.exchange.tex import plain
from site_builder.model import Author
from tests.shelf import entry

PAPER = entry(
    "2604.12890",
    "A & B: 100% of $x_1$",
    authors=(Author("Ana Author"), Author("Vincent van der Berg"), Author("Plato"), Author("Kim Writer Jr.")),
    published="2026-04-13",
    identifiers={"arxiv": "2604.12890", "doi": "10.1000/182_3"},
    tags=("agents", "KV cache"),
)
MARKED = st.text(st.sampled_from(list("ab1 {}$\\%&#_~^'`-!?\"@,.()[]<>|*é中")), max_size=12).map(one_line)


def test_a_paper_has_its_title_authors_and_date() -> None:
    assert bibtex(PAPER, "author2026paper").splitlines() == [
        "@misc{author2026paper,",
        "  ids = {2604.12890},",
        r"  title = {{A \& B: 100\% of $x_1$}},",
        "  author = {Author, Ana and van der Berg, Vincent and Plato and Writer, Jr., Kim},",
        "  year = {2026},",
        "  month = apr,",
        "  day = {13},",
        "  doi = {10.1000/182_3},",
        "  eprint = {2604.12890},",
        "  archiveprefix = {arXiv},",
        "}",
    ]


def test_an_abstract_brings_the_keywords_along() -> None:
    text = bibtex(PAPER, "key", "It costs 5%.")
    assert "  keywords = {agents, KV cache}," in text
    assert r"  abstract = {It costs 5\%.}," in text


@pytest.mark.parametrize(
    ("fields", "kind", "where"),
    [
        ({}, "misc", ""),
        ({"venue": "A Conf"}, "inproceedings", "booktitle"),
        ({"venue": "J", "issue": "2"}, "article", "journal"),
        ({"venue": "J", "extra": {"x-type": "article-journal"}}, "article", "journal"),
        ({"publisher": "A School", "extra": {"x-type": "thesis"}}, "phdthesis", "school"),
    ],
)
def test_the_kind_of_entry_follows_the_venue(fields: dict[str, str], kind: str, where: str) -> None:
    text = bibtex(entry("one", **fields), "one")
    assert text.startswith(f"@{kind}{{")
    assert (f"  {where} = " in text) == bool(where)


def test_a_name_that_is_no_persons_stays_whole() -> None:
    names = (Author("Research and Development"), Author("Shelves, Inc."), Author("others"))
    text = bibtex(entry("one", authors=names, author_count=9), "one")
    assert "author = {{Research and Development} and {Shelves, Inc.} and {others} and others}" in text


def test_pages_are_a_range() -> None:
    assert "  pages = {12--34}," in bibtex(entry("one", pages="12–34"), "one")


@pytest.mark.parametrize(
    "formula",
    [
        r"$\input{/etc/passwd}$",
        r"$\begin{input}{x}\end{input}$",
        r"$x\immediate\write18{x}$",
        r"$$\csname x$$",
        "$^^5cx$",
        r"$\everymath{x}$",
        r"$\[x$",
    ],
)
def test_no_formula_does_more_than_to_be_set(formula: str) -> None:
    assert tex(formula).startswith(r"\$")
    assert plain(tex(formula)) == formula


@pytest.mark.parametrize(
    "formula", [r"$\inf_x \rho$", r"$\begin{array}{c}x\end{array}$", r"$\mathrm{input}^2$", r"$a\\[2pt]b$"]
)
def test_other_formulas_stay(formula: str) -> None:
    assert tex(formula) == formula


@given(MARKED)
@settings(max_examples=150, deadline=None)
def test_text_is_read_back_as_it_was(text: str) -> None:
    assert one_line(plain(tex(text))) == text


@given(st.lists(MARKED.filter(bool), min_size=1, max_size=3, unique=True))
@settings(max_examples=60, deadline=None)
def test_another_reader_finds_the_same_fields(texts: list[str]) -> None:
    paper = entry("one", texts[0], authors=tuple(Author(f"A{text}") for text in texts))
    (found,) = parse_string(bibtex(paper, "one"), "bibtex").entries.values()
    assert found.fields["title"] == f"{{{tex(texts[0])}}}"
    assert len(found.persons["author"]) == len(texts)


def test_every_field_that_bibtex_has_comes_back(tmp_path: Path) -> None:
    file = tmp_path / "papers.bib"
    file.write_text(bibtex(PAPER, "author2026paper", "One.\n\nTwo."), encoding="utf-8")
    (record,) = IMPORTERS["bibtex"].read([file], {})
    assert isinstance(record, Record)
    assert record.id == PAPER.id
    assert record.abstract == "One.\n\nTwo."
    assert record.fields == {
        "title": PAPER.title,
        "authors": ["Ana Author", "Vincent van der Berg", "Plato", "Kim Writer Jr."],
        "published": "2026-04-13",
        "arxiv": "2604.12890",
        "doi": "10.1000/182_3",
        "tags": ["agents", "KV cache"],
    }
