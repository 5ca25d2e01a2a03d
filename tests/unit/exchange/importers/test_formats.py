"""A file's format is recognized by how it starts, whatever its name."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from site_builder.exchange.importers.formats import recognize_format

STARTS = {
    "hf-daily": '[\n  {\n    "paper": {"id": "2605.00001", "title": "A Paper"}}]',
    "arxiv-json": '{"id":"0704.0001","submitter":"A","title":"A Paper","authors_parsed":[["Author","Ana",""]]}\n',
    "markdown": "[![Awesome](https://a.example/b.svg)](https://a.example/)\n# Shelves\n- [A Paper](https://a.example/x)\n",
    "openreview": '{"notes": [{"id": "AbCdEf001", "forum": "AbCdEf001", "content": {"title": {"value": "A Paper"}}}]}',
    "csl-json": '[{"id": "a", "title": "A Paper with an @ in it"}]',
    "acl-xml": "<?xml version='1.0' encoding='UTF-8'?>\n<collection id=\"2020.x\">\n</collection>\n",
    "pmlr": "---\ntitle: A Paper\nabstract: An abstract.\nlayout: inproceedings\n---\n",
    "ris": "TY  - JOUR\nTI  - A Paper\nER  - \n",
    "bibtex": "% a comment\n@comment{x}\n@article{a, title={A Paper}}\n",
}


@pytest.mark.parametrize("form", STARTS)
def test_each_format_is_recognized(form: str, tmp_path: Path) -> None:
    path = tmp_path / "papers"
    path.write_text(STARTS[form], encoding="utf-8")
    assert recognize_format(path) == form


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_does_not_hide_the_format(encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "papers.txt"
    path.write_text(STARTS["csl-json"], encoding=encoding)
    assert recognize_format(path) == "csl-json"


def test_a_gzipped_file_is_looked_into(tmp_path: Path) -> None:
    path = tmp_path / "papers.gz"
    path.write_bytes(gzip.compress(STARTS["bibtex"].encode()))
    assert recognize_format(path) == "bibtex"


@pytest.mark.parametrize("data", [b"", b"no papers\n", b"\x1f\x8b broken", b"---\ntitle: A page\n---\n"])
def test_anything_else_has_no_format(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "file.gz"
    path.write_bytes(data)
    assert recognize_format(path) == ""


def test_a_list_of_types_is_bibtex(tmp_path: Path) -> None:
    path = tmp_path / "papers"
    path.write_text("@['JournalArticle', 'Conference']{a,\n title = {A Paper}\n}\n")
    assert recognize_format(path) == "bibtex"
