"""Files of data: their addresses, what their fingerprints notice, and their bytes."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from site_builder.core.diagnostics import ContentError
from site_builder.data.file import DataFile
from site_builder.data.plan import check_data_files, plan_data_files
from site_builder.library.library import make_library
from site_builder.model import Body, Entry
from site_builder.settings.terms import DEFAULT_TAXONOMIES
from site_builder.settings.types import SiteConfig
from site_builder.site.page import Page, Plan
from tests.shelf import built, entry, front_matter, page, site_files, write_archive

CONFIG = SiteConfig(taxonomies=DEFAULT_TAXONOMIES)


def data_files(*entries: Entry) -> dict[str, DataFile]:
    library, _ = make_library(entries, [], CONFIG, lambda path: b"")
    return {
        file.url: file for file in plan_data_files(library, CONFIG, lambda entry: Body("Text.", "", "Text."), b"key")
    }


def test_a_fingerprint_follows_the_entries() -> None:
    one, other = entry("one"), entry("other")
    file = data_files(one, other)["papers.bib"]
    assert data_files(other, one)["papers.bib"].fingerprint == file.fingerprint
    edited = msgspec.structs.replace(one, facts=b"others")
    assert data_files(edited, other)["papers.bib"].fingerprint != file.fingerprint


def test_the_whole_archive_is_one_bibtex_file() -> None:
    text = data_files(entry("one", "A paper"), entry("other", "Another"))["papers.bib"].read().decode()
    assert text.count("@misc{") == 2
    assert "Another" in text


def test_a_file_of_data_and_a_page_cannot_share_an_address() -> None:
    file = DataFile("api/index.json", "api", lambda: b"", lambda: b"")
    assert check_data_files([file], Plan((Page("index.html", "home"),), ())) == ()
    (problem,) = check_data_files([file], Plan((Page("API/index.json", "home"),), ()))
    assert problem.code == "E206"
    assert "the api data" in problem.message


def test_a_file_of_the_archive_cannot_take_the_address_of_data(tmp_path: Path) -> None:
    write_archive(tmp_path, {"content/papers/one.md": front_matter("title: One"), "content/static/papers.bib": "mine"})
    with pytest.raises(ContentError) as refused:
        built(tmp_path)
    (problem,) = refused.value.diagnostics
    assert (problem.code, problem.path) == ("E206", "content/static/papers.bib")


def test_the_page_about_data_says_where_the_site_in_one_file_is_and_how_large_it_becomes(tmp_path: Path) -> None:
    address = "https://example.org/releases/latest/download/site.zip"
    entries = {"content/papers/one.md": front_matter("title: One", body="Words. " * 9_000)}
    root = write_archive(tmp_path, {"site.yml": f"title: A shelf\ndata: {{zip: '{address}'}}\n", **entries})
    built(root)
    text = page(root, "api/index.html")
    assert f'href="{address}"' in text
    # Neither the page itself is counted nor what names its digest.
    left_out = ("api/index.html", "offline/", "sw.js", ".")
    size = sum(len(data) for url, data in site_files(root).items() if not url.startswith(left_out))
    assert f"({size / 1_000:.1f} kB unpacked)" in text
    write_archive(root, {"content/papers/two.md": front_matter("title: Two")})
    built(root, verify=True)
    assert page(root, "api/index.html") != text
    write_archive(root, {"site.yml": "title: A shelf\n"})
    built(root)
    assert "unpacked" not in page(root, "api/index.html")
