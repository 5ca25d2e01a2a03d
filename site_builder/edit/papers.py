"""Renaming, removing and merging papers: entries, what refers to them, and what became of their addresses."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence, Set
from pathlib import Path, PurePosixPath

from site_builder.content.citation_file import CITATIONS_FILE, load_citations, renamed_rows, render_citations
from site_builder.content.map_file import MAP_FILE, load_places, render_places
from site_builder.content.sources import REMOVED_FILE
from site_builder.contexts.cards import local_files
from site_builder.core.files import read_if_there
from site_builder.edit.change import Change
from site_builder.edit.yaml_keys import with_keys, with_renamed_items, without_key
from site_builder.exchange.exporters.entry_fields import entry_fields
from site_builder.exchange.update_entry import set_fields
from site_builder.library.library import Library
from site_builder.model import Entry
from site_builder.settings.types import SiteConfig
from site_builder.site.addresses import collection_url, paper_url, term_url
from site_builder.site.lists import least_for_page

# Fields that a merge leaves with the merged entry: files in its folder, and counts that belong together.
_NOT_MERGED = ("aliases", "date", "related", "upvotes", "comments", "stars", "as_of", "thumbnail", "media")

Renamed = Mapping[str, str]
"""The new identifier of each paper whose identifier changes; empty for a paper that is removed."""


def rename_paper(root: Path, library: Library, old: str, new: str) -> Change:
    """Return the change that gives a paper a new identifier; its old address redirects to the new one."""
    entry = library.entries[library.positions[old]]
    path = str(PurePosixPath(entry.path).with_name(new + PurePosixPath(entry.path).suffix))
    aliases = [old, *(alias for alias in entry.aliases if alias != new)]
    referring = _references(root, library, {old: new})
    return Change({path: _with_fields(root, entry, {"aliases": aliases})} | referring.written, (entry.path,))


def remove_papers(root: Path, library: Library, config: SiteConfig, names: Sequence[str], reason: str) -> Change:
    """Return the change that removes papers; `reason` is shown at their addresses and those of terms only they had."""
    entries = [library.entries[library.positions[name]] for name in names]
    addresses = {_address(paper_url(name)) for entry in entries for name in (entry.id, *entry.aliases)}
    addresses |= set(_lost_terms(library, config, {library.positions[name] for name in names}))
    referring = _references(root, library, dict.fromkeys(names, ""))
    addresses |= {_address(collection_url(PurePosixPath(path).stem)) for path in referring.deleted}
    removed = with_keys(REMOVED_FILE, read_if_there(root, REMOVED_FILE), dict.fromkeys(sorted(addresses), reason))
    deleted = (*(entry.path for entry in entries), *_files_of(library, entries), *referring.deleted)
    return Change({REMOVED_FILE: removed} | referring.written, deleted)


def merge_papers(root: Path, library: Library, config: SiteConfig, old: str, kept: str) -> Change:
    """Return the change that merges one paper into another: fields that the kept entry lacks come from the other.

    The address of the merged paper redirects to the kept one, and so do those of terms that only it had.
    """
    source, target = (library.entries[library.positions[name]] for name in (old, kept))
    own = entry_fields(target)
    added = {key: value for key, value in entry_fields(source).items() if key not in own and key not in _NOT_MERGED}
    fields = added | {"aliases": [*target.aliases, old, *(alias for alias in source.aliases if alias != kept)]}
    if old in target.related:
        fields["related"] = [name for name in target.related if name != old]
    files = _references(root, library, {old: kept}).written | {target.path: _with_fields(root, target, fields)}
    lost = _lost_terms(library, config, {library.positions[old]}, added)
    if redirects := {address: {"to": _address(paper_url(kept))} for address in lost}:
        files[REMOVED_FILE] = with_keys(REMOVED_FILE, read_if_there(root, REMOVED_FILE), redirects)
    own_files = _files_of(library, [source])
    moved = _moved(own_files, target.path) if "links" in added else {}
    return Change(files, (source.path, *(file for file in own_files if file not in moved)), moved)


def _moved(files: Sequence[str], path: str) -> dict[str, str]:
    """Return where files go that a merged entry refers to: into the folder of its file."""
    folder = PurePosixPath(path).parent
    return {file: str(folder / PurePosixPath(file).name) for file in files}


def _references(root: Path, library: Library, renamed: Renamed) -> Change:
    """Return the change to all files that refer to the papers: entries, collections, citations and the map."""
    files: dict[str, bytes] = {}
    deleted = []
    for entry in library.entries:
        if entry.id not in renamed and not renamed.keys().isdisjoint(entry.related):
            names = dict.fromkeys(renamed.get(name, name) for name in entry.related)
            files[entry.path] = _with_fields(root, entry, {"related": [n for n in names if n and n != entry.id]})
    for collection in library.collections:
        if not renamed.keys().isdisjoint(pick.id for pick in collection.papers):
            if all(renamed.get(pick.id) == "" for pick in collection.papers):
                deleted.append(collection.path)
            else:
                data = read_if_there(root, collection.path)
                files[collection.path] = with_renamed_items(collection.path, data, "papers", renamed)
    places, _ = load_places(root)
    if places and not renamed.keys().isdisjoint(places):
        moved = {renamed.get(name, name): place for name, place in places.items()}
        files[MAP_FILE] = render_places({name: place for name, place in moved.items() if name}).encode()
    rows, _ = load_citations(root)
    left = renamed_rows(rows, renamed)
    if left != rows:
        files[CITATIONS_FILE] = render_citations(left).encode()
    return Change(files, tuple(deleted))


def _lost_terms(
    library: Library, config: SiteConfig, positions: Set[int], spared: Collection[str] = ()
) -> Iterator[str]:
    """Yield the addresses of terms that have no page without these entries; `spared` are fields that stay."""
    for taxonomy in library.taxonomies:
        if taxonomy.field in spared:
            continue
        least = least_for_page(library, config, taxonomy.name)
        for term in library.terms[taxonomy.name]:
            left = len(term.entries) - len(positions & set(term.entries))
            if left < least <= len(term.entries):
                yield _address(term_url(taxonomy.name, term.slug))


def _files_of(library: Library, entries: Sequence[Entry]) -> tuple[str, ...]:
    """Return the files that belong to these entries alone."""
    paths = {entry.path for entry in entries}
    used = {file for entry in library.entries if entry.path not in paths for _, file in local_files(entry)}
    return tuple(dict.fromkeys(file for entry in entries for _, file in local_files(entry) if file not in used))


def _with_fields(root: Path, entry: Entry, fields: Mapping[str, object]) -> bytes:
    """Return an entry's file with these fields; those that became empty are deleted."""
    data = set_fields(
        entry.path, read_if_there(root, entry.path), {key: value for key, value in fields.items() if value}
    )
    for key in [key for key, value in fields.items() if not value]:
        data = without_key(entry.path, data, key)
    return data


def _address(url: str) -> str:
    return url.removesuffix(".html")
