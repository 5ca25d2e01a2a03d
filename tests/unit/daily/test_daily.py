"""New papers of a source: downloads that bear with servers, and entries of several days."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from site_builder.exchange.importers.formats import IMPORTERS
from site_builder.settings.daily import FILE_SOURCES
from tests.shelf import run, write_archive
from tests.web import Answer, served


def paper(number: int) -> dict[str, object]:
    return {
        "id": f"p{number}",
        "type": "article",
        "title": f"Paper {number}",
        "issued": {"date-parts": [[2026, 5, number]]},
    }


def day(*numbers: int) -> bytes:
    return json.dumps([paper(number) for number in numbers]).encode()


def test_a_source_that_refuses_is_told_with_its_address(tmp_path: Path) -> None:
    with served({"/a.bib": [(403, {}, b"")]}) as address:
        write_archive(tmp_path, {"site.yml": f"title: Papers\ndaily: {{source: bibtex, address: '{address}/a.bib'}}\n"})
        result = run("daily", "--archive", tmp_path)
    assert result.exit_code == 3
    assert f"papershelf: bibtex: {address}/a.bib: " in result.stderr
    assert "it answered with status 403" in result.stderr


def test_papers_of_the_last_days_become_entries_once(tmp_path: Path) -> None:
    report = tmp_path / "report.md"
    answers: dict[str, list[Answer]] = {
        "/2026-05-25.json": [(200, {}, day(1, 2))],
        "/2026-05-26.json": [(200, {}, day(3))],
    }
    with served(answers) as address:
        site = f"title: Papers\ndaily: {{source: csl-json, address: '{address}/{{date}}.json', days: 2}}\n"
        write_archive(tmp_path, {"site.yml": site})
        first = run("daily", "--date", "2026-05-26", "--report", report, "--archive", tmp_path)
        again = run("daily", "--date", "2026-05-26", "--archive", tmp_path)
    assert first.stdout == "3 entries added, 0 unchanged\n"
    assert again.stdout == "0 entries added, 3 unchanged\n"
    assert report.read_text(encoding="utf-8").startswith("New at `csl-json`:\n\n- `content/papers/2026/p3.md`\n")


def test_without_a_source_nothing_is_done(tmp_path: Path) -> None:
    result = run("daily", "--archive", write_archive(tmp_path, {}))
    assert (result.exit_code, "has no source" in result.stdout) == (0, True)


@pytest.mark.parametrize(
    ("setting", "message"),
    [
        ("{source: hf-dayly}", "write one of: hf-daily"),
        ("{source: bibtex}", "daily has no address for 'bibtex'"),
        ("{days: 3}", "has no source"),
        ("{source: ris, address: 'file:///etc/passwd'}", "is not a web address"),
        ("{source: arxiv}", "daily has no categories or query for 'arxiv'; write, for example: daily: {source: arxiv"),
        ("[{source: hf-daily}, {source: hf-daily}]", "duplicate item 'hf-daily'"),
        ("{source: zotero, library: mine}", "'mine' is not a library"),
        ("{source: hf-daily, include: 'agents tags:web'}", "site.yml:2:44: error[E302]: there is no filter 'tags'"),
    ],
)
def test_a_wrong_source_is_told(tmp_path: Path, setting: str, message: str) -> None:
    result = run("daily", "--archive", write_archive(tmp_path, {"site.yml": f"title: Papers\ndaily: {setting}\n"}))
    assert result.exit_code == 1
    assert message in result.stderr


def test_every_source_has_an_importer() -> None:
    assert set(FILE_SOURCES) <= set(IMPORTERS)
