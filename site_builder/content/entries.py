"""Files of `content/papers/` to entries: front matter, schema, abstract; every problem with line and column."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from hashlib import blake2b
from typing import Any

import msgspec
from yaml.nodes import MappingNode, Node

from site_builder.content.fields import ELSEWHERE, EXTRA, FIELDS, declared_taxonomy
from site_builder.content.values import ABSTRACT, ENTRY_ID, read_map
from site_builder.core.diagnostics import Diagnostic, has_errors, quote
from site_builder.model import Body, Entry
from site_builder.reading.identifiers import IDENTIFIERS
from site_builder.reading.kinds import Shape
from site_builder.reading.yaml_nodes import CONTROL, Reader
from site_builder.text.markdown import excerpt, render_abstract

MAX_ENTRY_BYTES = 1_000_000
MAX_ABSTRACT = 100_000

PAPERS = "content/papers"
ENTRY_SUFFIXES = (".md", ".yml", ".yaml")

_WINDOWS_DEVICES = {"con", "prn", "aux", "nul", *(f"{device}{n}" for device in ("com", "lpt") for n in range(10))}
_FENCE = r"---[ \t]*(?:\n|\Z)"
_FRONT_MATTER = re.compile(rf"---[ \t]*\n((?:(?!{_FENCE})[^\n]*\n)*){_FENCE}")
_COUNTS = ("upvotes", "comments", "stars")


class ParsedEntry(msgspec.Struct, frozen=True):
    """What one file gave: an entry with its body, or the problems that prevent one."""

    entry: Entry | None
    body: Body
    diagnostics: tuple[Diagnostic, ...] = ()


class FrontMatter(msgspec.Struct, frozen=True):
    """The two parts of a file: the YAML text with the line it starts on, and the body with its line."""

    yaml: str
    first_line: int
    body: str
    body_line: int


def is_entry(path: str) -> bool:
    """Return whether a path of an archive is that of an entry."""
    return path.startswith(f"{PAPERS}/") and path.endswith(ENTRY_SUFFIXES)


def papers_among(paths: Iterable[str]) -> list[str]:
    """Return those of an archive's paths that are entries."""
    return [path for path in paths if is_entry(path)]


def entry_id(path: str) -> str:
    """Return an entry's identifier: its file's stem."""
    name = path.rpartition("/")[2]
    return next((name.removesuffix(suffix) for suffix in ENTRY_SUFFIXES if name.endswith(suffix)), name)


def parse_entry(path: str, data: bytes, digest: str, taxonomy_fields: tuple[str, ...] = ()) -> ParsedEntry:
    """Return the entry of one file; `taxonomy_fields` are the fields that `site.yml` declares as taxonomies."""
    parsed = read_entry(path, data, digest, taxonomy_fields)
    if parsed.entry is None:
        return parsed
    abstract = parsed.body.markdown
    html, plain = render_abstract(abstract)
    entry = msgspec.structs.replace(parsed.entry, excerpt=excerpt(plain))
    return ParsedEntry(entry, Body(abstract, html, plain), parsed.diagnostics)


def read_entry(path: str, data: bytes, digest: str, taxonomy_fields: tuple[str, ...] = ()) -> ParsedEntry:
    """Return the entry of one file without what rendering its abstract gives: that takes most of the time."""
    text, problem = decode(path, data, MAX_ENTRY_BYTES)
    if problem:
        return ParsedEntry(None, Body(), (problem,))
    parts = split_front_matter(path, text)
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
    """Return line and column of a key's value, or of one item of it, for problems found across files."""
    text, problem = decode(path, data, MAX_ENTRY_BYTES)
    parts = split_front_matter(path, text) if problem is None else problem
    root = None if isinstance(parts, Diagnostic) else Reader(path, parts.first_line).parse(parts.yaml)
    if root is None or isinstance(parts, Diagnostic):
        return 1, 1
    for key_node, value_node in root.value:
        if key_node.value == key:
            node = _find(value_node, value) or key_node
            return node.start_mark.line + parts.first_line, node.start_mark.column + 1
    return 1, 1


def decode(path: str, data: bytes, limit: int) -> tuple[str, Diagnostic | None]:
    """Return a file's text with `\\n` line ends, or the problem that prevents it."""
    if len(data) > limit:
        message = f"the file has {len(data):,} bytes; at most {limit:,} are allowed"
        return "", Diagnostic(
            path, 1, 1, "E003", message, "shorten it; files that belong to a paper go beside its entry"
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - data.rfind(b"\n", 0, error.start)
        hint = "save the file as UTF-8"
        return "", Diagnostic(path, line, column, "E002", f"byte {data[error.start]:#04x} is not UTF-8 text", hint)
    return text.replace("\r\n", "\n").replace("\r", "\n"), None


def split_front_matter(path: str, text: str) -> FrontMatter | Diagnostic:
    """Return the YAML and the body of a file; a `.yml` file is YAML as a whole."""
    if not path.endswith(".md"):
        return FrontMatter(text, 1, "", 1)
    match = _FRONT_MATTER.match(text)
    if match:
        return FrontMatter(match[1], 2, text[match.end() :], text.count("\n", 0, match.end()) + 1)
    if text.partition("\n")[0].rstrip() == "---":
        hint = "end the front matter with a line that holds three hyphens: ---"
        return Diagnostic(path, 1, 1, "E005", "the front matter has no end", hint)
    hint = "start the file with a line ---, then fields such as title: A paper, then a line ---"
    return Diagnostic(path, 1, 1, "E005", "the file has no front matter", hint)


def check_body(path: str, parts: FrontMatter) -> Diagnostic | None:
    """Return the problem of a body that holds a character which no text should have."""
    match = CONTROL.search(parts.body)
    if match is None:
        return None
    line = parts.body_line + parts.body.count("\n", 0, match.start())
    column = match.start() - parts.body.rfind("\n", 0, match.start())
    message = f"the control character U+{ord(match[0]):04X} stands here"
    return Diagnostic(path, line, column, "E004", message, "delete the character")


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
        reader.error(root, "E102", "the entry has no title", "write: title: The paper's title")
    if has_body and "abstract" in values:
        node = next(key for key, _ in root.value if key.value == "abstract")
        hint = "keep either the field or the text below the front matter"
        reader.error(node, "E112", "the abstract stands twice, as a field and below the front matter", hint)
    if any(key in values for key in _COUNTS) and "as_of" not in _keys(root):
        node = next(key for key, _ in root.value if key.value in _COUNTS)
        reader.error(node, "E113", "counts have no date", "write the day on which they were read: as_of: 2026-05-26")
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
    if stem.partition(".")[0].lower() in _WINDOWS_DEVICES or stem.endswith("."):
        message = f"the file name {quote(stem)} cannot exist on Windows"
        reader.diagnostics.append(Diagnostic(path, 0, 0, "E013", message, "rename the file"))
    elif not ENTRY_ID.fullmatch(stem):
        message = f"the file name {quote(stem)} cannot be an identifier"
        hint = "name the file with letters, digits, '.', '-' and '_', starting with a letter or digit"
        reader.diagnostics.append(Diagnostic(path, 0, 0, "E011", message, hint))


def _find(node: Node, value: str) -> Node | None:
    """Return the node, or its first descendant scalar that holds the value."""
    if not value or not isinstance(node.value, list):
        return node
    for item in node.value:
        for child in item if isinstance(item, tuple) else (item,):
            found = _find(child, value)
            if found is not None and (isinstance(found.value, list) or " ".join(str(found.value).split()) == value):
                return found
    return None
