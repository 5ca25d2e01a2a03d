"""Setting fields of many entries at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import msgspec

from site_builder.content.entries import read_entry
from site_builder.core.diagnostics import ContentError, Diagnostic
from site_builder.edit.change import Change
from site_builder.edit.yaml_keys import without_key
from site_builder.exchange.update_entry import UnreadableEntryError, set_fields
from site_builder.model import Entry


class Wishes(msgspec.Struct, frozen=True):
    """New values of fields, which replace the old ones; terms to add to lists and to take out of them."""

    values: Mapping[str, object] = {}
    added: Mapping[str, list[str]] = {}
    taken: Mapping[str, list[str]] = {}


def change_fields(root: Path, entries: Iterable[Entry], wishes: Wishes, taxonomy_fields: tuple[str, ...]) -> Change:
    """Return the change to the entries' files; a field whose new value is empty is deleted.

    Raises `ContentError` with every entry that could not be read afterwards.
    """
    written: dict[str, bytes] = {}
    problems: list[Diagnostic] = []
    for entry in entries:
        old = (root / entry.path).read_bytes()
        try:
            new = _changed(entry, old, wishes)
        except UnreadableEntryError as error:
            problems.append(Diagnostic(entry.path, 0, 0, "E703", str(error), "change the file by hand"))
            continue
        if new != old:
            problems += read_entry(entry.path, new, "", taxonomy_fields).diagnostics
            written[entry.path] = new
    if errors := [problem for problem in problems if problem.severity == "error"]:
        raise ContentError(errors)
    return Change(written)


def _changed(entry: Entry, data: bytes, wishes: Wishes) -> bytes:
    fields = dict(wishes.values)
    for field in {**wishes.added, **wishes.taken}:
        taken = wishes.taken.get(field, ())
        names = dict.fromkeys((*entry.names(field), *wishes.added.get(field, ())))
        fields[field] = [name for name in names if name not in taken]
    # A list that stays as it is keeps its form in the file.
    fields = {field: value for field, value in fields.items() if value != list(entry.names(field)) or not value}
    data = set_fields(entry.path, data, {field: value for field, value in fields.items() if value})
    for field in [field for field, value in fields.items() if not value]:
        data = without_key(entry.path, data, field)
    return data
