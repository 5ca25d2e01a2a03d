"""An entry back to the fields of its file."""

from __future__ import annotations

import msgspec

from site_builder.exchange.notices import notice_field
from site_builder.model import Author, Entry

# Attributes that are not fields of a file, or have another form there.
_OWN = frozenset("id path digest facts excerpt text authors editors versions withdrawn identifiers terms extra".split())


def entry_fields(entry: Entry) -> dict[str, object]:
    """Return an entry's fields as its file writes them, without those that are empty."""
    fields = {name: getattr(entry, name) for name in Entry.__struct_fields__ if name not in _OWN}
    fields["authors"] = [_author(author) for author in entry.authors]
    fields["editors"] = [_author(editor) for editor in entry.editors]
    fields["versions"] = [msgspec.to_builtins(version) for version in entry.versions]
    fields["withdrawn"] = notice_field(entry.withdrawn) if entry.withdrawn else ""
    fields |= entry.identifiers | entry.terms | entry.extra
    present = {name: value for name, value in fields.items() if value or (value == 0 and name != "author_count")}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in present.items()}


def _author(author: Author) -> str | dict[str, str]:
    fields: dict[str, str] = msgspec.to_builtins(author)
    return fields if len(fields) > 1 else author.name
