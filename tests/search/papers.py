"""Invented papers for the search's tests, and a small site with nothing but the search."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path
from random import Random
from typing import NamedTuple

from site_builder.search.documents import SearchDocument, in_order, text_terms
from site_builder.search.index import Basis, build_index
from site_builder.search.names import Directory
from site_builder.theme.assets import publish_assets
from site_builder.theme.load import load_theme

PAGE_SCRIPTS = ("site.js", "search.js", "page.js")
LUNR_PATH = Path(__file__).parents[2] / "site_builder/_vendor/lunr.js"


class Paper(NamedTuple):
    """A paper's document and its abstract."""

    document: SearchDocument
    abstract: str


def paper(paper_id: str, title: str, abstract: str = "", **fields: object) -> Paper:
    """Return a paper; its text's digest is the text itself."""
    summary = str(fields.get("summary", ""))
    text = f"{title}\n{abstract}\n{summary}"
    made = SearchDocument(paper_id, f"papers/{paper_id}.html", title, text, **fields)  # type: ignore[arg-type]
    return Paper(made, abstract)


HAND_MADE = [
    paper(
        "2401.00001",
        "KV-Cache Pruning for GPT-4 Class Transformers",
        "We prune the key-value cache of deep bidirectional encoders. Pruning saves memory.",
        authors=("Ana Müller", "Wei Li"),
        tags=("KV cache", "efficiency"),
        organizations=("Lantern Lab",),
        venue="ICXL",
        date="2024-01-02",
        has=("code",),
        terms=(("track", "Oral Talks"), ("award", "Best Paper")),
        summary="Prunes caches.",
    ),
    paper(
        "2402.00002",
        "Lumenfold: Folding Light Fields with Diffusion",
        "A bidirectional and deep study of diffusion for light fields. Café scenes are folded.",
        authors=("Bo Writer", "Cem Third", "Dee Fourth", "Eli Fifth"),
        tags=("diffusion", "KV cache"),
        date="2025-03",
        terms=(("track", "Oral Talks"),),
        identifiers=("10.5555/3290605.3300233", "2402.00002"),
    ),
    paper("2403.00003", "深度学习在图像检索中的应用", "图像检索 with small networks.", date="2025-07-01"),
    paper("notes-on-agents", "Agents That Search the Web, and Agents That Do Not", "Agents.", date="2026"),
    paper(
        "2404.00004", "Attention to the Encoder/decoder Boundary", "Self-supervised pre-training.", authors=("Q. Li",)
    ),
    paper("2405.00005", "A Theory of It All", "Nothing here but theory.", date="2023-12-31", has=("data", "code")),
]

_WORDS = (
    "model models modeling diffusion agent agents reasoning retrieval memory cache token tokens vision language robust"
    " training trained sparse attention graph kernel policy reward video speech benchmark evaluation alignment search"
).split()
_SURNAMES = ("Li", "Xu", "Okafor", "Sørensen", "García", "Novák", "Haddad", "Mori")


def invented(count: int, seed: int = 1) -> list[Paper]:
    """Return papers of random words, the same for the same seed."""
    random = Random(seed)

    def words(least: int, most: int) -> str:
        return " ".join(random.choice(_WORDS) for _ in range(random.randint(least, most)))

    return [
        paper(
            f"{2200 + i // 50}.{i:05}",
            words(3, 9).title(),
            words(5, 60) + ".",
            authors=tuple(f"{random.choice('ABCDE')}. {random.choice(_SURNAMES)}" for _ in range(random.randint(0, 4))),
            tags=tuple(sorted({words(1, 2) for _ in range(random.randint(0, 3))})),
            organizations=("Lantern Lab",) if random.random() < 0.3 else (),
            date=random.choice(("", "2024", "2024-05", "2025-01-07", "2025-02-11")),
            has=("code",) if random.random() < 0.4 else (),
            terms=(("track", random.choice(("Oral", "Poster Session"))),) if random.random() < 0.3 else (),
            summary=words(0, 8),
        )
        for i in range(count)
    ]


def texts_of(papers: Iterable[Paper]) -> dict[str, bytes]:
    """Return the terms of the papers' texts by the texts' digests."""
    return {made.text: text_terms(made.title, abstract, made.summary) for made, abstract in papers}


def basis_of(papers: Sequence[Paper], key: str) -> Basis:
    """Return what tells which of the papers have other texts, where nothing else of them differs."""
    return Basis(key, [made.text for made in in_order(made for made, _ in papers)])


def directory_of(papers: Sequence[Paper]) -> Directory:
    """Return a directory with the filters of the papers' own taxonomies."""
    kinds = sorted({kind for made, _ in papers for kind, _ in made.terms})
    return Directory(filters=[(kind, f"{kind.capitalize()}s") for kind in kinds])


def files_of(papers: Sequence[Paper], store_path: Path | None = None, **options: object) -> dict[str, bytes]:
    """Return every file of the papers' index."""
    options = {"directory": directory_of(papers)} | options
    texts = texts_of(papers)
    documents = in_order(made for made, _ in papers)
    index = build_index(documents, lambda some: [texts[made.text] for made in some], store_path, **options)  # type: ignore[arg-type]
    files = dict(index.files())
    index.close()
    return files


def write_site(papers: Sequence[Paper], site_path: Path) -> Path:
    """Write the papers' index, the scripts and two pages; return the site's path."""
    for path, data in files_of(papers).items():
        (site_path / path).parent.mkdir(parents=True, exist_ok=True)
        (site_path / path).write_bytes(data)
    write_pages(site_path)
    return site_path


def write_pages(site_path: Path) -> None:
    """Write the scripts and two pages into a folder that has an index."""
    (site_path / "assets").mkdir(exist_ok=True)
    for name, data in publish_assets(load_theme(site_path, "default")).items():
        if name.startswith("search") or name in (*PAGE_SCRIPTS, "row.js", "visits.js"):
            (site_path / "assets" / name).write_bytes(data)
    shutil.copy(LUNR_PATH, site_path / "assets")
    (site_path / "deep").mkdir(exist_ok=True)
    (site_path / "deep/page.html").write_text(_page("../", "<p>A page.</p>"), encoding="utf-8")
    (site_path / "search.html").write_text(_page("", _SEARCH), encoding="utf-8")


_SEARCH = """<script defer src="assets/search-open.js"></script>
<div id="search-page"><h1>Search</h1><noscript>Browse.</noscript>
<div class="search-bar"><p id="search-status" role="status"></p>
<select id="search-sort"><option value="relevance">Best match<option value="date">Newest</select></div>
<div id="search-facets"></div><ol id="search-results" aria-busy="false"></ol>
<button type="button" id="search-more" hidden>More results</button></div>"""


def _page(root: str, main: str) -> str:
    return f"""<!doctype html><html lang="en" data-root="{root}"><meta charset="utf-8"><title>Page</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'self' file:;object-src 'none'">
{"".join(f'<script defer src="{root}assets/{name}"></script>' for name in PAGE_SCRIPTS)}
<link rel="stylesheet" href="{root}assets/search.css">
<form class="search" role="search" action="{root}search.html"><input type="search" name="q" id="search-box"></form>
<main>{main}</main></html>"""
