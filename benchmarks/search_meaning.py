"""Measures what search by meaning costs, and what it changes.

Usage: python -m benchmarks.search_meaning CORPUS SITE [--claims CLAIMS | --questions] [--known QUERIES]

SITE is what `benchmarks.search_cost` wrote of CORPUS. Prints the CPU that the vectors take in a build, the bytes
that are published for them, and then, with the vectors and without them, how claims or the questions of
`search_questions.txt` are answered (see `benchmarks.search_sentences`), known items (see `benchmarks.search_quality`),
and the bytes that queries load.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from benchmarks.search_corpora import load_corpus
from benchmarks.search_cost import Texts, cpu
from benchmarks.search_quality import ask, cell, quantiles, rank
from benchmarks.search_sentences import questions, report_claims, report_questions
from site_builder.search.documents import in_order
from site_builder.search.index import MANIFEST_PATH, VERSION
from site_builder.search.meaning import update_meaning
from site_builder.search.shards import shard_size
from site_builder.search.store import Store
from tests.search.papers import write_pages


def report_cost(corpus_path: Path, site_path: Path) -> None:
    """Print what the vectors cost."""
    papers = load_corpus(corpus_path)
    texts = Texts(papers)
    documents = in_order(paper.document for paper in papers)

    def read(ordinals: Sequence[int]) -> list[bytes]:
        return texts.read([documents[ordinal] for ordinal in ordinals])

    start = cpu()
    digests = [document.text for document in documents]
    update_meaning(Store(None, VERSION), digests, read, map, shard_size(len(documents)))
    print(f"{len(documents)} papers, vectors: {cpu() - start:.1f} s CPU", end="")
    for folder, name in (("m", "words"), ("e", "papers")):
        size = sum(path.stat().st_size for path in (site_path / "search" / folder).iterdir())
        print(f"; {name} {size / len(documents):.1f} bytes a paper", end="")
    print()


@contextmanager
def without_meaning(site_path: Path) -> Iterator[None]:
    """Let the site's search know words only, for a while."""
    path = site_path / MANIFEST_PATH
    whole = path.read_text(encoding="utf-8")
    start, _, end = whole.partition(',"meaning":{')
    path.write_text(start + end.partition("}")[2], encoding="utf-8")
    try:
        yield
    finally:
        path.write_text(whole, encoding="utf-8")


def report_answers(args: argparse.Namespace) -> None:
    """Print how queries are answered, and what they load."""
    texts: list[str] = []
    if args.claims:
        report_claims(args.site, args.claims)
        texts += [claim["q"] for claim in json.loads(args.claims.read_text(encoding="utf-8"))]
    if args.questions:
        report_questions(args.site, args.corpus)
        texts += [question for question, _ in questions(args.corpus)]
    for path in args.known:
        queries = json.loads(path.read_text(encoding="utf-8"))
        answers = ask(args.site, queries)
        ranks = [rank(query["id"], answer["ids"]) for query, answer in zip(queries, answers, strict=True)]
        print(f"known items of {path.name}: success@1, success@10, MRR@10 {cell(ranks)}")
        report_bytes(answers)
    if texts:
        report_bytes(ask(args.site, [{"q": text} for text in texts[:200]]))


def report_bytes(answers: Sequence[dict[str, int]]) -> None:
    """Print the gzip bytes of first and later queries."""
    for name, is_first in (("first", True), ("later", False)):
        print(f"  {name} query:", quantiles([answer["bytes"] for answer in answers if answer["isFirst"] == is_first]))


def main() -> None:
    """Measure, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("site", type=Path)
    parser.add_argument("--claims", type=Path)
    parser.add_argument("--questions", action="store_true")
    parser.add_argument("--known", type=Path, nargs="*", default=[])
    args = parser.parse_args()
    report_cost(args.corpus, args.site)
    write_pages(args.site)
    print("\nwith meaning")
    report_answers(args)
    print("\nby words alone")
    with without_meaning(args.site):
        report_answers(args)


if __name__ == "__main__":
    main()
