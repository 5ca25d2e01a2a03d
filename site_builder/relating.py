"""The archive's entries to related papers, brought up to date from those of the last build."""

from __future__ import annotations

from pathlib import Path

import msgspec

from site_builder.archive import Archive, load_body
from site_builder.atomic import write_atomically
from site_builder.cache import Cache, seal, tool_digest, unseal
from site_builder.insight.relations import Relations, next_state, no_relations, relations_of
from site_builder.insight.store import State, empty_state, pack_state, unpack_state
from site_builder.plan import has_map
from site_builder.search.documents import text_terms

STATE = "related.state"

_CHECK = len(seal(b""))
_HEAD = _CHECK + len(tool_digest())


class Related(msgspec.Struct, frozen=True):
    """The related papers of a library's entries.

    `stamp` names what was found and `before` what the last build found; `changed` are the positions of the entries
    whose related papers differ between the two, or `None` where they do not compare.
    """

    relations: Relations = no_relations
    state: State | None = None
    stamp: bytes = b""
    before: bytes = b""
    changed: frozenset[int] | None = frozenset()


def relate(root: Path, archive: Archive, cache: Cache, jobs: int) -> Related:
    """Return the related papers of an archive's entries."""
    library = archive.library
    count = archive.config.related.most(len(library.entries))
    if not count and not has_map(library, archive.config):
        return Related()
    entries = sorted(library.entries, key=lambda entry: entry.id)
    order = [library.positions[entry.id] for entry in entries]

    def read_terms(row: int) -> bytes:
        entry = entries[row]
        terms = cache.load_terms(entry.path, entry.digest)
        if terms is None:
            terms = text_terms(entry.title, load_body(root, cache, archive.config, entry).text, entry.summary)
        return terms

    rows = [0] * len(order)
    for row, position in enumerate(order):
        rows[position] = row
    names = {
        taxonomy: ((term.slug, [rows[position] for position in term.entries]) for term in terms)
        for taxonomy, terms in library.terms.items()
    }
    kept = _load(cache.folder / STATE)
    last = unpack_state(kept[_HEAD:]) if kept else empty_state()
    state = next_state(last, [(entry.id, entry.digest) for entry in entries], names, read_terms, jobs)
    sealed = seal(tool_digest() + pack_state(state))
    if sealed != kept:
        write_atomically(cache.folder / STATE, sealed)
    changed = None
    if state.corpus.ids == last.corpus.ids:
        changed = frozenset(order[row] for row in state.neighbours.differences(last.neighbours))
    relations = relations_of(state, library.positions, count)
    return Related(relations, state, sealed[:_CHECK], kept[:_CHECK], changed)


def _load(path: Path) -> bytes:
    """Return the sealed state of the last build; nothing where there is none, or it is damaged or of another tool."""
    try:
        sealed = path.read_bytes()
    except OSError:
        return b""
    return sealed if (unseal(sealed) or b"").startswith(tool_digest()) else b""
