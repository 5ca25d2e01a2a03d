"""The settings of `site.yml` and of the taxonomy files: their names, each with its reader."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import msgspec
from yaml.nodes import Node, ScalarNode

from site_builder.content.values import read_map, read_slug, read_text, read_texts
from site_builder.core.diagnostics import quote
from site_builder.model import Taxonomy
from site_builder.reading.identifiers import read_orcid
from site_builder.reading.yaml_nodes import Reader
from site_builder.settings.kinds import (
    read_address,
    read_attributes,
    read_base_url,
    read_choice,
    read_daily_address,
    read_email,
    read_feed_id,
    read_field,
    read_format,
    read_language,
    read_logo,
    read_number,
    read_share,
    read_size,
    read_style,
    read_switch,
    read_theme,
)
from site_builder.settings.types import (
    DAILY_SOURCES,
    DATA_LIMITS,
    DEFAULT_TAXONOMIES,
    MOST_RELATED,
    CommentSettings,
    DailySettings,
    DataSettings,
    Declaration,
    DigestSettings,
    FeedSettings,
    MetadataSettings,
    RelatedSettings,
    TermSettings,
    TrendingSettings,
    VisitSettings,
)

# Folders and files of the site that a declared taxonomy must not take.
RESERVED_NAMES = frozenset(
    "docs papers days weeks months years assets files search api collections trending digests cards".split()
)


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


def _read_comments(reader: Reader, node: Node) -> CommentSettings | None:
    example = "comments: {repository: owner/name, repository_id: R_1, category: Announcements, category_id: DIC_1}"
    values = _group("comments", example, _COMMENT_SETTINGS)(reader, node)
    if values is None or len(values) == len(_COMMENT_SETTINGS):
        return None if values is None else CommentSettings(**values)
    reader.error(node, "E302", "comments need four settings", f"copy them from https://giscus.app: {example}")
    return None


def _read_data(reader: Reader, node: Node) -> DataSettings | None:
    values = _group("data", "data: {jsonl: no}", _DATA_SETTINGS)(reader, node)
    if values is None:
        return None
    if bool(values.get("gateway")) != bool(values.get("email")):
        hint = "write both: data: {gateway: https://gateway.example.org/oai, email: curator@example.org}"
        reader.error(node, "E302", "an OAI-PMH repository needs a gateway and an e-mail address", hint)
    return DataSettings(**values)


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


def _group(
    what: str, example: str, settings: dict[str, Callable[[Reader, Node], Any]], into: Callable[..., Any] = dict
) -> Callable[[Reader, Node], Any]:
    def read(reader: Reader, node: Node) -> Any:
        mapping = reader.mapping(node, what, example)
        return into(**read_map(reader, mapping, settings, f"setting of {what}", "E301")) if mapping else None

    return read


_TRENDING_SETTINGS: dict[str, Callable[[Reader, Node], Any]] = {
    "show": read_switch("show"),
    "comments": read_number("comments", 0, 1_000),
    "stars": read_number("stars", 0, 1_000),
    "half_life": read_number("half_life", 1, 365),
}


def _read_related(reader: Reader, node: Node) -> RelatedSettings | None:
    if isinstance(node, ScalarNode) and node.value == "false":
        return RelatedSettings(0)
    mapping = reader.mapping(node, "related", "related: {count: 5}")
    values = read_map(reader, mapping, _RELATED_SETTINGS, "setting of related", "E301") if mapping else None
    return None if values is None else RelatedSettings(**values)


_TAXONOMY_SETTINGS: dict[str, Callable[[Reader, Node], Any]] = {
    "title": read_text("title", 100),
    "singular": read_text("singular", 100),
    "field": read_field,
    "min_entries": read_number("min_entries", 1, 1_000_000),
    "feed_entries": read_number("feed_entries", 1, 1_000_000_000),
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
    "pages": read_choice("pages", "day", "week", "month", "none"),
    "items": read_number("items", 1, 1_000),
}
_COMMENT_SETTINGS: dict[str, Callable[[Reader, Node], Any]] = {
    name: read_text(name, 200) for name in ("repository", "repository_id", "category", "category_id")
}
_VISIT_SETTINGS: dict[str, Callable[[Reader, Node], Any]] = {
    "script": lambda reader, node: reader.address(node, "script"),
    "attributes": read_attributes,
}
_METADATA_SETTINGS: dict[str, Callable[[Reader, Node], Any]] = {
    "json_ld": read_switch("json_ld"),
    "brief": read_switch("brief"),
    "cards": read_choice("cards", "none", "site", "papers"),
}
_FEED_SETTINGS: dict[str, Callable[[Reader, Node], Any]] = {
    "items": read_number("items", 0, 1_000),
    "site_items": read_number("site_items", 0, 1_000),
    "id": read_feed_id,
}
_DATA_SETTINGS: dict[str, Callable[[Reader, Node], Any]] = {
    **{name: read_switch(name) for name in DATA_LIMITS},
    "lists": read_number("lists", 0, 1_000_000_000),
    "zip": lambda reader, node: reader.address(node, "zip"),
    "gateway": lambda reader, node: reader.address(node, "gateway"),
    "email": read_email,
}
_RELATED_SETTINGS: dict[str, Callable[[Reader, Node], Any]] = {"count": read_number("count", 0, MOST_RELATED)}
_TERM_PAGE_SETTINGS: dict[str, Callable[[Reader, Node], Any]] = {
    **{name: read_switch(name) for name in ("years", "companions", "facets")},
    "picture": read_number("picture", 0, 1_000),
}
_DAILY_SETTINGS: dict[str, Callable[[Reader, Node], Any]] = {
    "source": read_choice("source", *DAILY_SOURCES),
    "address": read_daily_address,
    "days": read_number("days", 1, 31),
}
_LIST_SETTINGS: dict[str, Callable[[Reader, Node], Any]] = {
    "page_size": read_number("page_size", 5, 5_000),
    "card_authors": read_number("card_authors", 1, 1_000),
}
_LIMIT_SETTINGS: dict[str, Callable[[Reader, Node], Any]] = {"site_bytes": read_size, "shrink": read_share}
SETTINGS: dict[str, Callable[[Reader, Node], Any]] = {
    "format": read_format,
    "title": read_text("title", 200),
    "description": read_text("description", 1_000),
    "language": read_language,
    "base_url": read_base_url,
    "theme": read_theme,
    "repository": lambda reader, node: reader.address(node, "repository"),
    "footer": read_text("footer", 1_000),
    "docs": read_switch("docs"),
    "logo": read_logo,
    "style": read_style,
    "taxonomies": _read_taxonomies,
    "aliases": _read_aliases,
    "lists": _group("lists", "lists: {page_size: 100}", _LIST_SETTINGS),
    "feeds": _group("feeds", "feeds: {items: 10}", _FEED_SETTINGS, FeedSettings),
    "trending": _group("trending", "trending: {show: no}", _TRENDING_SETTINGS, TrendingSettings),
    "related": _read_related,
    "trends": read_switch("trends"),
    "map": read_switch("map"),
    "calendar": read_switch("calendar"),
    "surprise": read_switch("surprise"),
    "terms": _group("terms", "terms: {facets: no}", _TERM_PAGE_SETTINGS, TermSettings),
    "metadata": _group("metadata", "metadata: {cards: papers}", _METADATA_SETTINGS, MetadataSettings),
    "daily": _read_daily,
    "data": _read_data,
    "digest": _group("digest", "digest: {pages: week, items: 20}", _DIGEST_SETTINGS, DigestSettings),
    "comments": _read_comments,
    "visits": _group(
        "visits", "visits: {script: 'https://stats.example.org/count.js'}", _VISIT_SETTINGS, VisitSettings
    ),
    "limits": _group("limits", "limits: {site_bytes: 1GB, shrink: 5%}", _LIMIT_SETTINGS),
}
# The settings within each setting that is a group.
GROUPS = {
    "taxonomies": _TAXONOMY_SETTINGS,
    "lists": _LIST_SETTINGS,
    "feeds": _FEED_SETTINGS,
    "trending": _TRENDING_SETTINGS,
    "related": _RELATED_SETTINGS,
    "terms": _TERM_PAGE_SETTINGS,
    "metadata": _METADATA_SETTINGS,
    "data": _DATA_SETTINGS,
    "daily": _DAILY_SETTINGS,
    "digest": _DIGEST_SETTINGS,
    "comments": _COMMENT_SETTINGS,
    "visits": _VISIT_SETTINGS,
    "limits": _LIMIT_SETTINGS,
}
