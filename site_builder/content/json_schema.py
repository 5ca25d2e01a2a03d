"""The JSON Schema of an entry, generated from the fields, for completion in editors."""

from __future__ import annotations

import json
import os
from pathlib import Path, PurePosixPath

from site_builder.content.fields import EXTRA, FIELDS, declared_taxonomy
from site_builder.content.values import ABSTRACT
from site_builder.reading.kinds import Schema

# The draft that editors' YAML servers support best.
DRAFT = "http://json-schema.org/draft-07/schema#"

# The schema's place in an archive, where editors find it without a network.
SCHEMA_FILE = "entry.schema.json"


def entry_schema(taxonomy_fields: tuple[str, ...] = ()) -> Schema:
    """Return the JSON Schema of an entry; `taxonomy_fields` are the fields that `site.yml` declares as taxonomies.

    A check finds more: the checksum of an ORCID, duplicate identifiers.
    """
    properties = {name: _described(field.shape.schema, field.doc) for name, field in FIELDS.items()}
    properties |= {
        name: _described(declared_taxonomy(name).schema, "A taxonomy of this archive.")
        for name in taxonomy_fields
        if name not in FIELDS
    }
    properties["abstract"] = _described(ABSTRACT.schema, "The abstract, in a file that is all YAML.")
    return {
        "$schema": DRAFT,
        "title": "An entry of a Papershelf archive",
        "type": "object",
        "properties": properties,
        "patternProperties": {"^x-": _described(EXTRA.schema, "Anything of your own; kept but not shown.")},
        "required": ["title"],
        "dependencies": {count: ["as_of"] for count in ("upvotes", "comments", "stars")},
        "additionalProperties": False,
    }


def schema_text(taxonomy_fields: tuple[str, ...] = ()) -> str:
    """Return the JSON Schema of an entry as the text of a file."""
    return json.dumps(entry_schema(taxonomy_fields), indent=2, ensure_ascii=False) + "\n"


def schema_comment(path: str) -> str:
    """Return the comment that leads an editor from an entry's path to the schema."""
    return f"# yaml-language-server: $schema={os.path.relpath(SCHEMA_FILE, PurePosixPath(path).parent)}"


def _described(schema: Schema, doc: str) -> Schema:
    return {"description": doc.replace("`", ""), **schema}


def schema_line(root: Path, path: str) -> str:
    """Return the comment that leads an editor from an entry to the archive's schema; empty if there is no schema."""
    return schema_comment(path) if (root / SCHEMA_FILE).is_file() else ""
