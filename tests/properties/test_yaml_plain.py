"""Front matter of the plainest form: what is read of it at once is what libyaml and all checks make of it."""

from __future__ import annotations

from unittest.mock import patch

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from site_builder.content import entries
from site_builder.content.entries import read_entry
from site_builder.content.fields import FIELDS
from site_builder.reading.yaml_nodes import MAX_ITEMS
from site_builder.reading.yaml_plain import parse_plain

PATH = "content/papers/one.md"
TAXONOMIES = ("methods", "venue")

WORDS = st.text(st.sampled_from(list("ab1é李: #-?,[]{}&*!|>'\"%@`\\~.=/<\t\xa0\x85\u2028\ufeff\x07 ")), max_size=8)
SOUND = st.sampled_from(
    [
        *("A paper", "'On: two'", '"One: two"', "Bo O'Brien", "a #b", "a:b", "x" * 201, "x" * 1_001, "no", "~"),
        *("2026", "2026-04-13", "2026-02-30", "7", "1000000001", "2401.10020v2", "doi:10.1000/A", "rJl-b3RcF7"),
        *("https://example.org/a?b=c#d", "http://[::1]/", "https://a b", "file.pdf", "../file.pdf"),
        f"https://a/{'x' * 2_000}",
    ]
)
KEYS = st.sampled_from([*FIELDS, "methods", "abstract", "x-mark", "x-", "misspelt", "Title", "name", "pdf", "id"])


def fields(values: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Return fields of these values, in each of the forms that are plain if the values are."""
    lists, pairs = st.lists(values, max_size=3), st.lists(st.tuples(KEYS, values), max_size=3)
    return st.one_of(
        st.builds(lambda key, value: f"{key}: {value}", KEYS, values),
        st.builds(lambda key, values: f"{key}: [{', '.join(values)}]", KEYS, lists),
        st.builds(lambda key, values: "\n  - ".join([f"{key}:", *values]), KEYS, lists),
        st.builds(lambda key, pairs: "\n  ".join([f"{key}:", *(f"{k}: {v}" for k, v in pairs)]), KEYS, pairs),
    )


ODD = fields(SOUND | WORDS) | st.lists(WORDS | st.just("# A remark"), max_size=2).map("\n".join)
FRONT_MATTER = (st.lists(fields(SOUND), max_size=4) | st.lists(ODD, max_size=4)).map(
    lambda blocks: "\n".join(["title: A paper", *blocks])
)


@settings(max_examples=400)
@given(FRONT_MATTER, st.sampled_from(["", "An abstract.\n", " Two\n\nparts ", "bell \x07"]))
@example("title: A paper\nupvotes: 3", "")
@example("title: A paper\ntitle: A paper", "")
@example("title: A paper\n  - more of it", "")
@example("title: A paper\nlinks:\n  pdf: https://example.org\n  pdf: https://example.org", "")
@example("title: A paper\nauthors:\n  - Bo\n  - 'Bo'", "")
@example("title: A paper\ntags: [one, two, one]", "")
def test_a_file_is_read_alike_by_both_ways(yaml_text: str, body: str) -> None:
    data = f"---\n{yaml_text}\n---\n{body}".encode()
    quick = read_entry(PATH, data, "", TAXONOMIES)
    with patch.object(entries, "parse_plain", lambda text: None):
        assert quick == read_entry(PATH, data, "", TAXONOMIES)


@given(FRONT_MATTER.map(lambda text: f"{text}\n"))
def test_what_is_plain_means_the_same_to_libyaml(text: str) -> None:
    fields = parse_plain(text)
    assert fields is None or fields == yaml.load(text, yaml.CBaseLoader)


def test_the_forms_that_importers_write_are_plain() -> None:
    text = (
        "# A remark\ntitle: 'One: two'\nauthors:\n  - Ana Author\n  - \"Bo 'B' Writer\"\narxiv: 2604.00001\n"
        "tags: [KV cache, C++]\nlinks:\n  pdf: https://example.org/a.pdf\n"
    )
    assert parse_plain(text) == {
        "title": "One: two",
        "authors": ["Ana Author", "Bo 'B' Writer"],
        "arxiv": "2604.00001",
        "tags": ["KV cache", "C++"],
        "links": {"pdf": "https://example.org/a.pdf"},
    }


@pytest.mark.parametrize("items", [MAX_ITEMS, MAX_ITEMS + 1])
def test_a_list_may_be_as_long_either_way(items: int) -> None:
    data = "\n".join(["---", "title: A paper", "tags:", *(f"  - t{n}" for n in range(items)), "---"]).encode()
    quick = read_entry(PATH, data, "")
    with patch.object(entries, "parse_plain", lambda text: None):
        assert quick == read_entry(PATH, data, "")
