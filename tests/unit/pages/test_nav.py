"""The navigation: which places the header and the footer have, and how pages of one's own get there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from site_builder.core.diagnostics import ContentError
from tests.shelf import built, front_matter, page, write_archive

PAGES = {
    "content/papers/one.md": front_matter("title: One", "date: 2026-05-26", "tags: [agents]"),
    "content/pages/about.md": front_matter("title: What this is about"),
    "content/pages/join.md": front_matter("title: Join us"),
    "content/pages/hidden.md": front_matter("title: Hidden", "nav: no"),
    "content/pages/first.md": front_matter("title: Later", "order: 2"),
    "content/pages/people/alumni.md": front_matter("title: Alumni"),
}


def links(root: Path, url: str, element: str) -> list[tuple[str, str]]:
    part = re.search(rf"<{element}[^>]*>(.*?)</{element}>", page(root, url), re.DOTALL)
    return re.findall(r'href="?([^"\s>]+)[^>]*>([^<]*)</a>', part[1]) if part else []


def archive(root: Path, nav: str = "") -> Path:
    write_archive(root, PAGES | {"site.yml": f"title: A shelf\n{nav}"})
    built(root)
    return root


def test_every_own_page_is_reachable_unless_it_says_no(tmp_path: Path) -> None:
    root = archive(tmp_path)
    assert links(root, "index.html", "nav") == [("archive.html", "Days"), ("tags/index.html", "Topics")]
    named = [name for _, name in links(root, "index.html", "footer")]
    assert {"About", "Join us", "Later", "Alumni", "Reading list", "Data"} <= set(named)
    assert "Hidden" in page(root, "hidden.html")


def test_nav_chooses_the_places_and_leaves_the_other_pages_to_the_footer(tmp_path: Path) -> None:
    places = (
        "[people/alumni, tags, trending, map, {name: Feed, url: subscribe.html}, {name: Lab, url: 'https://a.org/'}]"
    )
    root = archive(tmp_path, f"nav: {places}\ntrending: {{show: no}}")
    assert links(root, "people/alumni.html", "nav") == [
        ("../people/alumni.html", "Alumni"),
        ("../tags/index.html", "Topics"),
        ("../subscribe.html", "Feed"),
        ("https://a.org/", "Lab"),
    ]
    assert 'rel="noopener external"' in page(root, "index.html")
    footer = [name for _, name in links(root, "index.html", "footer")]
    assert {"About", "Join us", "Later", "Days"} <= set(footer)
    assert not {"Alumni", "Topics"} & set(footer)


def test_brief_pages_of_papers_leave_the_other_places_to_lists(tmp_path: Path) -> None:
    root = archive(tmp_path, "metadata: {brief: yes}\nfooter: Kept by the shelf\n")
    assert links(root, "papers/one.html", "footer") == []
    assert "Kept by the shelf" in page(root, "papers/one.html")
    assert ("../reading-list.html", "Reading list") in links(root, "tags/index.html", "footer")


@pytest.mark.parametrize(
    ("nav", "message"),
    [
        ("[tag]", "did you mean 'tags'?"),
        ("[{name: Feed, url: subscribed.html}]", "did you mean 'subscribe.html'?"),
        ("[{name: Lab, url: 'http://a.org/'}]", "is not an https address"),
        ("[{name: Lab, url: 'javascript:alert(1)'}]", "is not an https address"),
        ("[{name: Lab}]", "needs a name and a url"),
        ("[tags, tags]", "duplicate item 'tags'"),
    ],
)
def test_a_place_that_the_site_cannot_have_is_an_error_with_its_line(tmp_path: Path, nav: str, message: str) -> None:
    with pytest.raises(ContentError) as caught:
        archive(tmp_path, f"nav: {nav}")
    (problem,) = caught.value.diagnostics
    assert (problem.path, problem.line) == ("site.yml", 2)
    assert message in f"{problem.message}; {problem.hint}"


def test_the_address_without_its_folder_leads_to_a_page_in_a_folder(tmp_path: Path) -> None:
    root = archive(tmp_path)
    assert "people/alumni.html" in page(root, "alumni.html")
    write_archive(root, {"content/pages/alumni.md": front_matter("title: Another page")})
    built(root)
    assert "Another page" in page(root, "alumni.html")
    assert "Alumni" in page(root, "people/alumni.html")


def test_the_text_for_the_home_page_is_above_the_papers(tmp_path: Path) -> None:
    text = front_matter("title: Welcome", body="We read *papers*. <script>alert(1)</script>")
    root = write_archive(tmp_path, PAGES | {"content/pages/index.md": text})
    built(root)
    home = page(root, "index.html")
    assert home.index("We read <em>papers</em>. &lt;script&gt;") < home.index("papers/one.html")
    assert "Welcome" not in page(root, "about.html")


def test_a_link_of_an_entry_may_name_a_shared_file(tmp_path: Path) -> None:
    entry = front_matter("title: One", "links: {pdf: /assets/pdf/x.pdf}")
    root = write_archive(tmp_path, {"content/papers/one.md": entry})
    with pytest.raises(ContentError, match="problem") as caught:
        built(root)
    assert "there is no file 'content/static/assets/pdf/x.pdf'" in caught.value.diagnostics[0].message
    write_archive(root, {"content/static/assets/pdf/x.pdf": "%PDF"})
    built(root)
    assert 'href="../assets/pdf/x.pdf"' in page(root, "papers/one.html")
