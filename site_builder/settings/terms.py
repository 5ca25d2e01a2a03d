"""What `site.yml`, `content/<taxonomy>.yml` and `content/removed.yml` say about taxonomies, terms and addresses."""

from __future__ import annotations

import re
from typing import Annotated

import msgspec
from yaml.nodes import Node

from site_builder.core.diagnostics import quote
from site_builder.model import Taxonomy
from site_builder.reading.yaml_nodes import Reader
from site_builder.settings.kinds import (
    entry_field,
    issn,
    number,
    orcid,
    page_address,
    ror,
    switch,
    term_slug,
    text,
    texts,
    web_address,
)
from site_builder.settings.setting import Group, Setting, read_settings

DEFAULT_TAXONOMIES = {
    "tags": Taxonomy("tags", "tags", "Tags", "Tag", fold=True),
    "authors": Taxonomy("authors", "authors", "Authors", "Author"),
    "organizations": Taxonomy("organizations", "organizations", "Organizations", "Organization"),
    "venues": Taxonomy("venues", "venue", "Venues", "Venue"),
}

# Folders and files of the site whose names a declared taxonomy cannot have.
RESERVED_NAMES = frozenset(
    "docs papers days weeks months years assets files search api collections trending cited watch digests cards".split()
)

_TAXONOMY_NAME = re.compile(r"[a-z][a-z0-9_]{0,40}")


class TaxonomySettings(msgspec.Struct, frozen=True):
    """The settings of one taxonomy; those that are missing are those of the default one of that name."""

    title: Annotated[str, Setting(text(100), "The heading of the list.", "Methods", "its name")] = ""
    singular: Annotated[str, Setting(text(100), "The name of one item.", "Method", "its name")] = ""
    field: Annotated[
        str, Setting(entry_field, "The field of an entry that holds its terms.", "methods", "its name")
    ] = ""
    min_entries: Annotated[
        int,
        Setting(number(1, 1_000_000), "Papers that a term needs for a page.", "3", "1; for tags 2, from 300 papers"),
    ] = 0
    feed_entries: Annotated[
        int,
        Setting(
            number(1, 1_000_000_000),
            "Papers that a term needs for a feed.",
            "5",
            "20; for authors 50, or 100 from 60,000 papers",
        ),
    ] = 0
    fold: Annotated[
        bool,
        Setting(switch, "Whether [spellings of one term](configuration.md) are merged.", "no", "yes for tags"),
    ] = False


class Declaration(msgspec.Struct, frozen=True):
    """What `content/<taxonomy>.yml` says about one term."""

    name: Annotated[str, Setting(text(200), "How it is shown.", "KV cache", "the key")]
    slug: Annotated[str, Setting(term_slug, "The last part of its address.", "kv-cache", "made from the key")] = ""
    description: Annotated[str, Setting(text(2_000), "A sentence or two for its page.", "Memory of what was read.")] = (
        ""
    )
    spellings: Annotated[
        tuple[str, ...], Setting(texts, "Other spellings that entries use.", "[kv-cache, KV-caching]")
    ] = ()
    orcid: Annotated[str, Setting(orcid, "Of a person: every author with it is this one.", "0000-0002-1825-0097")] = ""
    url: Annotated[str, Setting(web_address, "Its home page.", "https://example.org/")] = ""
    issn: Annotated[str, Setting(issn, "Of a journal or series.", "1234-5679")] = ""
    ror: Annotated[str, Setting(ror, "Of an organization: its identifier at ror.org.", "05dxps055")] = ""
    distinct: Annotated[
        tuple[str, ...], Setting(texts, "Of a person: names like this one that are other people's.", "[J. Doe]")
    ] = ()
    place: tuple[str, int, int] = ("", 0, 0)
    """Path, line and column of the declaration."""


class Removal(msgspec.Struct, frozen=True):
    """What became of an address: why its page is gone, or the address where it is now."""

    reason: Annotated[str, Setting(text(1_000), "Why the page is gone.", "Withdrawn by its authors.")] = ""
    to: Annotated[str, Setting(page_address, "The address where it is now.", "papers/new-name")] = ""
    place: tuple[str, int, int] = ("", 0, 0)
    """Path, line and column of the declaration."""


def _read_taxonomies(reader: Reader, node: Node, name: str, example: str) -> dict[str, Taxonomy]:
    mapping = reader.mapping(node, name, f"{name}: {example}")
    taxonomies: dict[str, Taxonomy] = {}
    for key, key_node, value_node in reader.items(mapping) if mapping else ():
        if not _TAXONOMY_NAME.fullmatch(key) or key in RESERVED_NAMES:
            hint = "write a lower-case word that is not a folder of the site"
            reader.error(key_node, "E302", f"{quote(key)} cannot be the name of a taxonomy", hint)
            continue
        settings = reader.mapping(value_node, f"the taxonomy {quote(key)}", "methods: {title: Methods}")
        if settings is not None:
            values = read_settings(reader, settings, TaxonomySettings, "setting of a taxonomy")
            default = DEFAULT_TAXONOMIES.get(key) or Taxonomy(key, key, key.capitalize(), key.capitalize())
            taxonomies[key] = msgspec.structs.replace(default, **values)
    return taxonomies


def read_aliases(reader: Reader, node: Node, name: str, example: str) -> dict[str, dict[str, Declaration]]:
    """Read other spellings of terms, by taxonomy and term."""
    mapping = reader.mapping(node, name, f"{name}: {example}")
    aliases: dict[str, dict[str, Declaration]] = {}
    for key, _, terms_node in reader.items(mapping) if mapping else ():
        terms = reader.mapping(terms_node, f"the value of {quote(key)}", "authors: {Jane Q. Doe: [J. Doe]}")
        aliases[key] = {
            term: Declaration(
                term,
                spellings=reader.texts(node, f"the value of {quote(term)}", f"{term}: [J. Doe]"),
                place=reader.place(term_node),
            )
            for term, term_node, node in (reader.items(terms) if terms else ())
        }
    return aliases


TAXONOMIES = Group(TaxonomySettings, _read_taxonomies, key="methods")
