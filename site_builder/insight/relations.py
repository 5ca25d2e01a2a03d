"""Related papers as pages ask for them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

import msgspec
import numpy as np

from site_builder.insight.corpus import Corpus, Numbers, ReadTerms, next_corpus
from site_builder.insight.neighbours import Neighbours, Scorer, find_neighbours, moved, stale_rows
from site_builder.insight.store import State
from site_builder.insight.vectors import Features, make_vectors

NAME_COUNTS = {"authors": 1}
"""How often a shared term of a taxonomy counts, as if it stood in the text; `NAME_COUNT` in the others."""
NAME_COUNT = 3
SILENT_TAXONOMIES = ("organizations", "venues")
"""Taxonomies whose terms say where a paper comes from rather than what it is about."""


class Relation(msgspec.Struct, frozen=True, gc=False):
    """A related paper by its position in the library, and the features that relate it, the strongest first.

    A feature is a stem, or `taxonomy/slug` of a term.
    """

    position: int
    features: tuple[str, ...]


Names = Mapping[str, Iterable[tuple[str, Sequence[int]]]]
"""The terms of each taxonomy: a slug and the rows of the papers that have it."""

Relations = Callable[[int], tuple[Relation, ...]]
"""Gives the related papers of a library's entry by its position."""


def no_relations(_: int) -> tuple[Relation, ...]:
    """Return that a paper has no related ones."""
    return ()


def next_state(
    last: State,
    papers: Sequence[tuple[str, str]],
    names: Names,
    read_terms: ReadTerms,
    jobs: int,
) -> State:
    """Return the state of papers, given as (identifier, digest) sorted by identifier, from that of the last build.

    `read_terms` gives a paper's packed search terms.
    """
    corpus = next_corpus(last.corpus, papers, read_terms)
    found = _with_names(corpus, names)
    corpus = msgspec.structs.replace(corpus, vocabulary=list(found.vocabulary))
    vectors = make_vectors(found)
    before = {identifier: row for row, identifier in enumerate(last.corpus.ids)}
    sources = np.array([before.get(identifier, -1) for identifier in corpus.ids], np.int64)
    old = np.flatnonzero(sources >= 0)
    places = np.full(len(before), -2, np.int64)
    places[sources[old]] = old
    changed = np.ones(len(corpus.ids), np.bool_)
    same = (vectors.features[old] == last.vectors.features[sources[old]]).all(axis=1)
    same &= (vectors.weights[old] == last.vectors.weights[sources[old]]).all(axis=1)
    changed[old] = ~same
    neighbours = moved(last.neighbours, places, sources)
    scorer = Scorer(vectors)
    stale = stale_rows(scorer, neighbours, changed)
    return State(corpus, vectors, find_neighbours(scorer, neighbours, stale, jobs))


def _with_names(corpus: Corpus, names: Names) -> Features:
    """Return the features of the papers' texts and of their terms."""
    numbers = Numbers(corpus.vocabulary)
    rows: list[int] = []
    sizes: list[int] = []
    features: list[int] = []
    counts: list[int] = []
    for taxonomy, terms in names.items():
        for slug, having in terms:
            # A term of one paper relates it to none.
            if taxonomy not in SILENT_TAXONOMIES and len(having) > 1:
                rows += having
                sizes.append(len(having))
                features.append(numbers[f"{taxonomy}/{slug}"])
                counts.append(NAME_COUNTS.get(taxonomy, NAME_COUNT))
    return Features(
        np.concatenate((corpus.rows(), np.array(rows, np.int64))),
        np.concatenate((corpus.features, np.repeat(np.array(features, np.int32), np.array(sizes, np.int64)))),
        np.concatenate((corpus.counts, np.repeat(np.array(counts, np.uint8), np.array(sizes, np.int64)))),
        len(corpus.ids),
        list(numbers),
    )


def relations_of(state: State, positions: Mapping[str, int], count: int) -> Relations:
    """Return what gives the first `count` related papers of an entry; `positions` are the entries' by identifier."""
    by_row = [positions[identifier] for identifier in state.corpus.ids]
    rows = {position: row for row, position in enumerate(by_row)}
    neighbours: Neighbours = state.neighbours
    vocabulary = state.corpus.vocabulary

    def relations(position: int) -> tuple[Relation, ...]:
        row = rows[position]
        return tuple(
            Relation(by_row[near], tuple(vocabulary[number] for number in reasons if number >= 0))
            for near, reasons in zip(
                neighbours.rows[row, :count].tolist(), neighbours.reasons[row, :count].tolist(), strict=True
            )
            if near >= 0
        )

    return relations
