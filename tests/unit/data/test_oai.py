"""The OAI-PMH static repository, by the rules of its specification."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest

from site_builder.core.diagnostics import ContentError
from tests.shelf import built, front_matter, write_archive

SETTINGS = "title: A <shelf>\nbase_url: https://example.org/papers/\n"
STATIC = "{http://www.openarchives.org/OAI/2.0/static-repository}"
OAI = "{http://www.openarchives.org/OAI/2.0/}"
DC = "{http://purl.org/dc/elements/1.1/}"


def test_it_has_what_the_specification_wants_in_its_order(tmp_path: Path) -> None:
    data = "data: {gateway: https://gateway.example.org/oai/, email: curator@example.org}\n"
    paper = front_matter("title: One & <two>", "authors: [Ana Author]", "published: '2026-05'", "tags: [a]")
    write_archive(tmp_path, {"site.yml": SETTINGS + data, "content/papers/one.md": paper})
    built(tmp_path)
    root = ElementTree.parse(tmp_path / "_site" / "oai.xml").getroot()
    assert [child.tag for child in root] == [f"{STATIC}{n}" for n in ("Identify", "ListMetadataFormats", "ListRecords")]
    identify, _, records = root
    assert [child.tag.removeprefix(OAI) for child in identify] == (
        "repositoryName baseURL protocolVersion adminEmail earliestDatestamp deletedRecord granularity".split()
    )
    assert identify.findtext(f"{OAI}baseURL") == "https://gateway.example.org/oai/example.org/papers/oai.xml"
    assert records.get("metadataPrefix") == "oai_dc"
    (record,) = records
    assert record.findtext(f"{OAI}header/{OAI}identifier") == "oai:example.org:one"
    assert record.findtext(f"{OAI}header/{OAI}datestamp") == "2026-05-01"
    elements = [(element.tag.removeprefix(DC), element.text) for element in record.iterfind(f".//{DC}*")]
    assert ("title", "One & <two>") in elements
    assert ("identifier", "https://example.org/papers/papers/one.html") in elements


def test_it_needs_a_gateway_and_a_person(tmp_path: Path) -> None:
    paper = {"content/papers/one.md": front_matter("title: One")}
    write_archive(tmp_path, paper | {"site.yml": SETTINGS})
    built(tmp_path)
    assert not (tmp_path / "_site" / "oai.xml").exists()
    write_archive(tmp_path, paper | {"site.yml": f"{SETTINGS}data: {{email: 'curator@example.org'}}\n"})
    with pytest.raises(ContentError) as refused:
        built(tmp_path)
    assert [problem.code for problem in refused.value.diagnostics] == ["E302"]
