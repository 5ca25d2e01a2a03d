"""The JSON Schema of entries and the reader that builds use come to one verdict."""

from __future__ import annotations

import json
from typing import Any

import yaml
from hypothesis import example, given
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from site_builder.content.entries import parse_entry
from site_builder.content.json_schema import entry_schema

VALIDATOR = Draft7Validator(entry_schema(("methods",)))

DATES = ("2026", "2026-04", "2026-04-13", "2024-02-29", "2000-02-29", "1999-12-31")
NO_DATES = ("2023-02-29", "1900-02-29", "2026-04-31", "2026-13", "26-04-13", "soon", "2026-4-1")
ADDRESSES = ("https://example.org/a?b=c#d", "http://example.org", "https://example.org:8080/x", "https://[::1]/x")
NO_ADDRESSES = ("ftp://example.org", "https://", "https://a b.org", "https://me@example.org", "https://example.org/<x>")
TEXTS = ("A paper", "On $n$: part 2", "no", "2026", "Résumé", " padded ")
NO_TEXTS: tuple[Any, ...] = ("", "   ", "bell \x07", [], {}, ["a"], {"a": "b"})
FILES = ("paper.pdf", "files/poster 2.pdf", "a..b")
NO_FILES = ("../secret", "/etc/passwd", "a/../b", "javascript:alert(1)", "..", "c:\\x")
COUNTS = ("0", "12", "1000000000", "007")
NO_COUNTS = ("-1", "1.5", "many", "1000000001", "")
IDENTIFIERS = {
    "arxiv": (("2401.10020", "2401.10020v2", "arXiv:2401.10020", "hep-th/9901001"), ("2401", "arxiv", "https://x.org")),
    "doi": (
        ("10.1000/182", "https://doi.org/10.1000/A(b)", "DOI: 10.1000/1"),
        ("10.1/x", "11.1000/182", "10.1000/a b"),
    ),
    "openreview": (("rJl-b3RcF7", "https://openreview.net/forum?id=rJl-b3RcF7"), ("a b c d", "abc")),
    "acl": (("2020.acl-main.1", "P18-1001", "https://aclanthology.org/2020.acl-main.1.pdf"), ("acl", "2020.acl-main")),
    "pmid": (("123", "PMID:123"), ("pm1", "1234567890")),
    "isbn": (("9780262035613",), ("97-80262035613",)),
}
AUTHORS = (
    "Ana Author",
    {"name": "Bo Writer", "orcid": "0000-0002-1825-0097", "url": "https://example.org", "id": "bo-2"},
    {"name": "Cy Third", "affiliation": "A Lab", "orcid": "https://orcid.org/0000-0002-1694-233X"},
)
NO_AUTHORS = (
    "",
    {"affiliation": "A Lab"},
    {"name": "Bo", "orcid": "0000-0002"},
    {"name": "Bo", "id": "Bo Two"},
    {"name": "Bo", "mail": "x"},
    ["Ana"],
    {"name": "Bo", "url": "example.org"},
)
VERSIONS = ({"name": "v1"}, {"name": "v2", "date": "2026-04", "note": "typos", "url": "https://example.org"})
NO_VERSIONS = ("v1", {"date": "2026"}, {"name": "v1", "date": "soon"}, {"name": "v1", "day": "2026"})


def lists(good: Any, bad: Any) -> tuple[Any, Any]:
    """Return lists that are sound, and lists that are not."""
    return [[good[0]], list(good)], [[], "text", [good[0], good[0]], *([good[0], item] for item in bad)]


def maps(good: Any, bad: Any) -> tuple[Any, Any]:
    return [{"code": item} for item in good], ["text", *({"code": item} for item in bad)]


POOLS: dict[str, tuple[Any, Any]] = {
    **dict.fromkeys(("title", "venue", "volume", "pages", "summary", "note", "license", "x-own"), (TEXTS, NO_TEXTS)),
    "authors": lists(AUTHORS, NO_AUTHORS),
    **dict.fromkeys(("author_count", "upvotes", "comments", "stars"), (COUNTS, NO_COUNTS)),
    **dict.fromkeys(("date", "as_of"), (DATES[2:], (*NO_DATES, "2026"))),
    "published": (DATES, NO_DATES),
    **IDENTIFIERS,
    **{name: lists(TEXTS, NO_TEXTS) for name in ("tags", "organizations", "related", "methods")},
    "links": maps(ADDRESSES + FILES, NO_FILES + NO_ADDRESSES[2:]),
    "thumbnail": (FILES, (*NO_FILES, "https://example.org/x.png")),
    "media": lists(ADDRESSES, NO_ADDRESSES),
    "versions": lists(VERSIONS, NO_VERSIONS),
    "aliases": lists(("old-name", "2401.10020"), ("../x", "-x", "")),
    "provenance": maps(TEXTS, NO_TEXTS),
    "abstract": (TEXTS, NO_TEXTS),
    "titel": (("A paper",), ("A paper",)),
}
# What the schema cannot say, since it sees one value at a time.
POOLS["versions"][1].remove([VERSIONS[0], VERSIONS[0]])


@st.composite
def entries(draw: st.DrawFn) -> dict[str, Any]:
    """An entry whose fields are sound, or seldom not."""
    names = draw(st.lists(st.sampled_from(sorted(POOLS)), unique=True, max_size=4))
    values = {"title": "A paper", "as_of": "2026-05-26"}
    for absent in draw(st.sampled_from([(), (), (), ("title",), ("as_of",)])):
        del values[absent]
    return values | {name: draw(st.sampled_from(POOLS[name][draw(st.sampled_from((0, 0, 1)))])) for name in names}


def read(values: Any) -> list[str]:
    """Return the codes of the problems that the reader finds in an entry with these values."""
    parsed = parse_entry("content/papers/one.yml", json.dumps(values).encode(), "", ("methods",))
    return [problem.code for problem in parsed.diagnostics]


def without_padding(value: Any) -> Any:
    return json.loads(json.dumps(value).replace('" padded "', '"padded"'))


@given(entries())
@example({"title": "A paper", "authors": [{"name": "Bo", "orcid": "0000-0002-1825-0097", "id": "b"}, "Bo"]})
def test_schema_and_reader_come_to_one_verdict(values: dict[str, Any]) -> None:
    assert VALIDATOR.is_valid(values) == (not read(values)), (list(VALIDATOR.iter_errors(values)), read(values))


@given(st.sampled_from(sorted(POOLS)), st.data())
def test_each_field_is_judged_alike(name: str, data: st.DataObject) -> None:
    good, bad = POOLS[name]
    sound = {"title": "A paper", "as_of": "2026-05-26", name: data.draw(st.sampled_from(good))}
    wrong = sound | {name: data.draw(st.sampled_from(bad))}
    assert VALIDATOR.is_valid(sound) == (not read(sound)) == (name != "titel")
    assert not VALIDATOR.is_valid(wrong)
    assert read(wrong)


@given(entries())
def test_what_the_reader_takes_is_no_error_in_an_editor(values: dict[str, Any]) -> None:
    """An editor's YAML makes numbers of what looks like one."""
    typed = as_an_editor_reads(without_padding(values))
    if not read(values):
        assert VALIDATOR.is_valid(typed), list(VALIDATOR.iter_errors(typed))


def as_an_editor_reads(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: as_an_editor_reads(item) for key, item in value.items()}
    if isinstance(value, list):
        return [as_an_editor_reads(item) for item in value]
    typed = yaml.safe_load(value) if value.replace(".", "").isdigit() else value
    return typed if isinstance(typed, int | float) else value
