"""BibTeX as people and their tools write it."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from site_builder.exchange.importers.bibtex import read_bibtex
from site_builder.exchange.record import Record, Skipped


def read(tmp_path: Path, text: str, encoding: str = "utf-8") -> list[Record | Skipped]:
    path = tmp_path / "papers.bib"
    path.write_bytes(text.encode(encoding))
    return list(read_bibtex([path], {}))


def fields_of(tmp_path: Path, body: str, entry_type: str = "inproceedings") -> dict[str, object]:
    (record,) = read(tmp_path, f"@{entry_type}{{key, title = {{A Title}}, {body}}}")
    assert isinstance(record, Record)
    return record.fields


def test_an_entry_becomes_a_record(tmp_path: Path) -> None:
    text = r"""@string{things = "Journal of Things"}
@article{Author:2020,
  title = {The {TeX} of {\'e}tudes \& $x_{i}$ -- a Study},
  author = {Author, Ana and Bo Writer},
  journal = things, volume = 3, number = {2}, pages = {1--9}, publisher = "A Press",
  year = 2020, month = may, doi = {https://doi.org/10.1000/ABC}, url = {https://example.org/a.pdf},
  keywords = {agents; planning},
  abstract = {Up to 50% of \emph{it}, see~\url{https://example.org/a_b}; \ours wins.},
}"""
    (record,) = read(tmp_path, text)
    assert isinstance(record, Record)
    assert record.notes == (r"unknown TeX commands were replaced by their arguments, if any: \ours",)
    assert msgspec.structs.replace(record, came=(), notes=()) == Record(
        "Author-2020",
        {
            "x-key": "Author:2020",
            "title": "The TeX of études & $x_{i}$ – a Study",
            "authors": ["Ana Author", "Bo Writer"],
            "published": "2020-05",
            "doi": "10.1000/abc",
            "venue": "Journal of Things",
            "volume": "3",
            "issue": "2",
            "pages": "1–9",
            "publisher": "A Press",
            "tags": ["agents", "planning"],
            "links": {"pdf": "https://example.org/a.pdf"},
        },
        "Up to 50% of it, see https://example.org/a_b; \\ours wins.",
        f"{tmp_path / 'papers.bib'}: line 2",
    )


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Ludwig van Beethoven", "Ludwig van Beethoven"),
        ("van der Berg, Jan", "Jan van der Berg"),
        ("King, Jr., Martin", "Martin King Jr."),
        ("{The Team and Friends}", "The Team and Friends"),
        (r"G{\"o}del, K.", "K. Gödel"),
        (r"\v{C}ech, J", "J Čech"),
        (r"\O ystein \AA s", "Øystein Ås"),
        (r"Erd\H{o}s, P{\'a}l", "Pál Erdős"),
        (r"Nguy{\~{\^e}}n, B", "B Nguyễn"),
    ],
)
def test_names_are_put_in_the_order_of_speech(tmp_path: Path, name: str, expected: str) -> None:
    assert fields_of(tmp_path, f"author = {{{name}}}")["authors"] == [expected]


def test_and_others_is_no_author_and_is_kept(tmp_path: Path) -> None:
    fields = fields_of(tmp_path, "author = {Ana Author and others}")
    assert (fields["authors"], fields["x-authors"]) == (["Ana Author"], "and others")


@pytest.mark.parametrize(
    "body",
    [
        "eprint = {2401.00001v2}, archivePrefix = {arXiv}",
        "journal = {arXiv preprint arXiv:2401.00001}",
        "journal = {CoRR}, volume = {abs/1}, url = {https://arxiv.org/abs/2401.00001}",
    ],
)
def test_preprints_have_an_identifier_and_no_venue(tmp_path: Path, body: str) -> None:
    fields = fields_of(tmp_path, body, "article")
    assert fields["arxiv"] == "2401.00001"
    assert "venue" not in fields


def test_an_entry_inherits_from_the_volume_that_it_refers_to(tmp_path: Path) -> None:
    text = (
        "@inproceedings{a, title={A}, crossref={Conf}}\n"
        "@proceedings{conf, title={Proceedings of a Conference}, year=2020}"
    )
    outcomes = read(tmp_path, text)
    assert [outcome.fields for outcome in outcomes if isinstance(outcome, Record)] == [
        {"title": "A", "published": "2020", "venue": "Proceedings of a Conference"}
    ]
    assert [outcome.reason for outcome in outcomes if isinstance(outcome, Skipped)] == ["conf is a volume, not a paper"]


def test_what_cannot_be_read_is_told_by_line_and_costs_no_other_entry(tmp_path: Path) -> None:
    text = (
        "@misc{a, title={A}}\n@misc{a, title={Again}}\n@misc{b, title={open\n@misc{c, title={C}}\n@misc{d, year=2020}"
    )
    outcomes = read(tmp_path, text)
    assert [outcome.id for outcome in outcomes if isinstance(outcome, Record)] == ["a", "a", "c"]
    told = {outcome.source.rpartition(" ")[2]: outcome.reason for outcome in outcomes if isinstance(outcome, Skipped)}
    assert set(told) == {"3", "5"}
    assert told["5"] == "it has no title"


def test_an_old_file_in_latin_1_keeps_its_accents(tmp_path: Path) -> None:
    (record,) = read(tmp_path, "@misc{a, title={Études}}", "latin-1")
    assert isinstance(record, Record)
    assert record.fields["title"] == "Études"


def test_a_field_of_any_name_is_searched_for_identifiers(tmp_path: Path) -> None:
    assert fields_of(tmp_path, "seen = {https://doi.org/10.5555/Lamp.1}")["doi"] == "10.5555/lamp.1"


def test_names_between_semicolons_are_read_with_a_note(tmp_path: Path) -> None:
    (record,) = read(tmp_path, "@misc{a, title = {T}, author = {Ana Reed; Bo Oak}}")
    assert isinstance(record, Record)
    assert record.fields["authors"] == ["Ana Reed", "Bo Oak"]
    assert record.notes == ("the names are separated by semicolons, not by 'and'",)


def test_a_month_that_there_is_not_is_kept(tmp_path: Path) -> None:
    found = fields_of(tmp_path, "year = 2020, month = 13")
    assert (found["published"], found["x-month"]) == ("2020", "13")
