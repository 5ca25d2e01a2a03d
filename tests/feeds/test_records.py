"""What the site says to libraries, harvesters and language models: typed links, a crate, papers as Markdown."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
import yaml
from rocrate.rocrate import ROCrate

from tests.sample import BASE_URL
from tests.shelf import built, front_matter, page, site_files, write_archive

# The relations that Signposting has for a page about a work, and those of a page's own: https://signposting.org/FAIR/
RELATIONS = {"cite-as", "author", "license", "item", "describedby", "type", "linkset"}
Links = dict[str, set[tuple[str, str]]]


class Head(HTMLParser):
    """The typed links of a page, by relation, with the media types of their targets."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.links: Links = defaultdict(set)
        self._address = address

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "link":
            found = dict(attrs)
            for relation in RELATIONS.intersection((found["rel"] or "").split()):
                self.links[relation].add((urljoin(self._address, found["href"]), found.get("type") or ""))


def signposts(site: Path, url: str) -> Links:
    head = Head(BASE_URL + url)
    head.feed((site / url).read_text(encoding="utf-8"))
    return head.links


def is_there(site: Path, address: str) -> bool:
    return not address.startswith(BASE_URL) or (site / address.removeprefix(BASE_URL)).is_file()


def test_a_page_has_the_links_that_signposting_asks_for(sample_site: Path) -> None:
    assert signposts(sample_site, "papers/all-fields.html") == {
        "cite-as": {("https://doi.org/10.1000/shelf.1", "")},
        "author": {("https://orcid.org/0000-0002-1825-0097", "")},
        "license": {("https://creativecommons.org/licenses/by/4.0/", "")},
        "type": {("https://schema.org/AboutPage", ""), ("https://schema.org/ScholarlyArticle", "")},
        "item": {(f"{BASE_URL}papers/files/2026/paper.pdf", "application/pdf")},
        "describedby": {(f"{BASE_URL}papers/all-fields.md", "text/markdown")},
        "linkset": {(f"{BASE_URL}linkset.json", "application/linkset+json")},
    }


def test_the_linkset_says_what_the_pages_say_and_leads_back(sample_site: Path) -> None:
    contexts = json.loads((sample_site / "linkset.json").read_bytes())["linkset"]
    pages = {f"{BASE_URL}papers/{path.name}": path for path in (sample_site / "papers").glob("*.html")}
    seen = set()
    for context in contexts:
        anchor = context["anchor"]
        links = {
            relation: {(one["href"], one.get("type", "")) for one in to}
            for relation, to in context.items()
            if relation != "anchor"
        }
        assert all(is_there(sample_site, href) for to in links.values() for href, _ in to)
        if anchor in pages:
            seen.add(anchor)
            of_page = signposts(sample_site, anchor.removeprefix(BASE_URL))
            del of_page["linkset"]
            assert links == of_page
            for relation, back in (("describedby", "describes"), ("item", "collection")):
                for href, _ in links.get(relation, ()):
                    assert not href.startswith(BASE_URL) or any(
                        other["anchor"] == href and other[back] == [{"href": anchor, "type": "text/html"}]
                        for other in contexts
                        if back in other
                    )
        else:
            assert links.keys() in ({"describes"}, {"collection"})
            assert is_there(sample_site, anchor)
    assert seen == pages.keys()


def test_the_crate_is_read_by_the_library_for_crates(sample_site: Path) -> None:
    crate = ROCrate(str(sample_site))
    assert (crate.name, crate.description) == ("A shelf of invented papers", "None of these papers exists.")
    assert crate.root_dataset["datePublished"] == "2026-03-02"
    parts = {part.id: part for part in crate.root_dataset["hasPart"]}
    assert all((sample_site / name).is_file() for name in parts)
    assert {f"papers/{path.name}" for path in (sample_site / "papers").glob("*.html")} < parts.keys()
    assert parts["papers.bib"]["encodingFormat"] == "application/x-bibtex"
    assert parts["papers/all-fields.html"]["identifier"] == [
        "https://arxiv.org/abs/2603.00001",
        "https://doi.org/10.1000/shelf.1",
    ]


def test_a_crate_says_who_keeps_the_archive_and_what_others_may_do(tmp_path: Path) -> None:
    settings = "title: A shelf\ncite_as: {authors: [Ana Author], license: CC0-1.0, doi: 10.1000/182}\n"
    root = write_archive(tmp_path, {"site.yml": settings, "content/papers/one.md": front_matter("title: One")})
    built(root)
    dataset = ROCrate(str(root / "_site")).root_dataset
    assert dataset["license"] == "https://creativecommons.org/publicdomain/zero/1.0/"
    assert dataset["creator"][0]["name"] == "Ana Author"
    assert dataset["identifier"] == "https://doi.org/10.1000/182"
    assert "linkset.json" not in site_files(root)  # it needs whole addresses


def parts_of(text: str) -> tuple[dict[str, Any], str]:
    head, _, body = text.removeprefix("---\n").partition("\n---\n")
    return yaml.safe_load(head), body


def test_a_paper_as_markdown_has_its_fields_and_leads_on(sample_site: Path) -> None:
    fields, body = parts_of((sample_site / "papers/note-1.md").read_text(encoding="utf-8"))
    assert fields["page"] == f"{BASE_URL}papers/note-1.html"
    assert fields["authors"] == ["A. Author", "Bo Writer"]
    cited = re.findall(r"\]\(([\w-]+\.md)\)", body)
    assert cited == ["all-fields.md", "old-1.md"]
    assert all((sample_site / "papers" / name).is_file() for name in cited)
    fields, body = parts_of((sample_site / "papers/all-fields.md").read_text(encoding="utf-8"))
    assert (sample_site / "papers" / fields["links"]["pdf"]).resolve().is_file()
    assert "\n# Bounds of $O(n \\log n)$ on \\<Shelves\\>" in body


def test_nothing_in_a_paper_as_markdown_is_markup(tmp_path: Path) -> None:
    hostile = front_matter("title: '---'", "summary: '![x](https://example.org/x.png)'") + "\n<img src=x> `a` [b](c)\n"
    root = write_archive(tmp_path, {"content/papers/one.md": hostile, "site.yml": "title: A shelf\n"})
    built(root)
    fields, body = parts_of(page(root, "papers/one.md"))
    assert fields["title"] == "---"
    assert "<img" not in body.replace("\\<", "")


@pytest.mark.parametrize("brief", [True, False])
def test_each_part_can_be_left_out(tmp_path: Path, brief: bool) -> None:
    off = "metadata: {json_ld: no, signposting: no}\ndata: {linkset: no, crate: no, markdown: no}\n" if brief else ""
    settings = f"title: A shelf\nbase_url: {BASE_URL}\n{off}"
    root = write_archive(tmp_path, {"site.yml": settings, "content/papers/one.md": front_matter("title: One")})
    built(root)
    made = {"linkset.json", "ro-crate-metadata.json", "papers/one.md"} & site_files(root).keys()
    assert len(made) == (0 if brief else 3)
    assert ("rel=type" in page(root, "papers/one.html").replace('"', "")) is not brief
