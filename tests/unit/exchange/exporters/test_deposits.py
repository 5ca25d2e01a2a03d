"""Deposits for DOI registries, and how to cite an archive: what each kind of paper becomes."""

from __future__ import annotations

import json
from importlib.util import find_spec
from pathlib import Path
from xml.etree.ElementTree import Element, fromstring

import pytest
import yaml
from jsonschema import Draft7Validator

from site_builder.exchange.exporters.citation_cff import citation_cff
from site_builder.exchange.exporters.crossref import Depositor, crossref_deposits
from site_builder.exchange.exporters.datacite import datacite_deposit
from site_builder.exchange.exporters.works import Work
from site_builder.model import Author, Entry
from site_builder.settings.groups import CiteAsSettings
from site_builder.settings.types import SiteConfig
from tests.shelf import entry, front_matter, run, write_archive

CROSSREF = "{http://www.crossref.org/schema/5.5.0}"
DATACITE = "{http://datacite.org/schema/kernel-4}"
BY = Depositor("A Library", "a@example.org", "A Library", "batch-1", "20260526000000")
AUTHORS = (Author("Ana <Author>", orcid="0000-0002-1825-0097", affiliation="Institute of Shelves"), Author("Plato"))


def work(**fields: object) -> Work:
    known = {"identifiers": {"doi": "10.1000/1", "arxiv": "2604.12890"}, "authors": AUTHORS, "published": "2026-05"}
    made: Entry = entry("one", "Bounds & <Shelves>", **(known | fields))
    rors = {"Institute of Shelves": "05dxps055"}
    return Work(made, "https://example.org/papers/one.html", "First.\n\nSecond.", "1234-5679", rors, ("10.1000/2",))


def crossref(one: Work) -> Element:
    [(_, deposit)] = crossref_deposits([one], BY)
    body = fromstring(deposit).find(f"{CROSSREF}body")
    assert body is not None
    return body[0]


@pytest.mark.parametrize(
    ("fields", "kind", "parts"),
    [
        (
            {"venue": "Journal of Shelves", "volume": "3", "issue": "1", "pages": "10–19"},
            "journal",
            {"full_title": "Journal of Shelves", "issn": "1234-5679", "volume": "3", "last_page": "19"},
        ),
        (
            {"venue": "Conference on Shelves", "license": "CC BY 4.0"},
            "conference",
            {"conference_name": "Conference on Shelves", "publisher_name": "A Library"},
        ),
        ({}, "posted_content", {"posted_date": None}),
        ({"extra": {"x-type": "thesis"}}, "posted_content", {"surname": "<Author>"}),
    ],
)
def test_a_paper_is_deposited_at_crossref_as_what_it_is(
    fields: dict[str, object], kind: str, parts: dict[str, str | None]
) -> None:
    found = crossref(work(**fields))
    assert found.tag == CROSSREF + kind
    texts = {name: found.find(f".//{CROSSREF}{name}") for name in (*parts, "title", "doi", "resource", "ORCID")}
    for name, text in (parts | {"title": "Bounds & <Shelves>", "doi": "10.1000/1"}).items():
        element = texts[name]
        assert element is not None
        assert text is None or element.text == text, name
    assert [one.text for one in found.iter(f"{CROSSREF}institution_id")] == ["https://ror.org/05dxps055"]
    assert [one.text for one in found.iter("{http://www.ncbi.nlm.nih.gov/JATS1}p")] == ["First.", "Second."]


def test_no_batch_mixes_kinds_of_papers() -> None:
    works = [
        work(),
        work(venue="Conference on Shelves"),
        work(venue="Journal of Shelves"),
        work(extra={"x-type": "book"}),
    ]
    batches = dict(crossref_deposits(works, BY))
    assert list(batches) == ["posted", "articles", "conference-papers"]
    for data, counts in zip(batches.values(), (2, 1, 1), strict=True):
        body = fromstring(data).find(f"{CROSSREF}body")
        assert body is not None
        assert len(body) == counts
        assert len({one.tag for one in body}) == 1


def test_a_paper_is_deposited_at_datacite_with_all_that_is_known() -> None:
    resource = fromstring(datacite_deposit(work(venue="Journal of Shelves", volume="3", tags=("a",)), "A Library"))
    found = {name: one.text for one in resource.iter() if (name := one.tag.removeprefix(DATACITE))}
    assert {name: found[name] for name in ("publisher", "publicationYear", "subject", "volume", "date")} == {
        "publisher": "A Library",
        "publicationYear": "2026",
        "subject": "a",
        "volume": "3",
        "date": "2026-05",
    }
    assert [one.text for one in resource.iter(f"{DATACITE}creatorName")] == ["<Author>, Ana", "Plato"]
    affiliation = resource.find(f".//{DATACITE}affiliation")
    assert affiliation is not None
    assert affiliation.get("affiliationIdentifier") == "https://ror.org/05dxps055"
    related = {one.text: one.get("relationType") for one in resource.iter(f"{DATACITE}relatedIdentifier")}
    assert related == {"arXiv:2604.12890": "IsVersionOf", "10.1000/2": "Cites"}


def test_an_archive_is_cited_as_the_format_asks() -> None:
    cite_as = CiteAsSettings(("Ana van Author", "Shelvers", "2026: a group"), "CC0-1.0", "10.1000/182")
    config = SiteConfig(
        title="1984: papers", description="Of #shelves.", base_url="https://example.org/", cite_as=cite_as
    )
    # Found without an import, which needs a newer click than Papershelf does.
    package = find_spec("check_jsonschema")
    assert package
    assert package.origin
    schema = json.loads(
        (Path(package.origin).parent / "builtin_schemas/vendor/citation-file-format.json").read_text("utf-8")
    )
    data = yaml.safe_load(citation_cff(config))
    Draft7Validator(schema).validate(data)
    assert data["title"] == "1984: papers"
    assert data["authors"][0] == {"given-names": "Ana", "family-names": "van Author"}
    assert data["license"] == "CC0-1.0"


def test_only_papers_of_ones_own_prefix_are_deposited(tmp_path: Path) -> None:
    shelf = {
        "site.yml": "title: A shelf\nbase_url: https://example.org/\n",
        "content/papers/ours.md": front_matter("title: Ours", "doi: 10.1000/1", "date: 2026-05-26"),
        "content/papers/other.md": front_matter("title: Other", "doi: 10.10001/1", "date: 2026-05-26"),
        "content/papers/undated.md": front_matter("title: Undated", "doi: 10.1000/2"),
    }
    root = write_archive(tmp_path / "shelf", shelf)
    done = run("export", "datacite", "--prefix", "10.1000", "--archive", root, "--output", tmp_path / "out")
    assert done.exit_code == 0
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["ours.xml"]
    who = ("--depositor", "A Library", "--email", "a@example.org")
    done = run("export", "crossref", "--prefix", "10.1000", *who, "--archive", root, "--output", tmp_path / "batches")
    assert done.exit_code == 0
    [batch] = (tmp_path / "batches").iterdir()
    assert batch.read_text().count("<resource>") == 1
    assert "<resource>https://example.org/papers/ours.html<" in batch.read_text()
    refused = run("export", "cff", "--archive", root)
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "cite_as: {authors: [Ana Author]}" in refused.stderr
