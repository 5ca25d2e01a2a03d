"""The archive's entries to related papers, brought up to date from those of the last build."""

from __future__ import annotations

from pathlib import Path

from site_builder.archive import Archive, load_body
from site_builder.atomic import write_atomically
from site_builder.cache import Cache, seal, tool_digest, unseal
from site_builder.insight.relations import Relations, next_state, no_relations, relations_of
from site_builder.insight.store import empty_state, pack_state, unpack_state
from site_builder.search.documents import text_terms

STATE = "related.state"


def relate(root: Path, archive: Archive, cache: Cache, jobs: int) -> Relations:
    """Return the related papers of an archive's entries."""
    library = archive.library
    count = archive.config.related.most(len(library.entries))
    if not count:
        return no_relations
    entries = sorted(library.entries, key=lambda entry: entry.id)
    order = [library.positions[entry.id] for entry in entries]

    def read_terms(row: int) -> bytes:
        entry = entries[row]
        terms = cache.load_terms(entry.path, entry.digest)
        if terms is None:
            terms = text_terms(entry.title, load_body(root, cache, archive.config, entry).text, entry.summary)
        return terms

    names = {}
    for taxonomy, by_entry in library.entry_terms.items():
        # A term of one paper relates it to none.
        slugs = [term.slug if len(term.entries) > 1 else "" for term in library.terms[taxonomy]]
        names[taxonomy] = [[slugs[term] for term in by_entry[position] if slugs[term]] for position in order]
    papers = [(entry.id, entry.digest) for entry in entries]
    last = _load(cache.folder)
    state = next_state(unpack_state(last) if last else empty_state(), papers, names, read_terms, jobs)
    packed = pack_state(state)
    if packed != last:
        write_atomically(cache.folder / STATE, seal(tool_digest() + packed))
    return relations_of(state, library.positions, count)


def _load(folder: Path) -> bytes:
    """Return the packed state of the last build; nothing where there is none, or it is damaged or of another tool."""
    try:
        value = unseal((folder / STATE).read_bytes()) or b""
    except OSError:
        return b""
    return value.removeprefix(tool_digest()) if value.startswith(tool_digest()) else b""
