"""arXiv's metadata snapshot: lines to records."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

from site_builder.exchange.importers.formats import IMPORTERS
from site_builder.exchange.record import Record, Skipped

PAPER: dict[str, Any] = {
    "id": "3104.00001",
    "submitter": "Ana Author",
    "authors": "Ana Author, J\\'anos H\\'aromsz\\'eki and others",
    "title": "On the  $\\ell_1$ Norm\n  of Shelves",
    "comments": "12 pages, 3 figures",
    "journal-ref": "J. Shelves 3 (2031) 1-12",
    "doi": "10.1000/ABC",
    "report-no": None,
    "categories": "cs.DL math.CO",
    "license": "http://creativecommons.org/licenses/by/4.0/",
    "abstract": "  We count 100\\% of\nthem.\n  Then we rest.\n",
    "versions": [
        {"version": "v1", "created": "Tue, 1 Apr 2031 23:59:59 GMT"},
        {"version": "v2", "created": "Thu, 3 Apr 2031 10:00:00 GMT"},
    ],
    "update_date": "2031-04-04",
    "authors_parsed": [["Author", "Ana", ""], ["H\\'aromsz\\'eki", "J\\'anos", "Jr."], ["et al.", "", ""]],
}


def read(tmp_path: Path, *lines: str) -> list[Record | Skipped]:
    path = tmp_path / "snapshot.json.gz"
    path.write_bytes(gzip.compress("\n".join(lines).encode()))
    return list(IMPORTERS["arxiv-json"].read([path], {}))


def test_a_line_becomes_a_record(tmp_path: Path) -> None:
    (record,) = read(tmp_path, json.dumps(PAPER))
    assert isinstance(record, Record)
    assert record.id == "3104.00001"
    assert record.abstract == "We count 100% of\nthem.\n\nThen we rest."
    assert record.fields == {
        "title": "On the $\\ell_1$ Norm of Shelves",
        "authors": ["Ana Author", "János Háromszéki Jr."],
        "x-authors": "and others",
        "published": "2031-04-01",
        "arxiv": "3104.00001",
        "doi": "10.1000/abc",
        "tags": ["cs.DL", "math.CO"],
        "links": {"pdf": "https://arxiv.org/pdf/3104.00001"},
        "versions": [{"name": "v1", "date": "2031-04-01"}, {"name": "v2", "date": "2031-04-03"}],
        "license": "http://creativecommons.org/licenses/by/4.0/",
        "x-journal-ref": "J. Shelves 3 (2031) 1-12",
        "x-comments": "12 pages, 3 figures",
    }


def test_names_are_taken_from_the_text_where_they_are_not_parsed(tmp_path: Path) -> None:
    (record,) = read(tmp_path, json.dumps(PAPER | {"authors_parsed": [], "id": "math/0101001"}))
    assert isinstance(record, Record)
    assert (record.id, record.fields["authors"]) == ("math-0101001", ["Ana Author", "János Háromszéki"])


def test_lines_that_are_no_papers_are_told(tmp_path: Path) -> None:
    outcomes = read(tmp_path, "{", json.dumps(PAPER | {"id": "x"}), json.dumps(PAPER | {"title": " "}))
    assert [type(outcome) for outcome in outcomes] == [Skipped] * 3


# Lines as the snapshot has them, each with what is read of it.
LINES: list[tuple[dict[str, Any], dict[str, object]]] = [
    ({"id": "hep-th/9901001"}, {"arxiv": "hep-th/9901001"}),
    ({"id": 704.001}, {"arxiv": "0704.0010"}),
    ({"id": 2401.1}, {"arxiv": "2401.10000"}),
    ({"title": "A {\\it nice} \\emph{shelf} \\& more"}, {"title": "A nice shelf & more"}),
    ({"title": "Caf\\'e $x<y$"}, {"title": "Café $x<y$"}),
    ({"authors_parsed": [["Collaboration", "", ""]]}, {"authors": ["Collaboration"]}),
    ({"authors_parsed": [["van der Oak", "Ana", ""]]}, {"authors": ["Ana van der Oak"]}),
    ({"authors_parsed": [["Oak", "A.", "", "Shelf Institute"]]}, {"authors": ["A. Oak"]}),
    (
        {"authors_parsed": [["García López", "María", None]]},
        {"authors": [{"name": "María García López", "family": "García López"}]},
    ),
    ({"doi": "https://doi.org/10.5555/ABC"}, {"doi": "10.5555/abc"}),
    ({"doi": "none"}, {"doi": None}),
    ({"versions": [{"version": "v1", "created": "no date"}]}, {"published": None, "versions": [{"name": "v1"}]}),
    ({"categories": "  math.CO   cs.DM "}, {"tags": ["math.CO", "cs.DM"]}),
    ({"license": "none"}, {"license": None}),
    ({"comments": "Withdrawn by Ana"}, {"withdrawn": "Withdrawn by Ana"}),
    ({"comments": "Supersedes the withdrawn arXiv:2301.00001"}, {"withdrawn": None}),
]


def test_lines_as_the_snapshot_has_them(tmp_path: Path) -> None:
    lines = [json.dumps({"id": f"3104.{number:05}", "title": "T"} | line) for number, (line, _) in enumerate(LINES)]
    records = [record for record in read(tmp_path, *lines) if isinstance(record, Record)]
    found = [{name: one.fields.get(name) for name in wanted} for one, (_, wanted) in zip(records, LINES, strict=True)]
    assert found == [wanted for _, wanted in LINES]
