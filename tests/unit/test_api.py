"""The reading side of the interface for Python programs."""

from __future__ import annotations

from pathlib import Path

import pytest

from site_builder.api import ContentError, Library, load_archive
from tests.shelf import front_matter, write_archive


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    files = {
        "one": front_matter("title: One", "date: 2026-05-26", "tags: [KV cache, agents]", "authors: [Ana Author]"),
        "two": front_matter("title: Two", "date: 2026-05-27", "tags: [agents]", body="On *agents*."),
        "three": front_matter("title: Three"),
    }
    archive = {f"content/papers/{name}.md": text for name, text in files.items()}
    archive["content/collections/first.md"] = front_matter(
        "title: First", "papers: [{id: two, comment: Start here.}, one]"
    )
    return load_archive(write_archive(tmp_path_factory.mktemp("archive"), archive))


def test_papers_come_newest_first_and_are_found_by_id(library: Library) -> None:
    assert [paper.id for paper in library.papers] == ["two", "one", "three"]
    assert library.paper("one").title == "One"
    assert library.undated == (library.paper("three"),)
    with pytest.raises(KeyError):
        library.paper("four")


def test_terms_have_their_papers_and_are_found_by_slug_or_name(library: Library) -> None:
    assert library.tags["agents"].papers == (library.paper("two"), library.paper("one"))
    assert library.tags["KV cache"] == library.tags["kv-cache"] == library.terms["tags"]["kv-cache"]
    assert sorted(library.tags) == ["agents", "kv-cache"]
    assert library.authors["Ana Author"].papers == (library.paper("one"),)
    assert "nobody" not in library.authors
    assert len(library.venues) == len(library.organizations) == 0


def test_periods_and_collections_have_their_papers(library: Library) -> None:
    assert library.periods["day"]["2026-05-27"].papers == (library.paper("two"),)
    assert len(library.periods["month"]["2026-05"].papers) == 2
    collection = library.collections["first"]
    assert [paper.id for paper in collection.papers] == ["two", "one"]
    assert collection.comments == {"two": "Start here."}


def test_abstracts_are_read_as_typed(library: Library) -> None:
    assert library.abstract(library.paper("two")) == "On *agents*."


def test_an_archive_with_errors_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ContentError) as caught:
        load_archive(write_archive(tmp_path, {"content/papers/one.md": front_matter("titel: One")}))
    assert {problem.path for problem in caught.value.diagnostics} == {"content/papers/one.md"}
