"""Compares the search with a plain reference search, its scores with lunr.js, and its tokens in Python and Chromium.

Usage: python -m benchmarks.search_exactness CORPUS... [--papers N] [--queries N] [--lunr-papers N] [--kinds KIND...]

CORPUS is a folder of Daily Papers' days or a `.jsonl.gz` file of CSL-JSON items. Random queries of each kind are
answered by the browser's scripts and by the reference, over the first N papers or all. Partial indexes are compared
with the whole one of lunr.js over fewer papers, because that one is slow. The tokens are those of all papers. Exits
with status 1 if anything differs.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from playwright.sync_api import sync_playwright

from benchmarks.search_corpora import Paper, load_corpus
from site_builder.text.tokens import terms
from tests.conftest import BROWSER_ARGUMENTS
from tests.machine import find_chromium
from tests.search import papers as invented
from tests.search.comparison import compare
from tests.search.node import ask
from tests.search.random_queries import KINDS
from tests.search.reference import Reference, fields_of

_BATCH = 20_000
_TERMS = "(texts) => texts.map((text) => papershelfText.terms(text).map((t) => [t.token, t.stem, t.position]))"


def compare_indexes(papers: Iterable[Paper], site_path: Path, queries: int, seed: int) -> int:
    """Return in how many random Lunr queries a partial index answers otherwise than the whole one."""
    made = [invented.Paper(paper.document, paper.abstract) for paper in papers]
    invented.write_site(made, site_path)
    ordered = sorted(made, key=lambda paper: (paper.document.date, paper.document.id))
    fields = [fields_of(paper) for paper in ordered]
    answer = ask("differences", site_path, timeout=7200, papers=fields, queries=queries, seed=seed)
    found = answer["differences"]
    counts = f"{answer['compared']} with an answer, {answer['refused']} that lunr.js itself cannot answer"
    print(f"{len(made)} papers, {queries} queries, {counts}: {len(found)} differ {found[:2]}", flush=True)
    return len(found)


def compare_searches(papers: Iterable[Paper], site_path: Path, kinds: Sequence[str], queries: int, seed: int) -> int:
    """Return how many random queries find other papers than the reference does."""
    made = [invented.Paper(paper.document, paper.abstract) for paper in papers]
    invented.write_site(made, site_path)
    reference = Reference(made)
    different = 0
    for kind in kinds:
        found = compare(reference, site_path, kind, queries, seed)
        counts = f"{found.compared} {kind}: {len(found.different)} differ"
        print(f"{len(made)} papers, {counts} {found.different[:3]}", flush=True)
        different += len(found.different)
    return different


def words_of(papers: Iterable[Paper]) -> set[str]:
    """Return every distinct run of characters between spaces, in all that is searched."""
    return {
        word
        for document, abstract in papers
        for text in (
            document.title,
            abstract,
            document.summary,
            document.venue,
            *document.authors,
            *document.tags,
            *document.organizations,
        )
        for word in text.split()
    }


def compare_tokens(words: set[str], site_path: Path) -> int:
    """Return how many words have other terms in Chromium than in Python."""
    different: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(BROWSER_ARGUMENTS))
        page = browser.new_page()
        page.goto((site_path / "search.html").as_uri())
        page.wait_for_selector(".search-help")
        for batch in batches(sorted(words)):
            in_browser = page.evaluate(_TERMS, batch)
            pairs = zip(batch, in_browser, strict=True)
            different += [word for word, found in pairs if [list(term) for term in terms(word)] != found]
        browser.close()
    print(f"{len(words)} distinct words: {len(different)} have other terms in the browser {different[:5]}")
    return len(different)


def batches(words: list[str]) -> Iterator[list[str]]:
    """Yield the words, some at a time."""
    return (words[start : start + _BATCH] for start in range(0, len(words), _BATCH))


def main() -> None:
    """Compare, print, and say by the exit status whether all is equal."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", type=Path, nargs="+")
    parser.add_argument("--papers", type=int)
    parser.add_argument("--queries", type=int, default=5000)
    parser.add_argument("--lunr-papers", type=int, default=1000)
    parser.add_argument("--kinds", nargs="*", choices=KINDS, default=KINDS)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    different = 0
    for path in args.corpora:
        papers = load_corpus(path)
        with tempfile.TemporaryDirectory() as folder:
            print(path.name)
            different += compare_indexes(papers[: args.lunr_papers], Path(folder), args.queries, args.seed)
            different += compare_tokens(words_of(papers), Path(folder))
        with tempfile.TemporaryDirectory() as folder:
            different += compare_searches(papers[: args.papers], Path(folder), args.kinds, args.queries, args.seed)
    sys.exit(different > 0)


if __name__ == "__main__":
    main()
