"""What the page of an author, organization or tag says of the papers in it."""

from __future__ import annotations

import re
from pathlib import Path

from tests.shelf import built, front_matter, page, write_archive


def about(root: Path, url: str) -> dict[str, str]:
    """What a term's page says, by label, without mark-up."""
    found = re.search(r"<dl class=about>(.*?)</dl>", page(root, url), re.DOTALL)
    parts = re.findall(r"<dt>(.*?)<dd>(.*?)(?=<dt>|$)", found[1] if found else "", re.DOTALL)
    return {label: " ".join(re.sub(r"<[^>]+>", "", text).split()) for label, text in parts}


def paper(number: int, year: int, *more: str) -> dict[str, str]:
    head = (
        f"title: Paper {number}",
        f"published: {year}",
        "authors: [Ana Author, Bo Writer]",
        "tags: [shelves]",
        *more,
    )
    return {f"content/papers/p{number}.md": front_matter(*head)}


def test_an_author_has_years_co_authors_and_tags(tmp_path: Path) -> None:
    files = paper(1, 2024) | paper(2, 2026) | paper(3, 2026) | paper(4, 2026, "organizations: [Lab]")
    built(write_archive(tmp_path, files))
    assert about(tmp_path, "authors/ana-author.html") == {
        "Years": "2024, 2026 (3)",
        "Co-authors": "Bo Writer",
        "Tags": "shelves",
    }
    # What only one of the papers has says nothing of the others.
    assert about(tmp_path, "tags/shelves.html") == {"Years": "2024, 2026 (3)", "Authors": "Ana Author, Bo Writer"}


def test_few_papers_speak_for_themselves(tmp_path: Path) -> None:
    built(write_archive(tmp_path, paper(1, 2024) | paper(2, 2026)))
    assert about(tmp_path, "authors/ana-author.html") == {"Co-authors": "Bo Writer"}
    built(write_archive(tmp_path, paper(3, 2025)))
    assert about(tmp_path, "authors/ana-author.html") == {"Years": "2024, 2025, 2026", "Co-authors": "Bo Writer"}


def test_a_tag_that_changes_reaches_the_authors_page(tmp_path: Path) -> None:
    files = paper(1, 2024) | paper(2, 2026) | paper(3, 2026) | paper(4, 2026)
    built(write_archive(tmp_path, files))
    swapped = {path: text.replace("[shelves]", "[ladders]") for path, text in files.items()}
    built(write_archive(tmp_path, swapped))
    assert about(tmp_path, "authors/ana-author.html")["Tags"] == "ladders"


def test_lists_are_described_for_search_engines_and_small_terms_are_not(tmp_path: Path) -> None:
    files = paper(1, 2024) | paper(2, 2026) | paper(3, 2026) | paper(4, 2026, "organizations: [Lab]")
    built(write_archive(tmp_path, files | {"site.yml": "title: Shelf\ndescription: On shelves.\n"}))
    described = 'name=description property=og:description content="'
    assert f"{described}shelves: 4 papers. On shelves." in page(tmp_path, "tags/shelves.html")
    assert f"{described}Shelf: 4 papers. On shelves." in page(tmp_path, "index.html")
    assert f"{described}Search: 4 papers. On shelves." in page(tmp_path, "search.html")
    assert f"{described}People: 2 in all. Shelf" in page(tmp_path, "authors/index.html")
    assert described not in page(tmp_path, "organizations/lab.html")


def together(root: Path, *authors: str, site: str = "terms: {picture: 3}\n") -> str:
    """Return the page of the author of papers that are each written with others."""
    files = {
        f"content/papers/p{n}.md": front_matter(f"title: Paper {n}", f"authors: [Ana Author, {others}]")
        for n, others in enumerate([*authors, *[""] * (10 - len(authors))])
    }
    built(write_archive(root, files | {"site.yml": f"title: Shelf\n{site}"}))
    return page(root, "authors/ana-author.html")


TEAM = ("Bo, Cy, Di", "Bo, Cy", "Bo, Cy", "Bo, Di", "Bo")


def test_co_authors_are_dots_joined_where_they_write_together(tmp_path: Path) -> None:
    shown = together(tmp_path, *TEAM)
    assert "<dt>Co-authors<dd>" in shown
    assert [re.sub("<[^>]+>", "", link) for link in re.findall(r"<a href=\S+>\w+</a> <small>\d+</small>", shown)] == [
        "Bo 5",
        "Cy 3",
        "Di 2",
    ]
    picture = shown[shown.index("<svg class=") if "<svg class=" in shown else shown.index("<svg role=img") :]
    assert re.findall(r"<text [^>]*>([^<]+)", picture) == ["Bo", "Cy", "Di"]
    # Bo and Di share two papers, Bo and Cy three; Cy and Di share but one.
    assert re.findall(r'<path stroke-width="([\d.]+)" d="([^"]+)"', picture) == [
        ("0.5", "M0 8a16 16 0 0 1 0 32"),
        ("1", "M0 8a8 8 0 0 1 0 16"),
    ]


def test_pictures_need_enough_to_be_seen(tmp_path: Path) -> None:
    assert "<figure class=coauthors>" in together(tmp_path, *TEAM)
    assert "<figure class=coauthors>" not in together(tmp_path, *TEAM, site="")
    assert "<figure class=coauthors>" not in together(tmp_path, *TEAM, site="terms: {picture: 0}\n")
    assert "<figure class=coauthors>" not in together(tmp_path, "Bo", "Bo", "Cy", "Cy", "Di", "Di")
    assert "<figure class=coauthors>" not in together(tmp_path, *["Bo, Cy, Di"] * 10)


def test_what_a_term_says_of_its_papers_can_be_left_out(tmp_path: Path) -> None:
    files = paper(1, 2024) | paper(2, 2026) | paper(3, 2026) | paper(4, 2026)
    settings = "terms: {years: no, companions: no, facets: no}"
    built(write_archive(tmp_path, files | {"site.yml": f"title: Shelf\n{settings}\n"}))
    assert about(tmp_path, "authors/ana-author.html") == {}


def test_a_long_name_is_shortened_in_the_picture(tmp_path: Path) -> None:
    long = "Maximiliana Wolfeschlegelsteinhausen"
    shown = together(tmp_path, *(team.replace("Bo", long) for team in TEAM))
    assert re.findall(r"<text [^>]*>([^<]+)", shown)[0] == "Maximiliana Wolfeschlegel…"


def test_a_tag_of_many_papers_has_its_time_line(tmp_path: Path) -> None:
    months = ["2025-11", "2025-12", "2025-12", "2026-02", *["2026-03"] * 6]
    files = {
        f"content/papers/p{n}.md": front_matter(
            f"title: Paper {n}", f"date: {month}-03", "tags: [shelves]", "authors: [Ana Author]"
        )
        for n, month in enumerate(months)
    }
    built(write_archive(tmp_path, files))
    # Five months; the fullest is 10 high.
    assert 'viewBox="0 0 5 10"' in page(tmp_path, "tags/shelves.html")
    assert 'd="M0 10V8h1V6h1V10h1V8h1V0h1V10z"' in page(tmp_path, "tags/shelves.html")
    assert "class=line" not in page(tmp_path, "authors/ana-author.html")
    built(write_archive(tmp_path, {"site.yml": "title: Shelf\nterms: {years: no}\n"}))
    assert "class=line" not in page(tmp_path, "tags/shelves.html")
