"""A site as a ZIM file, opened by libzim's own reader."""

from __future__ import annotations

import builtins
import re
import sys
from pathlib import Path
from posixpath import dirname, join, normpath
from typing import Any

import pytest

from site_builder.build.trees import site_urls
from tests.shelf import run

pytest.importorskip("libzim")

from libzim.reader import Archive
from libzim.search import Query, Searcher
from libzim.suggestion import SuggestionSearcher

from site_builder.build.zim_metadata import language_code, metadata_of
from site_builder.settings.types import SiteConfig


@pytest.fixture(scope="module")
def packed(sample_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Archive:
    target = tmp_path_factory.mktemp("zim") / "shelf.zim"
    made = run("pack", "--zim", "--archive", sample_site.parent, "--output", target)
    assert (made.exit_code, made.stderr) == (0, "")
    assert re.fullmatch(rf"\d+ files, [\d.]+ [kM]B: {target}\n", made.stdout)
    assert [path.name for path in target.parent.iterdir()] == ["shelf.zim"]
    return Archive(target)


def test_every_page_is_in_it_and_every_link_leads_to_one(packed: Archive, sample_site: Path) -> None:
    assert packed.check()
    assert packed.main_entry.get_item().path == "index.html"
    needless = {"sw.js", "404.html", "addresses.txt", "robots.txt", ".nojekyll"}
    urls = [url for url in site_urls(sample_site) if url not in needless and not re.match(r"offline/|sitemap", url)]
    for url in urls:
        entry = packed.get_entry_by_path(url)
        if entry.is_redirect:
            continue
        content = bytes(entry.get_item().content)
        assert content == (sample_site / url).read_bytes()
        if url.endswith(".html"):
            for link in re.findall(rb'href="?([\w./-]+\.(?:html|css|bib))[">#\s]', content):
                assert packed.has_entry_by_path(normpath(join(dirname(url), link.decode()))), (url, link)
    assert packed.entry_count == len(urls)


def test_a_former_address_is_a_redirect(packed: Archive) -> None:
    entry = packed.get_entry_by_path("alumni.html")
    assert entry.is_redirect
    assert entry.get_redirect_entry().path == "people/alumni.html"


def test_kinds_of_files_are_named(packed: Archive) -> None:
    kinds = {"index.html": "text/html", "assets/search.js": "text/javascript", "assets/style.css": "text/css",
             "papers.bib": "application/x-bibtex", "assets/icon.svg": "image/svg+xml"}  # fmt: skip
    assert {url: packed.get_entry_by_path(url).get_item().mimetype for url in kinds} == kinds


def test_readers_find_papers_by_their_texts_and_pages_by_their_titles(packed: Archive) -> None:
    def found(words: str) -> list[str]:
        return list(Searcher(packed).search(Query().set_query(words)).getResults(0, 10))

    # A list that shows the paper is not a result: only what an article itself says is.
    assert found("sorting books") == ["papers/all-fields.html"]
    assert list(SuggestionSearcher(packed).suggest("Ana Auth").getResults(0, 10)) == ["authors/ana-author.html"]
    assert packed.get_entry_by_path("tags/shelves.html").title == "Shelves"
    assert packed.get_entry_by_path("tags/shelves/2.html").title == "tags/shelves/2.html"


def test_it_says_what_it_is(packed: Archive) -> None:
    found = {name: packed.get_metadata(name).decode() for name in packed.metadata_keys if "_" not in name}
    del found["Counter"], found["Scraper"]
    assert found == {
        "Name": "a-shelf-of-invented-papers_eng_all",
        "Title": "A shelf of invented papers",
        "Description": "None of these papers exists.",
        "Language": "eng",
        "Creator": "A shelf of invented papers",
        "Publisher": "A shelf of invented papers",
        "Date": "2026-03-02",
        "Source": "https://example.org/papers/",
        "Tags": "_ftindex:yes;papers",
    }
    assert bytes(packed.get_illustration_item(48).content).startswith(b"\x89PNG")


def test_texts_that_readers_would_refuse_are_cut() -> None:
    found = metadata_of(
        SiteConfig(title="Papers " * 9, description="Words " * 99, language="pt-BR"), ["years/2026.html"]
    )
    assert (len(found["Title"]), len(found["Description"]), len(found["LongDescription"])) == (30, 80, 594)
    assert (found["Language"], found["Date"]) == ("por", "2026-01-01")
    assert language_code("xx") == "und"


def test_the_same_site_differs_only_in_identifiers_that_libzim_draws(
    packed: Archive, sample_site: Path, tmp_path: Path
) -> None:
    again = tmp_path / "again.zim"
    run("pack", "--zim", "--archive", sample_site.parent, "--output", again)
    pairs = zip(again.read_bytes(), packed.filename.read_bytes(), strict=True)
    # The file's, those of two indexes, and a checksum: 16 bytes each.
    assert sum(one != other for one, other in pairs) <= 64


def test_without_a_site_or_libzim_it_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    refused = run("pack", "--zim", "--archive", tmp_path)
    assert refused.exit_code == 1
    (tmp_path / "site.yml").write_text("title: Papers\n")
    refused = run("pack", "--zim", "--archive", tmp_path)
    assert refused.exit_code == 1
    assert "run: papershelf build" in refused.stderr
    real = builtins.__import__

    def without(name: str, *args: Any, **options: Any) -> Any:
        if name.partition(".")[0] == "libzim":
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        return real(name, *args, **options)

    monkeypatch.delitem(sys.modules, "site_builder.build.zim", raising=False)
    monkeypatch.setattr(builtins, "__import__", without)
    refused = run("pack", "--zim", "--archive", tmp_path)
    assert refused.exit_code == 1
    assert refused.stderr.splitlines() == ["Error: needs a package; run: pip install 'papershelf[zim]'"]
