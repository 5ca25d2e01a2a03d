"""The ACL Anthology's XML: papers of new and old collections, and files that are no such thing."""

from __future__ import annotations

from pathlib import Path

import pytest

from site_builder.exchange.importers.formats import IMPORTERS
from site_builder.exchange.record import Record, Skipped

NEW = """<?xml version='1.0' encoding='UTF-8'?>
<collection id="2031.shelf">
  <volume id="main" ingest-date="2031-06-20" type="proceedings">
    <meta>
      <booktitle>Proceedings of the First Meeting on <fixed-case>S</fixed-case>helves</booktitle>
      <editor><first>Ed</first><last>Itor</last></editor>
      <publisher>Association for Shelves</publisher>
      <month>July</month>
      <year>2031</year>
      <venue>shelf</venue>
    </meta>
    <frontmatter><url hash="00000000">2031.shelf-main.0</url><bibkey>shelf-2031-shelves</bibkey></frontmatter>
    <paper id="1">
      <title><fixed-case>BERT</fixed-case> on <tex-math>n^2</tex-math> Shelves &amp; <i>Ladders</i></title>
      <author orcid="0000-0002-1825-0097"><first>Ana</first><last>Author</last>
        <affiliation>Institute of Shelves</affiliation></author>
      <author><first>Vincent</first><last>van der Berg</last><variant script="hani"><last>書</last></variant></author>
      <pages>1–6</pages>
      <abstract>We count <tex-math>x_i</tex-math> shelves.<par/>Then <b>ladders</b>.</abstract>
      <url hash="00000001">2031.shelf-main.1</url>
      <doi>10.1000/2031.Shelf-main.1</doi>
      <video href="2031.shelf-main.1.mp4"/>
      <bibkey>author-berg-2031-shelves</bibkey>
      <pwccode url="https://example.org/code" additional="false">a/b</pwccode>
      <award>Best Paper</award>
    </paper>
    <paper id="2"><title>Fallen</title><retracted date="2032-01-01">It fell.</retracted></paper>
    <paper id="3"><author><first>No</first><last>Title</last></author></paper>
  </volume>
</collection>
"""


def read(tmp_path: Path, text: str) -> list[Record | Skipped]:
    path = tmp_path / "2031.shelf.xml"
    path.write_text(text, encoding="utf-8")
    return list(IMPORTERS["acl-xml"].read([path], {}))


def test_a_paper_becomes_a_record(tmp_path: Path) -> None:
    paper, fallen, untitled = read(tmp_path, NEW)
    assert isinstance(paper, Record)
    assert paper.id == "2031.shelf-main.1"
    assert paper.fields == {
        "title": "BERT on $n^2$ Shelves & Ladders",
        "authors": [
            {"name": "Ana Author", "orcid": "0000-0002-1825-0097", "affiliation": "Institute of Shelves"},
            "Vincent van der Berg",
        ],
        "published": "2031-07",
        "acl": "2031.shelf-main.1",
        "doi": "10.1000/2031.shelf-main.1",
        "venue": "Proceedings of the First Meeting on Shelves",
        "pages": "1–6",
        "publisher": "Association for Shelves",
        "links": {
            "pdf": "https://aclanthology.org/2031.shelf-main.1.pdf",
            "code": "https://example.org/code",
            "video": "https://aclanthology.org/2031.shelf-main.1.mp4",
        },
        "note": "Best Paper",
        "editors": ["Ed Itor"],
        "x-key": "author-berg-2031-shelves",
    }
    assert paper.abstract == "We count $x_i$ shelves.\n\nThen ladders."
    assert isinstance(fallen, Record)
    assert fallen.fields["withdrawn"] == {"kind": "retracted", "reason": "It fell.", "date": "2032-01-01"}
    assert isinstance(untitled, Skipped)


@pytest.mark.parametrize(
    ("collection", "volume", "paper", "identifier"),
    [("P18", "1", "12", "P18-1012"), ("W18", "3", "4", "W18-0304"), ("2020.tacl", "1", "2", "2020.tacl-1.2")],
)
def test_older_identifiers_have_their_own_form(
    collection: str, volume: str, paper: str, identifier: str, tmp_path: Path
) -> None:
    text = f'<collection id="{collection}"><volume id="{volume}"><paper id="{paper}"><title>T</title></paper></volume>'
    (record,) = read(tmp_path, f"{text}</collection>")
    assert isinstance(record, Record)
    assert (record.id, record.fields["acl"]) == (identifier, identifier)


@pytest.mark.parametrize(
    "text",
    [
        "<collection",
        '<!DOCTYPE c [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><collection>&b;</collection>',
        '<!DOCTYPE c [<!ENTITY a SYSTEM "file:///etc/passwd">]><collection>&a;</collection>',
    ],
)
def test_a_file_that_is_broken_or_hostile_is_told(text: str, tmp_path: Path) -> None:
    (skipped,) = read(tmp_path, text)
    assert isinstance(skipped, Skipped)
    assert "cannot be read" in skipped.reason
