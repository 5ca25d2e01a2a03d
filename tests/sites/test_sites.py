"""Small archives as wholes: every path of the site, and some facts of its pages.

`paths.txt` of a case lists all files of its site but the theme's in `assets/` and the index in `search/`.
"""

from __future__ import annotations

import re
import shutil
from html import unescape
from pathlib import Path

import pytest

from tests.shelf import built, page, site_files

HERE = Path(__file__).parent
CASES = sorted(path.parent.name for path in HERE.glob("*/site.yml"))


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    roots = {}
    for case in CASES:
        roots[case] = shutil.copytree(HERE / case, tmp_path_factory.mktemp("sites") / case)
        assert built(roots[case]).warnings == ()
    return roots


def main_part(root: Path, url: str) -> str:
    """Return a page's main element as text with its links."""
    found = re.search(r"<main.*?</main>", page(root, url), re.DOTALL)
    assert found, url
    return unescape(found[0])


def links(root: Path, url: str) -> list[str]:
    """Return the addresses that a page's main element links to."""
    return re.findall(r'href="?([^">\s]+)', main_part(root, url))


@pytest.mark.parametrize("case", CASES)
def test_a_site_has_these_files_and_no_others(case: str, sites: dict[str, Path]) -> None:
    paths = [
        path
        for path in site_files(sites[case])
        if not path.startswith(("assets/", "search/", "papers.", "api/", "llms.txt", "linkset.", "ro-crate"))
        and not (path.startswith("papers/") and path.endswith(".md"))
    ]
    assert paths == (HERE / case / "paths.txt").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("case", CASES)
def test_every_internal_link_leads_to_a_file(case: str, sites: dict[str, Path]) -> None:
    files = site_files(sites[case])
    for url in files:
        if url.endswith(".html") and url != "404.html":
            for target in re.findall(r'(?:href|src)="?([^">\s]+)', files[url].decode()):
                bare = unescape(target).partition("#")[0].partition("?")[0]
                if bare and not re.match(r"[a-z]+:", bare):
                    path = (Path("/") / url).parent.joinpath(bare).as_posix()
                    assert Path(resolved(path)).as_posix().lstrip("/") in files, f"{url} links to {target}"


def resolved(path: str) -> str:
    parts: list[str] = []
    for part in path.split("/"):
        if part == "..":
            assert parts, f"{path} leaves the site"
            parts.pop()
        elif part not in (".", ""):
            parts.append(part)
    return "/".join(parts)


def test_an_archive_without_entries_has_a_home_page(sites: dict[str, Path]) -> None:
    assert "An empty shelf" in page(sites["empty"], "index.html")
    assert "<em>here</em>" in page(sites["empty"], "about.html")
    assert "href=/shelf/" in page(sites["empty"], "404.html")


def test_a_coarse_date_stands_on_coarse_pages_only(sites: dict[str, Path]) -> None:
    root = sites["dates"]
    assert "../papers/month.html" in links(root, "months/2026-01.html")
    assert "../papers/month.html" in links(root, "years/2026.html")
    finer = [path for path in site_files(root) if path.startswith(("days/", "weeks/"))]
    assert finer
    assert not any("../papers/month.html" in links(root, path) for path in finer if path.endswith(".html"))
    assert "../papers/year.html" in links(root, "years/2024.html")
    assert links(root, "years/undated.html").count("../papers/none.html") == 1


def test_a_week_may_hold_days_of_two_years(sites: dict[str, Path]) -> None:
    listed = links(sites["dates"], "weeks/2026-W01.html")
    assert {"../papers/day.html", "../papers/week.html"} <= set(listed)
    assert "../papers/week.html" not in links(sites["dates"], "years/2026.html")


def test_the_home_page_shows_the_newest_day(sites: dict[str, Path]) -> None:
    papers = [link for link in links(sites["dates"], "index.html") if link.startswith("papers/")]
    assert papers[0] == "papers/day.html"
    assert "A Paper of a Day" in main_part(sites["dates"], "index.html")


def test_one_person_with_several_spellings_is_one_page(sites: dict[str, Path]) -> None:
    root = sites["people"]
    assert {f"../papers/{name}.html" for name in ("one", "two", "three")} <= set(links(root, "authors/jane-q-doe.html"))
    assert {"../papers/one.html", "../papers/two.html"} <= set(links(root, "authors/jose-nunez.html"))
    assert "0000-0002-1825-0097" in main_part(root, "authors/b-writer-smith.html")
    assert {"../papers/one.html", "../papers/two.html"} <= set(links(root, "authors/b-writer-smith.html"))
    assert "../authors/jane-q-doe.html" in links(root, "papers/one.html")
    assert "J. Doe" in main_part(root, "papers/one.html")


def test_two_people_of_one_name_are_two_pages(sites: dict[str, Path]) -> None:
    root = sites["people"]
    assert "../papers/four.html" not in links(root, "authors/wei-wang.html")
    assert "../papers/three.html" not in links(root, "authors/wei-wang-2.html")
    assert links(root, "authors/index.html").count("../authors/wei-wang.html") >= 1
    assert links(root, "authors/index.html").count("../authors/wei-wang-2.html") >= 1


def test_two_spellings_of_a_tag_are_one_page_with_its_name(sites: dict[str, Path]) -> None:
    text = main_part(sites["people"], "tags/kv-cache.html")
    assert "KV cache" in text
    assert "What is kept of earlier tokens." in text
    assert {"../papers/one.html", "../papers/two.html"} <= set(links(sites["people"], "tags/kv-cache.html"))


def test_a_declared_taxonomy_has_pages_and_is_linked(sites: dict[str, Path]) -> None:
    root = sites["people"]
    assert {"../papers/one.html", "../papers/two.html"} <= set(links(root, "methods/survey.html"))
    assert "../methods/ablation.html" in links(root, "papers/one.html")


def test_files_beside_entries_are_published_when_an_entry_names_them(sites: dict[str, Path]) -> None:
    root = sites["people"]
    assert (root / "_site/papers/files/2025/more/slides.pdf").read_text(encoding="utf-8") == "%PDF-1.4 slides\n"
    assert {"../papers/files/2025/poster.pdf", "../papers/files/2025/more/slides.pdf"} <= set(
        links(root, "papers/four.html")
    )


def test_a_long_list_goes_on_over_pages(sites: dict[str, Path]) -> None:
    root = sites["pages"]
    shown = [
        {link for link in links(root, url) if "papers/" in link}
        for url in ("tags/agents.html", "tags/agents/2.html", "tags/agents/3.html")
    ]
    assert [len(part) for part in shown] == [5, 5, 2]
    names = {link.rpartition("/")[2] for part in shown for link in part}
    assert names == {f"p{n:02}.html" for n in range(12)}
    assert "../../tags/agents.html" in links(root, "tags/agents/2.html")
    assert "../tags/agents/2.html" in links(root, "tags/agents.html")


def test_a_term_with_few_papers_is_named_and_not_linked(sites: dict[str, Path]) -> None:
    root = sites["pages"]
    assert "../organizations/a-lab.html" in links(root, "papers/p00.html")
    assert "Lab 5" in main_part(root, "papers/p05.html")
    assert not any("organizations/" in link for link in links(root, "papers/p05.html"))


def test_formulas_are_mathml(sites: dict[str, Path]) -> None:
    assert "<msup><mi>x</mi><mn>7</mn></msup>" in page(sites["pages"], "papers/p07.html")
