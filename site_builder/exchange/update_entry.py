"""A newer record of a paper into the text of its entry: what the source does not know stays as it was typed."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import pairwise

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode

from site_builder.exchange.record import Record
from site_builder.exchange.write_entry import key_rank, render_field

_FRONT_MATTER = re.compile(r"(---[ \t]*\n)(.*?)(^---[ \t]*(?:\n|\Z))", re.DOTALL | re.MULTILINE)
_DATED = ("upvotes", "comments", "stars", "as_of")


class UnreadableEntryError(Exception):
    """An entry that cannot be updated, since its own text is not understood."""


def update_entry(text: str, record: Record, *, is_yaml: bool = False) -> str:
    """Return an entry's text with the record's fields; a `.yml` file `is_yaml` as a whole.

    Fields that the record does not have keep their text and their place, comments included. So does what the
    entry has from a later reading.
    """
    parts = _parts(text, is_yaml)
    _, values = _split(parts[1])
    fields = _newer(values, record.fields)
    merged = {key: _merged(key, values.get(key), value) for key, value in fields.items()}
    return set_fields(text, merged | ({"abstract": record.abstract} if record.abstract else {}), is_yaml=is_yaml)


def set_fields(text: str, fields: Mapping[str, object], *, is_yaml: bool = False) -> str:
    """Return an entry's text with these fields; all else keeps its text and its place.

    An author who stays keeps what only the entry knows, such as an affiliation.
    """
    head, front, tail, body = _parts(text, is_yaml)
    chunks, values = _split(front)
    for key, given in fields.items():
        value = _merged(key, values.get(key), given) if key == "authors" else given
        if key != "abstract" or is_yaml or "abstract" in values:
            _place(chunks, key, value, values.get(key))
        elif body.strip() != value:
            body = f"{value}\n"
    front = "".join(chunk for _, chunk in chunks)
    return front if is_yaml else f"{head}{front}{tail.rstrip()}\n{body}"


def _parts(text: str, is_yaml: bool) -> tuple[str, str, str, str]:
    """Return the opening line, the front matter, the closing line and the body; a `.yml` file is front matter only."""
    if is_yaml:
        return "", text, "", ""
    match = _FRONT_MATTER.match(text)
    if not match:
        raise UnreadableEntryError("it has no front matter")
    return match[1], match[2], match[3], text[match.end() :]


def _split(front: str) -> tuple[list[tuple[str, str]], dict[str, object]]:
    """Return the text of each key, comments above it included, and the keys' values."""
    try:
        root = yaml.compose(front, Loader=yaml.CBaseLoader)
    except yaml.YAMLError as error:
        raise UnreadableEntryError(f"it is not valid YAML: {' '.join(str(error).split())}") from error
    if not isinstance(root, MappingNode) or root.flow_style:
        raise UnreadableEntryError("its front matter is not a list of 'key: value' lines")
    lines = front.splitlines(keepends=True)
    keys = [str(key.value) for key, _ in root.value]
    starts = [_first_comment(lines, key.start_mark.line) for key, _ in root.value]
    chunks = [
        (key, _ended("".join(lines[start:end])))
        for key, (start, end) in zip(keys, pairwise([0, *starts[1:], len(lines)]), strict=True)
    ]
    return chunks, {key: _value(node) for key, (_, node) in zip(keys, root.value, strict=True)}


def _first_comment(lines: list[str], line: int) -> int:
    """Return the first of the comment lines right above a line."""
    while line > 0 and lines[line - 1].startswith("#"):
        line -= 1
    return line


def _place(chunks: list[tuple[str, str]], key: str, value: object, old: object) -> None:
    """Put a key's text in the place of the old one, or where the canonical order wants it."""
    if old is not None and _as_text(value) == old:
        return
    text = render_field(key, value)
    for position, (name, chunk) in enumerate(chunks):
        if name == key:
            comments = re.match(r"(?:#[^\n]*\n|[ \t]*\n)*", chunk)
            chunks[position] = (key, (comments[0] if comments else "") + text)
            return
    earlier = (position for position, (name, _) in enumerate(chunks, start=1) if key_rank(name) < key_rank(key))
    chunks.insert(max(earlier, default=0), (key, text))


def _newer(old: dict[str, object], new: dict[str, object]) -> dict[str, object]:
    """Return the record's fields without those that the entry has from a later reading or an earlier listing."""
    is_older = str(new.get("as_of", "")) < str(old.get("as_of", ""))
    listed = str(old.get("date", ""))
    is_relisted = bool(listed) and str(new.get("date", "")) > listed
    return {
        key: value
        for key, value in new.items()
        if not (is_older and key in _DATED) and not (is_relisted and key == "date")
    }


def _merged(key: str, old: object, new: object) -> object:
    """Return the new value with what only the old one knows: other links, an author's ORCID."""
    if isinstance(old, dict) and isinstance(new, dict):
        return old | new
    if key == "authors" and isinstance(old, list) and isinstance(new, list):
        return list(_merged_authors(old, new))
    return new


def _merged_authors(old: list[object], new: list[object]) -> Iterator[object]:
    """Yield the new authors with what the old ones of their names have; two of one name are matched in order."""
    waiting: defaultdict[object, list[object]] = defaultdict(list)
    for author in old:
        waiting[_name(author)].append(author)
    for author in new:
        same = waiting[_name(author)].pop(0) if waiting[_name(author)] else author
        if isinstance(author, dict):
            yield same | author if isinstance(same, dict) else author
        else:
            yield same


def _name(author: object) -> object:
    return author.get("name") if isinstance(author, dict) else author


def _as_text(value: object) -> object:
    """Return a value as the YAML of entries has it: every scalar a text."""
    if isinstance(value, dict):
        return {key: _as_text(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_as_text(item) for item in value]
    return str(value)


def _value(node: Node) -> object:
    if isinstance(node, ScalarNode):
        return str(node.value)
    if isinstance(node, MappingNode):
        return {str(key.value): _value(value) for key, value in node.value}
    return [_value(item) for item in node.value]


def _ended(text: str) -> str:
    return text if not text or text.endswith("\n") else f"{text}\n"
