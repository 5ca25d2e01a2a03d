"""Answers to values of fields."""

from __future__ import annotations

from typing import Any

import pytest

from site_builder.github.answers import AnswerError, read_answer

KNOWN = {"tags": {"kv-cache": "KV cache"}, "venue": {"neurips-2025": "NeurIPS 2025"}}


def read(field: str, text: str) -> Any:
    return read_answer(field, text, ("methods",), KNOWN)


@pytest.mark.parametrize(
    "text",
    [
        "Ana Author\nBo Writer",
        "- Ana Author\n- Bo Writer",
        "Ana Author, Bo Writer",
        "Ana Author; Bo Writer",
        "Ana Author and Bo Writer",
    ],
)
def test_names_stand_one_a_line_or_in_one_line(text: str) -> None:
    assert read("authors", text) == {"authors": ["Ana Author", "Bo Writer"]}


def test_an_orcid_may_follow_a_name() -> None:
    text = "Ana Author (0000-0002-1825-0097)\nBo Writer (https://orcid.org/0000-0001-5109-371x)\nCy (A Lab)"
    assert read("authors", text)["authors"] == [
        {"name": "Ana Author", "orcid": "0000-0002-1825-0097"},
        {"name": "Bo Writer", "orcid": "0000-0001-5109-371X"},
        "Cy (A Lab)",
    ]


def test_a_withdrawal_can_begin_with_its_kind() -> None:
    assert read("withdrawn", "Its authors\nwithdrew it.") == {"withdrawn": "Its authors withdrew it."}
    assert read("withdrawn", "Retracted: a lemma") == {"withdrawn": {"kind": "retracted", "reason": "a lemma"}}


def test_words_are_spelled_as_the_archive_spells_them() -> None:
    assert read("tags", "kv cache, Agents; #kv-cache\nagents") == {"tags": ["KV cache", "Agents", "agents"]}
    assert read("venue", "neurips 2025") == {"venue": "NeurIPS 2025"}
    assert read("organizations", "A Lab, Inc.\nB") == {"organizations": ["A Lab, Inc.", "B"]}
    assert read("methods", "a, b") == {"methods": ["a", "b"]}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2604.12890", {"arxiv": "2604.12890"}),
        ("arXiv:2604.12890v2", {"arxiv": "2604.12890v2"}),
        ("https://arxiv.org/abs/2604.12890v3", {"arxiv": "2604.12890"}),
        ("pdf: https://arxiv.org/pdf/2604.12890", {"arxiv": "2604.12890"}),
        ("https://doi.org/10.1000/ABC", {"doi": "10.1000/abc"}),
        ("10.1000/182", {"doi": "10.1000/182"}),
        ("https://openreview.net/forum?id=rJl-b3RcF7", {"openreview": "rJl-b3RcF7"}),
        ("https://aclanthology.org/2020.acl-main.1/", {"acl": "2020.acl-main.1"}),
        ("pmid: 123", {"pmid": "123"}),
        ("https://github.com/a/b", {"links": {"code": "https://github.com/a/b"}}),
        ("https://example.org/paper.pdf", {"links": {"pdf": "https://example.org/paper.pdf"}}),
        ("https://www.youtube.com/watch?v=1", {"links": {"video": "https://www.youtube.com/watch?v=1"}}),
        ("https://a.github.io/b", {"links": {"project": "https://a.github.io/b"}}),
        ("data: https://doi.org/10.1000/1", {"links": {"data": "https://doi.org/10.1000/1"}}),
        ("Blog : https://example.org", {"links": {"blog": "https://example.org"}}),
        ("- https://example.org\n\n* 2604.12890", {"arxiv": "2604.12890", "links": {"page": "https://example.org"}}),
    ],
)
def test_lines_of_identifiers_and_addresses(text: str, expected: object) -> None:
    assert read("links", text) == expected


def test_a_text_of_several_lines_becomes_one() -> None:
    assert read("summary", "One\n  two.") == {"summary": "One two."}


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("links", "javascript:alert(1)"),
        ("links", "pdf: paper.pdf"),
        ("links", "code: https://a.example\ncode: https://b.example"),
        ("versions", "v1"),
        ("thumbnail", "../../secret.png"),
        ("id", "x"),
        ("__class__", "x"),
    ],
)
def test_what_has_no_meaning_is_refused(field: str, text: str) -> None:
    with pytest.raises(AnswerError):
        read(field, text)
