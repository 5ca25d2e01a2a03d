"""What pages say to Scholar, reference managers, search engines and whatever shows a shared link."""

from __future__ import annotations

import html
import json
import re
import xml.etree.ElementTree as ET
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from pyld import jsonld

from site_builder.data.previews import Picture, draw
from site_builder.pages import sitemap
from site_builder.settings.groups import MetadataSettings
from tests.sample import BASE_URL
from tests.shelf import built, front_matter, page, site_files, write_archive

MAPS = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
SEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"

# What of schema.org the pages use, by type: https://schema.org/ScholarlyArticle and so on.
PROPERTIES = {
    "ScholarlyArticle": {"headline", "author", "datePublished", "sameAs", "isPartOf", "keywords", "license", "citation"}
    | {"creativeWorkStatus", "correction", "abstract", "identifier", "pagination", "publisher", "encoding"}
    | {"sourceOrganization"},
    "Periodical": {"name", "issn"},
    "PublicationVolume": {"volumeNumber", "isPartOf"},
    "PublicationIssue": {"issueNumber", "isPartOf"},
    "PropertyValue": {"propertyID", "value"},
    "MediaObject": {"contentUrl", "encodingFormat"},
    "CreativeWork": {"name"},
    "Organization": {"name"},
    "Person": {"name", "affiliation"},
    "BreadcrumbList": {"itemListElement"},
    "ListItem": {"position", "name", "item"},
}
SCHEMA = "https://schema.org/"
CONTEXT = {
    "@context": {
        "@vocab": SCHEMA,
        "sameAs": {"@type": "@id"},
        "item": {"@type": "@id"},
        "license": {"@type": "@id"},
        "contentUrl": {"@type": "@id"},
        "datePublished": {"@type": "Date"},
        "itemListElement": {"@container": "@list"},
    }
}

ABSTRACT = (
    "We sort books with ladders; see the code. Each costs $x_i^2$, and in all "
    "$$\\sum_{i=1}^{n} x_i^2 \\leq \\frac{n}{2}.$$ A first claim. A second claim, with "
    "code_that_is_quite_long_and_has_no_place_to_break_anywhere_in_it_at_all_really. Numbered. > Quoted."
)


def meta(text: str, name: str) -> list[str]:
    found = re.findall(rf"<meta [^>]*\b(?:name|property)=[\"']?{name}\b[^>]*? content=\"([^\"]*)\"", text)
    return [html.unescape(value) for value in found]


def papers(site: Path) -> dict[str, str]:
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted((site / "papers").glob("*.html"))}


def linked_data(text: str) -> list[dict[str, Any]]:
    block = re.search(r"<script type=application/ld\+json>(.*?)</script>", text, re.DOTALL)
    assert block
    assert "<" not in block[1]
    expanded: list[dict[str, Any]] = jsonld.expand(
        json.loads(block[1]), {"documentLoader": offline, "base": f"{BASE_URL}papers/one.html"}
    )
    return expanded


def offline(address: str, options: object) -> dict[str, object]:
    assert address.startswith("https://schema.org")
    return {"contextUrl": None, "documentUrl": address, "document": CONTEXT}


def test_scholar_finds_what_it_requires_in_every_paper_with_authors_and_a_date(sample_site: Path) -> None:
    for name, text in papers(sample_site).items():
        assert len(meta(text, "citation_title")) == 1, name
        if name not in ("bare", "count-only"):
            assert meta(text, "citation_author"), name
        if name != "bare":
            assert re.fullmatch(r"\d{4}(/\d\d){0,2}", meta(text, "citation_publication_date")[0]), name


def test_scholar_finds_all_that_is_known(sample_site: Path) -> None:
    text = papers(sample_site)["all-fields"]
    assert meta(text, "citation_title") == ['Bounds of $O(n \\log n)$ on <Shelves> & "Ladders"']
    assert meta(text, "citation_author") == ["Author, Ana", "Writer, Bo", "Háromszéki, Mária"]
    known = {
        "publication_date": "2026/02/27",
        "journal_title": "Journal of Shelves",
        "volume": "3",
        "issue": "1",
        "firstpage": "10",
        "lastpage": "19",
        "doi": "10.1000/shelf.1",
        "arxiv_id": "2603.00001",
        "keywords": "Shelves; C++",
        "pdf_url": f"{BASE_URL}papers/files/2026/paper.pdf",
    }
    assert {name: meta(text, f"citation_{name}") for name in known} == {name: [v] for name, v in known.items()}


def test_linked_data_uses_names_that_schema_org_has(sample_site: Path) -> None:
    def check(node: object) -> None:
        if isinstance(node, list):
            for part in node:
                check(part)
        elif isinstance(node, dict):
            kind = str(node.get("@type", [""])[0]).removeprefix(SCHEMA) if isinstance(node.get("@type"), list) else ""
            names = {key.removeprefix(SCHEMA) for key in node if not key.startswith("@")}
            assert names <= PROPERTIES.get(kind, set()), node
            for value in node.values():
                check(value)

    for text in papers(sample_site).values():
        if "redirect" not in text:
            check(linked_data(text))


def test_linked_data_says_what_the_page_says(sample_site: Path) -> None:
    article, crumbs = linked_data(papers(sample_site)["all-fields"])
    assert article[f"{SCHEMA}headline"] == [{"@value": 'Bounds of $O(n \\log n)$ on <Shelves> & "Ladders"'}]
    first = article[f"{SCHEMA}author"][0]
    assert first["@id"] == "https://orcid.org/0000-0002-1825-0097"
    assert {"@id": "https://doi.org/10.1000/shelf.1"} in article[f"{SCHEMA}sameAs"]
    assert {key: article[f"{SCHEMA}{key}"][0]["@value"] for key in ("pagination", "abstract")} == {
        "pagination": "10-19",
        "abstract": ABSTRACT,
    }
    issue = article[f"{SCHEMA}isPartOf"][0]
    volume = issue[f"{SCHEMA}isPartOf"][0]
    journal = volume[f"{SCHEMA}isPartOf"][0]
    assert (issue[f"{SCHEMA}issueNumber"], volume[f"{SCHEMA}volumeNumber"]) == ([{"@value": "1"}], [{"@value": "3"}])
    assert journal[f"{SCHEMA}name"] == [{"@value": "Journal of Shelves"}]
    assert journal[f"{SCHEMA}issn"] == [{"@value": "1234-5679"}]
    assert article[f"{SCHEMA}sourceOrganization"][0]["@id"] == "https://ror.org/05dxps055"
    identifiers = {
        one[f"{SCHEMA}propertyID"][0]["@value"]: one[f"{SCHEMA}value"][0]["@value"]
        for one in article[f"{SCHEMA}identifier"]
    }
    assert identifiers == {"arxiv": "2603.00001", "doi": "10.1000/shelf.1"}
    pdf = {"@id": f"{BASE_URL}papers/files/2026/paper.pdf"}
    assert article[f"{SCHEMA}encoding"][0][f"{SCHEMA}contentUrl"] == [pdf]
    assert article[f"{SCHEMA}keywords"] == [{"@value": "Shelves"}, {"@value": "C++"}]
    assert article[f"{SCHEMA}license"] == [{"@id": "https://creativecommons.org/licenses/by/4.0/"}]
    citing = linked_data(papers(sample_site)["note-1"])[0][f"{SCHEMA}citation"]
    assert {"@id": f"{BASE_URL}papers/all-fields.html", "@type": [f"{SCHEMA}ScholarlyArticle"]} in citing
    withdrawn = linked_data(papers(sample_site)["withdrawn"])[0]
    assert withdrawn[f"{SCHEMA}creativeWorkStatus"] == [{"@value": "Withdrawn"}]
    corrected = linked_data(papers(sample_site)["year-only"])[0]
    assert corrected[f"{SCHEMA}creativeWorkStatus"] == [{"@value": "Corrected"}]
    assert corrected[f"{SCHEMA}correction"] == [{"@value": "https://example.org/erratum"}]
    places = crumbs[f"{SCHEMA}itemListElement"][0]["@list"]
    assert [place[f"{SCHEMA}position"][0]["@value"] for place in places] == [1, 2]
    assert places[1][f"{SCHEMA}item"] == [{"@id": f"{BASE_URL}days/2026-03-02.html"}]


def test_linked_data_and_pictures_can_be_left_out(tmp_path: Path) -> None:
    settings = "title: A shelf\nbase_url: https://example.org/\nmetadata: {json_ld: false, cards: none}\n"
    root = write_archive(tmp_path, {"site.yml": settings, "content/papers/one.md": front_matter("title: One")})
    built(root)
    assert "ld+json" not in page(root, "papers/one.html")
    assert "og:image" not in page(root, "papers/one.html")
    assert not (root / "_site/cards").exists()


def test_the_largest_archives_have_linked_data_only_where_they_ask_for_it() -> None:
    assert MetadataSettings().has_json_ld(10_000)
    assert not MetadataSettings().has_json_ld(100_000)
    assert MetadataSettings(json_ld=True).has_json_ld(100_000)


def test_a_shared_link_has_a_picture_a_title_and_a_description(sample_site: Path) -> None:
    text = papers(sample_site)["all-fields"]
    assert meta(text, "og:image") == [f"{BASE_URL}cards/site.png"]
    assert meta(text, "og:title") == meta(text, "citation_title")
    assert meta(text, "og:description") == ["Sorts books on ladders."]
    with Image.open(sample_site / "cards/site.png") as image:
        assert image.size == (1200, 630)
        assert len(image.getcolors() or []) > 4


def test_an_own_page_is_described_by_how_its_text_begins(sample_site: Path) -> None:
    assert meta((sample_site / "people/alumni.html").read_text(encoding="utf-8"), "og:description") == [
        "They are elsewhere now."
    ]
    assert meta((sample_site / "docs/index.html").read_text(encoding="utf-8"), "og:description") == ["How to shelve."]


def test_each_paper_has_a_picture_where_the_site_asks_for_it(tmp_path: Path) -> None:
    settings = "title: A shelf\nbase_url: https://example.org/\nmetadata: {cards: papers}\n"
    root = write_archive(tmp_path, {"site.yml": settings, "content/papers/one.md": front_matter("title: One")})
    built(root)
    assert meta(page(root, "papers/one.html"), "og:image") == ["https://example.org/cards/one.png"]
    assert site_files(root)["cards/one.png"] != site_files(root)["cards/site.png"]


def test_a_picture_never_shows_letters_that_its_font_lacks() -> None:
    assert draw(Picture("书架")) == draw(Picture(""))
    assert draw(Picture("A shelf")) != draw(Picture(""))
    assert draw(Picture("word " * 100, "x" * 500)) == draw(Picture("word " * 100, "x" * 500))


def test_a_sitemap_names_pages_that_are_there(sample_site: Path) -> None:
    tree = ET.parse(sample_site / "sitemap.xml").getroot()
    assert tree.tag == f"{MAPS}urlset"
    places = [url.findtext(f"{MAPS}loc") or "" for url in tree]
    assert len(set(places)) == len(places) > 20
    for place in places:
        assert (sample_site / (place.removeprefix(BASE_URL) or "index.html")).is_file(), place
    for url in tree:
        assert [child.tag for child in url] in ([f"{MAPS}loc"], [f"{MAPS}loc", f"{MAPS}lastmod"])
        assert re.fullmatch(r"\d{4}-\d\d-\d\d|", url.findtext(f"{MAPS}lastmod") or "")
    named = {place.rpartition("/")[2].removesuffix(".html") for place in places if "/papers/papers/" in place}
    assert named == papers(sample_site).keys()


def test_many_addresses_are_split_and_indexed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemap, "MOST_ADDRESSES", 4)
    files = {f"content/papers/p{n}.md": front_matter(f"title: Paper {n}") for n in range(7)}
    root = write_archive(tmp_path, files | {"site.yml": "title: A shelf\nbase_url: https://example.org/\n"})
    built(root)
    index = ET.parse(root / "_site/sitemap.xml").getroot()
    assert index.tag == f"{MAPS}sitemapindex"
    parts = [(child.findtext(f"{MAPS}loc") or "").removeprefix("https://example.org/") for child in index]
    assert parts == ["sitemap-1.xml", "sitemap-2.xml", "sitemap-3.xml"]
    assert [len(ET.parse(root / "_site" / part).getroot()) for part in parts] == [4, 4, 1]


def test_robots_and_browsers_are_told_where_to_look(sample_site: Path) -> None:
    assert f"Sitemap: {BASE_URL}sitemap.xml" in (sample_site / "robots.txt").read_text(encoding="utf-8")
    search = ET.parse(sample_site / "opensearch.xml").getroot()
    assert search.tag == f"{SEARCH}OpenSearchDescription"
    assert 0 < len(search.findtext(f"{SEARCH}ShortName") or "") <= 16
    assert 0 < len(search.findtext(f"{SEARCH}LongName") or "") <= 48
    assert 0 < len(search.findtext(f"{SEARCH}Description") or "") <= 1024
    address = search.find(f"{SEARCH}Url")
    assert address is not None
    assert address.get("template") == f"{BASE_URL}search.html?q={{searchTerms}}"
    assert "type=application/opensearchdescription+xml href=opensearch.xml" in page(sample_site.parent, "index.html")


def test_a_site_that_does_not_know_its_address_names_none(tmp_path: Path) -> None:
    root = write_archive(tmp_path, {"content/papers/one.md": front_matter("title: One")})
    built(root)
    assert not {"robots.txt", "sitemap.xml", "opensearch.xml", "cards/site.png"} & site_files(root).keys()
    assert not re.search(r"og:image|opensearch|canonical", page(root, "index.html"))
    assert BytesIO(draw(Picture("A shelf"))).read(4) == b"\x89PNG"


def test_brief_pages_leave_out_what_they_repeat_of_themselves_and_of_home(tmp_path: Path) -> None:
    entries = {
        "content/papers/one.md": front_matter("title: One", "date: 2026-01-01", "authors: [Ana Author]"),
        "content/papers/two.md": front_matter("title: Two", "summary: What it does."),
    }
    settings = f"title: A shelf\nbase_url: {BASE_URL}\nmetadata: {{brief: yes}}\n"
    root = write_archive(tmp_path, entries | {"site.yml": settings})
    built(root)
    one, home, author = (page(root, url) for url in ("papers/one.html", "index.html", "authors/ana-author.html"))
    assert not re.search(r"og:image|og:description|og:type|atom\+xml", one)
    assert f'<link rel=canonical href="{BASE_URL}papers/one.html">' in one
    assert meta(one, "citation_title") == meta(one, "og:title") == ["One"]
    assert meta(page(root, "papers/two.html"), "og:description") == ["What it does."]
    assert not re.search(r"canonical|atom\+xml", author)
    assert meta(home, "og:image")
    assert "atom+xml" in home
    write_archive(root, {"site.yml": settings.replace("yes", "no")})
    built(root)
    assert meta(page(root, "papers/one.html"), "og:description") == ["A short abstract."]
    assert "canonical" in page(root, "authors/ana-author.html")


def test_the_largest_archives_are_brief_unless_they_say_otherwise() -> None:
    assert not MetadataSettings().is_brief(10_000)
    assert MetadataSettings().is_brief(100_000)
    assert not MetadataSettings(brief=False).is_brief(100_000)


def test_a_page_is_its_folder_only_where_it_is_the_folders_index(tmp_path: Path) -> None:
    settings = f"title: A shelf\nbase_url: {BASE_URL}\n"
    entry = front_matter("title: One", "tags: [token index]")
    root = write_archive(tmp_path, {"site.yml": settings, "content/papers/one.md": entry})
    built(root)
    assert f'<link rel=canonical href="{BASE_URL}tags/token-index.html">' in page(root, "tags/token-index.html")
    assert f'<link rel=canonical href="{BASE_URL}tags/">' in page(root, "tags/index.html")
