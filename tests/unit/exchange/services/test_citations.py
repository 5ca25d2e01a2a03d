"""What papers cite, in the services' real formats, and `papershelf cite`, which writes it down."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path

import pytest

from site_builder.cli import cite as citing
from site_builder.exchange.services.citations import Asked, fetch_citations
from site_builder.exchange.services.client import Client, FetchError
from tests.shelf import front_matter, run, write_archive
from tests.unit.exchange.services.conftest import Service

ONE = Asked("one", {"arxiv": "2604.00001", "doi": "10.1000/one"})
TWO = Asked("two", {"doi": "10.1000/two"})
BATCH = "/graph/v1/paper/batch?fields=references.externalIds"
REFERENCES = "/index/v2/references/doi:10.1000%2F"
WORKS = "/works?filter=doi%3A10.1000%2Fone%2Cdoi%3A10.1000%2Ftwo&select=DOI%2Creference&rows=2"


def ask(service: Service, client: Client, source: str) -> dict[str, list[tuple[str, ...]]]:
    papers = [ONE, TWO, Asked("bare", {})]
    return {
        name: cited
        for _, found in fetch_citations(client, source, service.base, papers)
        for name, cited in found.items()
    }


def test_semantic_scholar_is_asked_in_batches(
    service: Service, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEMANTIC_SCHOLAR_API_KEY", "secret")
    references = [
        {"paperId": "a", "externalIds": {"ArXiv": "2603.00001", "DOI": "10.48550/arXiv.2603.00001", "CorpusId": 1}},
        {"paperId": "b", "externalIds": {"DOI": "10.1000/TWO", "MAG": "2"}},
        {"paperId": None, "externalIds": None},
        {"paperId": "c", "externalIds": {"CorpusId": 3}},
    ]
    service.serve(BATCH, [{"paperId": "x", "references": references}, None])
    assert ask(service, client, "semantic-scholar") == {"one": [("arxiv:2603.00001",), ("doi:10.1000/two",)]}
    assert json.loads(service.posted[0]) == {"ids": ["ARXIV:2604.00001", "DOI:10.1000/two"]}
    assert service.headers[0]["x-api-key"] == "secret"
    service.serve(BATCH, [])
    with pytest.raises(FetchError, match="one value a paper"):
        ask(service, client, "semantic-scholar")


def test_a_key_does_not_follow_a_redirection(service: Service, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENCITATIONS_TOKEN", "secret")
    service.serve(f"{REFERENCES}one", (302, {"Location": f"{service.base}/elsewhere"}, b""))
    service.serve("/elsewhere", [])
    ask(service, client, "opencitations")
    sent = [headers.get("authorization") for headers in service.headers]
    assert sent == ["secret", None, "secret"]


def test_opencitations(service: Service, client: Client) -> None:
    cited = "omid:br/0601 doi:10.1000/two openalex:W1 pmid:123"
    service.serve(f"{REFERENCES}one", [{"oci": "1-2", "citing": "omid:br/1", "cited": cited, "creation": "2026"}])
    assert ask(service, client, "opencitations") == {"one": [("doi:10.1000/two", "pmid:123")]}


def test_crossref(service: Service, client: Client) -> None:
    reference = [{"key": "r1", "DOI": "10.18653/v1/2020.acl-main.1"}, {"key": "r2", "unstructured": "A Book, 1999."}]
    service.serve(WORKS, {"message": {"items": [{"DOI": "10.1000/ONE", "reference": reference}, {"DOI": "10.1/x"}]}})
    assert ask(service, client, "crossref") == {"one": [("acl:2020.acl-main.1",)]}


@pytest.fixture
def shelf(tmp_path: Path, service: Service, client: Client, monkeypatch: pytest.MonkeyPatch) -> Path:
    bases = [f"{name}={service.base}" for name in ("semantic-scholar", "opencitations", "crossref")]
    monkeypatch.setenv("PAPERSHELF_BASES", " ".join(bases))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1780000000")
    monkeypatch.setattr(citing, "Client", partial(Client, sleep=lambda seconds: None))
    papers = {"one": "arxiv: 2604.00001", "two": "doi: 10.1000/two", "three": "doi: 10.1000/three"}
    files = {f"content/papers/{name}.md": front_matter(f"title: {name}", line) for name, line in papers.items()}
    return write_archive(tmp_path, files | {"content/citations.csv": "citing,cited,source,day\nthree,one,by hand,\n"})


def cite(shelf: Path, *arguments: str) -> list[str]:
    result = run("cite", "--archive", shelf, "--least", "1", *arguments)
    assert result.exit_code == 0, result.output
    return (shelf / "content/citations.csv").read_text(encoding="utf-8").splitlines()[1:]


def test_each_service_is_asked_for_what_those_before_it_do_not_know(service: Service, shelf: Path) -> None:
    references = [{"externalIds": {"DOI": doi}} for doi in ("10.1000/two", "10.1000/gone", "10.1000/two")]
    service.serve(BATCH, [{"references": references}, {"references": []}])
    service.serve(f"{REFERENCES}two", [{"cited": "doi:10.48550/arxiv.2604.00001"}])
    assert cite(shelf) == [
        "one,doi:10.1000/gone,semantic-scholar,2026-05-28",
        "one,two,semantic-scholar,2026-05-28",
        "three,one,by hand,",
        "two,one,opencitations,2026-05-28",
    ]
    assert len(service.requests) == 2
    assert len(cite(shelf)) == 4
    assert len(service.requests) == 2


def test_a_missing_paper_is_written_only_if_enough_papers_cite_it(service: Service, shelf: Path) -> None:
    service.serve(BATCH, [{"references": [{"externalIds": {"DOI": "10.1000/gone"}}]}])
    assert "no new citation" in run("cite", "one", "--archive", shelf).output
    assert len(cite(shelf, "one")) == 2
    assert run("missing", "--archive", shelf, "--least", "1").output == "10.1000/gone\n"


def test_a_service_that_fails_is_told_and_the_next_one_asked(service: Service, shelf: Path) -> None:
    service.serve(BATCH, (403, {}, b"Forbidden"))
    service.serve(f"{REFERENCES}two", [{"cited": "doi:10.1000/three"}])
    result = run("cite", "--archive", shelf)
    assert result.exit_code == 1
    assert "it answered with status 403" in result.stderr
    assert "two,three,opencitations" in (shelf / "content/citations.csv").read_text(encoding="utf-8")
    assert run("cite", "four", "--archive", shelf).exit_code == 2
