"""Parses files of `content/papers/` into entries; reports every problem with line and column."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from hashlib import blake2b
from typing import Any

import msgspec
from yaml.nodes import MappingNode, Node

from site_builder.content.fields import ELSEWHERE, EXTRA, FIELDS, declared_taxonomy
from site_builder.content.front_matter import FrontMatter, check_body, split_file
from site_builder.content.sources import content_digest
from site_builder.content.values import ABSTRACT, ENTRY_ID, WINDOWS_DEVICE, read_map
from site_builder.core.diagnostics import Diagnostic, has_errors, quote
from site_builder.model import Body, Entry
from site_builder.reading.identifiers import IDENTIFIERS
from site_builder.reading.kinds import Shape
from site_builder.reading.yaml_nodes import Reader
from site_builder.text.markdown import excerpt, render_abstract

MAX_ABSTRACT = 100_000

PAPERS = "content/papers"
ENTRY_SUFFIXES = (".md", ".yml", ".yaml")

_COUNTS = ("upvotes", "comments", "stars")


class ParsedEntry(msgspec.Struct, frozen=True):
    """The result of parsing a file: an entry with its body, or the problems that prevent one."""

    entry: Entry | None
    body: Body
    diagnostics: tuple[Diagnostic, ...] = ()


def is_entry(path: str) -> bool:
    """Return whether a path of the archive is that of an entry."""
    return path.startswith(f"{PAPERS}/") and path.endswith(ENTRY_SUFFIXES)


def papers_among(paths: Iterable[str]) -> list[str]:
    """Return the paths that are entries."""
    return [path for path in paths if is_entry(path)]


def entry_id(path: str) -> str:
    """Return an entry's identifier: the stem of its file."""
    name = path.rpartition("/")[2]
    return next((name.removesuffix(suffix) for suffix in ENTRY_SUFFIXES if name.endswith(suffix)), name)


def parse_entry(path: str, data: bytes, digest: str, taxonomy_fields: tuple[str, ...] = ()) -> ParsedEntry:
    """Return the entry of a file; `taxonomy_fields` are the fields that `site.yml` declares as taxonomies."""
    parsed = read_entry(path, data, digest, taxonomy_fields)
    if parsed.entry is None:
        return parsed
    abstract = parsed.body.markdown
    html, plain = render_abstract(abstract)
    text = content_digest(msgspec.msgpack.encode((parsed.entry.title, plain, parsed.entry.summary)))
    entry = msgspec.structs.replace(parsed.entry, excerpt=excerpt(plain), text=text)
    return ParsedEntry(entry, Body(abstract, html, plain), parsed.diagnostics)


def read_entry(path: str, data: bytes, digest: str, taxonomy_fields: tuple[str, ...] = ()) -> ParsedEntry:
    """Return the entry of a file without rendering its abstract, which takes most of the time."""
    parts = split_file(path, data)
    if isinstance(parts, Diagnostic):
        return ParsedEntry(None, Body(), (parts,))
    reader = Reader(path, parts.first_line)
    _check_stem(reader, path)
    root = reader.parse(parts.yaml)
    if root is None:
        return ParsedEntry(None, Body(), tuple(reader.diagnostics))
    values, abstract = _read_fields(reader, root, parts, taxonomy_fields)
    if has_errors(reader.diagnostics):
        return ParsedEntry(None, Body(), tuple(reader.diagnostics))
    return ParsedEntry(_make_entry(path, digest, values), Body(abstract), tuple(reader.diagnostics))


def locate(path: str, data: bytes, key: str, value: str = "") -> tuple[int, int]:
    """Return line and column of a key's value, or of one item in it, for problems found across files."""
    parts = split_file(path, data)
    root = None if isinstance(parts, Diagnostic) else Reader(path, parts.first_line).parse(parts.yaml)
    if root is None or isinstance(parts, Diagnostic):
        return 1, 1
    for key_node, value_node in root.value:
        if key_node.value == key:
            node = _find(value_node, value) or key_node
            return node.start_mark.line + parts.first_line, node.start_mark.column + 1
    return 1, 1


def _make_entry(path: str, digest: str, values: dict[str, Any]) -> Entry:
    bare = Entry(id=entry_id(path), path=path, digest="", **values)
    facts = blake2b(msgspec.msgpack.encode(bare), digest_size=16).digest()
    return msgspec.structs.replace(bare, digest=digest, facts=facts)


def _read_fields(
    reader: Reader, root: MappingNode, parts: FrontMatter, taxonomy_fields: tuple[str, ...]
) -> tuple[dict[str, Any], str]:
    extra = {key: EXTRA for key in _keys(root) if key.startswith("x-")}
    readers = {key: shape.read for key, shape in (_shapes(taxonomy_fields) | extra).items()}
    has_body = bool(parts.body.strip())
    values = read_map(reader, root, readers, "field", elsewhere=ELSEWHERE)
    if "title" not in values and "title" not in _keys(root):
        reader.error(root, "E102", "the entry has no title", "write: title: The Title of the Paper")
    if has_body and "abstract" in values:
        node = next(key for key, _ in root.value if key.value == "abstract")
        hint = "delete the field, or the text below the front matter"
        reader.error(node, "E112", "duplicate abstract: as a field and below the front matter", hint)
    if any(key in values for key in _COUNTS) and "as_of" not in _keys(root):
        node = next(key for key, _ in root.value if key.value in _COUNTS)
        reader.error(node, "E113", "the counts have no date", "add the day on which they were taken: as_of: 2026-05-26")
    abstract = str(values.pop("abstract", "")) or parts.body.strip()
    _check_abstract(reader, parts)
    return _group(values, taxonomy_fields), abstract


@cache
def _shapes(taxonomy_fields: tuple[str, ...]) -> dict[str, Shape]:
    shapes = {name: field.shape for name, field in FIELDS.items()} | {"abstract": ABSTRACT}
    return shapes | {name: declared_taxonomy(name) for name in taxonomy_fields if name not in FIELDS}


def _group(values: dict[str, Any], taxonomy_fields: tuple[str, ...]) -> dict[str, Any]:
    """Put identifiers, declared taxonomies and `x-` fields into the entry's maps."""
    grouped = {
        "identifiers": {name: values.pop(name) for name in IDENTIFIERS if name in values},
        "terms": {name: values.pop(name) for name in taxonomy_fields if name in values and name not in FIELDS},
        "extra": {key: values.pop(key) for key in list(values) if key.startswith("x-")},
    }
    return values | {key: value for key, value in grouped.items() if value}


def _keys(root: MappingNode) -> list[str]:
    return [str(key.value) for key, _ in root.value]


def _check_abstract(reader: Reader, parts: FrontMatter) -> None:
    if problem := check_body(reader.path, parts):
        reader.diagnostics.append(problem)
    if len(parts.body) > MAX_ABSTRACT:
        message = f"the abstract has {len(parts.body):,} characters; at most {MAX_ABSTRACT:,} are allowed"
        reader.diagnostics.append(Diagnostic(reader.path, parts.body_line, 1, "E109", message, "shorten it"))


def _check_stem(reader: Reader, path: str) -> None:
    stem = entry_id(path)
    if WINDOWS_DEVICE.match(stem) or stem.endswith("."):
        message = f"Windows does not allow the file name {quote(stem)}"
        reader.diagnostics.append(Diagnostic(path, 0, 0, "E013", message, "rename the file"))
    elif not ENTRY_ID.fullmatch(stem):
        message = f"the file name {quote(stem)} is not a valid identifier"
        hint = "use letters, digits, '.', '-' and '_', and start with a letter or digit"
        reader.diagnostics.append(Diagnostic(path, 0, 0, "E011", message, hint))


def _find(node: Node, value: str) -> Node | None:
    """Return the node, or its first descendant scalar with that value."""
    if not value or not isinstance(node.value, list):
        return node
    for item in node.value:
        for child in item if isinstance(item, tuple) else (item,):
            found = _find(child, value)
            if found is not None and (isinstance(found.value, list) or " ".join(str(found.value).split()) == value):
                return found
    return None
