"""Random queries, answered by the search as the browser runs it and by the reference."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from .node import ask
from .random_queries import RandomQueries
from .reference import Found, Reference, text_of


class Comparison(NamedTuple):
    """How many queries were compared, and those that the search answers otherwise than the reference."""

    compared: int
    different: list[str]


def compare(reference: Reference, site_path: Path, kind: str, count: int, seed: int) -> Comparison:
    """Compare which papers random queries of a kind find, and how many papers have all of their words."""
    queries = RandomQueries(reference.papers, seed)
    asked = [queries.query(kind) for _ in range(count)]
    answers = ask("found", site_path, timeout=7200, texts=list(map(text_of, asked)))
    compared = 0
    different = []
    for query, answer in zip(asked, answers, strict=True):
        expected = reference.find(query)
        if expected is None:
            continue
        compared += 1
        if Found(frozenset(answer["matches"]), answer["complete"]) != expected:
            counts = f"{len(answer['matches'])} papers, {answer['complete']} with all words"
            different.append(f"{text_of(query)!r}: {counts}; expected {len(expected.papers)} and {expected.complete}")
    return Comparison(compared, different)
