"""`site.yml` and the taxonomy files `content/<taxonomy>.yml` to frozen settings; every problem at once."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
from yaml.nodes import Node

from site_builder.diagnostics import ContentError, Diagnostic, quote
from site_builder.entries import decode
from site_builder.model import Taxonomy
from site_builder.schema import read_map, read_text, read_texts
from site_builder.sources import SITE_FILE
from site_builder.yaml_tree import Reader

MAX_SETTINGS_BYTES = 10_000_000

DEFAULT_TAXONOMIES = {
    "tags": Taxonomy("tags", "tags", "Tags", "Tag"),
    "authors": Taxonomy("authors", "authors", "Authors", "Author"),
    "organizations": Taxonomy("organizations", "organizations", "Organizations", "Organization"),
    "venues": Taxonomy("venues", "venue", "Venues", "Venue"),
}

# Folders and files of the site that a declared taxonomy must not take.
RESERVED_NAMES = ("papers", "days", "weeks", "months", "years", "assets", "files", "search", "api", "collections")


class Declaration(msgspec.Struct, frozen=True):
    """What `content/<taxonomy>.yml` says of one term."""

    name: str
    slug: str = ""
    description: str = ""
    spellings: tuple[str, ...] = ()
    orcid: str = ""
    url: str = ""


class SiteConfig(msgspec.Struct, frozen=True):
    """The settings of an archive."""

    title: str = "Papers"
    description: str = ""
    language: str = "en"
    base_url: str = ""
    theme: str = "default"
    repository: str = ""
    footer: str = ""
    style: dict[str, str] = {}
    taxonomies: dict[str, Taxonomy] = {}
    declarations: dict[str, dict[str, Declaration]] = {}
    page_size: int = 100
    card_authors: int = 3
    site_bytes: int = 1_000_000_000
    shrink: float = 0.05

    @property
    def taxonomy_fields(self) -> tuple[str, ...]:
        """The fields of entries that only `site.yml` declares."""
        return tuple(t.field for name, t in self.taxonomies.items() if name not in DEFAULT_TAXONOMIES)


def load_config(archive: Path) -> tuple[SiteConfig, tuple[Diagnostic, ...]]:
    """Return the settings of an archive and what is wrong with them.

    Raises `ContentError` where there is no `site.yml`.
    """
    path = archive / SITE_FILE
    try:
        data = path.read_bytes()
    except OSError as error:
        hint = "run this in an archive's folder, or make one: papershelf init my-archive"
        raise ContentError([Diagnostic(SITE_FILE, 0, 0, "E303", f"cannot be read: {error.strerror}", hint)]) from None
    config, diagnostics = parse_config(data)
    declarations = dict(config.declarations)
    for name in config.taxonomies:
        file = archive / "content" / f"{name}.yml"
        if file.is_file():
            found, problems = parse_declarations(f"content/{name}.yml", file.read_bytes())
            declarations[name] = _merge(declarations.get(name, {}), found)
            diagnostics += problems
    return msgspec.structs.replace(config, declarations=declarations), diagnostics


def parse_config(data: bytes, path: str = SITE_FILE) -> tuple[SiteConfig, tuple[Diagnostic, ...]]:
    """Return the settings that a `site.yml` holds, and its problems."""
    text, problem = decode(path, data, MAX_SETTINGS_BYTES)
    reader = Reader(path)
    root = None if problem else reader.parse(text)
    values = read_map(reader, root, SETTINGS, "setting") if root else {}
    aliases: dict[str, dict[str, Declaration]] = values.pop("aliases", {})
    taxonomies = DEFAULT_TAXONOMIES | values.pop("taxonomies", {})
    for group in ("limits", "lists"):
        values |= values.pop(group, {})
    config = SiteConfig(**values, taxonomies=taxonomies, declarations=aliases)
    return config, tuple(reader.diagnostics) + ((problem,) if problem else ())


def parse_declarations(path: str, data: bytes) -> tuple[dict[str, Declaration], tuple[Diagnostic, ...]]:
    """Return the terms that a taxonomy file declares, by the text that entries write, and its problems."""
    text, problem = decode(path, data, MAX_SETTINGS_BYTES)
    if problem:
        return {}, (problem,)
    reader = Reader(path)
    root = reader.parse(text) if text.strip() else None
    declared: dict[str, Declaration] = {}
    for key, _, node in reader.items(root) if root else ():
        mapping = reader.mapping(node, f"the term {quote(key)}", "kv-cache: {name: KV cache}")
        if mapping is not None:
            values = read_map(reader, mapping, _TERM_SETTINGS, "setting of a term")
            declared[key] = Declaration(**({"name": key} | values))
    return declared, tuple(reader.diagnostics)


def _merge(first: dict[str, Declaration], second: dict[str, Declaration]) -> dict[str, Declaration]:
    """A spelling may be given in `site.yml` and the rest in the taxonomy's own file."""
    merged = dict(first)
    for key, declaration in second.items():
        spellings = merged[key].spellings if key in merged else ()
        merged[key] = msgspec.structs.replace(declaration, spellings=declaration.spellings + spellings)
    return merged


def _read_base_url(reader: Reader, node: Node) -> str | None:
    value = reader.address(node, "base_url")
    return value and value.rstrip("/") + "/"


def _read_language(reader: Reader, node: Node) -> str | None:
    value = reader.text(node, "language", 35)
    if value is None or re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", value):
        return value
    reader.error(node, "E302", f"{quote(value)} is not a language tag", "write it like this: language: en")
    return None


def _read_theme(reader: Reader, node: Node) -> str | None:
    value = reader.text(node, "theme", 60)
    if value is None or re.fullmatch(r"[a-z0-9][a-z0-9_-]*", value):
        return value
    reader.error(node, "E302", f"{quote(value)} cannot name a theme", "write the name of a folder in themes/")
    return None


def _read_style(reader: Reader, node: Node) -> dict[str, str]:
    """Read custom properties; their values reach a stylesheet, so they may hold nothing that ends a declaration."""
    mapping = reader.mapping(node, "style", "style: {accent: '#7a1f1f'}")
    style: dict[str, str] = {}
    for key, key_node, value_node in reader.items(mapping) if mapping else ():
        value = reader.text(value_node, f"the style {quote(key)}", 300)
        if not re.fullmatch(r"[a-z][a-z0-9-]{0,40}", key):
            reader.error(key_node, "E302", f"{quote(key)} cannot name a style", "write it like this: accent: '#7a1f1f'")
        elif value and (re.search(r"[;{}<>\\@]|/\*|url\s*\(|expression\s*\(", value, re.IGNORECASE)):
            reader.error(
                value_node, "E302", f"{quote(value)} cannot be a style's value", "write a colour, font or length"
            )
        elif value:
            style[key] = value
    return style


def _read_taxonomies(reader: Reader, node: Node) -> dict[str, Taxonomy]:
    mapping = reader.mapping(node, "taxonomies", "taxonomies: {methods: {title: Methods}}")
    taxonomies: dict[str, Taxonomy] = {}
    for key, key_node, value_node in reader.items(mapping) if mapping else ():
        if not re.fullmatch(r"[a-z][a-z0-9_]{0,40}", key) or key in RESERVED_NAMES:
            hint = "write a lower-case word that names no folder of the site"
            reader.error(key_node, "E302", f"{quote(key)} cannot name a taxonomy", hint)
            continue
        settings = reader.mapping(value_node, f"the taxonomy {quote(key)}", "methods: {title: Methods}")
        if settings is None:
            continue
        values = read_map(reader, settings, _TAXONOMY_SETTINGS, "setting of a taxonomy")
        default = DEFAULT_TAXONOMIES.get(key) or Taxonomy(key, key, key.capitalize(), key.capitalize())
        taxonomies[key] = msgspec.structs.replace(default, **values)
    return taxonomies


def _read_aliases(reader: Reader, node: Node) -> dict[str, dict[str, Declaration]]:
    mapping = reader.mapping(node, "aliases", "aliases: {authors: {Jane Q. Doe: [J. Doe]}}")
    aliases: dict[str, dict[str, Declaration]] = {}
    for key, _, terms_node in reader.items(mapping) if mapping else ():
        terms = reader.mapping(terms_node, f"the aliases of {quote(key)}", "authors: {Jane Q. Doe: [J. Doe]}")
        aliases[key] = {
            name: Declaration(name, spellings=reader.texts(node, f"the spellings of {quote(name)}", "[J. Doe]"))
            for name, _, node in (reader.items(terms) if terms else ())
        }
    return aliases


def _read_size(reader: Reader, node: Node) -> int | None:
    value = reader.text(node, "site_bytes", 20)
    match = re.fullmatch(r"([0-9]+(?:\.[0-9]+)?) ?(|k|M|G)B?", value or "")
    if value is None or match:
        return match and int(float(match[1]) * {"": 1, "k": 10**3, "M": 10**6, "G": 10**9}[match[2]])
    reader.error(node, "E302", f"{quote(value)} is not a size", "write it like this: site_bytes: 1GB")
    return None


def _read_share(reader: Reader, node: Node) -> float | None:
    value = reader.text(node, "shrink", 20)
    match = re.fullmatch(r"([0-9]+(?:\.[0-9]+)?) ?%", value or "")
    if value is None or (match and float(match[1]) <= 100):
        return match and float(match[1]) / 100
    reader.error(node, "E302", f"{quote(value)} is not a share", "write it like this: shrink: 5%")
    return None


def _read_number(what: str, least: int, most: int) -> Callable[[Reader, Node], int | None]:
    def read(reader: Reader, node: Node) -> int | None:
        value = reader.whole_number(node, what, most)
        if value is None or value >= least:
            return value
        reader.error(node, "E302", f"{what} is {value}", f"write a number from {least} to {most}")
        return None

    return read


def _group(
    what: str, example: str, settings: dict[str, Callable[[Reader, Node], Any]]
) -> Callable[[Reader, Node], Any]:
    def read(reader: Reader, node: Node) -> dict[str, Any] | None:
        mapping = reader.mapping(node, what, example)
        return read_map(reader, mapping, settings, f"setting of {what}") if mapping else None

    return read


_TAXONOMY_SETTINGS: dict[str, Callable[[Reader, Node], Any]] = {
    "title": read_text("title", 100),
    "singular": read_text("singular", 100),
    "field": read_text("field", 60),
    "min_entries": _read_number("min_entries", 1, 1_000_000),
}
_TERM_SETTINGS: dict[str, Callable[[Reader, Node], Any]] = {
    "name": read_text("name", 200),
    "slug": read_text("slug", 80),
    "description": read_text("description", 2_000),
    "spellings": read_texts("spellings", "spellings: [J. Doe, Jane Doe]"),
    "orcid": read_text("orcid", 40),
    "url": lambda reader, node: reader.address(node, "url"),
}
SETTINGS: dict[str, Callable[[Reader, Node], Any]] = {
    "title": read_text("title", 200),
    "description": read_text("description", 1_000),
    "language": _read_language,
    "base_url": _read_base_url,
    "theme": _read_theme,
    "repository": lambda reader, node: reader.address(node, "repository"),
    "footer": read_text("footer", 1_000),
    "style": _read_style,
    "taxonomies": _read_taxonomies,
    "aliases": _read_aliases,
    "lists": _group(
        "lists",
        "lists: {page_size: 100}",
        {
            "page_size": _read_number("page_size", 5, 5_000),
            "card_authors": _read_number("card_authors", 1, 1_000),
        },
    ),
    "limits": _group(
        "limits", "limits: {site_bytes: 1GB, shrink: 5%}", {"site_bytes": _read_size, "shrink": _read_share}
    ),
}
