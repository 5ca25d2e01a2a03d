"""The whole archive in single files."""

from __future__ import annotations

import msgspec
import pytest
from bibtexparser.entrypoint import parse_string as parse_leniently
from pybtex.database import parse_string

from site_builder.data import bulk
from site_builder.data.plan import plan_data_files
from site_builder.library.library import make_library
from site_builder.model import Author, Body, Entry
from site_builder.settings.groups import DataSettings
from site_builder.settings.terms import DEFAULT_TAXONOMIES
from site_builder.settings.types import SiteConfig
from tests.shelf import entry

CONFIG = SiteConfig(taxonomies=DEFAULT_TAXONOMIES, title="A shelf", description="Of papers.")


def files(*entries: Entry) -> dict[str, str]:
    library, _ = make_library(entries, [], CONFIG, lambda path: b"")
    made = plan_data_files(library, CONFIG, lambda entry: Body("Text.", "", "Text."), b"key")
    return {file.url: file.read().decode() for file in made if file.kind != "cards"}


def papers(count: int) -> list[Entry]:
    names = (Author("Ana {Author"), Author("Vincent van der Berg"))
    return [
        entry(f"26{n:02}.00001", f"On 100% of {{shelf}} #{n} & $x_{n}$", authors=names, date=f"2026-01-{n + 1:02}")
        for n in range(count)
    ]


def test_bibtex_is_the_same_for_two_readers() -> None:
    text = files(*papers(9))["papers.bib"]
    one, other = parse_leniently(text), parse_string(text, "bibtex")
    assert not one.failed_blocks
    assert [found.key for found in one.entries] == list(other.entries)
    assert len(set(other.entries)) == 9
    for found in one.entries:
        assert found["title"] == other.entries[found.key].fields["title"]


def test_bibtex_comes_in_parts_that_are_not_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "PART_BYTES", 2_000)
    made = files(*papers(9))
    parts = [made[url] for url in sorted(made) if url.startswith("papers") and url.endswith(".bib")]
    assert len(parts) > 3
    assert all(len(part.encode()) <= 2_000 for part in parts)
    assert sum(part.count("@misc{") for part in parts) == 9


def test_parts_keep_their_papers_when_new_ones_come(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "PART_BYTES", 2_000)
    before, after = files(*papers(8)), files(*papers(9))
    assert before["papers.bib"] == after["papers.bib"]


def test_llms_txt_says_what_there_is() -> None:
    text = files(*papers(2))["llms.txt"]
    assert text.startswith("# A shelf\n\n> Of papers.\n\nAn archive of 2 papers.")
    assert "](papers.bib): " in text
    assert "oai" not in text


def test_llms_txt_says_how_to_search_with_the_files_that_are_there() -> None:
    config = msgspec.structs.replace(CONFIG, data=DataSettings(jsonl=False, markdown=False))
    library, _ = make_library(papers(2), [], CONFIG, lambda path: b"")
    text = "\n".join(bulk.llms_lines(library, config, ["api/v1/index.json"]))
    assert "api/v1/papers/1.json" in text
    assert "papers/ID.html" in text
    assert "jsonl" not in text
    assert "papers/ID.md" in files(*papers(2))["llms.txt"]
