"""The text of entry files: canonical, and the same text for every reader of YAML."""

from __future__ import annotations

import re

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from site_builder.exchange.record import Record
from site_builder.exchange.write_entry import render_entry, scalar

LOADERS = [yaml.BaseLoader, yaml.CBaseLoader]
UNCARRIED = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
TEXT = st.text(alphabet=st.one_of(st.characters(), st.sampled_from("-?:,[]{}#&*!|>'\"%@` \n\t\\\x85\u2028\ufeff~=.<")))


@given(TEXT)
@example("a" * 5000 + ": b")
@example("- a")
@example("\u2028\x85")
@example("no")
@example("")
def test_any_text_is_read_back_as_it_was(text: str) -> None:
    carried = UNCARRIED.sub("", text)
    record = Record(
        "a", {"title": text, "tags": [text, "b"], "authors": [text, {"name": text}], "links": {"pdf": text}}
    )
    front = render_entry(record).removeprefix("---\n").removesuffix("---\n")
    for loader in LOADERS:
        assert loader(front).get_single_data() == {
            "title": carried,
            "authors": [carried, {"name": carried}],
            "tags": [carried, "b"],
            "links": {"pdf": carried},
        }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A plain title", "A plain title"),
        ("2401.10020", "2401.10020"),
        ("$O(n)$ at last?", "$O(n)$ at last?"),
        ("https://example.org/a#b", "https://example.org/a#b"),
        ("Deep: a title", '"Deep: a title"'),
        ('Say "hi": it\'s me', "'Say \"hi\": it''s me'"),
        ("no", '"no"'),
        ("one\ntwo", r'"one\ntwo"'),
    ],
)
def test_scalars_are_quoted_only_where_they_must_be(text: str, expected: str) -> None:
    assert scalar(text) == expected


def test_an_entry_is_written_in_canonical_form() -> None:
    fields: dict[str, object] = {
        "x-type": "article",
        "links": {"code": "https://example.org/code"},
        "tags": ["agents", "C, C++"],
        "date": "2026-04-15",
        "authors": ["Ana Author", {"name": "Bo Writer", "orcid": "0000-0002-1825-0097"}],
        "title": "A Paper",
        "upvotes": 3,
    }
    assert render_entry(Record("a", fields, "The abstract."), "# a comment") == (
        "---\n# a comment\ntitle: A Paper\nauthors:\n  - Ana Author\n  - name: Bo Writer\n"
        '    orcid: 0000-0002-1825-0097\ndate: 2026-04-15\ntags: [agents, "C, C++"]\n'
        "links:\n  code: https://example.org/code\nupvotes: 3\nx-type: article\n---\nThe abstract.\n"
    )


def test_a_rule_in_the_abstract_does_not_end_the_front_matter() -> None:
    text = render_entry(Record("a", {"title": "A"}, "Above.\n\n---\n\nBelow."))
    assert text.split("---\n", 2)[2] == "Above.\n\n---\n\nBelow.\n"
