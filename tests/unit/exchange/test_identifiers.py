"""Identifiers and addresses in the form that entries use."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.exchange.identifiers import arxiv_id, doi, is_safe_id, read_address, safe_id, web_address


@given(st.text())
def test_every_identifier_is_a_safe_file_name_or_empty(text: str) -> None:
    stem = safe_id(text)
    assert stem == "" or is_safe_id(stem)
    assert safe_id(stem) == stem


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("smith2020-on", "smith2020-on"),
        ("Müller:2020/b", "Muller-2020-b"),
        ("../../etc/passwd", "etc-passwd"),
        ("con", "id-con"),
        ("NUL.txt", "id-NUL.txt"),
        ("???", ""),
    ],
)
def test_identifiers_become_file_names(text: str, expected: str) -> None:
    assert safe_id(text) == expected


def test_long_identifiers_stay_distinct() -> None:
    assert safe_id("x" * 200 + "a") != safe_id("x" * 200 + "b")


@pytest.mark.parametrize(
    ("address", "identifiers", "links"),
    [
        ("https://arxiv.org/abs/2401.00001v3", {"arxiv": "2401.00001"}, {"page": "https://arxiv.org/abs/2401.00001v3"}),
        ("https://doi.org/10.1000/AbC", {"doi": "10.1000/abc"}, {}),
        (
            "https://openreview.net/pdf?id=abc_DEF-1",
            {"openreview": "abc_DEF-1"},
            {"pdf": "https://openreview.net/pdf?id=abc_DEF-1"},
        ),
        (
            "https://aclanthology.org/2020.acl-main.1.pdf",
            {"acl": "2020.acl-main.1"},
            {"pdf": "https://aclanthology.org/2020.acl-main.1.pdf"},
        ),
        ("https://example.org/paper", {}, {"page": "https://example.org/paper"}),
        ("", {}, {}),
    ],
)
def test_addresses_tell_identifiers_and_links(address: str, identifiers: object, links: object) -> None:
    assert read_address(address) == (identifiers, links)


def test_only_web_addresses_are_links() -> None:
    assert web_address(" https://example.org/a b ") == "https://example.org/a%20b"
    assert [web_address(text) for text in ("javascript:alert(1)", "https://user@host.org", "example.org", None)] == [
        ""
    ] * 4


def test_prefixes_and_versions_of_identifiers_go() -> None:
    assert arxiv_id("arXiv:2401.00001v2") == "2401.00001"
    assert doi("https://doi.org/10.1000/XYZ") == "10.1000/xyz"
    assert arxiv_id("hello") == doi("hello") == ""
