"""`site.yml` and the taxonomy files `content/<taxonomy>.yml` to frozen settings; every problem at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
from yaml.nodes import MappingNode, Node, ScalarNode

from site_builder.diagnostics import ContentError, Diagnostic, quote
from site_builder.entries import decode
from site_builder.identifiers import read_orcid
from site_builder.model import Taxonomy
from site_builder.schema import read_map, read_slug, read_text, read_texts
from site_builder.sources import SITE_FILE
from site_builder.yaml_tree import Reader, did_you_mean

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
    place: tuple[str, int, int] = ("", 0, 0)
    """Path, line and column of the declaration."""


class SiteConfig(msgspec.Struct, frozen=True):
    """The settings of an archive."""

    title: str = "Papers"
    description: str = ""
    language: str = "en"
    base_url: str = ""
    theme: str = "default"
    repository: str = ""
    footer: str = ""
    logo: str = ""
    style: dict[str, str] = {}
    taxonomies: dict[str, Taxonomy] = {}
    declarations: dict[str, dict[str, Declaration]] = {}
    page_size: int = 100
    card_authors: int = 3
    site_bytes: int = 1_000_000_000
    shrink: float = 0.05

    @property
    def custom_properties(self) -> tuple[tuple[str, str], ...]:
        """The custom properties of the site's own stylesheet, the logo's among them."""
        logo = {"logo": f"url(../{self.logo})", "logo-width": "2.5rem"} if self.logo else {}
        return tuple(sorted((logo | self.style).items()))

    @property
    def taxonomy_fields(self) -> tuple[str, ...]:
        """The fields of entries that only `site.yml` declares."""
        return tuple(t.field for name, t in self.taxonomies.items() if name not in DEFAULT_TAXONOMIES)


def load_config(archive: Path) -> tuple[SiteConfig, tuple[Diagnostic, ...]]:
    """Return the settings of an archive and what is wrong with them.

    Raises `ContentError` where there is no `site.yml`.
    """
    require_archive(archive)
    config, diagnostics = parse_config((archive / SITE_FILE).read_bytes())
    declarations = dict(config.declarations)
    for name in config.taxonomies:
        file = archive / "content" / f"{name}.yml"
        if file.is_file():
            found, problems = parse_declarations(f"content/{name}.yml", file.read_bytes())
            declarations[name] = _merge(declarations.get(name, {}), found)
            diagnostics += problems
    diagnostics += tuple(_check_files(archive, config.taxonomies))
    return msgspec.structs.replace(config, declarations=declarations), diagnostics


def require_archive(folder: Path) -> None:
    """Raise `ContentError` where a folder is no archive, before anything is written there."""
    if not (folder / SITE_FILE).is_file():
        message = f"there is no {SITE_FILE} in {folder.resolve().name or folder}"
        hint = "run this in an archive's folder, or make one: papershelf init my-archive"
        raise ContentError([Diagnostic(SITE_FILE, 0, 0, "E303", message, hint)])


def parse_config(data: bytes, path: str = SITE_FILE) -> tuple[SiteConfig, tuple[Diagnostic, ...]]:
    """Return the settings that a `site.yml` holds, and its problems."""
    text, problem = decode(path, data, MAX_SETTINGS_BYTES)
    reader = Reader(path)
    root = None if problem else reader.parse(text)
    values = read_map(reader, root, SETTINGS, "setting", "E301") if root else {}
    aliases: dict[str, dict[str, Declaration]] = values.pop("aliases", {})
    taxonomies = DEFAULT_TAXONOMIES | values.pop("taxonomies", {})
    _check_taxonomies(reader, root, taxonomies)
    for group in ("limits", "lists"):
        values |= values.pop(group, {})
    config = SiteConfig(**values, taxonomies=taxonomies, declarations=aliases)
    return config, tuple(reader.diagnostics) + ((problem,) if problem else ())


def _check_taxonomies(reader: Reader, root: MappingNode | None, known: dict[str, Taxonomy]) -> None:
    """Note the spellings of a taxonomy that is not there; they would be without effect."""
    for key, node in root.value if root else ():
        for name, _ in node.value if key.value == "aliases" and isinstance(node, MappingNode) else ():
            if isinstance(name, ScalarNode) and name.value not in known:
                reader.unknown_key(name, known, "E301", "taxonomy")


def _check_files(archive: Path, known: dict[str, Taxonomy]) -> Iterator[Diagnostic]:
    """Files at the top of `content/` that nothing reads, because they are misnamed or misplaced."""
    for path in sorted((archive / "content").glob("*.*")):
        if path.name.startswith(".") or (path.suffix == ".yml" and path.stem in known) or not path.is_file():
            continue
        if path.suffix in (".yml", ".yaml"):
            hint = did_you_mean(path.name, [f"{name}.yml" for name in known]) or f"taxonomies: {', '.join(known)}"
            message = f"there is no taxonomy whose file is {quote(path.name)}"
        else:
            message = f"the file {quote(path.name)} is not part of the site"
            hint = "move it to content/papers/, content/pages/ or content/static/"
        yield Diagnostic(f"content/{path.name}", 0, 0, "E304", message, hint)


def parse_declarations(path: str, data: bytes) -> tuple[dict[str, Declaration], tuple[Diagnostic, ...]]:
    """Return the terms that a taxonomy file declares, by the text that entries write, and its problems."""
    text, problem = decode(path, data, MAX_SETTINGS_BYTES)
    if problem:
        return {}, (problem,)
    reader = Reader(path)
    root = reader.parse(text) if text.strip() else None
    declared: dict[str, Declaration] = {}
    for key, key_node, node in reader.items(root) if root else ():
        mapping = reader.mapping(node, f"the term {quote(key)}", "kv-cache: {name: KV cache}")
        if mapping is not None:
            values = read_map(reader, mapping, _TERM_SETTINGS, "setting of a term", "E301")
            declared[key] = Declaration(**({"name": key} | values), place=reader.place(key_node))
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
    if value is None or not re.search(r"[?#]", value):
        return value and value.rstrip("/") + "/"
    hint = "write where the site's folder is: base_url: https://example.org/papers/"
    reader.error(node, "E302", f"base_url is {quote(value)}, not the address of a folder", hint)
    return None


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


def _read_logo(reader: Reader, node: Node) -> str | None:
    """Read the name of a picture; it reaches a stylesheet, so it is a plain one."""
    value = reader.text(node, "logo", 200)
    if value is None or re.fullmatch(r"([A-Za-z0-9_-]+/)*[A-Za-z0-9_-]+\.(svg|png|webp|avif|jpg)", value):
        return value
    hint = "put a picture into content/static/ and write its name: logo: logo.svg"
    reader.error(node, "E302", f"{quote(value)} cannot be a logo", hint)
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
        values = read_map(reader, settings, _TAXONOMY_SETTINGS, "setting of a taxonomy", "E301")
        default = DEFAULT_TAXONOMIES.get(key) or Taxonomy(key, key, key.capitalize(), key.capitalize())
        taxonomies[key] = msgspec.structs.replace(default, **values)
    return taxonomies


def _read_field(reader: Reader, node: Node) -> str | None:
    value = reader.text(node, "field", 60)
    if value is None or re.fullmatch(r"[a-z][a-z0-9_]*", value):
        return value
    reader.error(node, "E302", f"{quote(value)} cannot name a taxonomy's field", "write a lower-case word")
    return None


def _read_aliases(reader: Reader, node: Node) -> dict[str, dict[str, Declaration]]:
    mapping = reader.mapping(node, "aliases", "aliases: {authors: {Jane Q. Doe: [J. Doe]}}")
    aliases: dict[str, dict[str, Declaration]] = {}
    for key, _, terms_node in reader.items(mapping) if mapping else ():
        terms = reader.mapping(terms_node, f"what is given for {quote(key)}", "authors: {Jane Q. Doe: [J. Doe]}")
        aliases[key] = {
            name: Declaration(name, spellings=_read_spellings(reader, node, name), place=reader.place(name_node))
            for name, name_node, node in (reader.items(terms) if terms else ())
        }
    return aliases


def _read_spellings(reader: Reader, node: Node, name: str) -> tuple[str, ...]:
    return reader.texts(node, f"what is given for {quote(name)}", f"{name}: [J. Doe]")


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
        return read_map(reader, mapping, settings, f"setting of {what}", "E301") if mapping else None

    return read


_TAXONOMY_SETTINGS: dict[str, Callable[[Reader, Node], Any]] = {
    "title": read_text("title", 100),
    "singular": read_text("singular", 100),
    "field": _read_field,
    "min_entries": _read_number("min_entries", 1, 1_000_000),
}
_TERM_SETTINGS: dict[str, Callable[[Reader, Node], Any]] = {
    "name": read_text("name", 200),
    "slug": read_slug("slug", "some-address"),
    "description": read_text("description", 2_000),
    "spellings": read_texts("spellings", "spellings: [J. Doe, Jane Doe]"),
    "orcid": read_orcid,
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
    "logo": _read_logo,
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
