"""The settings of `site.yml` and of the taxonomy files, one reader for each."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import msgspec
from yaml.nodes import Node, ScalarNode

from site_builder.config import (
    DAILY_SOURCES,
    DATA_LIMITS,
    DEFAULT_TAXONOMIES,
    FORMAT,
    MOST_RELATED,
    CommentSettings,
    DailySettings,
    DataSettings,
    Declaration,
    DigestSettings,
    FeedSettings,
    MetadataSettings,
    RelatedSettings,
    TrendingSettings,
    VisitSettings,
)
from site_builder.diagnostics import quote
from site_builder.identifiers import read_orcid
from site_builder.model import Taxonomy
from site_builder.schema import read_map, read_slug, read_text, read_texts
from site_builder.yaml_tree import Reader, is_web_address

# Folders and files of the site that a declared taxonomy must not take.
RESERVED_NAMES = frozenset(
    "docs papers days weeks months years assets files search api collections trending digests cards".split()
)


def _read_format(reader: Reader, node: Node) -> int | None:
    value = reader.whole_number(node, "format", 1_000_000)
    if value is None or 1 <= value <= FORMAT:
        return value
    if value < 1:
        reader.error(node, "E302", f"format is {value}", f"write: format: {FORMAT}")
    else:
        hint = "install a newer Papershelf: pip install --upgrade papershelf"
        message = f"the archive has format {value}; this version of Papershelf reads formats up to {FORMAT}"
        reader.error(node, "E306", message, hint)
    return None


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


def read_address(reader: Reader, node: Node) -> str | None:
    """Return an address of the site without its ending, as `tags/agents`."""
    value = reader.text(node, "an address", 300)
    plain = value and value.removesuffix(".html")
    if plain is None or re.fullmatch(r"(?!\.)[A-Za-z0-9._-]+(/(?!\.)[A-Za-z0-9._-]+)*", plain):
        return plain
    reader.error(node, "E302", f"{quote(value or '')} is no address of the site", "write it like this: tags/agents")
    return None


def _read_feed_id(reader: Reader, node: Node) -> str | None:
    value = reader.text(node, "id", 500)
    if value is None or re.fullmatch(r"(https?://|tag:|urn:)[!-~]+", value):
        return value
    hint = "write what the identifiers started with before: id: https://example.org/papers/"
    reader.error(node, "E302", f"{quote(value)} cannot start the identifiers of feeds", hint)
    return None


def _read_feeds(reader: Reader, node: Node) -> FeedSettings | None:
    values = _group("feeds", "feeds: {items: 10}", _FEED_SETTINGS)(reader, node)
    return None if values is None else FeedSettings(**values)


def _read_switch(what: str) -> Callable[[Reader, Node], bool | None]:
    def read(reader: Reader, node: Node) -> bool | None:
        value = reader.text(node, what, 20)
        if value is None or value in ("yes", "no", "true", "false"):
            return value and value in ("yes", "true")  # type: ignore[return-value]
        reader.error(node, "E302", f"{what} is {quote(value)}", f"write yes or no: {what}: no")
        return None

    return read


def _read_choice(what: str, *choices: str) -> Callable[[Reader, Node], str | None]:
    def read(reader: Reader, node: Node) -> str | None:
        value = reader.text(node, what, 20)
        if value is None or value in choices:
            return value
        reader.error(node, "E302", f"{what} is {quote(value)}", f"write one of: {', '.join(choices)}")
        return None

    return read


def _read_trending(reader: Reader, node: Node) -> TrendingSettings | None:
    values = _group("trending", "trending: {show: no}", _TRENDING_SETTINGS)(reader, node)
    return None if values is None else TrendingSettings(**values)


def _read_digest(reader: Reader, node: Node) -> DigestSettings | None:
    values = _group("digest", "digest: {pages: week, items: 20}", _DIGEST_SETTINGS)(reader, node)
    return None if values is None else DigestSettings(**values)


def _read_comments(reader: Reader, node: Node) -> CommentSettings | None:
    names = ("repository", "repository_id", "category", "category_id")
    example = "comments: {repository: owner/name, repository_id: R_1, category: Announcements, category_id: DIC_1}"
    values = _group("comments", example, {name: read_text(name, 200) for name in names})(reader, node)
    if values is None or len(values) == len(names):
        return None if values is None else CommentSettings(**values)
    reader.error(node, "E302", "comments need four settings", f"copy them from https://giscus.app: {example}")
    return None


def _read_visits(reader: Reader, node: Node) -> VisitSettings | None:
    values = _group("visits", "visits: {script: 'https://stats.example.org/count.js'}", _VISIT_SETTINGS)(reader, node)
    return None if values is None else VisitSettings(**values)


def _read_attributes(reader: Reader, node: Node) -> dict[str, str]:
    """Read the attributes of a script: `data-…` ones, which cannot change what it is."""
    mapping = reader.mapping(node, "attributes", "attributes: {data-domain: example.org}")
    found: dict[str, str] = {}
    for key, key_node, value_node in reader.items(mapping) if mapping else ():
        value = reader.text(value_node, f"the attribute {quote(key)}", 300)
        if not re.fullmatch(r"data-[a-z0-9-]{1,60}", key):
            reader.error(
                key_node, "E302", f"{quote(key)} cannot be an attribute here", "write it like this: data-domain"
            )
        elif value:
            found[key] = value
    return found


def _read_metadata(reader: Reader, node: Node) -> MetadataSettings | None:
    values = _group("metadata", "metadata: {cards: papers}", _METADATA_SETTINGS)(reader, node)
    return None if values is None else MetadataSettings(**values)


def _read_data(reader: Reader, node: Node) -> DataSettings | None:
    values = _group("data", "data: {jsonl: no}", _DATA_SETTINGS)(reader, node)
    if values is None:
        return None
    if bool(values.get("gateway")) != bool(values.get("email")):
        hint = "write both: data: {gateway: https://gateway.example.org/oai, email: curator@example.org}"
        reader.error(node, "E302", "an OAI-PMH repository needs a gateway and an e-mail address", hint)
    return DataSettings(**values)


def _read_email(reader: Reader, node: Node) -> str | None:
    value = reader.text(node, "email", 200)
    if value is None or re.fullmatch(r"[^\s@<>&]+@[^\s@<>&]+\.[^\s@<>&]+", value):
        return value
    reader.error(node, "E302", f"{quote(value)} is not an e-mail address", "write it like this: curator@example.org")
    return None


def _read_daily(reader: Reader, node: Node) -> DailySettings | None:
    values = _group("daily", "daily: {source: hf-daily}", _DAILY_SETTINGS)(reader, node)
    if values is None:
        return None
    settings = DailySettings(**({"address": DAILY_SOURCES.get(values.get("source", ""), "")} | values))
    if not settings.source:
        reader.error(node, "E302", "daily names no source", "write: daily: {source: hf-daily}")
    elif not settings.address:
        hint = "write where its files are: daily: {source: bibtex, address: 'https://example.org/papers.bib'}"
        reader.error(node, "E302", f"daily names no address of {quote(settings.source)}", hint)
    return settings


def _read_daily_address(reader: Reader, node: Node) -> str | None:
    """Read an address; the braces around `{date}` are what no address holds."""
    value = reader.text(node, "address", 2_000)
    if value is None or is_web_address(value.replace("{date}", "2026-05-26")):
        return value
    hint = "write a whole address, with {date} where the day stands: https://example.org/{date}.json"
    reader.error(node, "E302", f"{quote(value)} is not a web address", hint)
    return None


def _group(
    what: str, example: str, settings: dict[str, Callable[[Reader, Node], Any]]
) -> Callable[[Reader, Node], Any]:
    def read(reader: Reader, node: Node) -> dict[str, Any] | None:
        mapping = reader.mapping(node, what, example)
        return read_map(reader, mapping, settings, f"setting of {what}", "E301") if mapping else None

    return read


_TRENDING_SETTINGS: dict[str, Callable[[Reader, Node], Any]] = {
    "show": _read_switch("show"),
    "comments": _read_number("comments", 0, 1_000),
    "stars": _read_number("stars", 0, 1_000),
    "half_life": _read_number("half_life", 1, 365),
}


def _read_related(reader: Reader, node: Node) -> RelatedSettings | None:
    if isinstance(node, ScalarNode) and node.value == "false":
        return RelatedSettings(0)
    mapping = reader.mapping(node, "related", "related: {count: 5}")
    settings = {"count": _read_number("count", 0, MOST_RELATED)}
    return RelatedSettings(**read_map(reader, mapping, settings, "setting of related", "E301")) if mapping else None


_TAXONOMY_SETTINGS: dict[str, Callable[[Reader, Node], Any]] = {
    "title": read_text("title", 100),
    "singular": read_text("singular", 100),
    "field": _read_field,
    "min_entries": _read_number("min_entries", 1, 1_000_000),
    "feed_entries": _read_number("feed_entries", 1, 1_000_000_000),
}
TERM_SETTINGS: dict[str, Callable[[Reader, Node], Any]] = {
    "name": read_text("name", 200),
    "slug": read_slug("slug", "some-address"),
    "description": read_text("description", 2_000),
    "spellings": read_texts("spellings", "spellings: [J. Doe, Jane Doe]"),
    "orcid": read_orcid,
    "url": lambda reader, node: reader.address(node, "url"),
}
REMOVAL_SETTINGS: dict[str, Callable[[Reader, Node], Any]] = {
    "to": read_address,
    "reason": read_text("reason", 1_000),
}
_DIGEST_SETTINGS: dict[str, Callable[[Reader, Node], Any]] = {
    "pages": _read_choice("pages", "day", "week", "month", "none"),
    "items": _read_number("items", 1, 1_000),
}
_VISIT_SETTINGS: dict[str, Callable[[Reader, Node], Any]] = {
    "script": lambda reader, node: reader.address(node, "script"),
    "attributes": _read_attributes,
}
_METADATA_SETTINGS: dict[str, Callable[[Reader, Node], Any]] = {
    "json_ld": _read_switch("json_ld"),
    "cards": _read_choice("cards", "none", "site", "papers"),
}
_FEED_SETTINGS: dict[str, Callable[[Reader, Node], Any]] = {
    "items": _read_number("items", 0, 1_000),
    "site_items": _read_number("site_items", 0, 1_000),
    "id": _read_feed_id,
}
_DATA_SETTINGS: dict[str, Callable[[Reader, Node], Any]] = {
    **{name: _read_switch(name) for name in DATA_LIMITS},
    "gateway": lambda reader, node: reader.address(node, "gateway"),
    "email": _read_email,
}
_DAILY_SETTINGS: dict[str, Callable[[Reader, Node], Any]] = {
    "source": _read_choice("source", *DAILY_SOURCES),
    "address": _read_daily_address,
    "days": _read_number("days", 1, 31),
}
SETTINGS: dict[str, Callable[[Reader, Node], Any]] = {
    "format": _read_format,
    "title": read_text("title", 200),
    "description": read_text("description", 1_000),
    "language": _read_language,
    "base_url": _read_base_url,
    "theme": _read_theme,
    "repository": lambda reader, node: reader.address(node, "repository"),
    "footer": read_text("footer", 1_000),
    "docs": _read_switch("docs"),
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
    "feeds": _read_feeds,
    "trending": _read_trending,
    "related": _read_related,
    "trends": _read_switch("trends"),
    "map": _read_switch("map"),
    "metadata": _read_metadata,
    "daily": _read_daily,
    "data": _read_data,
    "digest": _read_digest,
    "comments": _read_comments,
    "visits": _read_visits,
    "limits": _group(
        "limits", "limits: {site_bytes: 1GB, shrink: 5%}", {"site_bytes": _read_size, "shrink": _read_share}
    ),
}
