"""Measures how well and how lightly a built search answers known-item queries.

Usage: python -m benchmarks.search_quality SITE QUERIES...

SITE is what `benchmarks.search_cost` wrote; each of QUERIES is a JSON list of {"kind", "q", "id"}, in which `id` is the
one right answer. Prints success@1, success@10 and MRR@10 by kind, and the gzip bytes of first and later queries.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import Any


def ask(site_path: Path, queries: list[dict[str, str]]) -> list[dict[str, Any]]:
    """Return what the browser's search answers, and the bytes it reads."""
    script_path = Path(__file__).with_name("search_quality.js")
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
        json.dump(queries, file)
        file.flush()
        command = ["node", "--max-old-space-size=3000", str(script_path), str(site_path), file.name]
        answers: list[dict[str, Any]] = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    return answers


def row(name: str, ranks: list[int]) -> str:
    """Return a line of the table; a rank of 0 is not found."""
    count = len(ranks)
    first = sum(rank == 1 for rank in ranks) / count
    found = sum(rank > 0 for rank in ranks) / count
    mean = sum(1 / rank for rank in ranks if rank) / count
    return f"| {name:14} | {first:9.3f} | {found:10.3f} | {mean:6.4f} |"


def quantiles(sizes: list[int]) -> str:
    """Return median and 95th percentile in kilobytes."""
    ordered = sorted(sizes)
    return f"median {ordered[len(ordered) // 2] / 1000:.1f} kB, p95 {ordered[int(len(ordered) * 0.95)] / 1000:.1f} kB"


def main() -> None:
    """Ask, compare, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("site", type=Path)
    parser.add_argument("queries", type=Path, nargs="+")
    args = parser.parse_args()
    for path in args.queries:
        queries = json.loads(path.read_text(encoding="utf-8"))
        # Every visit asks queries of several kinds.
        random.Random(0).shuffle(queries)
        answers = ask(args.site, queries)
        ranks = defaultdict(list)
        for query, answer in zip(queries, answers, strict=True):
            rank = answer["ids"].index(query["id"]) + 1 if query["id"] in answer["ids"] else 0
            ranks[query["kind"]].append(rank)
            ranks["all"].append(rank)
        print(f"{path.name}\n| kind           | success@1 | success@10 | MRR@10 |\n| --- | --- | --- | --- |")
        print("\n".join(row(kind, ranks[kind]) for kind in sorted(ranks)))
        print("first query:", quantiles([answer["bytes"] for answer in answers if answer["isFirst"]]))
        print("later query:", quantiles([answer["bytes"] for answer in answers if not answer["isFirst"]]), "\n")


if __name__ == "__main__":
    main()
