"""The archive's entries to related papers, brought up to date from those of the last build."""

from __future__ import annotations

from collections.abc import Callable, Collection

import msgspec

from site_builder.build.archive import Archive
from site_builder.build.workspace import Workspace
from site_builder.core.cache_files import tool_digest
from site_builder.related.corpus import Names
from site_builder.related.relations import (
    Papers,
    Relations,
    differences,
    next_state,
    no_relations,
    relations_of,
    showing,
)
from site_builder.related.store import State, load_state, store_state
from site_builder.site.lists import has_map

STATE = "related.state"


class Related(msgspec.Struct, frozen=True):
    """The related papers of a library's entries.

    `stamp` identifies them and `before` those of the last build; `changed` are the positions of the entries that are
    new or whose related papers differ between the two, or `None` if they cannot be compared. `showing` returns the
    positions of the entries that have any of those at given positions as a related paper.
    """

    relations: Relations = no_relations
    stamp: bytes = b""
    before: bytes = b""
    changed: frozenset[int] | None = frozenset()
    showing: Callable[[Collection[int]], frozenset[int]] = lambda _: frozenset()


def relate(work: Workspace, archive: Archive) -> Related:
    """Return the related papers of an archive's entries, and cache them."""
    library = archive.library
    count = archive.config.related.most(len(library.entries))
    if not count and not has_map(library, archive.config):
        return Related()
    ids = sorted(library.positions)
    order = [library.positions[name] for name in ids]
    digests = [library.entries[position].digest for position in order]

    def read_terms(row: int) -> bytes:
        return work.load_terms(library.entries[order[row]])

    def read_names() -> Names:
        rows = [0] * len(order)
        for row, position in enumerate(order):
            rows[position] = row
        return {
            taxonomy: ((term.slug, [rows[position] for position in term.entries]) for term in terms)
            for taxonomy, terms in library.terms.items()
        }

    path = work.cache.folder / STATE
    last, before = load_state(path, tool_digest())
    papers = Papers(ids, digests, archive.outline.counts_key, read_terms, read_names, archive.vectors)
    state = next_state(last, papers, count, work.jobs)
    stamp = store_state(path, state, tool_digest())
    changed = None
    if state.reasons.shape[1] == last.reasons.shape[1]:
        changed = frozenset(order[row] for row in differences(state, last).tolist())

    def find_showing(positions: Collection[int]) -> frozenset[int]:
        wanted = frozenset(positions)
        rows = [row for row, position in enumerate(order) if position in wanted]
        return frozenset(order[row] for row in showing(state, rows).tolist())

    return Related(relations_of(state, order), stamp, before, changed, find_showing)


def load_related_state(work: Workspace) -> State:
    """Return the state that `relate` cached: a hundred megabytes for 100,000 papers."""
    return load_state(work.cache.folder / STATE, tool_digest())[0]
