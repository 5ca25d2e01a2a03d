"""Measures what a search index costs to build, to keep up to date, and on disk.

Usage: python -m benchmarks.search_cost CORPUS SITE [--jobs N]

CORPUS is a folder of Daily Papers' days or a `.jsonl.gz` file of CSL-JSON items; the index is written to SITE.
"""

from __future__ import annotations

import argparse
import resource
import time
from collections import Counter
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import msgspec

from benchmarks.search_corpora import Paper, load_corpus
from site_builder.core.processes import map_forked
from site_builder.search.documents import SearchDocument, in_order, text_terms
from site_builder.search.index import build_index


def cpu() -> float:
    """Return the seconds of CPU that this process and its ended children have used."""
    usages = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


class Texts:
    """Every paper's text terms, made once, as a build keeps them."""

    def __init__(self, papers: Sequence[Paper]) -> None:
        """Make them."""
        self.terms = {made.text: text_terms(made.title, abstract, made.summary) for made, abstract in papers}

    def read(self, documents: Sequence[SearchDocument]) -> list[bytes]:
        """Return those of some papers."""
        return [self.terms[document.text] for document in documents]


def update(documents: Sequence[SearchDocument], texts: Texts, store_path: Path, label: str) -> None:
    """Print what bringing the index up to date takes."""
    start = cpu()
    index = build_index(in_order(documents), texts.read, store_path)
    index.close()
    print(f"{label}: {cpu() - start:.2f} s CPU")


def main() -> None:
    """Build, change, and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("site", type=Path)
    parser.add_argument("--jobs", type=int, default=2)
    args = parser.parse_args()

    papers = load_corpus(args.corpus)
    documents = [paper.document for paper in papers]
    start = cpu()
    texts = Texts(papers)
    made = cpu() - start
    print(f"{len(papers)} papers; text terms: {made:.1f} s CPU, {sum(map(len, texts.terms.values())) / 1e6:.0f} MB")
    args.site.mkdir(parents=True, exist_ok=True)
    store_path = args.site / "search.db"
    store_path.unlink(missing_ok=True)

    start, clock = cpu(), time.perf_counter()
    index = build_index(in_order(documents), texts.read, store_path, partial(map_forked, jobs=args.jobs))
    sizes: Counter[str] = Counter()
    counts: Counter[str] = Counter()
    for path, data in index.files():
        (args.site / path).parent.mkdir(parents=True, exist_ok=True)
        (args.site / path).write_bytes(data)
        sizes[path.split("/")[1]] += len(data)
        counts[path.split("/")[1]] += 1
    index.close()
    built = cpu() - start
    print(f"index: {built:.1f} s CPU, {time.perf_counter() - clock:.1f} s; with text terms {built + made:.1f} s CPU")
    for folder, size in sizes.most_common():
        print(f"  {folder:12} {size / len(papers):7.1f} bytes a paper, {counts[folder]:6} files")
    print(
        f"  {'all':12} {sizes.total() / len(papers):7.1f} bytes a paper; store {store_path.stat().st_size / 1e6:.0f} MB"
    )

    update(documents, texts, store_path, "nothing changed")
    middle = documents[len(documents) // 2]
    texts.terms["edited"] = text_terms(
        middle.title, papers[len(documents) // 2].abstract + " Zeppelins!", middle.summary
    )
    documents[len(documents) // 2] = msgspec.structs.replace(middle, text="edited")
    update(documents, texts, store_path, "one abstract edited")
    documents.append(msgspec.structs.replace(middle, id="newest", date="9999"))
    update(documents, texts, store_path, "one paper added")
    peaks = [resource.getrusage(who).ru_maxrss / 1e3 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    print(f"peak memory: {peaks[0]:.0f} MB with the corpus, {peaks[1]:.0f} MB in a worker")


if __name__ == "__main__":
    main()
