"""Updating an entry's text: the source's fields change, everything else stays as typed."""

from __future__ import annotations

import pytest

from site_builder.exchange import update_entry as module
from site_builder.exchange.record import Record
from site_builder.exchange.update_entry import UnreadableEntryError, set_fields

ENTRY = """---
# checked by hand
title: 'An Old Title'  # as printed
mood: sunny   # nobody knows this key
authors: [Ana Author, {name: Bo Writer, orcid: 0000-0002-1825-0097}]

# the links
links:
  video: https://example.org/video
upvotes: 5
as_of: 2026-05-02
---

Our own words.
"""


def update_entry(text: str, record: Record, path: str = "content/papers/a.md") -> str:
    return module.update_entry(path, text.encode(), record).decode()


def test_a_record_that_says_the_same_changes_nothing() -> None:
    fields: dict[str, object] = {"title": "An Old Title", "authors": ["Ana Author", "Bo Writer"], "upvotes": 5}
    assert update_entry(ENTRY, Record("a", {**fields, "as_of": "2026-05-02"}, "Our own words.")) == ENTRY


def test_new_values_replace_old_ones_in_place_and_the_rest_stays() -> None:
    record = Record("a", {"title": "A New Title", "tags": ["agents"], "upvotes": 9, "as_of": "2026-05-03"})
    assert update_entry(ENTRY, record) == (
        "---\n# checked by hand\ntitle: A New Title\nmood: sunny   # nobody knows this key\n"
        "authors: [Ana Author, {name: Bo Writer, orcid: 0000-0002-1825-0097}]\n"
        "tags: [agents]\n\n# the links\nlinks:\n  video: https://example.org/video\n"
        "upvotes: 9\nas_of: 2026-05-03\n---\n\nOur own words.\n"
    )


def test_links_and_authors_keep_what_only_the_entry_knows() -> None:
    record = Record("a", {"authors": ["Bo Writer", "Cy Poet"], "links": {"pdf": "https://example.org/a.pdf"}})
    text = update_entry(ENTRY, record)
    assert "orcid: 0000-0002-1825-0097" in text
    assert "  video: https://example.org/video\n  pdf: https://example.org/a.pdf\n" in text


def test_two_authors_of_one_name_stay_two() -> None:
    twins: list[object] = ["Bo Writer", {"name": "Bo Writer", "id": "bo-writer-2"}]
    entry = update_entry("---\ntitle: A\n---\n", Record("a", {"authors": twins}))
    assert update_entry(entry, Record("a", {"authors": twins, "title": "B"})) == entry.replace("title: A", "title: B")


def test_older_counts_and_later_listings_do_not_win() -> None:
    entry = ENTRY.replace("upvotes: 5", "date: 2026-05-01\nupvotes: 5")
    record = Record("a", {"date": "2026-05-09", "upvotes": 1, "as_of": "2026-04-01"})
    assert update_entry(entry, record) == entry


def test_a_new_abstract_replaces_the_body() -> None:
    assert update_entry(ENTRY, Record("a", {}, "New.")).endswith("---\nNew.\n")


def test_a_yaml_file_keeps_its_abstract_as_a_field() -> None:
    text = update_entry("title: A\nabstract: old", Record("a", {}, "One.\n\nTwo."), "content/papers/a.yml")
    assert text == "title: A\nabstract: |-\n  One.\n\n  Two.\n"


@pytest.mark.parametrize("text", ["no front matter", "---\na: [\n---\n", "---\n- a\n---\n", "---\n{a: b}\n---\n"])
def test_a_text_that_is_not_understood_is_refused(text: str) -> None:
    with pytest.raises(UnreadableEntryError):
        update_entry(text, Record("a", {"title": "A"}))


@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_byte_order_mark_and_line_ends_stay(bom: bytes, end: str) -> None:
    def encoded(text: str) -> bytes:
        return bom + text.replace("\n", end).encode()

    corrected = set_fields("content/papers/a.md", encoded(ENTRY), {"upvotes": 6})
    assert corrected == encoded(ENTRY.replace("upvotes: 5", "upvotes: 6"))
    assert set_fields("content/papers/a.md", corrected, {"upvotes": 6}) == corrected
