"""`papershelf import`: where its papers may come from."""

from __future__ import annotations

import gzip
import os
import threading
from pathlib import Path

import pytest
from click.testing import CliRunner

from site_builder.cli import import_ as importing
from site_builder.cli import papershelf
from tests.shelf import front_matter, run, write_archive

ITEMS = '{"id": "x1", "type": "article", "title": "A paper"}\n{"id": "x2", "type": "article", "title": ""}\n'
LEFT_OUT = "line 2: left out: it has no title"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_gives_its_papers_although_they_are_read_twice(tmp_path: Path) -> None:
    root = write_archive(tmp_path / "archive", {})
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    threading.Thread(target=pipe.write_text, args=(ITEMS,), daemon=True).start()
    result = run("import", "csl-json", pipe, "--archive", root)
    assert result.stdout.startswith("1 entry added")
    assert f"pipe: {LEFT_OUT}" in result.stderr.splitlines()


def test_a_hyphen_is_standard_input(tmp_path: Path) -> None:
    root = write_archive(tmp_path, {})
    result = CliRunner().invoke(papershelf, ["import", "csl-json", "-", "--archive", str(root)], input=ITEMS)
    assert result.stdout.startswith("1 entry added")
    assert f"standard input: {LEFT_OUT}" in result.stderr.splitlines()


# Red letters, an empty screen as 8-bit terminals know it, text from the right, a bell.
SEQUENCES = "\x1b[31m\x9b2J\u202e\x07"


@pytest.mark.parametrize(
    ("form", "name", "text"),
    [
        ("bibtex", "a.bib", f"@misc{{key{SEQUENCES}, year={{2026}}}}"),
        ("csl-json", f"a{SEQUENCES}.json", "["),
        (
            "acl-xml",
            "a.xml",
            '<collection id="2020.acl\u202e"><volume id="1\x9b"><paper id="1"/></volume></collection>',
        ),
        ("pmlr", "a.md", f"---\nid: [{SEQUENCES}\n---\n"),
    ],
)
def test_no_terminal_obeys_what_is_left_out(form: str, name: str, text: str, tmp_path: Path) -> None:
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    result = run("import", form, file, "--archive", write_archive(tmp_path / "archive", {}))
    assert ": left out: " in result.stderr
    assert result.output.replace("\n", "").isprintable()


def test_no_terminal_obeys_the_name_of_a_file_that_the_system_refuses(tmp_path: Path) -> None:
    root = write_archive(tmp_path, {"content/papers/a.md": front_matter("title: A")})
    result = run("export", "bibtex", "--archive", root, "-o", root / f"no{SEQUENCES}" / "a.bib")
    assert (result.exit_code, result.output.replace("\n", "").isprintable()) == (3, True)


RIS = b"TY  - JOUR\nTI  - A paper\nAU  - Bo Writer\nER  - \n"


def test_a_gzipped_file_of_any_format_is_unpacked(tmp_path: Path) -> None:
    root = write_archive(tmp_path / "archive", {})
    files = [tmp_path / folder / "papers.ris.gz" for folder in ("one", "two")]
    for file, title in zip(files, (b"A paper", b"Another one"), strict=True):
        file.parent.mkdir()
        file.write_bytes(gzip.compress(RIS.replace(b"A paper", title)))
    assert run("import", "ris", *files, "--archive", root).stdout.startswith("2 entries added")


def test_a_gzipped_file_that_is_cut_or_grows_without_bound_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = write_archive(tmp_path / "archive", {})
    file = tmp_path / "papers.ris.gz"
    file.write_bytes(gzip.compress(RIS)[:-9])
    assert "papers.ris.gz cannot be unpacked" in run("import", "ris", file, "--archive", root).stderr
    monkeypatch.setattr(importing, "MAX_UNPACKED", len(RIS) - 1)
    file.write_bytes(gzip.compress(RIS))
    assert "unpack and split it" in run("import", "ris", file, "--archive", root).stderr
