"""Feeds: their papers, identifiers and dates; and that they keep the rules of RFC 4287, JSON Feed 1.1 and OPML 2.0."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import feedparser
import pytest

from site_builder.library.library import make_library
from site_builder.settings.terms import DEFAULT_TAXONOMIES
from site_builder.settings.types import SiteConfig
from site_builder.site.feeds import least_for_feed
from tests.sample import write_sample
from tests.shelf import built, entry, front_matter, page, write_archive

BASE = "https://example.org/papers/"
SITE = f"title: A shelf\nbase_url: {BASE}\n"
ATOM = "{http://www.w3.org/2005/Atom}"
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT00:00:00Z")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample, with feeds of tags and authors."""
    root = tmp_path_factory.mktemp("feeds")
    write_sample(root)
    settings = (root / "site.yml").read_text(encoding="utf-8")
    few = "taxonomies: {tags: {feed_entries: 5}, authors: {feed_entries: 5}, "
    (root / "site.yml").write_text(
        settings.replace("taxonomies: {", few) + "feeds: {items: 3, site_items: 15}\n", encoding="utf-8"
    )
    built(root)
    return root / "_site"


def atom_feeds(site: Path) -> list[Path]:
    return [path for path in sorted(site.rglob("*.xml")) if "2005/Atom" in path.read_text(encoding="utf-8")]


def shelf(root: Path, *entries: str, settings: str = "") -> Path:
    names = [f"content/papers/p{n}.md" for n in range(len(entries))]
    return write_archive(root, {"site.yml": SITE + settings, **dict(zip(names, entries, strict=True))})


def dated(title: str, day: str, *lines: str) -> str:
    return front_matter(f"title: {title}", f"date: {day}", *lines)


def items(root: Path, url: str = "feed.json") -> list[dict[str, Any]]:
    built(root)
    found: list[dict[str, Any]] = json.loads(page(root, url))["items"]
    return found


def test_the_site_each_term_with_enough_papers_and_each_curated_list_have_feeds(site: Path) -> None:
    stems = {path.relative_to(site).as_posix() for path in atom_feeds(site)}
    authors = {stem for stem in stems if stem.startswith("authors/")}
    assert authors >= {"authors/ana-author.xml", "authors/bo-writer.xml"}
    assert len(authors) < len(list((site / "authors").glob("*.html"))) / 2
    curated = {"collections/where-to-start.xml", "collections/just-two.xml"}
    assert stems - authors == {"feed.xml", "tags/shelves.xml", "watch/short-notes.xml", "watch/nothing.xml", *curated}
    for stem in stems:
        assert (site / stem).with_suffix(".json").is_file()


def test_a_feed_reader_finds_nothing_to_complain_of(site: Path) -> None:
    for path in atom_feeds(site):
        parsed = feedparser.parse(path.read_bytes())
        assert not parsed.bozo, parsed.get("bozo_exception")
        assert parsed.version == "atom10"
        assert parsed.entries or path.stem == "nothing"
        assert all(entry.title and entry.link.startswith(BASE) and entry.updated_parsed for entry in parsed.entries)


def atom_problems(feed: ET.Element) -> Iterator[str]:
    """What of RFC 4287, section 4.1, a feed does not keep."""
    one = ("id", "title", "updated")
    known = {f"{ATOM}{name}" for name in (*one, "subtitle", "author", "link", "generator", "entry")}
    for element in (feed, *feed.iter(f"{ATOM}entry")):
        for name in one:
            if len(element.findall(ATOM + name)) != 1:
                yield f"{element.tag}: not one {name}"
        for name in ("published", "summary", "content", "subtitle", "generator"):
            if len(element.findall(ATOM + name)) > 1:
                yield f"{element.tag}: several {name}"
        alternates = [link for link in element.findall(f"{ATOM}link") if link.get("rel", "alternate") == "alternate"]
        if len(alternates) != 1 or not alternates[0].get("href", "").startswith(BASE):
            yield f"{element.tag}: alternate"
        if not re.match(r"[a-z][a-z0-9+.-]*:", element.findtext(f"{ATOM}id") or ""):
            yield f"{element.tag}: the identifier is no whole IRI"
        yield from (
            f"{m.tag}: {m.text}"
            for m in element
            if m.tag[len(ATOM) :] in ("updated", "published")
            if not MOMENT.fullmatch(m.text or "")
        )
        yield from (f"author: {a}" for a in element.findall(f"{ATOM}author") if not a.findtext(f"{ATOM}name"))
        yield from (f"category: {c}" for c in element.findall(f"{ATOM}category") if not c.get("term"))
    yield from (f"unknown {child.tag}" for child in feed if child.tag not in known)
    if not feed.findall(f"{ATOM}author"):
        yield "no author of the feed, and entries may have none"
    identifiers = [entry.findtext(f"{ATOM}id") for entry in feed.iter(f"{ATOM}entry")]
    if len(set(identifiers)) < len(identifiers):
        yield "an identifier twice"


def test_atom_feeds_keep_the_rules(site: Path) -> None:
    for path in atom_feeds(site):
        feed = ET.parse(path).getroot()
        assert feed.tag == f"{ATOM}feed"
        assert list(atom_problems(feed)) == []
        own = next(link.get("href") for link in feed.findall(f"{ATOM}link") if link.get("rel") == "self")
        assert own == BASE + path.relative_to(site).as_posix()


def test_json_feeds_keep_the_rules_and_say_what_the_atom_feeds_say(site: Path) -> None:
    for path in atom_feeds(site):
        feed = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
        assert feed["version"] == "https://jsonfeed.org/version/1.1"
        assert feed["feed_url"] == BASE + path.with_suffix(".json").relative_to(site).as_posix()
        assert all(feed[name] for name in ("title", "home_page_url", "language"))
        twin = feedparser.parse(path.read_bytes())
        for item, other in zip(feed["items"], twin.entries, strict=True):
            assert (item["id"], item["url"], item["title"]) == (other.id, other.link, unescaped(other.title))
            assert item["content_text"]
            assert (item["date_published"], item.get("date_modified", other.published)) == (
                other.published,
                other.updated,
            )
            assert [author["name"] for author in item.get("authors", [])] == [a.name for a in other.get("authors", [])]
            assert item.get("tags", []) == [tag.term for tag in other.get("tags", [])]


def unescaped(title: str) -> str:
    return title.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def test_the_outline_names_every_feed(site: Path) -> None:
    outline = ET.parse(site / "feeds.opml").getroot()
    assert (outline.tag, outline.get("version")) == ("opml", "2.0")
    assert outline.findtext("head/title")
    leaves = [leaf for leaf in outline.iter("outline") if leaf.get("type")]
    assert all(leaf.get("type") == "rss" and leaf.get("text") for leaf in leaves)
    assert {leaf.get("xmlUrl") for leaf in leaves} == {
        BASE + path.relative_to(site).as_posix() for path in atom_feeds(site)
    }
    assert all(group.get("text") for group in outline.iter("outline"))


def test_every_page_announces_a_feed_and_a_term_its_own(site: Path) -> None:
    for path in site.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert "application/atom+xml" in text or "http-equiv=refresh" in text, path
    text = (site / "tags/shelves/2.html").read_text(encoding="utf-8")
    assert "type=application/atom+xml href=../../tags/shelves.xml" in text
    assert 'type=application/feed+json href="../../tags/shelves.json"' in text


def test_a_site_that_does_not_know_its_address_has_no_feeds_and_says_so(tmp_path: Path) -> None:
    root = write_archive(tmp_path, {"content/papers/one.md": dated("One", "2026-01-01")})
    built(root)
    assert not list((root / "_site").rglob("feed*"))
    assert "This site has no feeds." in page(root, "subscribe.html")
    assert "application/atom+xml" not in page(root, "index.html")


def test_papers_without_a_date_are_in_no_feed(tmp_path: Path) -> None:
    root = shelf(tmp_path, front_matter("title: One", "tags: [a]"), settings="taxonomies: {tags: {feed_entries: 1}}\n")
    built(root)
    assert atom_feeds(root / "_site") == []


def test_a_renamed_paper_keeps_its_identifier(tmp_path: Path) -> None:
    root = shelf(tmp_path, dated("One", "2026-01-01"))
    first = items(root)[0]
    (root / "content/papers/p0.md").unlink()
    write_archive(root, {"site.yml": SITE, "content/papers/new.md": dated("One", "2026-01-01", "aliases: [p0]")})
    second = items(root)[0]
    assert second["id"] == first["id"]
    assert second["url"] == f"{BASE}papers/new.html"


def test_a_site_that_moves_can_keep_its_identifiers(tmp_path: Path) -> None:
    root = shelf(tmp_path, dated("One", "2026-01-01"), settings="feeds: {id: 'tag:example.com,2024:'}\n")
    assert items(root)[0]["id"] == "tag:example.com,2024:papers/p0.html"
    assert "<id>tag:example.com,2024:</id>" in page(root, "feed.xml")


def test_dates_are_the_listing_and_the_latest_version(tmp_path: Path) -> None:
    root = shelf(
        tmp_path,
        dated("One", "2026-01-05", "published: 2019-02-01", "versions: [{name: v2, date: 2026-03-04}]"),
        front_matter("title: Two", "published: 2018-07"),
    )
    one, two = items(root)
    assert (one["date_published"], one["date_modified"]) == ("2026-01-05T00:00:00Z", "2026-03-04T00:00:00Z")
    assert two["date_published"] == "2018-07-01T00:00:00Z"
    assert "<updated>2026-03-04T00:00:00Z</updated>" in page(root, "feed.xml").partition("<entry>")[0]


def test_a_day_is_not_cut_in_two_unless_it_is_very_long(tmp_path: Path) -> None:
    days = ["2026-01-02"] * 2 + ["2026-01-01"] * 30
    root = shelf(
        tmp_path, *(dated(f"Paper {n}", day) for n, day in enumerate(days)), settings="feeds: {site_items: 3}\n"
    )
    assert len(items(root)) == 12
    write_archive(root, {"site.yml": SITE + "feeds: {site_items: 2}\n"})
    assert len(items(root)) == 2


def test_a_withdrawn_paper_says_so_first(tmp_path: Path) -> None:
    root = shelf(tmp_path, dated("One", "2026-01-01", "withdrawn: A lemma is wrong."))
    assert items(root)[0]["content_text"].startswith("Withdrawn: A lemma is wrong.")
    notice = "withdrawn: {kind: retracted, date: 2026-05-03, url: 'https://example.org/notice'}"
    root = shelf(tmp_path / "other", dated("One", "2026-01-01", notice))
    assert items(root)[0]["content_text"].startswith("Retracted: 3 May 2026 https://example.org/notice")


def test_a_changed_abstract_reaches_the_feeds(tmp_path: Path) -> None:
    root = shelf(tmp_path, dated("One", "2026-01-01"))
    items(root)
    write_archive(root, {"site.yml": SITE, "content/papers/p0.md": dated("One", "2026-01-01") + "More text.\n"})
    assert items(root)[0]["content_text"].endswith("More text.")
    assert "More text." in page(root, "feed.xml")


def curated(root: Path, *picks: str, settings: str = "") -> Path:
    papers = [dated(f"Paper {n}", f"2026-01-0{n + 1}") for n in range(3)] + [front_matter("title: Undated")]
    lines = "".join(f"  - {pick}\n" for pick in picks)
    text = f"---\ntitle: Where to start\nsummary: In this order.\npapers:\n{lines}---\n"
    (root / "content/collections").mkdir(parents=True)
    (root / "content/collections/start.md").write_text(text, encoding="utf-8")
    return shelf(root, *papers, settings=settings)


def test_a_curated_list_has_a_feed_of_all_its_papers_in_its_order(tmp_path: Path) -> None:
    root = curated(tmp_path, "p1", "{id: p0, comment: Read it next.}", "p3", settings="feeds: {items: 1}\n")
    found = items(root, "collections/start.json")
    assert [item["title"] for item in found] == ["Paper 1", "Paper 0"]
    assert found[1]["content_text"] == "Read it next.\n\nA short abstract."
    feed = feedparser.parse(page(root, "collections/start.xml")).feed
    assert (feed.title, feed.subtitle) == ("Where to start · A shelf", "In this order.")
    text = page(root, "collections/start.html")
    assert "type=application/atom+xml href=../collections/start.xml" in text
    assert "href=../collections/start.xml type=application/atom+xml>Feed</a>" in text
    assert "collections/start.xml" in page(root, "subscribe.html")


def test_a_curated_list_without_dated_papers_has_no_feed(tmp_path: Path) -> None:
    root = curated(tmp_path, "p3")
    built(root)
    assert not (root / "_site/collections/start.xml").exists()
    assert "Where to start" not in page(root, "subscribe.html")


def test_what_a_curator_changes_reaches_the_lists_feed(tmp_path: Path) -> None:
    root = curated(tmp_path, "p1", "{id: p0, comment: Read it next.}")
    items(root, "collections/start.json")
    path = root / "content/collections/start.md"
    path.write_text(path.read_text(encoding="utf-8").replace("next", "last"), encoding="utf-8")
    assert items(root, "collections/start.json")[1]["content_text"].startswith("Read it last.")
    write_archive(root, {"site.yml": SITE, "content/papers/p1.md": dated("Paper 1", "2026-01-02") + "More text.\n"})
    assert items(root, "collections/start.json")[0]["content_text"].endswith("More text.")


def test_authors_of_the_largest_archives_need_more_papers_for_a_feed(monkeypatch: pytest.MonkeyPatch) -> None:
    config = SiteConfig(taxonomies=DEFAULT_TAXONOMIES)
    library, _ = make_library([entry("one"), entry("two")], [], config, lambda path: b"")
    assert [least_for_feed(library, config, name) for name in ("tags", "authors")] == [20, 50]
    monkeypatch.setattr("site_builder.site.feeds.LARGE_ARCHIVE", 2)
    assert [least_for_feed(library, config, name) for name in ("tags", "authors")] == [20, 100]


@pytest.mark.parametrize("settings", ["feeds: {id: papers}\n", "feeds: {items: many}\n", "feeds: {sorts: 3}\n"])
def test_wrong_settings_are_refused(tmp_path: Path, settings: str) -> None:
    from site_builder.settings.load import parse_config

    assert [problem.code[:2] for problem in parse_config(settings.encode())[1]] in (["E3"], ["E1"])
