"""Feeds, sitemap and OAI-PMH records against schemas: of those who define the formats, where a package ships them."""

from __future__ import annotations

import copy
from pathlib import Path

import pytest
from lxml import etree

from tests.sample import write_sample
from tests.schemas import FOLDER
from tests.shelf import built

OAI = "http://www.openarchives.org/OAI/2.0/"
STATIC = "{http://www.openarchives.org/OAI/2.0/static-repository}"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("schemas")
    write_sample(root)
    settings = (root / "site.yml").read_text(encoding="utf-8")
    few = settings.replace("taxonomies: {", "taxonomies: {tags: {feed_entries: 5}, authors: {feed_entries: 5}, ")
    harvested = "data: {gateway: 'https://gateway.example.org/oai', email: curator@example.org}\n"
    (root / "site.yml").write_text(few + harvested, encoding="utf-8")
    built(root)
    return root / "_site"


def schema(name: str) -> etree.XMLSchema:
    if not (FOLDER / name).is_file():
        pytest.skip(f"{name} could not be fetched: python -m tests.prepare")
    return etree.XMLSchema(etree.parse(FOLDER / name))


def problems(validator: etree.XMLSchema | etree.RelaxNG, document: etree._Element) -> list[str]:
    validator.validate(document)
    return [f"{error.line}: {error.message}" for error in validator.error_log]


def test_atom_feeds_are_valid(site: Path) -> None:
    rules = etree.RelaxNG(etree.parse(Path(__file__).parent / "atom.rng"))
    feeds = [path for path in site.rglob("*.xml") if "2005/Atom" in path.read_text(encoding="utf-8")]
    assert len(feeds) >= 6
    for path in feeds:
        feed = etree.parse(path).getroot()
        assert problems(rules, feed) == [], path
        feed.remove(feed[0])
        assert problems(rules, feed), "a feed without an identifier is none"


def test_sitemaps_are_valid(site: Path) -> None:
    rules = schema("sitemap.xsd")
    sitemap = etree.parse(site / "sitemap.xml").getroot()
    assert problems(rules, sitemap) == []
    sitemap[1].insert(0, copy.deepcopy(sitemap[1][0]))
    assert problems(rules, sitemap), "an address is listed once"


@pytest.mark.parametrize("verb", ["Identify", "ListMetadataFormats", "ListRecords"])
def test_what_a_gateway_makes_of_the_repository_is_valid(site: Path, verb: str) -> None:
    rules = schema("OAI-PMH.xsd")
    repository = etree.parse(site / "oai.xml").getroot()
    answer = etree.Element(f"{{{OAI}}}OAI-PMH", nsmap={None: OAI})
    etree.SubElement(answer, f"{{{OAI}}}responseDate").text = "2026-01-01T00:00:00Z"
    etree.SubElement(answer, f"{{{OAI}}}request", verb=verb).text = "https://gateway.example.org/oai/"
    part = etree.SubElement(answer, f"{{{OAI}}}{verb}")
    part.extend(copy.deepcopy(list(repository.iterfind(f"{STATIC}{verb}/*"))))
    assert len(part) > (3 if verb == "ListRecords" else 0)
    assert problems(rules, answer) == []
    etree.SubElement(part, f"{{{OAI}}}other")
    assert problems(rules, answer)
