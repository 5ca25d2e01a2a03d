"""The structured values of an entry: authors, links, versions, former identifiers."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from yaml.nodes import MappingNode, Node, ScalarNode

from site_builder.core.diagnostics import quote
from site_builder.model import NOTICE_KINDS, Author, Notice, Version
from site_builder.reading.identifiers import (
    MAX_IDENTIFIER,
    ORCID,
    ORCID_PREFIXES,
    Identifier,
    read_identifier,
    read_orcid,
)
from site_builder.reading.kinds import (
    ADDRESS_SCHEMA,
    Read,
    Schema,
    Shape,
    address,
    caseless,
    date,
    list_schema,
    map_schema,
    pattern_schema,
    text,
    texts,
)
from site_builder.reading.plain_values import is_web_address
from site_builder.reading.yaml_nodes import Reader

MAX_AUTHORS = 6_000
MAX_NAME = 200
MAX_ADDRESS = 2_000

# A file's stem that is safe in an address and on every disk, but for the names that Windows reserves.
ENTRY_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,127}")
WINDOWS_DEVICE = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|\Z)", re.IGNORECASE)

_SLUG = r"[a-z0-9]+(?:-[a-z0-9]+)*"
_LINK_NAME = r"[a-z][a-z0-9_-]{0,30}"
# As in `_read_target`: nothing outside the entry's folder, and no scheme.
_FILE_NAME = r"(?![\s/]|(?:[^/]*/)*\.\.(?:/|\s*$))[^:\\\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]+$"


LINK_TITLES = {
    "pdf": "PDF",
    "code": "Code",
    "project": "Project",
    "data": "Data",
    "model": "Model",
    "demo": "Demo",
    "video": "Video",
    "slides": "Slides",
    "poster": "Poster",
    "page": "Page",
    "blog": "Blog",
    "review": "Reviews",
}


def read_text(what: str, limit: int = 1_000) -> Read:
    """Return a conversion to plain text."""
    return text(what, limit).read


def read_texts(what: str, example: str) -> Read:
    """Return a conversion to a list of plain texts."""
    return texts(what, example).read


def _read_people(what: str) -> Read:
    """Return a conversion to people: authors or editors."""

    def read(reader: Reader, node: Node) -> tuple[Author, ...]:
        items = reader.sequence(node, what, f"{what}: [Ana Author, Bo Writer]")
        if len(items) > MAX_AUTHORS:
            hint = "list the first ones, and give the total as author_count"
            reader.error(node, "E109", f"there are {len(items):,} {what}; at most {MAX_AUTHORS:,} are allowed", hint)
            return ()
        people = [(item, person) for item in items if (person := _read_author(reader, item))]
        seen: set[tuple[str, str, str]] = set()
        for item, person in people:
            key = (person.name, person.orcid, person.id)
            if key in seen:
                hint = "delete one; if they are two people, give each an id"
                message = f"duplicate {what.removesuffix('s')} {quote(person.name)}"
                reader.error(item, "E110", message, hint)
            seen.add(key)
        return tuple(person for _, person in people)

    return read


def _read_author(reader: Reader, node: Node) -> Author | None:
    if isinstance(node, ScalarNode):
        name = reader.text(node, "an author's name", MAX_NAME)
        return Author(name) if name else None
    mapping = reader.mapping(node, "an author", "- name: Ana Author")
    if mapping is None:
        return None
    values = read_map(reader, mapping, _AUTHOR_READERS, "field of an author")
    if "name" not in values:
        reader.error(node, "E102", "author without a name", "write: - name: Ana Author")
        return None
    return Author(**values)


def read_slug(what: str, example: str) -> Read:
    """Return a conversion to a part of an address."""

    def read(reader: Reader, node: Node) -> str | None:
        value = reader.text(node, what, 80)
        if value is None or re.fullmatch(_SLUG, value):
            return value
        hint = f"use lower-case letters, digits and single hyphens: {what}: {example}"
        reader.error(node, "E103", f"{quote(value)} cannot be part of an address", hint)
        return None

    return read


def _read_links(reader: Reader, node: Node) -> dict[str, str]:
    mapping = reader.mapping(node, "links", "links: {code: https://example.org/code}")
    links: dict[str, str] = {}
    for key, key_node, value_node in reader.items(mapping) if mapping else ():
        if not re.fullmatch(_LINK_NAME, key):
            hint = f"use a short lower-case word, such as: {', '.join(LINK_TITLES)}"
            reader.error(key_node, "E103", f"{quote(key)} cannot be the name of a link", hint)
        elif value := _read_target(reader, value_node, f"the link {quote(key)}"):
            links[key] = value
    return links


def _read_target(reader: Reader, node: Node, what: str) -> str | None:
    """Return a web address, the path of a file next to the entry or, after a slash, of one in `content/static/`."""
    value = reader.text(node, what, MAX_ADDRESS)
    if value is None or is_web_address(value):
        return value
    name = value.removeprefix("/")
    if ":" in value or not name or re.match(r"[\s/]", name) or ".." in name.split("/") or "\\" in name:
        hint = "write https://…, a file next to the entry, or /file for one in content/static/"
        reader.error(node, "E107", f"{what} is {quote(value)}, which is neither a web address nor a file name", hint)
        return None
    return value


def _read_thumbnail(reader: Reader, node: Node) -> str | None:
    """Return the path of a picture next to the entry; pages load nothing from other sites."""
    value = _read_target(reader, node, "thumbnail")
    if value is None or not (is_web_address(value) or value.startswith("/")):
        return value
    hint = "put the picture next to the entry and write its file name"
    reader.error(node, "E107", f"thumbnail is {quote(value)}, not a file name", hint)
    return None


def _read_versions(reader: Reader, node: Node) -> tuple[Version, ...]:
    versions = []
    for item in reader.sequence(node, "versions", "versions: [{name: v1, date: 2026-04-13}]"):
        mapping = reader.mapping(item, "a version", "- name: v2")
        values = read_map(reader, mapping, _VERSION_READERS, "field of a version") if mapping else {}
        if mapping and "name" not in values:
            reader.error(item, "E102", "version without a name", "write: - name: v2")
        elif mapping:
            versions.append(Version(**values))
    return tuple(versions)


def _read_withdrawn(reader: Reader, node: Node) -> Notice | None:
    if not isinstance(node, MappingNode):
        reason = reader.text(node, "withdrawn")
        return Notice(reason=reason) if reason else None
    mapping = reader.mapping(node, "withdrawn", "")
    if mapping is None:
        return None
    values = read_map(reader, mapping, _NOTICE_READERS, "field of withdrawn")
    if not values:
        reader.error(node, "E102", "withdrawn says nothing", "write: withdrawn: {kind: retracted}")
        return None
    return Notice(**values)


def _read_notice_kind(reader: Reader, node: Node) -> str | None:
    value = reader.text(node, "the kind of withdrawn", 20)
    if value is None or value in NOTICE_KINDS:
        return value
    reader.error(
        node, "E103", f"{quote(value)} is not a kind of withdrawal", f"write one of: {', '.join(NOTICE_KINDS)}"
    )
    return None


def _read_provenance(reader: Reader, node: Node) -> dict[str, str]:
    mapping = reader.mapping(node, "provenance", "provenance: {summary: the model's name}")
    return {
        key: value
        for key, _, value_node in (reader.items(mapping) if mapping else ())
        if (value := reader.text(value_node, f"the provenance of {quote(key)}", MAX_NAME))
    }


def _read_aliases(reader: Reader, node: Node) -> tuple[str, ...]:
    """Read former identifiers. Each becomes a page, so none may lead outside the folder."""
    items = reader.sequence(node, "aliases", "aliases: [old]")
    texts = [(item, value) for item in items if (value := reader.text(item, "an alias", 128))]
    for item, value in texts:
        if not ENTRY_ID.fullmatch(value):
            hint = "write a file name without its extension: letters, digits, '.', '-' and '_'"
            reader.error(item, "E108", f"{quote(value)} is not a valid identifier", hint)
    return reader.unique(texts)


def _read_media(reader: Reader, node: Node) -> tuple[str, ...]:
    items = reader.sequence(node, "media", "media: [https://example.org/film.mp4]")
    return reader.unique((item, value) for item in items if (value := reader.address(item, "an item of media")))


def _read_abstract(reader: Reader, node: Node) -> str | None:
    return str(node.value).strip() if reader.text(node, "abstract", 100_000) is not None else None


def read_map(
    reader: Reader,
    node: MappingNode,
    fields: dict[str, Callable[..., Any]],
    what: str,
    code: str = "E101",
    elsewhere: dict[str, str] | None = None,
) -> dict[str, Any]:
    """Return the values of a map's known keys; unknown ones are reported.

    `elsewhere` holds common unknown keys, each with what to write instead.
    """
    values: dict[str, Any] = {}
    for key, key_node, value_node in reader.items(node):
        read = fields.get(key)
        if read is None:
            reader.unknown_key(key_node, fields, code, what, elsewhere)
        elif (value := read(reader, value_node)) is not None:
            values[key] = value
    return values


def identifier(kind: Identifier) -> Shape:
    """Return the shape of one kind of identifier of papers."""
    prefixes = "|".join(caseless(prefix) for prefix in kind.prefixes)
    around = rf"(?:{kind.pattern})" + (rf"|(?:{prefixes})\s*(?:{kind.pattern})/*(?:\.pdf)?" if prefixes else "")
    # An identifier such as `2401.10020` is a number to an editor.
    is_number = kind.example.replace(".", "", 1).isdigit()
    types = {"type": ["string", "number"]} if is_number else {}
    return Shape(
        read_identifier(kind),
        pattern_schema(around) | {"maxLength": MAX_IDENTIFIER} | types,
    )


_ORCID = Shape(
    read_orcid, pattern_schema(rf"(?:{'|'.join(map(caseless, ORCID_PREFIXES))})?\s*{ORCID}") | {"maxLength": 1_000}
)
_SLUG_SHAPE = Shape(read_slug("id", "wei-wang-2"), pattern_schema(_SLUG) | {"maxLength": 80})
_FILE: Schema = {"type": "string", "maxLength": MAX_ADDRESS, "pattern": rf"^\s*{_FILE_NAME}"}

_AUTHOR_FIELDS = {
    "name": text("an author's name", MAX_NAME),
    "family": text("a family name", MAX_NAME),
    "orcid": _ORCID,
    "affiliation": text("an affiliation", 500),
    "url": address("an author's url"),
    "id": _SLUG_SHAPE,
}
_VERSION_FIELDS = {
    "name": text("a version's name", 100),
    "date": date("a version's date"),
    "note": text("a version's note"),
    "url": address("a version's url"),
}
_NOTICE_FIELDS = {
    "kind": Shape(_read_notice_kind, {"type": "string", "enum": list(NOTICE_KINDS)}),
    "reason": text("the reason of withdrawn"),
    "date": date("the date of withdrawn"),
    "url": address("the url of withdrawn"),
}
_AUTHOR_READERS = {name: shape.read for name, shape in _AUTHOR_FIELDS.items()}
_VERSION_READERS = {name: shape.read for name, shape in _VERSION_FIELDS.items()}
_NOTICE_READERS = {name: shape.read for name, shape in _NOTICE_FIELDS.items()}

_AUTHOR_SCHEMA: Schema = {"anyOf": [text("", MAX_NAME).schema, map_schema(_AUTHOR_FIELDS, "name")]}
_PEOPLE = list_schema(_AUTHOR_SCHEMA, unique=True) | {"maxItems": MAX_AUTHORS}
AUTHORS = Shape(_read_people("authors"), _PEOPLE)
EDITORS = Shape(_read_people("editors"), _PEOPLE)
_LINK_VALUE: Schema = {"anyOf": [ADDRESS_SCHEMA, _FILE | {"pattern": rf"^\s*/?{_FILE_NAME}"}]}
LINKS = Shape(
    _read_links,
    {
        "type": "object",
        "properties": dict.fromkeys(LINK_TITLES, _LINK_VALUE),
        "patternProperties": {f"^{_LINK_NAME}$": _LINK_VALUE},
        "additionalProperties": False,
    },
)
VERSIONS = Shape(_read_versions, list_schema(map_schema(_VERSION_FIELDS, "name")))
_ALIAS: Schema = pattern_schema(ENTRY_ID.pattern) | {"type": ["string", "number"]}
ALIASES = Shape(_read_aliases, list_schema(_ALIAS, unique=True))
MEDIA = Shape(_read_media, list_schema(ADDRESS_SCHEMA, unique=True))
WITHDRAWN = Shape(
    _read_withdrawn, {"anyOf": [text("", 1_000).schema, map_schema(_NOTICE_FIELDS) | {"minProperties": 1}]}
)
PROVENANCE = Shape(_read_provenance, {"type": "object", "additionalProperties": text("", MAX_NAME).schema})
THUMBNAIL = Shape(_read_thumbnail, _FILE)
ABSTRACT = Shape(_read_abstract, text("", 100_000).schema)
