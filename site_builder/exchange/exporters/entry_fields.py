"""An entry back to the fields of its file."""

from __future__ import annotations

import msgspec

from site_builder.model import Author, Entry

# What an entry holds beside the fields of its file, or in another form.
_OWN = ("id", "path", "digest", "facts", "excerpt", "authors", "editors", "versions", "identifiers", "terms", "extra")


def entry_fields(entry: Entry) -> dict[str, object]:
    """Return an entry's fields as its file writes them, without those that are empty."""
    fields = {name: getattr(entry, name) for name in Entry.__struct_fields__ if name not in _OWN}
    fields["authors"] = [_author(author) for author in entry.authors]
    fields["editors"] = [_author(editor) for editor in entry.editors]
    fields["versions"] = [msgspec.to_builtins(version) for version in entry.versions]
    fields |= entry.identifiers | entry.terms | entry.extra
    present = {name: value for name, value in fields.items() if value or (value == 0 and name != "author_count")}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in present.items()}


def _author(author: Author) -> str | dict[str, str]:
    fields: dict[str, str] = msgspec.to_builtins(author)
    return fields if len(fields) > 1 else author.name
