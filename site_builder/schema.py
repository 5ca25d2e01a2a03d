"""The fields of an entry: what each means and how its YAML becomes a value."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import msgspec
from yaml.nodes import MappingNode, Node, ScalarNode

from site_builder.diagnostics import quote
from site_builder.identifiers import IDENTIFIERS, read_identifier, read_orcid
from site_builder.model import Author, Version
from site_builder.yaml_tree import Reader, is_web_address

MAX_AUTHORS = 6_000

# A file's stem that can stand in an address, and on every disk.
ENTRY_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,127}")

# What people write who know other formats, and how to say it here.
ELSEWHERE = {
    "id": "the identifier is the file's name: delete the line",
    "slug": "the address comes from the file's name: delete the line",
    "url": "write: links: {page: https://example.org/paper}",
    "pdf": "write: links: {pdf: https://example.org/paper.pdf}",
    "code": "write: links: {code: https://example.org/code}",
    "year": "write: published: 2026",
    "journal": "write: venue: The Journal",
    "booktitle": "write: venue: The Conference",
    "conference": "write: venue: The Conference",
    "keywords": "write: tags: [agents, retrieval]",
    "categories": "write: tags: [agents, retrieval]",
    "description": "write: summary: One or two plain sentences.",
    "draft": "every entry is published: delete the line, or move the file out of content/papers/",
}


class Field(msgspec.Struct, frozen=True):
    """A field of an entry: its name, what it means, how to write it, and the conversion from YAML."""

    name: str
    doc: str
    example: str
    read: Callable[[Reader, Node], Any]


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


def read_text(what: str, limit: int = 1_000) -> Callable[[Reader, Node], str | None]:
    """Return a conversion to plain text."""
    return lambda reader, node: reader.text(node, what, limit)


def read_texts(what: str, example: str) -> Callable[[Reader, Node], tuple[str, ...]]:
    """Return a conversion to a list of plain texts."""
    return lambda reader, node: reader.texts(node, what, example)


def _read_count(what: str) -> Callable[[Reader, Node], int | None]:
    return lambda reader, node: reader.whole_number(node, what)


def _read_title(reader: Reader, node: Node) -> str | None:
    return reader.text(node, "title", 1_000)


def _read_authors(reader: Reader, node: Node) -> tuple[Author, ...]:
    items = reader.sequence(node, "authors", "authors: [Ana Author, Bo Writer]")
    if len(items) > MAX_AUTHORS:
        hint = "write the first ones, and the number of all as author_count"
        reader.error(node, "E109", f"there are {len(items)} authors; at most {MAX_AUTHORS} are allowed", hint)
        return ()
    authors = [(item, author) for item in items if (author := _read_author(reader, item))]
    seen: set[tuple[str, str, str]] = set()
    for item, author in authors:
        key = (author.name, author.orcid, author.id)
        if key in seen:
            hint = "delete one of them, or give each an id: if they are two people"
            reader.error(item, "E110", f"the author {quote(author.name)} stands twice", hint)
        seen.add(key)
    return tuple(author for _, author in authors)


def _read_author(reader: Reader, node: Node) -> Author | None:
    if isinstance(node, ScalarNode):
        name = reader.text(node, "an author's name", 200)
        return Author(name) if name else None
    mapping = reader.mapping(node, "an author", "- name: Ana Author")
    if mapping is None:
        return None
    values = read_map(reader, mapping, _AUTHOR_FIELDS, "field of an author")
    if "name" not in values:
        reader.error(node, "E102", "an author has no name", "write: - name: Ana Author")
        return None
    return Author(**values)


def read_slug(what: str, example: str) -> Callable[[Reader, Node], str | None]:
    """Return a conversion to a part of an address."""

    def read(reader: Reader, node: Node) -> str | None:
        value = reader.text(node, what, 80)
        if value is None or re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", value):
            return value
        hint = f"write it with lower-case letters, digits and single hyphens: {what}: {example}"
        reader.error(node, "E103", f"{quote(value)} cannot be part of an address", hint)
        return None

    return read


def _read_links(reader: Reader, node: Node) -> dict[str, str]:
    mapping = reader.mapping(node, "links", "links: {code: https://example.org/code}")
    links: dict[str, str] = {}
    for key, key_node, value_node in reader.items(mapping) if mapping else ():
        if not re.fullmatch(r"[a-z][a-z0-9_-]{0,30}", key):
            hint = f"write a short lower-case word, such as: {', '.join(LINK_TITLES)}"
            reader.error(key_node, "E103", f"{quote(key)} cannot name a link", hint)
        elif value := _read_target(reader, value_node, f"the link {quote(key)}"):
            links[key] = value
    return links


def _read_target(reader: Reader, node: Node, what: str) -> str | None:
    """Return a web address, or the path of a file beside the entry."""
    value = reader.text(node, what, 2_000)
    if value is None or is_web_address(value):
        return value
    if ":" in value or value.startswith(("/", "\\")) or ".." in value.split("/") or "\\" in value:
        hint = "write https://… or the name of a file beside the entry"
        reader.error(node, "E107", f"{what} is {quote(value)}, neither a web address nor a file name", hint)
        return None
    return value


def _read_thumbnail(reader: Reader, node: Node) -> str | None:
    """Return the path of a picture beside the entry: pages of the site request nothing from elsewhere."""
    value = _read_target(reader, node, "thumbnail")
    if value is None or not is_web_address(value):
        return value
    hint = "put the picture beside the entry, and write its file name"
    reader.error(node, "E107", f"thumbnail is {quote(value)}, not a file name", hint)
    return None


def _read_versions(reader: Reader, node: Node) -> tuple[Version, ...]:
    versions = []
    for item in reader.sequence(node, "versions", "versions: [{name: v1, date: 2026-04-13}]"):
        mapping = reader.mapping(item, "a version", "- name: v2")
        values = read_map(reader, mapping, _VERSION_FIELDS, "field of a version") if mapping else {}
        if mapping and "name" not in values:
            reader.error(item, "E102", "a version has no name", "write: - name: v2")
        elif mapping:
            versions.append(Version(**values))
    return tuple(versions)


def _read_provenance(reader: Reader, node: Node) -> dict[str, str]:
    mapping = reader.mapping(node, "provenance", "provenance: {summary: the model's name}")
    return {
        key: value
        for key, _, value_node in (reader.items(mapping) if mapping else ())
        if (value := reader.text(value_node, f"the provenance of {quote(key)}", 200))
    }


def _read_aliases(reader: Reader, node: Node) -> tuple[str, ...]:
    """Read former identifiers; a page is written for each, so none may name a place outside its folder."""
    items = reader.sequence(node, "aliases", "aliases: [old]")
    texts = [(item, value) for item in items if (value := reader.text(item, "an alias", 128))]
    for item, value in texts:
        if not ENTRY_ID.fullmatch(value):
            hint = "write it with letters, digits, '.', '-' and '_', as a file's name without its ending"
            reader.error(item, "E108", f"{quote(value)} cannot have been an identifier", hint)
    return reader.unique(texts)


def _read_media(reader: Reader, node: Node) -> tuple[str, ...]:
    items = reader.sequence(node, "media", "media: [https://example.org/film.mp4]")
    return reader.unique((item, value) for item in items if (value := reader.address(item, "an item of media")))


def read_map(
    reader: Reader,
    node: MappingNode,
    fields: dict[str, Callable[..., Any]],
    what: str,
    code: str = "E101",
    elsewhere: dict[str, str] | None = None,
) -> dict[str, Any]:
    """Return the values of a map whose keys are all known; the others are noted.

    `elsewhere` holds keys that are not known but common, each with its cure.
    """
    values: dict[str, Any] = {}
    for key, key_node, value_node in reader.items(node):
        read = fields.get(key)
        if read is None and elsewhere and key in elsewhere:
            reader.error(key_node, code, f"there is no {what} {quote(key)}", elsewhere[key])
        elif read is None:
            reader.unknown_key(key_node, fields, code, what)
        elif (value := read(reader, value_node)) is not None:
            values[key] = value
    return values


_AUTHOR_FIELDS: dict[str, Callable[[Reader, Node], Any]] = {
    "name": read_text("an author's name", 200),
    "orcid": read_orcid,
    "affiliation": read_text("an affiliation", 500),
    "url": lambda reader, node: reader.address(node, "an author's url"),
    "id": read_slug("id", "wei-wang-2"),
}
_VERSION_FIELDS: dict[str, Callable[[Reader, Node], Any]] = {
    "name": read_text("a version's name", 100),
    "date": lambda reader, node: reader.date(node, "a version's date"),
    "note": read_text("a version's note"),
    "url": lambda reader, node: reader.address(node, "a version's url"),
}

# In the canonical order of an entry's keys.
FIELDS = {
    field.name: field
    for field in (
        Field("title", "The title: plain text, `$…$` math allowed. Required.", "A Paper: With a Title", _read_title),
        Field(
            "authors", "Names, or maps of `name`, `orcid`, `affiliation`, `url`, `id`.", "[Ana Author]", _read_authors
        ),
        Field("author_count", "How many authors there are, where names are unknown.", "2", _read_count("author_count")),
        Field(
            "date",
            "The day the archive lists it; decides its day, week, month and year pages.",
            "2026-04-15",
            lambda reader, node: reader.day(node, "date"),
        ),
        Field(
            "published",
            "First publication; without `date`, pages of the known precision list it.",
            "2026-04-13",
            lambda reader, node: reader.date(node, "published"),
        ),
        *(
            Field(kind.name, f"Its {kind.title} identifier.", kind.example, read_identifier(kind))
            for kind in IDENTIFIERS.values()
        ),
        Field("venue", "The conference or journal.", "NeurIPS 2025", read_text("venue", 300)),
        Field("volume", "Volume of the proceedings or journal.", "89", read_text("volume", 100)),
        Field("issue", "Issue of the journal.", "2", read_text("issue", 100)),
        Field("pages", "Pages.", "1564-1573", read_text("pages", 100)),
        Field("publisher", "Publisher.", "A University Press", read_text("publisher", 300)),
        Field(
            "organizations",
            "Who stands behind it.",
            "[RUC-AIBOX]",
            read_texts("organizations", "organizations: [A Lab]"),
        ),
        Field("tags", "What it is about.", "[agents, retrieval]", read_texts("tags", "tags: [agents, retrieval]")),
        Field(
            "links", "Addresses by kind, or files beside the entry.", "{code: https://example.org/code}", _read_links
        ),
        Field("thumbnail", "A picture beside the entry.", "figure.png", _read_thumbnail),
        Field("media", "Addresses of films and pictures.", "[https://example.org/film.mp4]", _read_media),
        Field("upvotes", "Upvotes on the day `as_of`.", "150", _read_count("upvotes")),
        Field("comments", "Comments on the day `as_of`.", "2", _read_count("comments")),
        Field("stars", "Stars of the code on the day `as_of`.", "1200", _read_count("stars")),
        Field("as_of", "The day of these counts.", "2026-05-26", lambda reader, node: reader.day(node, "as_of")),
        Field("submitted_by", "Who brought it to the list.", "Bo Writer", read_text("submitted_by", 200)),
        Field("summary", "One or two plain sentences.", "It halves the memory.", read_text("summary", 1_000)),
        Field("note", "A curator's note.", "Best paper award.", read_text("note", 2_000)),
        Field(
            "related", "Identifiers of related entries.", "[2604.12890]", read_texts("related", "related: [2604.12890]")
        ),
        Field("versions", "Published versions.", "[{name: v1, date: 2026-04-13}]", _read_versions),
        Field("aliases", "Former identifiers, whose addresses lead here.", "[old-name]", _read_aliases),
        Field("withdrawn", "Why it was withdrawn.", "Withdrawn by its authors.", read_text("withdrawn", 1_000)),
        Field("license", "The paper's license.", "CC BY 4.0", read_text("license", 200)),
        Field(
            "provenance", "Who made a field that a machine or a helper filled.", "{summary: a-model}", _read_provenance
        ),
    )
}
