"""A partial index of shards answers as the whole index does that lunr.js makes itself."""

from __future__ import annotations

from pathlib import Path

from site_builder.search.documents import identifier_term
from site_builder.text.tokens import STOP_WORDS, name_parts, terms, title_terms

from .node import ask, needs_node
from .papers import HAND_MADE, Paper, invented, paper, write_site


def fields_of(made: Paper) -> dict[str, list[str]]:
    """Return the terms of a paper by field, made as simply as can be."""

    def stems(text: str) -> list[str]:
        return [stem for token, stem, _ in terms(text) if token not in STOP_WORDS]

    def words(*texts: str) -> list[str]:
        return ["=" + token for text in texts for token, _, _ in terms(text)]

    document = made.document
    name, colon, _ = document.title.partition(":")
    in_title = title_terms(document.title)
    known = {token for token, _, _ in (*in_title, *terms(made.abstract))} | STOP_WORDS
    surnames = ["=" + terms(author)[-1][0] for author in document.authors]
    return {
        "title": [stem for _, stem, _ in in_title],
        "exact": ["=" + token for token, _, _ in in_title]
        + (sorted(set(words(name))) if colon and len(words(name)) <= 4 else []),
        "abstract": stems(made.abstract) + [stem for _, stem, _ in name_parts(made.abstract, known)],
        "summary": stems(document.summary),
        "tags": [stem for tag in document.tags for _, stem, _ in title_terms(tag)],
        "authors": words(*document.authors) + surnames,
        "organizations": words(*document.organizations),
        "venue": words(document.venue),
        "identifiers": sorted({"=" + identifier_term(name) for name in (document.id, *document.identifiers)}),
    }


@needs_node
def test_partial_index_answers_as_the_whole_one(tmp_path: Path) -> None:
    named = paper("named", "On MemoryBank", "A MemoryBank caches what AgentForge and ModelCache keep AndThe.")
    papers = [*HAND_MADE, named, *invented(60, seed=3)]
    site_path = write_site(papers, tmp_path)
    ordered = sorted(papers, key=lambda made: (made.document.date, made.document.id))
    answer = ask("differences", site_path, papers=[fields_of(made) for made in ordered], queries=600, seed=11)
    assert answer["differences"] == []
    assert answer["compared"] > 400
