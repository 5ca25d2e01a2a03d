"""The fields of an entry: identifiers normalised, people checked, links that lead nowhere else."""

from __future__ import annotations

import pytest

from site_builder.content.fields import FIELDS, Field
from site_builder.model import Author, Entry, Notice, Version
from site_builder.reading.identifiers import IDENTIFIERS, Identifier, normal_identifier
from tests.shelf import front_matter, parsed_entry, problem_codes


@pytest.mark.parametrize(
    ("line", "kind", "value"),
    [
        ("arxiv: 2604.12890v3", "arxiv", "2604.12890"),
        ("arxiv: https://arxiv.org/pdf/2604.12890v2.pdf", "arxiv", "2604.12890"),
        ("arxiv: arXiv:hep-th/9901001", "arxiv", "hep-th/9901001"),
        ("arxiv: 2401.10020", "arxiv", "2401.10020"),
        ("doi: https://doi.org/10.1000/ABC", "doi", "10.1000/abc"),
        ("doi: doi:10.1000/182", "doi", "10.1000/182"),
        ("openreview: https://openreview.net/forum?id=rJl-b3RcF7", "openreview", "rJl-b3RcF7"),
        ("acl: https://aclanthology.org/2020.acl-main.1/", "acl", "2020.acl-main.1"),
        ("acl: P18-1001", "acl", "P18-1001"),
    ],
)
def test_identifiers_are_kept_in_one_form(line: str, kind: str, value: str) -> None:
    assert parsed_entry("title: A paper", line).identifiers == {kind: value}


@pytest.mark.parametrize("kind", IDENTIFIERS.values(), ids=lambda kind: kind.name)
def test_the_example_of_an_identifier_is_one(kind: Identifier) -> None:
    identifiers = parsed_entry("title: A paper", f"{kind.name}: '{kind.example}'").identifiers
    assert identifiers == {kind.name: kind.example}


@pytest.mark.parametrize("field", FIELDS.values(), ids=lambda field: field.name)
def test_the_example_of_a_field_is_sound(field: Field) -> None:
    name, example = field.name, field.example
    value = f"'{example}'" if ": " in example and example[0] not in "[{" else example
    others = {"title": "A paper", "as_of": "2026-05-26"}
    lines = [f"{name}: {value}", *(f"{other}: {text}" for other, text in others.items() if other != name)]
    assert problem_codes(front_matter(*lines)) == []


def test_a_version_of_an_arxiv_identifier_and_the_case_of_a_doi_do_not_count() -> None:
    assert normal_identifier("arxiv", "2604.12890v12") == "2604.12890"
    assert normal_identifier("doi", "10.1000/AbC") == "10.1000/abc"
    assert normal_identifier("openreview", "AbC") == "AbC"


def test_authors_are_names_or_maps() -> None:
    entry = parsed_entry(
        "title: A paper",
        "authors:",
        "  - Ana Author",
        "  - {name: Bo Writer, orcid: https://orcid.org/0000-0002-1694-233x, affiliation: A Lab, id: bo-writer-2}",
    )
    assert entry.authors == (
        Author("Ana Author"),
        Author("Bo Writer", orcid="0000-0002-1694-233X", affiliation="A Lab", id="bo-writer-2"),
    )


@pytest.mark.parametrize("orcid", ["0000-0002-1825-0097", "0000-0001-5109-3700", "0000-0002-1694-233X"])
def test_an_orcid_with_its_check_digit_is_accepted(orcid: str) -> None:
    assert parsed_entry("title: A paper", f"authors: [{{name: Ana Author, orcid: {orcid}}}]").authors[0].orcid == orcid


@pytest.mark.parametrize("orcid", ["0000-0002-1825-0096", "0000-0002-1825-009X", "0000000218250097", "0000-0002-1825"])
def test_an_orcid_that_was_mistyped_is_refused(orcid: str) -> None:
    text = front_matter("title: A paper", f"authors: [{{name: Ana Author, orcid: {orcid}}}]")
    assert problem_codes(text) == ["E108"]


def test_two_people_of_one_name_stand_in_one_entry_when_an_id_tells_them_apart() -> None:
    entry = parsed_entry("title: A paper", "authors: [Bo Writer, {name: Bo Writer, id: bo-writer-2}]")
    assert len(entry.authors) == 2


def test_links_are_addresses_or_files_beside_the_entry() -> None:
    entry = parsed_entry("title: A paper", "links: {code: https://example.org/code, poster: more/poster.pdf}")
    assert entry.links == {"code": "https://example.org/code", "poster": "more/poster.pdf"}


@pytest.mark.parametrize(
    "target",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "file:///etc/passwd",
        "mailto:ana@example.org",
        "//example.org",
        "//etc/passwd",
        "/../up.pdf",
        "/",
        "../up.pdf",
        "a/../../up.pdf",
        "C:\\up.pdf",
        "..\\up.pdf",
    ],
)
def test_a_link_leads_to_the_web_or_to_a_file_of_the_archive(target: str) -> None:
    assert problem_codes(front_matter("title: A paper", f"links: {{pdf: '{target}'}}")) == ["E107"]
    assert problem_codes(front_matter("title: A paper", f"thumbnail: '{target}'")) == ["E107"]


def test_a_thumbnail_is_never_fetched_from_elsewhere() -> None:
    assert problem_codes(front_matter("title: A paper", "thumbnail: https://example.org/a.png")) == ["E107"]
    assert parsed_entry("title: A paper", "thumbnail: a.png").thumbnail == "a.png"


def test_versions_have_a_name_and_may_have_more() -> None:
    entry = parsed_entry(
        "title: A paper", "versions: [{name: v1, date: 2026-04}, {name: v2, note: Fixes., url: https://example.org}]"
    )
    assert entry.versions == (Version("v1", "2026-04"), Version("v2", note="Fixes.", url="https://example.org"))


def test_a_paper_is_withdrawn_for_a_reason_or_by_a_notice_of_a_kind() -> None:
    assert parsed_entry("title: A paper", "withdrawn: It fell.").withdrawn == Notice(reason="It fell.")
    parts = "withdrawn: {kind: retracted, date: 2026-05, url: 'https://example.org/x'}"
    assert parsed_entry("title: A paper", parts).withdrawn == Notice(
        "retracted", "", "2026-05", "https://example.org/x"
    )


@pytest.mark.parametrize(
    ("value", "code"),
    [("{kind: fallen}", "E103"), ("{why: x}", "E101"), ("{}", "E102"), ("{url: ftp://x}", "E107"), ("[a]", "E103")],
)
def test_a_notice_of_no_kind_is_an_error(value: str, code: str) -> None:
    assert code in problem_codes(front_matter("title: A paper", f"withdrawn: {value}"))


def test_counts_may_be_nought() -> None:
    entry = parsed_entry("title: A paper", "upvotes: 0", "as_of: 2026-05-26")
    assert entry.upvotes == 0
    assert entry.comments is None


def test_the_fields_of_an_entry_are_those_of_the_schema() -> None:
    made = {"id", "path", "digest", "terms", "identifiers", "excerpt", "extra", "facts", "text"}
    assert set(Entry.__struct_fields__) - made == set(FIELDS) - set(IDENTIFIERS)
