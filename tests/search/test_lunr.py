"""A partial index of shards answers as the whole index does that lunr.js makes itself."""

from __future__ import annotations

from pathlib import Path

from .node import ask, needs_node
from .papers import HAND_MADE, invented, paper, write_site
from .reference import fields_of


@needs_node
def test_partial_index_answers_as_the_whole_one(tmp_path: Path) -> None:
    named = paper("named", "On MemoryBank", "A MemoryBank caches what AgentForge and ModelCache keep AndThe.")
    papers = [*HAND_MADE, named, *invented(60, seed=3)]
    site_path = write_site(papers, tmp_path)
    ordered = sorted(papers, key=lambda made: (made.document.date, made.document.id))
    answer = ask("differences", site_path, papers=[fields_of(made) for made in ordered], queries=600, seed=11)
    assert answer["differences"] == []
    assert answer["compared"] > 400
