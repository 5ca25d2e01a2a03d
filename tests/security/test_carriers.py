"""What carries entries out of the site runs nothing either: feeds, mails, files of data, reading lists, terminals."""

from __future__ import annotations

import json
import re
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import feedparser
import pytest
from defusedxml import ElementTree
from markdown_it import MarkdownIt
from playwright.sync_api import FilePayload, expect
from pybtex.database import parse_string

from site_builder.reading.yaml_nodes import CONTROL
from tests.security.conftest import Trap
from tests.security.injections import injections
from tests.shelf import front_matter, run, write_archive

MONTHS = tuple(f"2026-{number:02}" for number in range(1, 10))
FEED = "{http://www.w3.org/2005/Atom}"

# What TeX would do more than to set a text; `papers.bib` is read by people's own TeX.
ACTIVE_TEX = re.compile(r"\\(input|write|csname|def|immediate)\b|\\begin\{input|\^\^")

pytestmark = pytest.mark.xdist_group("hostile")


def shown_from(markdown: str) -> str:
    """Return Markdown as the most careless reader shows it: raw HTML, and links wherever they lead."""
    parser = MarkdownIt("commonmark", {"html": True})
    parser.validateLink = lambda address: True  # type: ignore[method-assign, assignment]
    return str(parser.render(markdown))


def digest(archive: Path, month: str, form: str) -> bytes:
    file = archive / f"digest.{form}"
    assert run("digest", "--archive", archive, "--month", month, "--format", form, "--output", file).exit_code == 0
    return file.read_bytes()


def harmless_faults(trap: Trap, folder: Path) -> set[str]:
    """Return what the trap says of a mail of no harm: mails have a style element, and styles at their elements."""
    lines = ("title: A paper", "authors: [Ana Author]", "date: 2026-01-01", "withdrawn: Wrong.", "summary: One.")
    shelf = write_archive(folder / "harmless", {"content/papers/a.md": front_matter(*lines)})
    settings = "title: A shelf\nbase_url: https://example.org/papers/\n"
    (shelf / "site.yml").write_text(settings, encoding="utf-8")
    trap.show(digest(shelf, MONTHS[0], "html").decode())
    return set(trap.faults())


def test_no_file_of_xml_runs_anything_in_a_browser(trap: Trap, hostile_site: Path) -> None:
    found = []
    paths = [path for path in sorted(hostile_site.rglob("*")) if path.suffix in (".xml", ".opml", ".svg")]
    assert {"feed.xml", "feeds.opml", "sitemap.xml", "opensearch.xml", "oai.xml"} <= {path.name for path in paths}
    for path in paths:
        ElementTree.parse(path)
        shown = hostile_site.parent / "shown.xml"
        shown.write_bytes(path.read_bytes())
        trap.page.goto(shown.as_uri(), wait_until="load")
        # Chromium shows a file that it takes for no page in a frame of its own making.
        found += [f"{path.name}: {fault}" for fault in trap.faults() if "xml-viewer-style" not in fault]
    assert found == []


def test_feeds_hold_text_and_no_html(hostile_site: Path) -> None:
    """So no reader of feeds has anything to run, however it cleans HTML."""
    root = ElementTree.fromstring((hostile_site / "feed.xml").read_bytes())
    data = json.loads((hostile_site / "feed.json").read_text("utf-8"))
    entries = root.findall(f"{FEED}entry")
    titles = [entry.findtext(f"{FEED}title") for entry in entries]
    assert len(entries) > 300
    assert [item["title"] for item in data["items"]] == titles
    assert [node.attrib for node in root.iter() if node.get("type") in ("html", "xhtml")] == []
    assert {node.tag.partition("}")[0] for node in root.iter()} == {FEED[:-1]}
    assert not any("content_html" in item for item in data["items"])
    addresses = [link.attrib["href"] for link in root.iter(f"{FEED}link")]
    addresses += [item[key] for item in data["items"] for key in ("url", "external_url") if key in item]
    assert [address for address in addresses if not address.startswith("https://")] == []
    parsed = feedparser.parse((hostile_site / "feed.xml").read_bytes())
    assert (parsed.bozo, len(parsed.entries)) == (0, len(entries))


def test_no_mail_runs_anything(trap: Trap, hostile_archive: Path, tmp_path: Path) -> None:
    harmless = harmless_faults(trap, tmp_path)
    found, papers = [], 0
    for month in MONTHS:
        html = digest(hostile_archive, month, "html").decode()
        papers += html.count("font-size:19px")
        trap.show(html)
        found += [f"{month}: {fault}" for fault in trap.faults() if fault not in harmless]
    assert papers > 300
    assert found == []


def test_no_entry_writes_a_head_of_a_mail(hostile_archive: Path) -> None:
    for month in MONTHS[:2]:
        mail = message_from_bytes(digest(hostile_archive, month, "eml"), policy=default)
        assert isinstance(mail, EmailMessage)
        assert set(mail.keys()) == {"Subject", "Message-ID", "X-Unsent", "MIME-Version", "Content-Type"}
        assert [part.get_content_type() for part in mail.walk()] == ["multipart/alternative", "text/plain", "text/html"]
        html = mail.get_body(["html"])
        assert html is not None
        assert html.get_content().split() == digest(hostile_archive, month, "html").decode().split()


def test_no_digest_in_markdown_runs_anything(trap: Trap, hostile_archive: Path) -> None:
    found = []
    for month in MONTHS:
        trap.show(shown_from(digest(hostile_archive, month, "markdown").decode()))
        found += [f"{month}: {fault}" for fault in trap.faults()]
    assert found == []


def test_files_of_data_hold_each_paper_and_nothing_else(hostile_site: Path) -> None:
    """What would end a value and begin another, or run in TeX, is text."""
    lines = [json.loads(line) for line in (hostile_site / "papers.jsonl").read_bytes().splitlines()]
    csl = json.loads((hostile_site / "papers.csl.json").read_text("utf-8"))
    bibtex = (hostile_site / "papers.bib").read_text("utf-8")
    entries: Any = parse_string(bibtex, "bibtex").entries
    assert len(lines) == len(csl) == len(entries) > 300
    assert {item["title"] for item in csl} == {line["title"] for line in lines}
    assert {entry.type for entry in entries.values()} <= {"article", "inproceedings", "misc"}
    assert not any("file" in entry.fields for entry in entries.values())
    assert {entry.fields.get("note", "Withdrawn: ")[:11] for entry in entries.values()} == {"Withdrawn: "}
    assert [line for line in bibtex.splitlines() if ACTIVE_TEX.search(line)] == []
    for path in hostile_site.rglob("*.json"):
        json.loads(path.read_text("utf-8"))


def test_no_reading_list_runs_anything(trap: Trap) -> None:
    """A list that somebody else has made is shown, saved and read again as text."""
    texts = injections()
    fields = ("title", "note", "id", "added", "date", "doi", "arxiv", "more")
    papers: list[dict[str, object]] = [{"url": text, "title": "A paper"} for text in texts]
    papers += [{"url": f"papers/{text}.html", "title": "A paper"} for text in texts]
    for position in range(len(texts)):
        turned = texts[position:] + texts[:position]
        known = dict(zip(fields, turned, strict=False))
        papers.append({**known, "url": f"papers/p{position}.html", "authors": turned[8:10]})
    trap.open("reading-list.html")
    data = json.dumps({"papers": papers}).encode()
    file = FilePayload(name="list.json", mimeType="application/json", buffer=data)
    trap.page.locator("input[type=file]").set_input_files(file)
    expect(trap.page.locator(".said")).to_have_text(f"Papers added: {len(texts)}")
    assert trap.page.locator("#reading-items > li").count() == len(texts)
    assert trap.faults() == []
    saved = {}
    for kind in ("bib", "md"):
        with trap.page.expect_download() as download:
            trap.page.locator(f"[data-as={kind}]").click()
        saved[kind] = Path(download.value.path()).read_text(encoding="utf-8")
    entries: Any = parse_string(saved["bib"], "bibtex").entries
    assert len(entries) == len(texts)
    assert not {field for entry in entries.values() for field in entry.fields} & {"file", "note"}
    assert [line for line in saved["bib"].splitlines() if ACTIVE_TEX.search(line)] == []
    trap.show(shown_from(saved["md"]))
    assert trap.faults() == []


@pytest.mark.parametrize(
    "arguments",
    [
        ("digest", "--month", MONTHS[0]),
        ("export", "bibtex"),
        ("export", "ris"),
        ("check",),
        ("changes", "--json"),
    ],
    ids=" ".join,
)
def test_no_command_prints_what_a_terminal_obeys(hostile_archive: Path, arguments: tuple[str, ...]) -> None:
    result = run(*arguments, "--archive", hostile_archive)
    assert len(result.output) > 10
    assert CONTROL.findall(result.output) == []
    assert "\r" not in result.output
