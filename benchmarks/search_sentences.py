"""Measures how well a built search answers sentences and plain questions.

Usage: python -m benchmarks.search_sentences SITE --claims CLAIMS
       python -m benchmarks.search_sentences SITE --corpus CORPUS

SITE is what `benchmarks.search_cost` wrote of CORPUS. CLAIMS is a JSON list of {"q", "answers"}; prints nDCG@10,
recall@100 and MRR@10 of every second claim, by which the ranking's constants were chosen, and of the others. With a
corpus, asks the questions of `search_questions.txt`, which says what answers them, and prints the share of answers
among the first ten, MRR@10, and the share of questions without an answer among them; then how much of the first five
papers of plain subjects stays when they are asked as questions.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Collection, Sequence
from math import log2
from pathlib import Path
from statistics import mean

from benchmarks.search_corpora import load_corpus
from benchmarks.search_quality import ask, rank
from tests.search.papers import write_pages

_QUESTIONS = Path(__file__).with_name("search_questions.txt")
_SUBJECTS = (
    "diffusion video;kv cache compression;reasoning agents;long context;text to image;mixture of experts;"
    "code generation;gaussian splatting;speech recognition;retrieval augmented generation;vision language models;"
    "robot manipulation;quantization;hallucination;math reasoning;state space models;world models;watermark;"
    "image editing;tool use"
).split(";")
_FORMS = (
    "papers about {}",
    "what is {}",
    "how does {} work",
    "why is {} hard",
    "research on {}",
    "what are the best ways of {}",
    "which papers are about {}",
    "how to do {}",
)


def discounted_gain(answers: Collection[str], found: Sequence[str]) -> float:
    """Return nDCG@10."""
    best = sum(1 / log2(place + 2) for place in range(min(10, len(answers))))
    return sum(1 / log2(place + 2) for place, paper in enumerate(found[:10]) if paper in answers) / best


def reciprocal_rank(answers: Collection[str], found: Sequence[str]) -> float:
    """Return one over the place of the first answer among ten, or 0."""
    places = [place for place in (rank(paper, list(found[:10])) for paper in answers) if place]
    return 1 / min(places) if places else 0


def report_claims(site_path: Path, claims_path: Path) -> None:
    """Print how claims find the papers that bear on them."""
    claims = json.loads(claims_path.read_text(encoding="utf-8"))
    found = [answer["ids"] for answer in ask(site_path, claims, limit=100)]
    print("| claims | nDCG@10 | recall@100 | MRR@10 |\n| --- | --- | --- | --- |")
    for name, half in (("used for tuning", slice(0, None, 2)), ("others", slice(1, None, 2))):
        pairs = [(claim["answers"], ids) for claim, ids in zip(claims[half], found[half], strict=True)]
        gain = mean(discounted_gain(*pair) for pair in pairs)
        recall = mean(len({*answers} & {*ids}) / len(answers) for answers, ids in pairs)
        print(f"| {name}: {len(pairs)} | {gain:.3f} | {recall:.3f} | {mean(reciprocal_rank(*p) for p in pairs):.3f} |")


def questions(corpus_path: Path) -> list[tuple[str, set[str]]]:
    """Return the questions, each with the papers that answer it by the rule that the file states."""
    papers = [
        (paper.document.id, f"{paper.document.title} {paper.abstract}".lower()) for paper in load_corpus(corpus_path)
    ]
    found = []
    for line in _QUESTIONS.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            question, _, terms = line.partition(" | ")
            answer = re.compile(r"(?<![a-z0-9])(?:" + "|".join(map(re.escape, terms.split("; "))) + ")")
            found.append((question, {paper_id for paper_id, text in papers if answer.search(text)}))
    return found


def report_questions(site_path: Path, corpus_path: Path) -> None:
    """Print how questions find papers that answer them."""
    asked = questions(corpus_path)
    found = [answer["ids"] for answer in ask(site_path, [{"q": question} for question, _ in asked])]
    hits = [[paper in answers for paper in ids] for (_, answers), ids in zip(asked, found, strict=True)]
    ranks = [reciprocal_rank(answers, ids) for (_, answers), ids in zip(asked, found, strict=True)]
    print(f"{len(asked)} questions: P@10 {mean(sum(of) / 10 for of in hits):.3f}, MRR@10 {mean(ranks):.3f}", end=", ")
    print(f"without an answer among ten {mean(not any(of) for of in hits):.3f}")
    for (question, _), of in zip(asked, hits, strict=True):
        if not any(of):
            print("  none:", question)


def report_forms(site_path: Path) -> None:
    """Print how much of the first five papers of a subject stays when it is asked as a question."""
    texts = [form.format(subject) + " " for form in ("{}", *_FORMS) for subject in _SUBJECTS]
    firsts = [set(answer["ids"]) for answer in ask(site_path, [{"q": text} for text in texts], limit=5)]
    plain = firsts[: len(_SUBJECTS)]
    for number, form in enumerate(_FORMS, start=1):
        asked = firsts[number * len(_SUBJECTS) : (number + 1) * len(_SUBJECTS)]
        print(f"  {mean(len(a & b) / 5 for a, b in zip(plain, asked, strict=True)):.2f} of the first five:", form)


def main() -> None:
    """Ask and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("site", type=Path)
    parser.add_argument("--claims", type=Path)
    parser.add_argument("--corpus", type=Path)
    args = parser.parse_args()
    write_pages(args.site)
    if args.claims:
        report_claims(args.site, args.claims)
    if args.corpus:
        report_questions(args.site, args.corpus)
        report_forms(args.site)


if __name__ == "__main__":
    main()
