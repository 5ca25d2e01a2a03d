"""Parses curated lists, the files of `content/collections/`, and checks that their papers exist."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

from yaml.nodes import Node, ScalarNode

from site_builder.content.front_matter import check_body, split_file
from site_builder.content.sources import content_digest
from site_builder.content.values import read_map, read_text
from site_builder.core.diagnostics import Diagnostic, quote
from site_builder.model import Collection, Entry, Pick
from site_builder.reading.yaml_nodes import Reader
from site_builder.text.markdown import render_page
from site_builder.text.nearest import did_you_mean

MAX_PICKS = 1_000
EXAMPLE = "papers: [2604.12890, {id: 2604.12891, comment: Read this one first.}]"


def parse_collection(path: str, data: bytes) -> tuple[Collection | None, tuple[Diagnostic, ...]]:
    """Return a curated list, or the problems that prevent one."""
    stem = PurePosixPath(path).stem
    parts = split_file(path, data)
    if isinstance(parts, Diagnostic):
        return None, (parts,)
    reader = Reader(path, parts.first_line)
    root = reader.parse(parts.yaml)
    values = read_map(reader, root, _FIELDS, "field of a collection") if root else {}
    named = {str(key.value) for key, _ in root.value} if root else set()
    for name, hint in (("title", "write: title: Where to start"), ("papers", f"write: {EXAMPLE}")):
        if root and name not in named:
            reader.error(root, "E102", f"the collection has no {name}", hint)
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,60}", stem) or stem == "index":
        hint = "name the file with lower-case letters, digits and '-', but not index"
        reader.diagnostics.append(Diagnostic(path, 0, 0, "E011", f"{quote(stem)} cannot be an address", hint))
    if problem := check_body(path, parts):
        reader.diagnostics.append(problem)
    if reader.diagnostics:
        return None, tuple(reader.diagnostics)
    html, plain = render_page(parts.body)
    return Collection(stem, path, content_digest(data), html=html, text=plain, **values), ()


def check_collections(
    collections: Sequence[Collection], entries: Iterable[Entry], positions: Mapping[str, int]
) -> Iterator[Diagnostic]:
    """Yield a problem for each paper in a collection that the archive does not have."""
    if not collections:
        return
    now = {alias: entry.id for entry in entries for alias in entry.aliases}
    for collection in collections:
        for pick in collection.papers:
            if pick.id not in positions:
                hint = f"it is now {quote(now[pick.id])}" if pick.id in now else did_you_mean(pick.id, positions)
                hint = hint or "write the name of a file in content/papers/, without its extension"
                message = f"unknown entry {quote(pick.id)}"
                yield Diagnostic(collection.path, pick.line, pick.column, "E210", message, hint)


def _read_papers(reader: Reader, node: Node) -> tuple[Pick, ...]:
    items = reader.sequence(node, "papers", EXAMPLE)
    if len(items) > MAX_PICKS:
        message = f"the collection has {len(items):,} papers; at most {MAX_PICKS:,} are allowed"
        reader.error(node, "E109", message, "split it into several collections")
        return ()
    picks = [(item, pick) for item in items if (pick := _read_pick(reader, item))]
    reader.unique((item, pick.id) for item, pick in picks)
    return tuple(pick for _, pick in picks)


def _read_pick(reader: Reader, node: Node) -> Pick | None:
    if isinstance(node, ScalarNode):
        values: dict[str, Any] = {"id": reader.text(node, "the identifier of a paper", 128)}
    else:
        mapping = reader.mapping(node, "a paper", "- {id: 2604.12890, comment: Read this one first.}")
        values = read_map(reader, mapping, _PICK_FIELDS, "field of a collection's paper") if mapping else {}
        if mapping and "id" not in values:
            reader.error(node, "E102", "the paper has no id", "write: - {id: 2604.12890, comment: …}")
    if not values.get("id"):
        return None
    _, line, column = reader.place(node)
    return Pick(line=line, column=column, **values)


_PICK_FIELDS: dict[str, Callable[[Reader, Node], Any]] = {
    "id": read_text("id", 128),
    "comment": read_text("comment", 2_000),
}
_FIELDS: dict[str, Callable[[Reader, Node], Any]] = {
    "title": read_text("title", 200),
    "summary": read_text("summary", 1_000),
    "papers": _read_papers,
}
