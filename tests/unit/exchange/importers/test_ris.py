"""RIS records as publishers' sites export them."""

from __future__ import annotations

from pathlib import Path

import msgspec

from site_builder.exchange.importers.ris import read_ris
from site_builder.exchange.record import Record, Skipped

TEXT = """\ufeffTY  - JOUR
TI  - A Title
AU  - Author, Ana
AU  - King, Martin, Jr.
PY  - 2020/05/03/
JO  - Journal of Things
VL  - 3
SP  - 1
EP  - 9
DO  - 10.1000/ABC
UR  - https://example.org/a
KW  - agents
AB  - One line,
and the next.
ER  - 
"""


def read(tmp_path: Path, text: str) -> list[Record | Skipped]:
    path = tmp_path / "papers.ris"
    path.write_text(text, encoding="utf-8")
    return list(read_ris([path], {}))


def test_a_record_is_read(tmp_path: Path) -> None:
    (record,) = read(tmp_path, TEXT)
    assert isinstance(record, Record)
    assert msgspec.structs.replace(record, came=()) == Record(
        "10.1000-abc",
        {
            "title": "A Title",
            "authors": ["Ana Author", "Martin King Jr."],
            "published": "2020-05-03",
            "venue": "Journal of Things",
            "volume": "3",
            "pages": "1–9",
            "tags": ["agents"],
            "links": {"page": "https://example.org/a"},
            "doi": "10.1000/abc",
        },
        "One line,\nand the next.",
        f"{tmp_path / 'papers.ris'}: line 1",
    )


def test_broken_records_are_told_by_line_and_cost_no_other(tmp_path: Path) -> None:
    text = f"TY  - CONF\nTI  - Open\n{TEXT.removeprefix(chr(0xFEFF))}TY  - CONF\nER  - \nTY  - CONF\nTI  - Open"
    first, record, untitled, last = read(tmp_path, text)
    # A record without its end is a record all the same.
    assert [one.fields["title"] for one in (first, record, last) if isinstance(one, Record)] == [
        "Open",
        "A Title",
        "Open",
    ]
    assert isinstance(untitled, Skipped)
    assert [one.source.rpartition(" ")[2] for one in (first, untitled, last)] == ["1", "18", "20"]


def test_a_name_in_braces_is_that_of_a_group(tmp_path: Path) -> None:
    (record,) = read(tmp_path, "TY  - JOUR\nTI  - A Title\nAU  - {Lamp Consortium}\nER  - \n")
    assert isinstance(record, Record)
    assert record.fields["authors"] == ["Lamp Consortium"]
