"""Every field of BibTeX, RIS and CSL-JSON: what it becomes, and that the manual says so."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from site_builder.content.entries import parse_entry
from site_builder.content.fields import FIELDS
from site_builder.exchange.exporters.formats import EXPORTERS, Citable
from site_builder.exchange.importers import (
    acl_xml,
    arxiv_json,
    bibtex_fields,
    csl_json,
    hf_daily,
    openreview,
    pmlr,
    ris,
)
from site_builder.exchange.importers.formats import IMPORTERS
from site_builder.exchange.record import Record
from site_builder.exchange.write_entry import render_entry

MANUAL = (Path(__file__).parents[3] / "docs/importing.md").read_text(encoding="utf-8")
TABLES = {"bibtex": bibtex_fields.FIELDS, "ris": ris.FIELDS, "csl-json": csl_json.FIELDS}
LEFT_OUT = {"bibtex": bibtex_fields.LEFT_OUT, "ris": ris.LEFT_OUT, "csl-json": csl_json.LEFT_OUT}

# Values by what a field becomes; other fields are text.
VALUES = {
    "published": "2020",
    "arxiv": "2401.00001",
    "doi": "10.5555/a",
    "isbn": "9780262035613",
    "issn": "1234-5679",
    "hal": "hal-01234567",
    "acl": "2020.acl-main.1",
    "pmid": "123",
    "openreview": "rJl-b3RcF7",
    "dblp": "conf/x/A",
}
# Fields that say something only together with another one, or that are read in a way of their own.
PARTNERS = {
    "month": {"year": "2020"},
    "day": {"year": "2020"},
    "archiveprefix": {"eprint": "2401.00001"},
    "eprinttype": {"eprint": "2401.00001"},
    "subtitle": {"title": "A"},
    "journalsubtitle": {"journal": "J"},
    "booksubtitle": {"booktitle": "B"},
    "booktitleaddon": {"booktitle": "B"},
}


def rows() -> list[tuple[str, str, str]]:
    # `TY` starts a record, and every record of these tests has one.
    return [(form, name, became) for form, table in TABLES.items() for name, became in table.items() if name != "TY"]


@pytest.mark.parametrize(("form", "name", "became"), rows(), ids=lambda value: str(value))
def test_a_field_becomes_what_its_row_says(tmp_path: Path, form: str, name: str, became: str) -> None:
    record = read(tmp_path, form, name, became)
    if became in ("id", "abstract"):
        assert record.abstract or record.id != "paper"
    elif became.startswith("links."):
        assert VALUES_OF_LINKS in record.fields["links"].values()  # type: ignore[attr-defined]
    elif became != "x-type":
        assert became in record.fields
    written = next(one for one, other in TABLES[form].items() if other == became)
    # A PDF that is the only link is the address of the paper.
    assert ("url" if written == "pdf" else written) in export(record, form)


def export(record: Record, form: str) -> str:
    entry = parse_entry(f"content/papers/{record.id}.md", render_entry(record).encode(), "").entry
    assert entry
    return "".join(EXPORTERS[form].write([Citable(entry, record.id, "Kyoto")]))


VALUES_OF_LINKS = "https://a.example/x"


def read(tmp_path: Path, form: str, name: str, became: str) -> Record:
    value = VALUES_OF_LINKS if became.startswith("links.") or became == "media" else VALUES.get(became, "Kyoto")
    value = {"biburl": f"https://dblp.org/rec/{value}", "archiveprefix": "arXiv", "eprinttype": "arXiv"}.get(
        name, value
    )
    fields = {**PARTNERS.get(name, {}), name: value}
    if form == "bibtex":
        text = "@article{k, title = {T}, " + ", ".join(f"{key} = {{{one}}}" for key, one in fields.items()) + "}"
        text = text.replace("title = {T}, ", "", 1) if name == "title" else text
    elif form == "ris":
        text = "TY  - JOUR\n" + ("" if became == "title" else "TI  - T\n") + f"{name}  - {value}\nER  - \n"
    else:
        people = [{"family": "Oak"}]
        item = people if became in ("authors", "editors") else {"raw": value} if became == "published" else value
        text = json.dumps([{"title": "T", name: item}])
    path = tmp_path / "papers"
    path.write_text(text, encoding="utf-8")
    (record,) = IMPORTERS[form].read([path], {})
    assert isinstance(record, Record)
    return record


@pytest.mark.parametrize("form", TABLES)
def test_a_field_without_a_row_is_kept_and_machine_chatter_is_not(tmp_path: Path, form: str) -> None:
    odd = {"bibtex": "oddfield", "ris": "C7", "csl-json": "odd-field"}[form]
    kept = read(tmp_path, form, odd, "")
    assert kept.fields[f"x-{odd.lower()}"] == "Kyoto"
    noise = sorted(LEFT_OUT[form] - {"ER"})[0]
    left = read(tmp_path, form, noise, "")
    assert (noise, "left out") in left.came
    assert not [key for key in left.fields if key.startswith("x-") and key != "x-type"]


@pytest.mark.parametrize("form", TABLES)
def test_the_manual_has_a_row_for_every_field(form: str) -> None:
    """A row names a field of entries, and in the format's column the fields that become it."""
    cells: dict[str, set[str]] = {}
    column = ("bibtex", "ris", "csl-json").index(form) + 1
    for line in MANUAL.split("\n"):
        row = [cell.strip() for cell in line.strip("|").split("|")]
        if len(row) == 4 and row[0].startswith("`"):
            cells[row[0].strip("`")] = {name.strip(" `") for name in row[column].split(",")} - {"", "—"}
    wanted: dict[str, set[str]] = {}
    for name, became in TABLES[form].items():
        wanted.setdefault(became, set()).add(name)
    assert {became: names for became, names in cells.items() if names} == wanted
    assert all(f"`{name}`" in MANUAL for name in LEFT_OUT[form])


def test_the_manual_lists_what_is_left_out_of_openreview() -> None:
    assert all(f"`{name}`" in MANUAL for name in openreview.LEFT_OUT | openreview.FIELDS.keys())


def test_every_origin_is_a_field_of_entries() -> None:
    for origins in (acl_xml.ORIGINS, arxiv_json.ORIGINS, hf_daily.ORIGINS, pmlr.ORIGINS):
        assert {name for name in origins if not name.startswith("x-")} <= FIELDS.keys()
