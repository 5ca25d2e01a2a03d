"""Measures how well and how lightly a built search answers known-item queries.

Usage: python -m benchmarks.search_quality SITE QUERIES... [--rivals CORPUS]

SITE is what `benchmarks.search_cost` wrote; each of QUERIES is a JSON list of {"kind", "q", "id"}, in which `id` is the
one right answer. Prints success@1, success@10 and MRR@10 by kind over all sets, and the gzip bytes of first and later
queries. With the CORPUS of the site, plain lunr.js and Pagefind, where it is installed, answer the same queries.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.search_corpora import load_corpus
from benchmarks.search_rivals import ask_lunr, ask_pagefind, has_pagefind
from tests.search.papers import write_pages


def ask(site_path: Path, queries: Sequence[Mapping[str, object]], limit: int = 10) -> list[dict[str, Any]]:
    """Return what the browser's search answers, up to `limit` papers a query, and the bytes it reads."""
    script_path = Path(__file__).with_name("search_quality.js")
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
        json.dump(queries, file)
        file.flush()
        command = ["node", "--max-old-space-size=3000", str(script_path), str(site_path), file.name, str(limit)]
        answers: list[dict[str, Any]] = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    return answers


def table(queries: list[dict[str, str]], answers: dict[str, list[list[str]]]) -> str:
    """Return success@1, success@10 and MRR@10 of every search, by kind of query."""
    kinds = sorted({query["kind"] for query in queries})
    lines = ["| queries | " + " | ".join(answers) + " |", "| --- |" + " --- |" * len(answers)]
    for kind in (*kinds, "all"):
        cells = []
        for found in answers.values():
            pairs = zip(queries, found, strict=True)
            cells.append(cell([rank(query["id"], ids) for query, ids in pairs if kind in (query["kind"], "all")]))
        lines.append(f"| {kind} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def rank(paper_id: str, ids: list[str]) -> int:
    """Return where the right answer stands, from 1; 0 where it is not found."""
    return ids.index(paper_id) + 1 if paper_id in ids else 0


def cell(ranks: list[int]) -> str:
    """Return success@1, success@10 and MRR@10."""
    first = sum(place == 1 for place in ranks) / len(ranks)
    found = sum(place > 0 for place in ranks) / len(ranks)
    return f"{first:.3f} {found:.3f} {sum(1 / place for place in ranks if place) / len(ranks):.3f}"


def quantiles(sizes: list[int]) -> str:
    """Return median and 95th percentile in kilobytes."""
    ordered = sorted(sizes)
    return f"median {ordered[len(ordered) // 2] / 1000:.1f} kB, p95 {ordered[int(len(ordered) * 0.95)] / 1000:.1f} kB"


def main() -> None:
    """Ask, compare, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("site", type=Path)
    parser.add_argument("queries", type=Path, nargs="+")
    parser.add_argument("--rivals", type=Path, metavar="CORPUS")
    args = parser.parse_args()
    queries = [query for path in args.queries for query in json.loads(path.read_text(encoding="utf-8"))]
    write_pages(args.site)
    # Every visit asks queries of several kinds.
    random.Random(0).shuffle(queries)
    ours = ask(args.site, queries)
    answers = {"Papershelf": [answer["ids"] for answer in ours]}
    if args.rivals:
        papers = load_corpus(args.rivals)
        texts = [query["q"] for query in queries]
        answers["plain lunr.js"] = ask_lunr(papers, texts)
        if has_pagefind():
            answers["Pagefind"] = ask_pagefind(papers, texts)
    print(table(queries, answers))
    print("first query:", quantiles([answer["bytes"] for answer in ours if answer["isFirst"]]))
    print("later query:", quantiles([answer["bytes"] for answer in ours if not answer["isFirst"]]))


if __name__ == "__main__":
    main()
