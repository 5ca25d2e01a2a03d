"""Hugging Face Daily Papers, in the shapes in which the API has served them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from site_builder.exchange.importers.hf_daily import read_hf_daily
from site_builder.exchange.record import Record, Skipped

OLD_ITEM: dict[str, Any] = {
    "paper": {
        "id": "2404.00001",
        "authors": [
            {"_id": "1", "name": "Ana  Author", "hidden": True},
            {"_id": "2", "name": "Bo Writer", "hidden": False},
            {"_id": "3", "name": "Bo Writer", "hidden": False},
        ],
        "publishedAt": "2024-04-01T17:34:15.000Z",
        "title": "A Title That\n  Wraps",
        "summary": "First line\nof a paragraph.\n  Another paragraph with *stars* and\n*more*.",
        "upvotes": 7,
    },
    "publishedAt": "2024-04-03T01:00:00.000Z",
    "title": "A Title That\n  Wraps",
    "thumbnail": "https://cdn.example.org/thumbnail.png",
    "numComments": 2,
    "submittedBy": {"user": "cy", "fullname": "Cy Poet"},
}

NEW_ITEM: dict[str, Any] = {
    "paper": {
        "id": "2604.00002",
        "authors": [{"_id": "1", "name": "Di Scholar", "hidden": False}],
        "publishedAt": "2026-04-01T00:00:00.000Z",
        "submittedOnDailyAt": "2026-04-02T00:00:00.000Z",
        "submittedOnDailyBy": {"user": "ed", "fullname": "Ed Reader"},
        "title": "Another Paper",
        "summary": "Text.",
        "upvotes": 0,
        "githubRepo": "https://github.com/example/code",
        "githubRepoAddedBy": "auto",
        "githubStars": 20,
        "projectPage": " https://example.org/project",
        "mediaUrls": ["https://cdn.example.org/film.mp4"],
        "ai_summary": "One sentence.",
        "ai_keywords": ["Agents", "agents", ""],
        "organization": {"name": "lab", "fullname": "A Lab"},
    },
    "numComments": 1,
}


def write(folder: Path, day: str, content: object) -> Path:
    path = folder / f"{day}.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def test_an_old_item_is_listed_on_the_day_of_its_file(tmp_path: Path) -> None:
    path = write(tmp_path, "2024-04-03", [OLD_ITEM])
    (record,) = read_hf_daily([path], {})
    assert isinstance(record, Record)
    assert record.id == "2404.00001"
    assert record.fields == {
        "title": "A Title That Wraps",
        "authors": ["Ana Author", "Bo Writer", {"name": "Bo Writer", "id": "bo-writer-2"}],
        "date": "2024-04-03",
        "published": "2024-04-01",
        "arxiv": "2404.00001",
        "links": {"pdf": "https://arxiv.org/pdf/2404.00001"},
        "upvotes": 7,
        "comments": 2,
        "as_of": "2024-04-03",
        "submitted_by": "Cy Poet",
    }
    assert record.abstract == "First line\nof a paragraph.\n\nAnother paragraph with \\*stars\\* and\n\\*more\\*."
    assert record.source == f"{path}: item 1"


def test_a_new_item_is_listed_on_the_day_that_it_states(tmp_path: Path) -> None:
    paths = [write(tmp_path, "2026-04-05", [NEW_ITEM]), write(tmp_path, "2026-04-09", [])]
    (record,) = read_hf_daily(paths, {})
    assert isinstance(record, Record)
    assert record.fields == {
        "title": "Another Paper",
        "authors": ["Di Scholar"],
        "date": "2026-04-02",
        "published": "2026-04-01",
        "arxiv": "2604.00002",
        "organizations": ["A Lab"],
        "tags": ["Agents"],
        "links": {
            "pdf": "https://arxiv.org/pdf/2604.00002",
            "code": "https://github.com/example/code",
            "project": "https://example.org/project",
        },
        "media": ["https://cdn.example.org/film.mp4"],
        "upvotes": 0,
        "comments": 1,
        "stars": 20,
        "as_of": "2026-04-09",
        "submitted_by": "Ed Reader",
        "summary": "One sentence.",
        "provenance": {"summary": "machine", "code": "auto"},
    }


def test_a_paper_on_two_days_stands_on_the_first(tmp_path: Path) -> None:
    later = write(tmp_path, "2024-04-04", [OLD_ITEM])
    earlier = write(tmp_path, "2024-04-03", [OLD_ITEM])
    skipped, record = read_hf_daily([later, earlier], {})
    assert isinstance(record, Record)
    assert record.fields["date"] == "2024-04-03"
    assert skipped == Skipped(f"{later}: item 1", "the paper is listed on 2024-04-03 too, and is kept there")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ({"error": "no such day"}, "one object"),
        (["{'paper': 1}", "{'paper': 2}"], "2 of 2 items"),
        ([{"paper": {"id": "2404.1", "title": " "}}], "1 of 1 items"),
    ],
)
def test_a_bad_day_is_told_in_one_line(tmp_path: Path, content: object, reason: str) -> None:
    good = write(tmp_path, "2024-04-03", [OLD_ITEM])
    bad = write(tmp_path, "2024-04-04", content)
    _, skipped = read_hf_daily([good, bad], {})
    assert isinstance(skipped, Skipped)
    assert skipped.source == str(bad)
    assert reason in skipped.reason


@pytest.mark.parametrize("data", [b"<html>", b"\xff\xfe", b""])
def test_a_file_that_is_not_json_is_told(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "2024-04-03.json"
    path.write_bytes(data)
    (skipped,) = read_hf_daily([path], {})
    assert isinstance(skipped, Skipped)


def test_a_summary_that_repeats_the_abstract_is_left_out(tmp_path: Path) -> None:
    paper = NEW_ITEM["paper"] | {"ai_summary": "Many words. " * 200}
    (record,) = read_hf_daily([write(tmp_path, "2026-04-02", [NEW_ITEM | {"paper": paper}])], {})
    assert isinstance(record, Record)
    assert "summary" not in record.fields
    assert record.fields["provenance"] == {"code": "auto"}
