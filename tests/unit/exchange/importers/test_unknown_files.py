"""Of a file that no importer reads, people hear what it is and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from site_builder.exchange.importers.unknown_files import what_it_is
from tests.shelf import run


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is empty"),
        (b" \n", "is empty"),
        (b"%PDF-1.7 x", "is a PDF"),
        (b"PK\x03\x04x", "is a zip file"),
        (b"<!DOCTYPE html><html>", "is a web page"),
        (b"<?xml version='1.0'?>\n<xml><records>", "is EndNote's XML"),
        (b"%0 Journal Article\n", "is in EndNote's own format"),
        (b"\nPMID- 12\n", "is in PubMed's format"),
        ("@article{a}".encode("utf-16-le"), "save it as UTF-8"),
        (b"number,title,authors\n", "is a table"),
        (b"Title\tAuthors\n", "is a table"),
        (b"---\ntitle: A\n---\n", "is an entry"),
        (b"hello\n", "is in no known format"),
    ],
)
def test_what_a_file_is(data: bytes, said: str, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(data)
    assert said in what_it_is(file)


def test_a_file_that_cannot_be_unpacked(tmp_path: Path) -> None:
    file = tmp_path / "file.gz"
    file.write_bytes(b"\x1f\x8b broken")
    assert what_it_is(file).startswith("cannot be read: ")


def test_a_file_of_another_format_is_named_with_its_command(tmp_path: Path) -> None:
    file, page = tmp_path / "papers.ris", tmp_path / "page.ris"
    file.write_text("@article{a, title={A}}\n")
    page.write_text("<html>")
    assert run("init", tmp_path / "shelf", "--yes").exit_code == 0
    done = run("import", "ris", file, page, "--archive", tmp_path / "shelf")
    assert done.exit_code == 1
    assert f"{file} is in the format bibtex: papershelf import bibtex {file}\n" in done.output
    assert f"{page} is a web page" in done.output
    assert "no papers found" in done.output
    refused = run("init", tmp_path / "other", "--yes", "--from", page)
    assert (refused.exit_code, "is a web page" in refused.output) == (2, True)
    assert "download the file" in run("init", tmp_path / "other", "--yes", "--from", "https://a.example/b.bib").output
