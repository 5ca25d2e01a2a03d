"""Each kind of source in its real format on a loopback server, failures included; all papers are invented."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest

from site_builder.daily.sources import read_source
from site_builder.exchange.record import Record, Skipped
from site_builder.exchange.services.arxiv import fetch_arxiv_papers
from site_builder.exchange.services.client import Client, FetchError, Limits
from site_builder.exchange.services.fetch import BASES
from site_builder.settings.daily import DailySource
from tests.web import Answer, served

TODAY = date(2026, 5, 26)


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> Client:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    return Client(limits=Limits(silence=5.0, tries=2), sleep=lambda seconds: None)


def read(
    client: Client, answers: Mapping[str, list[Answer]], asked: list[str] | None = None, /, **settings: object
) -> tuple[list[Record], list[Skipped]]:
    """Return the papers of a source at a server, and what was left out."""
    with served(answers, asked) as address:
        if settings["source"] == "feed":
            settings["address"] = f"{address}/feed"
        source = DailySource(**settings)  # type: ignore[arg-type]
        outcomes = list(read_source(source, client, dict.fromkeys(BASES, address), {}, TODAY))
    records = [one for one in outcomes if isinstance(one, Record)]
    return records, [one for one in outcomes if isinstance(one, Skipped)]


def json_answer(value: object) -> Answer:
    return 200, {"Content-Type": "application/json"}, json.dumps(value).encode()


def arxiv_entry(identifier: str, title: str = "") -> str:
    return (
        f"<entry><id>http://arxiv.org/abs/{identifier}v1</id><published>2026-05-25T09:00:00Z</published>"
        f"<title>{title or f'On Shelf {identifier}'}</title><summary>We shelve books.</summary>"
        "<author><name>Ana Author</name></author></entry>"
    )


def atom(*entries: str) -> Answer:
    text = f'<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom">{"".join(entries)}</feed>'
    return 200, {"Content-Type": "application/atom+xml"}, text.encode()


def test_arxiv_is_asked_by_category_query_and_day(client: Client) -> None:
    asked: list[str] = []
    answers = {"/api/query": [atom(arxiv_entry("2605.00001"), arxiv_entry("cs/0309040"))]}
    records, _ = read(client, answers, asked, source="arxiv", categories=("cs.CL", "cs.SD"), query="abs:speech", days=3)
    assert [record.id for record in records] == ["2605.00001", "cs-0309040"]
    assert records[0].fields["published"] == "2026-05-25"
    [query] = parse_qs(urlsplit(asked[0]).query)["search_query"]
    assert query == "submittedDate:[202605230000 TO 202605262359] AND (cat:cs.CL OR cat:cs.SD) AND (abs:speech)"


def test_a_long_answer_of_arxiv_is_read_page_by_page(client: Client) -> None:
    full = atom(*(arxiv_entry(f"2605.{number:05}") for number in range(100)))
    answers = {"/api/query": [full, full, atom(arxiv_entry("2604.00001"))]}
    asked: list[str] = []
    records, _ = read(client, answers, asked, source="arxiv", query="all:shelf")
    assert (len(records), len(asked)) == (201, 3)


def test_a_thousand_identifiers_are_ten_requests(client: Client) -> None:
    names = [f"2605.{number:05}" for number in range(1_000)]
    pages = [[atom(*map(arxiv_entry, names[start : start + 100]))] for start in range(0, 1_000, 100)]
    pages[3] = [atom(*map(arxiv_entry, names[301:400]))]
    asked: list[str] = []
    with served({"/api/query": [page for [page] in pages]}, asked) as address:
        found = list(fetch_arxiv_papers(client, address, names))
    assert len(asked) == 10
    assert sum(isinstance(one, Record) for one in found) == 999
    assert Skipped("arXiv 2605.00300", "arXiv has no such paper") in found


ARXIV_FEED = b"""<?xml version='1.0' encoding='UTF-8'?>
<rss xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:dc="http://purl.org/dc/elements/1.1/" version="2.0"><channel>
<title>cs.CL updates on arXiv.org</title>
<item><title>Quick Shelves</title><link>https://arxiv.org/abs/2605.00001</link>
<description>arXiv:2605.00001v1 Announce Type: new
Abstract: We shelve books &amp; read.</description><guid isPermaLink="false">oai:arXiv.org:2605.00001v1</guid>
<category>cs.CL</category><pubDate>Tue, 26 May 2026 00:00:00 -0400</pubDate>
<arxiv:announce_type>new</arxiv:announce_type><dc:creator>Ana Author, Bo Writer</dc:creator></item>
<item><title>An Older One</title><link>https://arxiv.org/abs/2501.00001</link>
<arxiv:announce_type>replace</arxiv:announce_type><dc:creator>Ana Author</dc:creator></item>
</channel></rss>"""


def test_a_feed_of_arxiv_is_completed_by_its_api_and_old_papers_are_left_out(client: Client) -> None:
    answers: dict[str, list[Answer]] = {
        "/feed": [(200, {}, ARXIV_FEED)],
        "/api/query": [atom(arxiv_entry("2605.00001", "Quick Shelves, in full"))],
    }
    records, _ = read(client, answers, source="feed")
    assert [record.fields["title"] for record in records] == ["Quick Shelves, in full"]


def test_a_feed_of_arxiv_stands_for_itself_where_the_api_fails(client: Client) -> None:
    records, skipped = read(client, {"/feed": [(200, {}, ARXIV_FEED)]}, source="feed")
    assert "papers are as the feed describes them" in skipped[0].reason
    [record] = records
    assert record.abstract == "We shelve books & read."
    assert {key: record.fields[key] for key in ("title", "authors", "published", "arxiv", "tags")} == {
        "title": "Quick Shelves",
        "authors": ["Ana Author", "Bo Writer"],
        "published": "2026-05-26",
        "arxiv": "2605.00001",
        "tags": ["cs.CL"],
    }


JOURNAL_FEED = b"""<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:prism="http://purl.org/rss/1.0/modules/prism/">
<item rdf:about="https://example.org/1"><title>A &lt;i&gt;Study&lt;/i&gt; of Shelves</title>
<link>https://example.org/1</link><description>&lt;p&gt;Books.&lt;/p&gt;</description>
<dc:creator>Author, Ana</dc:creator>
<dc:creator>Bo Writer</dc:creator><dc:date>2026-05-20</dc:date>
<prism:publicationName>Journal of Shelves</prism:publicationName>
<dc:identifier>doi:10.5555/Shelf.1</dc:identifier></item></rdf:RDF>"""


def test_a_feed_of_a_journal(client: Client) -> None:
    [record], _ = read(client, {"/feed": [(200, {}, JOURNAL_FEED)]}, source="feed")
    assert record.id == "10.5555-shelf.1"
    assert record.abstract == "Books."
    assert record.fields == {
        "title": "A Study of Shelves",
        "authors": ["Ana Author", "Bo Writer"],
        "published": "2026-05-20",
        "venue": "Journal of Shelves",
        "doi": "10.5555/shelf.1",
        "links": {"page": "https://example.org/1"},
    }


def test_a_feed_in_atom(client: Client) -> None:
    entry = (
        '<entry><id>urn:1</id><title>Notes on Shelves</title><link rel="self" href="https://example.org/self"/>'
        '<link href="https://example.org/notes"/><published>2026-05-19T01:00:00Z</published>'
        '<category term="wood"/><author><name>Ana Author</name></author><content>Text.</content></entry>'
    )
    [record], _ = read(client, {"/feed": [atom(entry)]}, source="feed")
    assert (record.id, record.fields["links"]) == ("Notes-on-Shelves", {"page": "https://example.org/notes"})
    assert (record.fields["tags"], record.fields["published"]) == (["wood"], "2026-05-19")


# Items of RSS as publishers, preprint servers and blogs write them, each with what is read of it.
ITEMS: list[tuple[str, dict[str, object]]] = [
    ("<author>ana@a.example (Ana Author)</author>", {"authors": ["Ana Author"]}),
    ("<author>ana@a.example</author>", {"authors": None}),
    ("<dc:creator>Author, A. B., Writer, C.-D.</dc:creator>", {"authors": ["A. B. Author", "C.-D. Writer"]}),
    ("<dc:creator>Author, Ana; Writer, Bo</dc:creator>", {"authors": ["Ana Author", "Bo Writer"]}),
    ("<dc:creator>Ana Author, Bo Writer, and Cy Fir</dc:creator>", {"authors": ["Ana Author", "Bo Writer", "Cy Fir"]}),
    ("<dc:creator>Ana Author</dc:creator><dc:creator>et al.</dc:creator>", {"x-authors": "and others"}),
    (
        "<prism:volume>3</prism:volume><prism:number>2</prism:number><prism:startingPage>10</prism:startingPage>"
        "<prism:endingPage>20</prism:endingPage><prism:issn>1234-5679</prism:issn>",
        {"volume": "3", "issue": "2", "pages": "10–20", "issn": "1234-5679"},
    ),
    ("<prism:doi>10.5555/ABC</prism:doi>", {"doi": "10.5555/abc"}),
    ("<guid>https://doi.org/10.5555/guid</guid>", {"doi": "10.5555/guid"}),
    ("<link><![CDATA[ https://a.example/p?a=1&b=2 ]]></link>", {"links": {"page": "https://a.example/p?a=1&b=2"}}),
    (
        "<enclosure url='https://a.example/x.pdf' type='application/pdf'/>",
        {"links": {"pdf": "https://a.example/x.pdf"}},
    ),
    ("<pubDate>Mon, 25 May 2026 23:30:00 -0700</pubDate>", {"published": "2026-05-25"}),
    ("<pubDate>soon</pubDate><dc:date>2026-05</dc:date>", {"published": "2026-05"}),
    (
        "<category><![CDATA[Wood &amp; Glue]]></category><dc:subject>lamps</dc:subject>",
        {"tags": ["Wood & Glue", "lamps"]},
    ),
]


def test_items_of_feeds_as_they_are_written(client: Client) -> None:
    spaces = 'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:prism="http://purl.org/rss/1.0/modules/prism/"'
    items = "".join(f"<item><title>Shelf {number}</title>{text}</item>" for number, (text, _) in enumerate(ITEMS))
    feed = f'<rss version="2.0" {spaces}><channel>{items}</channel></rss>'.encode()
    records, skipped = read(client, {"/feed": [(200, {}, feed)]}, source="feed")
    found = [{name: one.fields.get(name) for name in wanted} for one, (_, wanted) in zip(records, ITEMS, strict=True)]
    assert (found, skipped) == ([wanted for _, wanted in ITEMS], [])


def note(number: int, **content: object) -> dict[str, object]:
    values = {"title": f"Paper {number}", "authors": ["Ana Author"], "venue": "ICXL 2026 poster", **content}
    return {"id": f"AbCdEf{number:03}", "forum": f"AbCdEf{number:03}", "pdate": 1_779_000_000_000} | {
        "content": {key: {"value": value} for key, value in values.items()}
    }


def test_a_venue_of_openreview(client: Client) -> None:
    asked: list[str] = []
    answers = {"/notes": [json_answer({"notes": [note(1), note(2, title=None), "?"], "count": 3})]}
    [record], [skipped] = read(client, answers, asked, source="openreview", venue="ICXL.cc/2026/Conference")
    assert (record.id, record.fields["venue"]) == ("AbCdEf001", "ICXL 2026 poster")
    assert "it has no title" in skipped.reason
    assert "content.venueid=ICXL.cc%2F2026%2FConference" in asked[0]


def test_crossref_by_issn_with_a_cursor(client: Client) -> None:
    def work(number: int) -> dict[str, object]:
        return {"DOI": f"10.5555/{number}", "title": [f"Work {number}"], "type": "journal-article"}

    first = {"message": {"items": [work(n) for n in range(100)], "next-cursor": "abc=="}}
    last = {"message": {"items": [work(100), {"DOI": "10.5555/none", "title": []}], "next-cursor": "abc=="}}
    asked: list[str] = []
    answers = {"/works": [json_answer(first), json_answer(last)]}
    records, skipped = read(client, answers, asked, source="crossref", issn="1234-5679")
    assert (len(records), len(skipped)) == (101, 1)
    assert records[0].fields["doi"] == "10.5555/0"
    assert parse_qs(urlsplit(asked[0]).query)["filter"] == ["issn:1234-5679,from-created-date:2026-05-19"]
    assert parse_qs(urlsplit(asked[1]).query)["cursor"] == ["abc=="]


def test_openalex_by_orcid(client: Client) -> None:
    work = {
        "id": "https://openalex.org/W1",
        "doi": "https://doi.org/10.5555/ABC",
        "title": "A Study of <i>Shelves</i>",
        "publication_date": "2026-05-22",
        "type": "article",
        "authorships": [
            {
                "author": {"display_name": "Ana Author", "orcid": "https://orcid.org/0000-0002-1825-0097"},
                "institutions": [{"display_name": "A University"}],
            },
            {"author": {"display_name": None}, "raw_author_name": "Bo Writer"},
        ],
        "primary_location": {
            "source": {"display_name": "Journal of Shelves", "type": "journal", "issn_l": "1234-5679"},
            "landing_page_url": "https://doi.org/10.5555/abc",
            "pdf_url": "https://example.org/1.pdf",
        },
        "biblio": {"volume": "3", "issue": None, "first_page": "1", "last_page": "9"},
        "abstract_inverted_index": {"books": [2], "We": [0], "shelve": [1]},
        "keywords": [{"display_name": "Shelving"}],
        "is_retracted": False,
    }
    asked: list[str] = []
    answers = {"/works": [json_answer({"results": [work, {"id": "https://openalex.org/W2"}], "meta": {}})]}
    [record], [skipped] = read(client, answers, asked, source="openalex", orcid="0000-0002-1825-0097")
    assert record.id == "10.5555-abc"
    assert record.abstract == "We shelve books"
    assert {key: value for key, value in record.fields.items() if key != "authors"} == {
        "title": "A Study of Shelves",
        "published": "2026-05-22",
        "doi": "10.5555/abc",
        "venue": "Journal of Shelves",
        "issn": "1234-5679",
        "volume": "3",
        "pages": "1–9",
        "links": {"pdf": "https://example.org/1.pdf"},
        "tags": ["Shelving"],
    }
    assert record.fields["authors"] == [
        {"name": "Ana Author", "orcid": "0000-0002-1825-0097", "affiliation": "A University"},
        "Bo Writer",
    ]
    assert skipped == Skipped("https://openalex.org/W2", "it has no title")


def test_a_person_of_dblp(client: Client) -> None:
    bibtex = b"@article{DBLP:journals/x/A26,\n author = {Ana Author},\n title = {On Shelves},\n year = {2026}}\n"
    [record], _ = read(client, {"/pid/01/2345.bib": [(200, {}, bibtex)]}, source="dblp", person="01/2345")
    assert record.fields["title"] == "On Shelves"


def test_a_library_of_zotero(client: Client) -> None:
    item = {"id": "1/ABCD2345", "type": "article-journal", "title": "On Shelves", "DOI": "10.5555/z"}
    asked: list[str] = []
    answers = {"/groups/12345/items/top": [json_answer({"items": [item]})]}
    [record], _ = read(client, answers, asked, source="zotero", library="groups/12345")
    assert record.fields["doi"] == "10.5555/z"
    assert "sort=dateAdded&direction=desc" in asked[0]


PAGE: Answer = (200, {}, b"<!doctype html><html><body>Please log in.</body></html>")
FAILURES: Mapping[str, tuple[str, dict[str, object]]] = {
    "arxiv": ("/api/query", {"query": "all:x"}),
    "feed": ("/feed", {}),
    "openreview": ("/notes", {"venue": "X"}),
    "crossref": ("/works", {"issn": "1234-5679"}),
    "openalex": ("/works", {"issn": "1234-5679"}),
    "dblp": ("/pid/01/2345.bib", {"person": "01/2345"}),
    "zotero": ("/groups/1/items/top", {"library": "groups/1"}),
}


def failures() -> Iterator[tuple[str, Answer, str]]:
    for source in FAILURES:
        yield source, (403, {}, b""), "it answered with status 403"
        yield source, PAGE, "a web page"
        if source not in ("arxiv", "feed", "dblp"):
            yield source, json_answer({}), "no "


@pytest.mark.parametrize(("source", "answer", "reason"), list(failures()))
def test_what_a_source_cannot_give_is_said(client: Client, source: str, answer: Answer, reason: str) -> None:
    path, settings = FAILURES[source]
    with pytest.raises(FetchError, match=reason):
        read(client, {path: [answer]}, source=source, **settings)
