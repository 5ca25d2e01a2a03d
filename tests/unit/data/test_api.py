"""The JSON API of a whole site: it keeps what its own document promises, and has every paper once."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from site_builder.settings.groups import DATA_LIMITS, DataSettings
from tests.sample import write_sample
from tests.shelf import built, front_matter, site_files, write_archive


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("sample")
    write_sample(root)
    built(root)
    return root / "_site"


def load(site: Path, url: str) -> Any:
    return json.loads((site / url).read_bytes())


def test_the_document_is_openapi(site: Path) -> None:
    validate(load(site, "api/v1/openapi.json"))


def test_every_file_is_as_the_document_says(site: Path) -> None:
    document = load(site, "api/v1/openapi.json")
    for path, schema in (
        ("api/v1/index.json", "Index"),
        ("api/v1/dates.json", "Dates"),
        ("api/v1/papers/1.json", "PaperBlock"),
        ("api/v1/taxonomies/authors.json", "TermList"),
    ):
        wanted = {"$ref": f"#/components/schemas/{schema}", "components": document["components"]}
        assert list(Draft202012Validator(wanted).iter_errors(load(site, path))) == []
    lines = (site / "papers.jsonl").read_text(encoding="utf-8").splitlines()
    paper = {"$ref": "#/components/schemas/Paper", "components": document["components"]}
    assert all(Draft202012Validator(paper).is_valid(json.loads(line)) for line in lines)


def test_the_index_leads_to_files_that_are_there(site: Path) -> None:
    index = load(site, "api/v1/index.json")
    urls = [block["url"] for block in index["blocks"]] + [taxonomy["url"] for taxonomy in index["taxonomies"]]
    assert all((site / url).is_file() for url in [*urls, index["dates"], *index["files"]])


def test_every_paper_stands_in_one_block_and_its_terms_in_their_lists(site: Path) -> None:
    index = load(site, "api/v1/index.json")
    papers = [paper for block in index["blocks"] for paper in load(site, block["url"])["papers"]]
    assert sorted(paper["id"] for paper in papers) == sorted(path.stem for path in (site / "papers").glob("*.html"))
    assert all((site / paper["url"]).is_file() for paper in papers)
    slugs = {
        taxonomy["name"]: {term["slug"] for term in load(site, taxonomy["url"])["terms"]}
        for taxonomy in index["taxonomies"]
    }
    assert all(set(named) <= slugs[name] for paper in papers for name, named in paper.get("terms", {}).items())


def test_a_paper_has_all_its_fields(site: Path) -> None:
    (paper,) = [paper for paper in load(site, "api/v1/papers/1.json")["papers"] if paper["id"] == "all-fields"]
    assert (site / paper["links"]["pdf"]).is_file()
    assert paper["identifiers"] == {"arxiv": "2603.00001", "doi": "10.1000/shelf.1"}
    assert paper["terms"]["methods"] == ["counting"]
    assert "abstract" not in paper
    (line,) = [line for line in map(json.loads, (site / "papers.jsonl").open()) if line["id"] == "all-fields"]
    assert line.pop("abstract").startswith("We *sort* books")
    assert line == paper


def test_what_is_switched_off_is_not_there(tmp_path: Path) -> None:
    off = ", ".join(f"{name}: no" for name in DATA_LIMITS)
    settings = f"title: A shelf\ndata: {{{off}}}\n"
    write_archive(tmp_path, {"site.yml": settings, "content/papers/one.md": front_matter("title: One")})
    built(tmp_path)
    urls = site_files(tmp_path)
    assert not [url for url in urls if url.startswith(("api/", "papers.", "llms.txt", "oai.xml"))]


def test_large_archives_ask_for_their_data() -> None:
    assert DataSettings().wants("jsonl", DATA_LIMITS["jsonl"])
    assert not DataSettings().wants("jsonl", DATA_LIMITS["jsonl"] + 1)
    assert DataSettings(jsonl=True).wants("jsonl", 10**6)
    assert not DataSettings(jsonl=False).wants("jsonl", 1)
