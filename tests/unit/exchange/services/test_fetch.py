"""Each service's answer in its real format, to the fields of an entry; what is not a paper is reported."""

from __future__ import annotations

from typing import Any

import pytest

from site_builder.exchange.record import Record
from site_builder.exchange.services.client import Client, FetchError, NotFoundError
from site_builder.exchange.services.fetch import BASES, fetch
from site_builder.exchange.services.references import Reference
from tests.unit.exchange.services.conftest import Service

ATOM = """<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
  <title type="html">ArXiv Query: id_list=2604.00001</title>
  <opensearch:totalResults xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/">1</opensearch:totalResults>
  %s
</feed>"""
ATOM_ENTRY = """<entry>
    <id>http://arxiv.org/abs/2604.00001v2</id>
    <updated>2026-04-20T17:00:00Z</updated>
    <published>2026-04-13T09:30:00Z</published>
    <title>On Quick
  Shelves &amp; $n$ Erd\\H{o}s Books</title>
    <summary>  We shelve books. They stand.
  A second paragraph with 5\\%% more.
</summary>
    <author><name>Ana Author</name></author>
    <author><name>Bo Writer</name>
      <arxiv:affiliation xmlns:arxiv="http://arxiv.org/schemas/atom">A Lab</arxiv:affiliation></author>
    <arxiv:doi xmlns:arxiv="http://arxiv.org/schemas/atom">10.1000/ABC</arxiv:doi>
    <arxiv:comment xmlns:arxiv="http://arxiv.org/schemas/atom">%s</arxiv:comment>
    <link href="http://arxiv.org/abs/2604.00001v2" rel="alternate" type="text/html"/>
    <link title="pdf" href="http://arxiv.org/pdf/2604.00001v2" rel="related" type="application/pdf"/>
    <category term="cs.DL" scheme="http://arxiv.org/schemas/atom"/>
  </entry>"""
ARXIV_PATH = "/api/query?max_results=1&id_list=2604.00001"


def ask(service: Service, client: Client, name: str, identifier: str) -> Record:
    found = next(fetch(client, [Reference(name, identifier)], dict.fromkeys(BASES, service.base), "2026-05-26"))
    if isinstance(found, FetchError):
        raise found
    return found


def test_a_thousand_papers_of_arxiv_take_ten_requests(service: Service, client: Client) -> None:
    names = [f"2604.{number:05}" for number in range(1, 1001)]
    for start in range(0, 1000, 100):
        part = names[start : start + 100]
        entries = "".join((ATOM_ENTRY % "").replace("2604.00001", name) for name in reversed(part) if name != names[5])
        service.serve(f"/api/query?max_results=100&id_list={','.join(part)}", (ATOM % entries).encode())
    references = [Reference("arxiv", name) for name in names]
    found = list(fetch(client, references, dict.fromkeys(BASES, service.base), "2026-05-26"))
    assert [one.id for one in found if isinstance(one, Record)] == [name for name in names if name != names[5]]
    assert isinstance(found[5], NotFoundError)
    assert len(service.requests) == 10


def test_one_wrong_identifier_does_not_cost_the_others(service: Service, client: Client) -> None:
    service.serve("/api/query", (400, {}, b"incorrect id format"))
    for name in ("2604.00001", "2604.00002"):
        entry = (ATOM_ENTRY % "").replace("2604.00001", name)
        service.serve(f"/api/query?max_results=1&id_list={name}", (ATOM % entry).encode())
    references = [Reference("arxiv", name) for name in ("2604.00001", "2699.00001", "2604.00002")]
    first, wrong, last = fetch(client, references, dict.fromkeys(BASES, service.base), "2026-05-26")
    assert isinstance(first, Record)
    assert isinstance(last, Record)
    assert str(wrong) == "arXiv has no paper 2699.00001"


def test_arxiv_leaves_out_the_class_of_old_identifiers(service: Service, client: Client) -> None:
    entry = (ATOM_ENTRY % "").replace("2604.00001", "math/0309136")
    service.serve("/api/query?max_results=1&id_list=math.GT%2F0309136", (ATOM % entry).encode())
    assert ask(service, client, "arxiv", "math.GT/0309136").fields["arxiv"] == "math.GT/0309136"


def test_arxiv(service: Service, client: Client) -> None:
    service.serve(ARXIV_PATH, (ATOM % (ATOM_ENTRY % "12 pages")).encode())
    record = ask(service, client, "arxiv", "2604.00001")
    assert record.id == "2604.00001"
    assert record.fields == {
        "title": "On Quick Shelves & $n$ Erdős Books",
        "authors": ["Ana Author", "Bo Writer"],
        "published": "2026-04-13",
        "arxiv": "2604.00001",
        "doi": "10.1000/abc",
        "links": {"pdf": "https://arxiv.org/pdf/2604.00001"},
        "x-comments": "12 pages",
    }
    assert record.abstract == "We shelve books. They stand.\n\nA second paragraph with 5% more."


def test_a_withdrawn_paper_of_arxiv_says_so(service: Service, client: Client) -> None:
    service.serve(ARXIV_PATH, (ATOM % (ATOM_ENTRY % "This paper has been withdrawn: a gap in the proof")).encode())
    assert "a gap in the proof" in str(ask(service, client, "arxiv", "2604.00001").fields["withdrawn"])


ERROR_ENTRY = "<entry><id>http://arxiv.org/api/errors#incorrect_id</id><title>Error</title></entry>"
BOMB = '<!DOCTYPE f [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><feed>&b;</feed>'


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (ATOM % "", "has no paper"),
        (ATOM % ERROR_ENTRY, "has no paper"),
        (BOMB, "declarations instead of a feed"),
        ("<!DOCTYPE html><html></html>", "a web page instead of a feed; try again later"),
        ("<html><body>Log in<br></html>", "a web page instead of a feed; try again later"),
        ("<feed", "not a feed"),
        ("{}", "not a feed"),
    ],
)
def test_what_arxiv_answers_instead(service: Service, client: Client, answer: str, said: str) -> None:
    service.serve(ARXIV_PATH, answer.encode())
    with pytest.raises(FetchError, match=said):
        ask(service, client, "arxiv", "2604.00001")


def test_a_feed_in_an_encoding_that_hides_declarations_is_refused(service: Service, client: Client) -> None:
    service.serve(ARXIV_PATH, BOMB.encode("utf-16"))
    with pytest.raises(FetchError, match="not a feed"):
        ask(service, client, "arxiv", "2604.00001")


CROSSREF: dict[str, Any] = {
    "status": "ok",
    "message-type": "work",
    "message-version": "1.0.0",
    "message": {
        "DOI": "10.1000/182",
        "URL": "https://doi.org/10.1000/182",
        "type": "journal-article",
        "title": ["Shelves of H<sub>2</sub>O &amp; Wood"],
        "container-title": ["Journal of Shelves", "J. Shelv."],
        "author": [
            {"given": "Ana", "family": "Author", "sequence": "first", "ORCID": "http://orcid.org/0000-0002-1825-0097"},
            {"name": "The Shelf Group", "sequence": "additional", "affiliation": []},
        ],
        "issued": {"date-parts": [[None]]},
        "published-online": {"date-parts": [[2026, 4]]},
        "volume": "12",
        "page": "1-9",
        "publisher": "A Press",
        "abstract": "<jats:title>Abstract</jats:title><jats:p>It holds.</jats:p>",
        "subject": ["Wood"],
    },
}


def test_crossref(service: Service, client: Client) -> None:
    service.serve("/works/10.1000%2F182", CROSSREF)
    record = ask(service, client, "doi", "10.1000/182")
    assert record.id == "10.1000-182"
    assert record.fields == {
        "title": "Shelves of H$_{2}$O & Wood",
        "authors": [{"name": "Ana Author", "orcid": "0000-0002-1825-0097"}, "The Shelf Group"],
        "published": "2026-04",
        "doi": "10.1000/182",
        "venue": "Journal of Shelves",
        "volume": "12",
        "pages": "1–9",
        "publisher": "A Press",
        "tags": ["Wood"],
    }
    assert record.abstract.endswith("It holds.")


DATACITE: dict[str, Any] = {
    "data": {
        "id": "10.5281/zenodo.1",
        "type": "dois",
        "attributes": {
            "doi": "10.5281/zenodo.1",
            "titles": [{"title": "A Data Shelf"}],
            "creators": [
                {
                    "name": "Writer, Bo",
                    "nameType": "Personal",
                    "givenName": "Bo",
                    "familyName": "Writer",
                    "nameIdentifiers": [
                        {"nameIdentifier": "https://orcid.org/0000-0002-1694-233X", "nameIdentifierScheme": "ORCID"}
                    ],
                },
                {"name": "Third, Cy", "nameIdentifiers": []},
                {"name": "A Lab, Ltd", "nameType": "Organizational", "nameIdentifiers": []},
            ],
            "publisher": {"name": "Zenodo"},
            "publicationYear": 2026,
            "dates": [{"date": "2026-03-02", "dateType": "Issued"}, {"date": "2020", "dateType": "Collected"}],
            "types": {"resourceTypeGeneral": "Preprint"},
            "descriptions": [
                {"description": "Notes", "descriptionType": "Other"},
                {"description": "It is data.", "descriptionType": "Abstract"},
            ],
            "subjects": [{"subject": "data"}],
            "url": "https://zenodo.org/record/1",
        },
    }
}


def test_datacite_knows_what_crossref_does_not(service: Service, client: Client) -> None:
    service.serve("/dois/10.5281%2Fzenodo.1", DATACITE)
    record = ask(service, client, "doi", "10.5281/zenodo.1")
    assert record.fields == {
        "title": "A Data Shelf",
        "authors": [{"name": "Bo Writer", "orcid": "0000-0002-1694-233X"}, "Cy Third", "A Lab, Ltd"],
        "published": "2026-03-02",
        "doi": "10.5281/zenodo.1",
        "publisher": "Zenodo",
        "tags": ["data"],
        "links": {"page": "https://zenodo.org/record/1"},
    }
    assert record.abstract == "It is data."
    with pytest.raises(NotFoundError, match="neither Crossref nor DataCite"):
        ask(service, client, "doi", "10.1000/none")


@pytest.mark.parametrize("answer", [[], {}, {"message": []}, {"message": {"title": []}}, {"message": {"author": 3}}])
def test_an_answer_of_crossref_that_is_no_paper_is_told(service: Service, client: Client, answer: object) -> None:
    service.serve("/works/10.1000%2F182", answer)
    with pytest.raises(FetchError):
        ask(service, client, "doi", "10.1000/182")


NOTE = {
    "id": "rJl-b3RcF7",
    "forum": "rJl-b3RcF7",
    "cdate": 1775000000000,
    "pdate": 1776124800000,
    "content": {
        "title": {"value": "A Reviewed Shelf"},
        "authors": {"value": ["Ana Author", "Bo Writer"]},
        "abstract": {"value": "It was reviewed."},
        "keywords": {"value": ["shelves", "wood"]},
        "TLDR": {"value": "Wood holds."},
        "venue": {"value": "SHELF 2026 poster"},
        "pdf": {"value": "/pdf/abc.pdf"},
    },
}
OPENREVIEW_PATH = "/notes?id=rJl-b3RcF7"


def test_openreview_in_both_versions(service: Service, client: Client) -> None:
    bare = NOTE | {"content": {key: value["value"] for key, value in NOTE["content"].items()}}  # type: ignore[attr-defined]
    for answers in ([{"notes": [NOTE], "count": 1}], [{"notes": []}, {"notes": [bare]}]):
        service.serve(OPENREVIEW_PATH, *answers)
        record = ask(service, client, "openreview", "rJl-b3RcF7")
        assert record.fields == {
            "title": "A Reviewed Shelf",
            "authors": ["Ana Author", "Bo Writer"],
            "published": "2026-04-14",
            "openreview": "rJl-b3RcF7",
            "venue": "SHELF 2026 poster",
            "tags": ["shelves", "wood"],
            "links": {"pdf": "https://openreview.net/pdf/abc.pdf"},
            "summary": "Wood holds.",
        }
        assert record.abstract == "It was reviewed."


@pytest.mark.parametrize(
    "answer",
    [
        {"notes": []},
        {"name": "ForbiddenError", "status": 403},
        {"notes": [{"content": {"comment": {"value": "No paper."}}}]},
        {"notes": [{"content": {"title": {"value": ["a"]}}}]},
    ],
)
def test_what_is_no_paper_of_openreview_is_told(service: Service, client: Client, answer: object) -> None:
    service.serve(OPENREVIEW_PATH, answer)
    with pytest.raises(FetchError):
        ask(service, client, "openreview", "rJl-b3RcF7")


BIB = r"""@inproceedings{author-writer-2026-shelf,
    title = "A {S}helf for {NLP}",
    author = "Author, Ana  and  Wr{\"o}ter, Bo",
    editor = "Editor, Ed",
    booktitle = "Proceedings of the 64th Annual Meeting",
    month = jul,
    year = "2026",
    address = "Online",
    publisher = "Association for Shelves",
    url = "https://aclanthology.org/2026.acl-main.1/",
    doi = "10.18653/v1/2026.acl-main.1",
    pages = "1--11",
    abstract = "It shelves 5{\%} more."
}
"""


def test_the_acl_anthology(service: Service, client: Client) -> None:
    service.serve("/2026.acl-main.1.bib", BIB.encode())
    record = ask(service, client, "acl", "2026.acl-main.1")
    assert record.id == record.fields["acl"] == "2026.acl-main.1"
    assert record.fields["title"] == "A Shelf for NLP"
    assert record.fields["authors"] == ["Ana Author", "Bo Wröter"]
    assert (record.fields["published"], record.fields["pages"]) == ("2026-07", "1–11")
    assert record.fields["links"] == {"pdf": "https://aclanthology.org/2026.acl-main.1.pdf"}
    assert record.abstract == "It shelves 5% more."
    service.serve("/2026.acl-main.1.bib", b"<html>moved</html>")
    with pytest.raises(FetchError, match="not the BibTeX"):
        ask(service, client, "acl", "2026.acl-main.1")


PAPER = {
    "id": "2604.00001",
    "authors": [{"_id": "1", "name": "Ana Author", "hidden": False}],
    "publishedAt": "2026-04-13T00:00:00.000Z",
    "submittedOnDailyAt": "2026-04-15T00:00:00.000Z",
    "title": "A Daily Shelf",
    "summary": "It is daily.",
    "upvotes": 7,
    "githubRepo": "https://github.com/ana/shelf",
    "ai_summary": "Shelves daily.",
    "ai_keywords": ["shelves"],
    "organization": {"name": "lab", "fullname": "A Lab"},
}


def test_hugging_face(service: Service, client: Client) -> None:
    service.serve("/api/papers/2604.00001", PAPER)
    record = ask(service, client, "huggingface", "2604.00001")
    wanted = {"date": "2026-04-15", "published": "2026-04-13", "upvotes": 7, "as_of": "2026-05-26"}
    assert {key: record.fields[key] for key in wanted} == wanted
    assert record.fields["organizations"] == ["A Lab"]
    service.serve("/api/papers/2604.00001", {"error": "Paper not found"})
    with pytest.raises(FetchError, match="not a paper"):
        ask(service, client, "huggingface", "2604.00001")
