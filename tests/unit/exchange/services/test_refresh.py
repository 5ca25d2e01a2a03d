"""`papershelf refresh`: what services say, in their real formats, becomes suggestions and, where told, changes."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from site_builder.cli import refresh as refreshing
from site_builder.edit.news import News
from site_builder.edit.refresh import most_pressing, refresh_change, suggest
from site_builder.exchange.services.arxiv import Preprint
from site_builder.exchange.services.client import Client
from site_builder.exchange.services.moved import moved_to
from site_builder.exchange.services.works import Update, Work
from site_builder.model import Entry, Notice
from tests.shelf import entry, front_matter, run, write_archive
from tests.unit.exchange.services.conftest import Service

FEED = '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom">%s</feed>'
PREPRINT = """<entry><id>http://arxiv.org/abs/%sv3</id><updated>2026-05-02T17:00:00Z</updated>
  <published>2026-04-13T09:30:00Z</published><title>On
  Shelves</title><summary>We shelve.</summary><author><name>Ana Author</name></author>%s</entry>"""
RETRACTED = {
    "DOI": "10.1000/ONE",
    "type": "journal-article",
    "title": ["One"],
    "updated-by": [
        {"DOI": "10.1000/erratum", "type": "erratum", "source": "publisher", "updated": {"date-parts": [[2026, 6, 1]]}},
        {
            "DOI": "10.1000/Notice",
            "type": "retraction",
            "label": "Retraction",
            "source": "retraction-watch",
            "updated": {"date-parts": [[2026, 5, 3]], "date-time": "2026-05-03T00:00:00Z", "timestamp": 1777766400000},
        },
        {"DOI": "10.1000/c", "type": "expression_of_concern", "updated": {"date-parts": [[2026]]}},
    ],
    "relation": {},
}
BECAME = {
    "DOI": "10.1101/two",
    "type": "posted-content",
    "title": ["Two"],
    "relation": {"is-preprint-of": [{"id-type": "doi", "id": "10.1000/two", "asserted-by": "subject"}]},
}
PUBLISHED = {
    "DOI": "10.1000/two",
    "type": "journal-article",
    "title": ["Two"],
    "container-title": ["Journal of Shelves"],
    "volume": "7",
    "page": "1-9",
    "issued": {"date-parts": [[2026, 3]]},
}
ON_SHELVES = PUBLISHED | {"DOI": "10.1000/shelves", "title": ["On Shelves"], "container-title": ["Shelf Letters"]}
PAPERS = {
    "one": ("title: One", "doi: 10.1000/one"),
    "two": ("title: Two", "doi: 10.1101/two", "versions: [{name: v1}]"),
    "three": ("title: On Shelves", "arxiv: 2604.00001  # ours", "links: {code: '%s/old'}"),
    "four": ("title: Four", "arxiv: 2604.00002"),
    "five": ("title: Five",),
}


@pytest.fixture
def shelf(tmp_path: Path, service: Service, client: Client, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PAPERSHELF_BASES", f"arxiv={service.base} crossref={service.base}")
    monkeypatch.setattr(refreshing, "Client", partial(Client, sleep=lambda seconds: None))
    files = {f"content/papers/{name}.md": front_matter(*lines) for name, lines in PAPERS.items()}
    return write_archive(tmp_path, {path: text.replace("%s", service.base) for path, text in files.items()})


def answer(service: Service) -> None:
    """Answer as the services do; Crossref is asked twice, the second time for what a preprint became."""
    where = "<arxiv:doi>10.1000/SHELVES</arxiv:doi><arxiv:journal_ref>Shelf Lett. 7 (2026) 1</arxiv:journal_ref>"
    gone = "<arxiv:comment>This paper has been withdrawn: a gap in Lemma 2</arxiv:comment>"
    papers = PREPRINT % ("2604.00001", where) + PREPRINT % ("2604.00002", gone)
    service.serve("/api/query", (FEED % papers).encode())
    first = {"message": {"items": [RETRACTED, BECAME, ON_SHELVES]}}
    service.serve("/works", first, {"message": {"items": [PUBLISHED]}})
    service.answers_head = True
    service.serve("/old", (301, {"Location": "/new"}, b""))
    service.serve("/new", b"")


def test_suggestions_are_listed_then_made_and_then_there_are_none(service: Service, shelf: Path) -> None:
    answer(service)
    before = {path: path.read_bytes() for path in shelf.rglob("*.md")}
    listed = run("refresh", "--archive", shelf)
    assert listed.exit_code == 0
    said = listed.stdout.replace(service.base, "").replace("content/papers/", "").splitlines()
    assert said == [
        "four.md: withdrawn: arXiv says: This paper has been withdrawn: a gap in Lemma 2",
        "four.md: versions: arXiv has v3 of 2026-05-02",
        "one.md: withdrawn: Crossref has a retraction of 2026-05-03 https://doi.org/10.1000/notice",
        "one.md: look at it: Crossref has an expression of concern of 2026 https://doi.org/10.1000/c",
        "three.md: doi: arXiv says that it was published as 10.1000/shelves",
        "three.md: venue, volume, pages: Crossref has 10.1000/shelves in 'Shelf Letters'",
        "three.md: links: its host has moved /old to /new",
        "three.md: versions: arXiv has v3 of 2026-05-02",
        "two.md: doi, versions: Crossref says that 10.1101/two became 10.1000/two",
        "two.md: venue, volume, pages: Crossref has 10.1000/two in 'Journal of Shelves'",
    ]
    assert {path: path.read_bytes() for path in shelf.rglob("*.md")} == before

    answer(service)
    assert run("refresh", "--archive", shelf, "--write").exit_code == 0
    texts = {path.stem: path.read_text(encoding="utf-8").replace(service.base, "") for path in before}
    one = "withdrawn:\n  kind: retracted\n  date: 2026-05-03\n  url: https://doi.org/10.1000/notice\n"
    assert one in texts["one"]
    assert "doi: 10.1000/two\n" in texts["two"]
    assert "  - name: v1\n  - name: preprint\n    url: https://doi.org/10.1101/two\n" in texts["two"].replace(
        "- {", "- "
    )
    for line in ("arxiv: 2604.00001  # ours", "venue: Shelf Letters", "code: /new", "name: v3"):
        assert line in texts["three"]

    answer(service)
    service.serve("/works", {"message": {"items": [RETRACTED, ON_SHELVES, PUBLISHED]}})
    assert "0 suggestions" in run("refresh", "--archive", shelf).stderr


def test_what_an_entry_declines_is_not_suggested_again(service: Service, shelf: Path) -> None:
    declined = {
        "one": "10.1000/c",
        "two": "https://doi.org/10.1000/two",
        "three": f"v3 {service.base}/new",
        "four": "v2 withdrawn",
    }
    for name, words in declined.items():
        path = shelf / f"content/papers/{name}.md"
        path.write_text(path.read_text().replace("title:", f"x-declined: {words}\ntitle:", 1))
    answer(service)
    listed = run("refresh", "--archive", shelf).stdout.replace("content/papers/", "").splitlines()
    assert listed == [
        "one.md: withdrawn: Crossref has a retraction of 2026-05-03 https://doi.org/10.1000/notice",
        "three.md: doi: arXiv says that it was published as 10.1000/shelves",
        "three.md: venue, volume, pages: Crossref has 10.1000/shelves in 'Shelf Letters'",
        "four.md: versions: arXiv has v3 of 2026-05-02",
    ]


def test_a_service_that_fails_is_named_and_the_others_are_asked(service: Service, shelf: Path, tmp_path: Path) -> None:
    answer(service)
    service.serve("/api/query", (403, {}, b"Forbidden"))
    service.serve("/old", (429, {"Retry-After": "9999"}, b""))
    report = tmp_path / "report.md"
    result = run("refresh", "--archive", shelf, "--write", "--limit", "1", "--report", report)
    assert result.exit_code == 3
    assert "it answered with status 403" in result.stderr
    assert "it answered with status 429, for 1 of its addresses" in result.stderr
    assert "suggestions for later; 1 file written" in result.stderr
    assert "`Crossref has a retraction of 2026-05-03 https://doi.org/10.1000/notice`" in report.read_text("utf-8")
    assert run("refresh", "six", "--archive", shelf).exit_code == 2


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ([(301, "/b"), (308, "/c"), (200, "")], "/c"),
        ([(200, "")], ""),
        ([(302, "/b"), (200, "")], ""),
        ([(301, "/b"), (302, "/login")], ""),
        ([(301, "/")], ""),
        ([(301, "/a/"), (200, "")], ""),
        ([(301, "https://elsewhere.example/a")], ""),
        ([(301, "javascript:alert(1)")], ""),
        ([(301, "/a")], ""),
    ],
)
def test_only_its_own_host_moves_an_address_for_good(
    service: Service, client: Client, steps: list[tuple[int, str]], expected: str
) -> None:
    service.answers_head = True
    path = "/a"
    for status, location in steps:
        service.serve(path, (status, {"Location": location} if location else {}, b""))
        path = location
    assert moved_to(client, f"{service.base}/a").removeprefix(service.base) == expected


def suggested(paper: Entry, news: News, owners: dict[str, str] | None = None) -> list[str]:
    kinds = ("notices", "published", "links", "versions")
    return [str(one).partition(": ")[2] for one in suggest([paper], news, kinds, owners or {})]


@pytest.mark.parametrize(
    ("known", "found", "count"),
    [
        (None, "addendum", 0),
        (None, "corrigendum", 1),
        ("corrected", "erratum", 0),
        ("corrected", "retraction", 1),
        ("retracted", "withdrawal", 0),
        ("withdrawn", "retraction", 1),
    ],
)
def test_only_a_graver_notice_than_the_entry_has_is_suggested(known: str | None, found: str, count: int) -> None:
    paper = entry("one", identifiers={"doi": "10.1/a"}, withdrawn=Notice(known) if known else None)
    assert len(suggested(paper, News(works={"10.1/a": Work(updates=(Update(found),))}))) == count


def test_a_doi_that_another_entry_has_or_that_names_another_paper_is_for_a_person() -> None:
    paper = entry("one", "On shelves", identifiers={"arxiv": "2604.00001", "doi": "10.48550/arxiv.2604.00001"})
    news = News(
        preprints={"2604.00001": Preprint(1, "2026", "10.1/b")}, works={"10.1/b": Work({"title": "Of ladders"})}
    )
    assert suggested(paper, news, {"10.1/b": "b.md"}) == [
        "look at it: arXiv says that it was published as 10.1/b, which b.md has: merge the two"
    ]
    assert suggested(paper, news) == [
        "look at it: arXiv says that it was published as 10.1/b, but its title there is 'Of ladders'"
    ]
    twins = [paper, entry("two", "Of ladders", identifiers=paper.identifiers)]
    found = suggest(twins, news, ("published",), {})
    assert [one.has_change for one in found] == [False, True]


def test_what_would_break_an_entry_is_left_out(tmp_path: Path) -> None:
    write_archive(tmp_path, {"content/papers/one.md": front_matter("title: One", "versions: [{name: v2}]")})
    paper = entry("one", identifiers={"doi": "10.1/a"})
    (suggestion,) = suggest([paper], News(works={"10.1/a": Work({"venue": "x" * 400})}), ("published",), {})
    change, refused = refresh_change(tmp_path, most_pressing([suggestion], 1), ())
    assert not change.written
    assert "at most 300 are allowed" in refused[0]
