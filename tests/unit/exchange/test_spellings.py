"""One spelling for each term, and identifiers that belong to one paper only."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from site_builder.exchange.record import Outcome, Record, Skipped
from site_builder.exchange.spellings import archive_terms, harmonised
from site_builder.model import Entry
from site_builder.settings.terms import DEFAULT_TAXONOMIES, Declaration
from site_builder.settings.types import SiteConfig


def run(*records: Record, known: Mapping[str, Mapping[str, str]] | None = None) -> list[Outcome]:
    return list(harmonised(records, records, known or {}))


def tagged(identifier: str, *tags: str) -> Record:
    return Record(identifier, {"title": identifier, "tags": list(tags)})


def tags_of(outcome: Outcome) -> object:
    return outcome.fields.get("tags") if isinstance(outcome, Record) else None


def test_the_most_frequent_spelling_wins() -> None:
    outcomes = run(tagged("a", "llms"), tagged("b", "LLMs"), tagged("c", "LLMs", "llms"), tagged("d", "LLMs"))
    assert [tags_of(outcome) for outcome in outcomes] == [["LLMs"]] * 4


def test_of_equally_frequent_spellings_the_smallest_wins() -> None:
    assert [tags_of(outcome) for outcome in run(tagged("a", "rl"), tagged("b", "RL"))] == [["RL"], ["RL"]]


def test_the_archive_s_spelling_wins() -> None:
    outcomes = run(tagged("a", "rl"), tagged("b", "rl"), known={"tags": {"rl": "RL"}})
    assert [tags_of(outcome) for outcome in outcomes] == [["RL"], ["RL"]]


def test_terms_that_make_no_address_go() -> None:
    assert [tags_of(outcome) for outcome in run(tagged("a", "???", "ok"), tagged("b", "…"))] == [["ok"], None]


def test_a_venue_stays_one_text() -> None:
    (outcome,) = run(Record("a", {"title": "A", "venue": "A Conference"}))
    assert isinstance(outcome, Record)
    assert outcome.fields["venue"] == "A Conference"


def test_an_identifier_of_a_whole_volume_identifies_no_paper() -> None:
    volume = {"doi": "10.1000/volume"}
    notice, *records = run(Record("a", {"title": "A", **volume}), Record("b", {"title": "B", **volume}))
    assert isinstance(notice, Skipped)
    assert "2 papers" in notice.reason
    assert [record.fields for record in records if isinstance(record, Record)] == [{"title": "A"}, {"title": "B"}]


def test_papers_that_share_an_address_only_are_all_kept() -> None:
    volume = {"links": {"pdf": "https://example.org/volume.pdf"}}
    records = [Record("a", {"title": "A", **volume}), Record("b", {"title": "B", **volume})]
    assert run(*records) == records


@pytest.mark.parametrize(
    ("taxonomy", "field"),
    [(name, taxonomy.field) for name, taxonomy in DEFAULT_TAXONOMIES.items() if name != "authors"],
)
def test_a_declared_spelling_wins_over_the_archive_s_entries(taxonomy: str, field: str) -> None:
    config = SiteConfig(taxonomies=DEFAULT_TAXONOMIES, declarations={taxonomy: {"NeurIPS": Declaration("NeurIPS")}})
    used = Entry("a", "content/papers/a.md", "", "A", venue="neurips", tags=("neurips",), organizations=("neurips",))
    known = archive_terms(config, [used])
    (outcome,) = run(Record("b", {"title": "B", field: "neurips"}), known=known)
    assert isinstance(outcome, Record)
    assert outcome.fields[field] == "NeurIPS"


def test_long_names_that_differ_only_at_the_end_stay_apart() -> None:
    venue = "Proceedings of the 58th Annual Meeting of the Association for Computational Linguistics"
    records = [Record("a", {"title": "A", "venue": venue}), Record("b", {"title": "B", "venue": f"{venue}: Demos"})]
    assert run(*records) == records
