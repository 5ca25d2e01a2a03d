"""Related papers: brought up to date from the last build, and as pages ask for them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from itertools import compress
from operator import ne

import msgspec
import numpy as np
from numpy.typing import NDArray

from site_builder.related.corpus import Corpus, Names, ReadTerms, next_corpus
from site_builder.related.meaning import CANDIDATES, choose, next_meanings
from site_builder.related.neighbours import (
    find_neighbours,
    moved,
    no_neighbours,
    stale_rows,
    with_any,
)
from site_builder.related.reasons import find_reasons, no_reasons
from site_builder.related.store import State
from site_builder.related.vectors import Vectors, next_vectors, rarities_of
from site_builder.search.vectors_file import GivenVectors
from site_builder.settings.groups import MOST_RELATED

Ints = NDArray[np.int64]


class Relation(msgspec.Struct, frozen=True, gc=False):
    """A related paper's position in the library, and the features that relate it, strongest first.

    A feature is a stem or a term as `taxonomy/slug`.
    """

    position: int
    features: tuple[str, ...]


Relations = Callable[[int], tuple[Relation, ...]]
"""Returns the related papers of the entry at a position in the library."""


def no_relations(_: int) -> tuple[Relation, ...]:
    """Return no related papers, whatever the position."""
    return ()


class Papers(msgspec.Struct, frozen=True):
    """The papers of a build, sorted by identifier, and functions that read their terms and names.

    Names are read only where `facts`, the digest of their input, differs from the last build's. `given` has the
    vectors that the archive keeps, if it does.
    """

    ids: list[str]
    digests: list[str]
    facts: bytes
    read_terms: ReadTerms
    read_names: Callable[[], Names]
    given: GivenVectors | None = None


def next_state(last: State, papers: Papers, shown: int, jobs: int) -> State:
    """Bring the last build's state up to date; `shown` is how many neighbours a page lists."""
    sources, digests = _sources(last.corpus, papers.ids)
    texts = sources.copy()
    texts[list(compress(range(len(texts)), map(ne, digests, papers.digests)))] = -1
    corpus = next_corpus(
        last.corpus, papers.ids, papers.digests, texts, papers.read_terms, papers.facts, papers.read_names, jobs
    )
    rarities = rarities_of(corpus)
    remade = _remade(last, corpus, rarities, sources, texts)
    vectors = next_vectors(last.vectors, corpus, rarities, sources, remade)
    changed = _changed(last.vectors, vectors, sources, remade)
    places = _places(last.corpus, sources)
    most = CANDIDATES if papers.given else MOST_RELATED
    if last.candidates.most == most:
        candidates = moved(last.candidates, places, sources)
        stale = stale_rows(vectors, candidates, changed)
    else:
        candidates, stale = no_neighbours(len(sources), most), np.arange(len(sources))
    candidates = find_neighbours(vectors, candidates, stale, jobs)
    basis = papers.given.digest if papers.given else ""
    edited = (texts < 0) | (basis != last.basis)
    meanings = next_meanings(last.meanings, corpus, papers.given, sources, edited)
    before = moved(last.neighbours, places, sources)
    neighbours = choose(candidates, meanings, before, np.union1d(stale, with_any(candidates.rows, edited)), jobs)
    reasons = no_reasons(len(sources), shown)
    if last.reasons.shape[1] == shown:
        old = np.flatnonzero(sources >= 0)
        reasons[old] = last.reasons[sources[old]]
        moved_on = (neighbours.rows != before.rows).any(axis=1)
        stale = np.union1d(np.flatnonzero(moved_on), with_any(neighbours.rows, changed))
    else:
        stale = np.arange(len(sources))
    reasons = find_reasons(vectors, neighbours, reasons, stale, jobs)
    return State(corpus, rarities, vectors, candidates, basis, meanings, neighbours, reasons)


def _sources(last: Corpus, ids: list[str]) -> tuple[Ints, list[str]]:
    """Return each paper's row in the last corpus, -1 for new papers, and its digest then."""
    if ids == last.ids:
        return np.arange(len(ids)), last.digests
    before = {identifier: row for row, identifier in enumerate(last.ids)}
    rows = [before.get(identifier, -1) for identifier in ids]
    return np.array(rows, np.int64), [last.digests[row] if row >= 0 else "" for row in rows]


def _places(last: Corpus, sources: Ints) -> Ints:
    """Return each row's place among the papers now, -2 for papers that are gone."""
    places = np.full(len(last.ids), -2, np.int64)
    old = np.flatnonzero(sources >= 0)
    places[sources[old]] = old
    return places


def _remade(last: State, corpus: Corpus, rarities: NDArray[np.int8], sources: Ints, texts: Ints) -> Ints:
    """Return the papers whose vectors may differ: those whose text, names or a feature's rarity changed."""
    remade = texts < 0
    old = np.flatnonzero(sources >= 0)
    if corpus.facts != last.corpus.facts:
        remade[old[corpus.names.take(old).rows_unlike(last.corpus.names.take(sources[old]))]] = True
    moved_on = rarities[: len(last.rarities)] != last.rarities
    if moved_on.any():
        # Papers with a new feature have another text or other names, so they are in already.
        wanted = np.concatenate((moved_on, np.zeros(len(rarities) - len(moved_on), np.bool_)))
        remade[corpus.texts.rows_with(wanted)] = True
        remade[corpus.names.rows_with(wanted)] = True
    return np.flatnonzero(remade)


def _changed(last: Vectors, vectors: Vectors, sources: Ints, remade: Ints) -> NDArray[np.bool_]:
    """Return for each paper whether its vector changed."""
    changed = sources < 0
    rows = remade[sources[remade] >= 0]
    before = sources[rows]
    same = (vectors.features[rows] == last.features[before]).all(axis=1)
    same &= (vectors.weights[rows] == last.weights[before]).all(axis=1)
    changed[rows] = ~same
    return changed


def differences(state: State, last: State) -> Ints:
    """Return the papers that are new, or whose shown neighbours or reasons differ between two states."""
    shown = state.reasons.shape[1]
    sources = _sources(last.corpus, state.corpus.ids)[0]
    old = np.flatnonzero(sources >= 0)
    before = moved(last.neighbours, _places(last.corpus, sources), sources).rows[:, :shown]
    differ = (sources < 0) | (state.neighbours.rows[:, :shown] != before).any(axis=1)
    differ[old] |= (state.reasons[old] != last.reasons[sources[old]]).any(axis=(1, 2))
    return np.flatnonzero(differ)


def showing(state: State, rows: Collection[int]) -> Ints:
    """Return the papers that show any of the papers in these rows as a neighbour."""
    shown = state.neighbours.rows[:, : state.reasons.shape[1]]
    return np.flatnonzero(np.isin(shown, list(rows)).any(axis=1))


def relations_of(state: State, by_row: Sequence[int]) -> Relations:
    """Return a function that looks up related papers; `by_row` gives the position in the library of each row."""
    rows = np.argsort(by_row)
    reasons = state.reasons
    neighbours = state.neighbours.rows[
        :, : reasons.shape[1]
    ].copy()  # a copy, so that the full table can be freed once the map is made
    vocabulary = state.corpus.vocabulary

    def relations(position: int) -> tuple[Relation, ...]:
        row = int(rows[position])
        return tuple(
            Relation(by_row[near], tuple(vocabulary[number] for number in because if number >= 0))
            for near, because in zip(neighbours[row].tolist(), reasons[row].tolist(), strict=True)
            if near >= 0
        )

    return relations
