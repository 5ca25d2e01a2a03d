"""Addresses, and that two pages never share one."""

from __future__ import annotations

import pytest

from site_builder.site.addresses import (
    bibtex_url,
    check_collisions,
    feed_url,
    file_url,
    numbered_url,
    paper_url,
    period_url,
    root_prefix,
    served_url,
    taxonomy_url,
    term_url,
)


def test_addresses_are_html_files() -> None:
    assert paper_url("2604.12890") == "papers/2604.12890.html"
    assert term_url("tags", "agents") == "tags/agents.html"
    assert taxonomy_url("tags") == "tags/index.html"
    assert period_url("week", "2026-W22") == "weeks/2026-W22.html"
    assert file_url("content/papers/2026/poster.pdf") == "papers/files/2026/poster.pdf"


def test_the_first_page_of_a_list_is_the_list() -> None:
    assert numbered_url("tags/agents.html", 1) == "tags/agents.html"
    assert numbered_url("tags/agents.html", 2) == "tags/agents/2.html"


def test_what_a_list_is_besides_lies_beside_it() -> None:
    assert feed_url("index.html", "xml") == "feed.xml"
    assert feed_url("tags/agents.html", "json") == "tags/agents.json"
    assert bibtex_url("tags/agents.html") == "tags/agents.bib"


def test_servers_know_an_index_by_its_folder() -> None:
    assert served_url("index.html") == ""
    assert served_url("tags/index.html") == "tags/"
    assert served_url("tags/agents.html") == "tags/agents.html"
    assert served_url("papers/the-index.html") == "papers/the-index.html"


@pytest.mark.parametrize(("url", "root"), [("index.html", ""), ("tags/a.html", "../"), ("tags/a/2.html", "../../")])
def test_each_page_knows_its_way_to_the_root(url: str, root: str) -> None:
    assert root_prefix(url) == root


def test_addresses_compare_without_case_as_some_disks_do() -> None:
    (problem,) = check_collisions(["a.html", "b.html", "A.html"], lambda position: f"content/pages/{position}.md")
    assert (problem.code, problem.path) == ("E206", "content/pages/2.md")
    assert "content/pages/0.md" in problem.message


def test_where_no_file_of_content_is_to_blame_the_settings_are() -> None:
    owners = ["the term 'a' of tags", "the index of tags"]
    (problem,) = check_collisions(["a.html", "a.html"], owners.__getitem__)
    assert (problem.path, problem.line, problem.column) == ("site.yml", 0, 0)
    assert problem.message == "a.html would be the page of both the term 'a' of tags and the index of tags"


def test_an_owner_of_several_pages_does_not_clash_with_itself() -> None:
    assert check_collisions(["a.html", "a.html"], lambda position: "the same") == ()
