"""Records to files of an archive: one file a paper, nothing overwritten unless it is asked for."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b
from pathlib import Path

import msgspec

from site_builder.content.front_matter import MAX_FILE_BYTES, decode
from site_builder.content.sources import walk_files
from site_builder.core.files import write_into
from site_builder.exchange.identifiers import is_safe_id
from site_builder.exchange.record import Outcome, Record, Skipped
from site_builder.exchange.update_entry import UnreadableEntryError, update_entry
from site_builder.exchange.write_entry import render_entry

PAPERS_FOLDER = "content/papers"
ENTRY_SUFFIXES = (".md", ".yml", ".yaml")


class ImportReport(msgspec.Struct, frozen=True):
    """What an import did: paths of new and of changed entries, how many were as they should be, what was left out."""

    added: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    unchanged: int = 0
    skipped: tuple[Skipped, ...] = ()


def import_records(
    records: Iterable[Outcome], archive_path: Path, *, update: bool, dry_run: bool = False, schema_comment: str = ""
) -> ImportReport:
    """Write the records as entries below `content/papers/` and return what was done.

    An entry that exists, in whatever folder, is left alone unless `update` is set; then the record's fields
    replace its own and all others stay. With `dry_run` nothing is written.
    """
    existing = find_entries(archive_path)
    imported: dict[str, str] = {}
    added: list[str] = []
    updated: list[str] = []
    skipped: list[Skipped] = []
    unchanged = 0
    for outcome in records:
        if isinstance(outcome, Skipped):
            skipped.append(outcome)
            continue
        problem = _problem(outcome, imported)
        if problem:
            skipped.append(Skipped(outcome.source, problem))
            continue
        key = outcome.id.casefold()
        imported[key] = outcome.source
        path = existing.get(key) or record_path(outcome)
        try:
            exists = key in existing
            old, new = _versions(archive_path, path, outcome, schema_comment, update=update, exists=exists)
        except (OSError, UnreadableEntryError) as error:
            skipped.append(Skipped(outcome.source, f"{path} cannot be updated: {error}"))
            continue
        if old == new:
            unchanged += 1
        elif old is not None and not update:
            skipped.append(Skipped(outcome.source, f"{path} exists and differs; --update would replace its fields"))
        else:
            (added if old is None else updated).append(path)
            if not dry_run:
                write_into(archive_path, path, new)
    return ImportReport(tuple(added), tuple(updated), unchanged, tuple(skipped))


def record_path(record: Record) -> str:
    """Return the path of a record's new entry."""
    return entry_path(record.id, str(record.fields.get("date") or record.fields.get("published") or ""))


def entry_path(identifier: str, date: str) -> str:
    """Return the path of a new entry, in the folder of its month, or of its year and a shard where no month is known.

    GitHub lists the first 1,000 files of a folder. The shard is the identifier's first letter and a digit of its
    digest: it depends on the paper alone, and of a year with 20,000 papers no folder holds 1,000.
    """
    year, _, rest = (date or "undated").partition("-")
    shard = identifier[0].lower() + blake2b(identifier.encode(), digest_size=1).hexdigest()[0]
    return f"{PAPERS_FOLDER}/{year}/{rest[:2] or shard}/{identifier}.md"


def find_entries(archive_path: Path) -> dict[str, str]:
    """Return the path of every entry by its identifier, case folded, as some file systems do."""
    entries = {}
    for path in walk_files(archive_path, PAPERS_FOLDER):
        stem, dot, suffix = path.rpartition("/")[2].rpartition(".")
        if dot + suffix in ENTRY_SUFFIXES:
            entries[stem.casefold()] = path
    return entries


def _problem(record: Record, imported: dict[str, str]) -> str:
    if not is_safe_id(record.id):
        return f"{record.id!r} cannot be the name of a file"
    first = imported.get(record.id.casefold())
    return f"the identifier {record.id} was taken by {first}" if first else ""


def _versions(
    root: Path, path: str, record: Record, schema_comment: str, *, update: bool, exists: bool
) -> tuple[bytes | None, bytes]:
    """Return a file as it is, None if it does not exist, and as it should be."""
    fresh = render_entry(record, schema_comment)
    if not exists:
        return None, fresh.encode()
    old = (root / path).read_bytes()
    if decode(path, old, MAX_FILE_BYTES)[0] == fresh:
        return old, old
    return old, update_entry(path, old, record) if update else fresh.encode()
