"""CSL-JSON items, as an array and as lines."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from site_builder.exchange.exporters.csl_json import csl_item
from site_builder.exchange.importers.csl_json import read_csl_json
from site_builder.exchange.record import Record, Skipped
from site_builder.model import Author
from tests.shelf import entry

ITEM: dict[str, Any] = {
    "id": "author2020conf-paper",
    "type": "paper-conference",
    "title": "A  Paper on <i>Things</i>",
    "author": [{"given": "Ana", "family": "Author"}, {"literal": "The Team"}],
    "issued": {"date-parts": [[2020, 5]]},
    "container-title": "Proceedings of a Conference",
    "volume": 12,
    "page": "10-19",
    "DOI": "10.1000/ABC",
    "URL": "https://example.org/paper.pdf",
    "abstract": "We show *things*.",
}


def read(tmp_path: Path, *items: object) -> list[Record | Skipped]:
    path = tmp_path / "items.json"
    path.write_text(json.dumps(items), encoding="utf-8")
    return list(read_csl_json([path], {}))


def field(tmp_path: Path, name: str, **changes: object) -> object:
    (record,) = read(tmp_path, ITEM | changes)
    assert isinstance(record, Record)
    return record.fields.get(name)


def test_an_item_becomes_a_record(tmp_path: Path) -> None:
    (record,) = read(tmp_path, ITEM)
    assert isinstance(record, Record)
    assert msgspec.structs.replace(record, came=()) == Record(
        "author2020conf-paper",
        {
            "title": "A Paper on Things",
            "authors": ["Ana Author", "The Team"],
            "published": "2020-05",
            "doi": "10.1000/abc",
            "venue": "Proceedings of a Conference",
            "volume": "12",
            "pages": "10–19",
            "links": {"pdf": "https://example.org/paper.pdf"},
        },
        "We show *things*.".replace("*", "\\*"),
        f"{tmp_path / 'items.json'}: item 1",
    )


@pytest.mark.parametrize("compressed", [False, True])
def test_lines_are_read_and_a_bad_one_is_told(tmp_path: Path, compressed: bool) -> None:
    text = f"{json.dumps(ITEM)}\n\nnot json\n{json.dumps(ITEM | {'id': 7, 'title': 'B', 'DOI': None})}\n".encode()
    path = tmp_path / ("items.jsonl.gz" if compressed else "items.jsonl")
    path.write_bytes(gzip.compress(text) if compressed else text)
    first, bad, second = read_csl_json([path], {})
    assert isinstance(first, Record)
    assert isinstance(second, Record)
    assert (first.id, second.id) == ("author2020conf-paper", "7")
    assert isinstance(bad, Skipped)
    assert bad.source == f"{path}: line 3"


def test_a_broken_archive_is_told(tmp_path: Path) -> None:
    path = tmp_path / "items.jsonl.gz"
    path.write_bytes(gzip.compress(json.dumps(ITEM).encode())[:-20])
    assert all(isinstance(outcome, Skipped) for outcome in read_csl_json([path], {}))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ({"given": "Ludwig", "non-dropping-particle": "van", "family": "Beethoven"}, "Ludwig van Beethoven"),
        (
            {"given": "Jean", "dropping-particle": "d'", "family": "Alembert"},
            {"name": "Jean d'Alembert", "family": "Alembert"},
        ),
        ({"given": "Martin", "family": "King", "suffix": "Jr."}, "Martin King Jr."),
        (
            {"given": "Martin", "family": "King", "suffix": "Jr.", "comma-suffix": True},
            {"name": "Martin King, Jr.", "family": "King"},
        ),
        ({"family": "Plato"}, "Plato"),
        (
            {"given": "Ana", "family": "Author", "ORCID": "https://orcid.org/0000-0002-1825-0097"},
            {"name": "Ana Author", "orcid": "0000-0002-1825-0097"},
        ),
    ],
)
def test_names_are_put_together(tmp_path: Path, name: object, expected: object) -> None:
    assert field(tmp_path, "authors", author=[name]) == [expected]


def test_a_comma_before_a_suffix_comes_back(tmp_path: Path) -> None:
    king = Author("Martin King, Jr.", family="King")
    item = csl_item(entry("one", authors=(king,)), "one")
    assert field(tmp_path, "authors", author=item["author"]) == [{"name": king.name, "family": king.family}]


@pytest.mark.parametrize(
    ("issued", "expected"),
    [
        ({"date-parts": [[2020]]}, "2020"),
        ({"date-parts": [["2020", "5", 3]]}, "2020-05-03"),
        ({"date-parts": [[2020, 2, 31]]}, "2020-02"),
        ({"date-parts": [[2019, 12], [2020, 1]]}, "2019-12"),
        ({"raw": "Spring 2020"}, "2020"),
        ("2020-05-03", "2020-05-03"),
        ({"date-parts": [[]]}, None),
        (None, None),
    ],
)
def test_dates_keep_their_precision(tmp_path: Path, issued: object, expected: object) -> None:
    assert field(tmp_path, "published", issued=issued) == expected


@pytest.mark.parametrize(("pages", "expected"), [("1--9", "1–9"), ("e1-e12", "e1–e12"), ("117", "117"), ("A-B", "A-B")])
def test_ranges_of_pages_get_their_dash(tmp_path: Path, pages: str, expected: str) -> None:
    assert field(tmp_path, "pages", page=pages) == expected


def test_other_types_and_pages_are_kept(tmp_path: Path) -> None:
    assert field(tmp_path, "x-type", type="thesis") == "thesis"
    assert field(tmp_path, "links", URL="https://example.org/paper") == {"page": "https://example.org/paper"}


@pytest.mark.parametrize("title", ["A Lamp", "A Lamp: It Is Lit"])
def test_a_subtitle_is_added_to_a_title_that_lacks_it(tmp_path: Path, title: str) -> None:
    assert str(field(tmp_path, "title", title=title, subtitle="It is Lit")).lower() == "a lamp: it is lit"


@pytest.mark.parametrize("changes", [{"title": ""}, {"title": None, "id": "a"}])
def test_an_item_without_title_is_told(tmp_path: Path, changes: dict[str, object]) -> None:
    (skipped,) = read(tmp_path, ITEM | changes)
    assert isinstance(skipped, Skipped)


def test_an_abstract_loses_commands_of_tex_as_in_bibtex(tmp_path: Path) -> None:
    (record,) = read(tmp_path, ITEM | {"abstract": r"<p>So {\em it} \emph{is}: $\textbf{x}$, ~5\%.</p>"})
    assert isinstance(record, Record)
    assert record.abstract == r"So it is: $\textbf{x}$, ~5%."
