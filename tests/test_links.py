"""Built sites have no dead link, and no page that links do not lead to; the checker itself finds what it must."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.linkcheck import Report, check_links, main
from tests.sample import BASE_URL


def site_of(folder: Path, pages: dict[str, str]) -> Path:
    for path, text in pages.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    return folder


def checked(folder: Path, pages: dict[str, str], base_url: str = "") -> Report:
    return check_links(site_of(folder, pages), base_url, jobs=1)


def reasons(folder: Path, page: str, base_url: str = "") -> list[str]:
    """The problems of a page next to a sound one."""
    other = "<h2 id=here>Here</h2><a href='../index.html'>back</a>"
    report = checked(folder, {"index.html": page, "tags/a.html": other, "style.css": ""}, base_url)
    return [problem.reason for problem in report.problems]


def test_every_link_of_the_repositorys_archive_leads_somewhere(built_site: Path) -> None:
    report = check_links(built_site)
    assert report.pages > 64
    assert report.problems == ()


def test_every_page_of_the_repositorys_archive_is_reached_by_plain_links(built_site: Path) -> None:
    assert check_links(built_site).unreached == ()


def test_every_link_of_the_sample_leads_somewhere(sample_site: Path) -> None:
    report = check_links(sample_site, BASE_URL)
    assert report.links > 1_000
    assert report.problems == ()
    assert report.unreached == ()


def test_a_paper_is_as_far_as_the_shortest_way_to_it(tmp_path: Path) -> None:
    pages = {
        "index.html": "<a href=a.html><a href=papers/near.html>",
        "a.html": "<a href=b.html>",
        "b.html": "<a href=papers/far.html><a href=papers/near.html>",
        "papers/near.html": "",
        "papers/far.html": "",
    }
    assert checked(tmp_path, pages).farthest == (3, "papers/far.html")


# Google Scholar follows at most ten: https://scholar.google.com/intl/en/scholar/inclusion.html
def test_every_paper_is_at_most_ten_links_from_home(built_site: Path, sample_site: Path) -> None:
    assert 1 <= check_links(built_site).farthest[0] <= 10
    assert 1 <= check_links(sample_site).farthest[0] <= 10


@pytest.mark.parametrize(
    "page",
    [
        '<a href="tags/a.html">',
        "<a href=tags/a.html#here>",
        "<a href='tags/a.html?q=1#here'>",
        "<a href=#top><p id=top>",
        '<p title="a > b"><a href="https://example.com/">',
        '<link rel=stylesheet href=style.css><img src="data:image/png;base64,AA==">',
        "<!-- <a href=gone.html> --><p>In text, href=gone.html is no link.",
        '<script>"<a href=gone.html>"</script><a href="tags/a.html">',
        '<form action="tags/a.html"><img srcset="style.css 1x, style.css 2x">',
    ],
)
def test_sound_links_pass(tmp_path: Path, page: str) -> None:
    assert reasons(tmp_path, page) == []


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        ("<a href=gone.html>", "there is no such file"),
        ('<p title="a > b"><a href="gone.html">', "there is no such file"),
        ("<a href=tags/A.html>", "there is no such file"),
        ("<a href=tags/>", "there is no such file"),
        ("<script src=gone.js></script>", "there is no such file"),
        ('<img srcset="style.css 1x, gone.png 2x">', "there is no such file"),
        ('<meta http-equiv=refresh content="0; url=gone.html">', "there is no such file"),
        ('<a href="">', "an empty address"),
        ("<a href=../index.html>", "leads out of the site's folder"),
        ("<a href=/tags/a.html>", "an absolute address of the site itself"),
        ("<a href=#gone>", "no element has this id"),
        ("<a href=tags/a.html#gone>", "no element of tags/a.html has this id"),
        ("<img src=https://example.com/a.png>", "loaded from beyond the site"),
        ("<img src=//example.com/a.png>", "loaded from beyond the site"),
        ("<link rel=stylesheet href=https://example.com/a.css>", "loaded from beyond the site"),
        ('<a href="javascript:go()">', "a script as an address"),
    ],
)
def test_wrong_links_are_found(tmp_path: Path, page: str, reason: str) -> None:
    assert reasons(tmp_path, page) == [reason]


def test_addresses_in_stylesheets_are_followed(tmp_path: Path) -> None:
    style = "/* url(no.png) */ a { background: url(gone.png) } b { background: url('data:image/png,') }"
    report = checked(tmp_path, {"index.html": "<p>", "assets/style.css": style})
    assert [str(problem) for problem in report.problems] == ["assets/style.css: gone.png: there is no such file"]


@pytest.mark.parametrize("link", ["/papers/tags/a.html", "https://example.org/papers/tags/a.html"])
def test_only_the_page_for_unknown_addresses_may_link_absolutely(tmp_path: Path, link: str) -> None:
    page = f'<a href="{link}">'
    report = checked(tmp_path, {"index.html": page, "404.html": page, "tags/a.html": ""}, BASE_URL)
    assert [problem.page for problem in report.problems] == ["index.html"]


@pytest.mark.parametrize(("address", "found"), [(BASE_URL, 0), (f"{BASE_URL}tags/", 1), (f"{BASE_URL}a.html", 1)])
def test_a_canonical_address_names_a_page_of_the_site(tmp_path: Path, address: str, found: int) -> None:
    page = f'<link rel=canonical href="{address}">'
    assert len(checked(tmp_path, {"index.html": page}, BASE_URL).problems) == found


def test_pages_that_no_link_leads_to_are_found(tmp_path: Path) -> None:
    pages = {"index.html": "<a href=a.html>", "a.html": "<a href=index.html>", "b.html": "<a href=a.html>"}
    assert checked(tmp_path, {**pages, "404.html": ""}).unreached == ("b.html",)


def test_processes_do_not_change_the_report(tmp_path: Path) -> None:
    pages = {f"p{number}.html": f"<a href=p{number + 1}.html>" for number in range(1_200)}
    site = site_of(tmp_path, {**pages, "index.html": "<a href=p0.html>"})
    report = check_links(site, jobs=2)
    assert report == check_links(site, jobs=1)
    assert [problem.link for problem in report.problems] == ["p1200.html"]


def test_the_command_tells_what_is_wrong(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    site_of(tmp_path, {"index.html": "<a href=gone.html>", "alone.html": ""})
    assert main([str(tmp_path), "--jobs", "1"]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "index.html: gone.html: there is no such file",
        "alone.html: no link leads here",
        "2 pages, 1 links: 1 wrong; 1 pages that no link leads to",
    ]
