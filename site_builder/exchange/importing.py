"""Records to files of an archive: one file a paper, nothing overwritten unless it is asked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from hashlib import blake2b
from pathlib import Path

import msgspec

from site_builder.content.front_matter import MAX_FILE_BYTES, decode
from site_builder.content.sources import walk_files
from site_builder.core.files import write_into
from site_builder.exchange.identifiers import MAX_ID, is_safe_id
from site_builder.exchange.identity import Paper, Papers, may_be_one, paper_of_record, titles_agree
from site_builder.exchange.record import Came, Outcome, Record, Skipped
from site_builder.exchange.update_entry import UnreadableEntryError, update_entry
from site_builder.exchange.write_entry import render_entry
from site_builder.model import Entry
from site_builder.reading.identifiers import IDENTIFIERS

PAPERS_FOLDER = "content/papers"
ENTRY_SUFFIXES = (".md", ".yml", ".yaml")

# GitHub lists the first 1,000 files of a folder.
MAX_FILES = 900


class ImportReport(msgspec.Struct, frozen=True):
    """What an import did: paths of new and of changed entries, how many were as they should be, what was left out.

    `notes` say what was mended, by its place; `fields` count what the fields of the source became.
    """

    added: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    unchanged: int = 0
    skipped: tuple[Skipped, ...] = ()
    notes: tuple[Skipped, ...] = ()
    fields: tuple[tuple[Came, int], ...] = ()


def import_records(
    records: Iterable[Outcome],
    archive_path: Path,
    *,
    update: bool,
    dry_run: bool = False,
    schema_comment: str = "",
    entries: Sequence[Entry] = (),
) -> ImportReport:
    """Write the records as entries below `content/papers/` and return what was done.

    An entry that exists, in whatever folder, is left alone unless `update` is set; then the record's fields
    replace its own and all others stay. `entries` are those of the archive. With `dry_run` nothing is written.
    """
    shelf = _Shelf(archive_path, entries)
    added: list[str] = []
    updated: list[str] = []
    skipped: list[Skipped] = []
    notes: list[Skipped] = []
    counts: Counter[Came] = Counter()
    unchanged = 0
    for outcome in records:
        if isinstance(outcome, Skipped):
            skipped.append(outcome)
            continue
        placed = shelf.place(outcome)
        notes += [Skipped(outcome.source, note) for note in (*outcome.notes, *placed.notes)]
        if placed.problem:
            skipped.append(Skipped(outcome.source, placed.problem))
            continue
        counts.update(set(outcome.came))
        path = placed.path
        if dry_run and not placed.exists:
            added.append(path)
            continue
        try:
            old, new = _versions(archive_path, path, placed.record, schema_comment, update=update, exists=placed.exists)
        except (OSError, UnreadableEntryError) as error:
            skipped.append(Skipped(outcome.source, f"{path} cannot be updated: {error}"))
            continue
        if old == new:
            unchanged += 1
        elif old is not None and not update:
            skipped.append(
                Skipped(outcome.source, f"{path} is this paper and differs; --update would replace its fields")
            )
        else:
            (added if old is None else updated).append(path)
            if not dry_run:
                write_into(archive_path, path, new)
    fields = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return ImportReport(tuple(added), tuple(updated), unchanged, tuple(skipped), tuple(notes), tuple(fields))


class _Placed(msgspec.Struct, frozen=True):
    """A record with its file, which may exist, or why it has none."""

    record: Record
    path: str = ""
    exists: bool = False
    problem: str = ""
    notes: tuple[str, ...] = ()


class _Shelf:
    """The archive's papers and those that this import adds: finds the file of each record."""

    def __init__(self, archive_path: Path, entries: Sequence[Entry]) -> None:
        paths = find_entries(archive_path)
        self._papers = Papers(entries)
        self._folders = Folders(paths.values())
        # Files that cannot be read as entries are taken, too.
        self._taken = paths
        self._imported: dict[str, str] = {}
        self._latest: tuple[Record, Paper] | None = None

    def place(self, record: Record) -> _Placed:
        """Return where a record belongs."""
        if not is_safe_id(record.id):
            return _Placed(record, problem=f"{record.id!r} cannot be the name of a file")
        record, same, notes = self._identified(record)
        if same is None:
            record, same, more = self._named(record)
            notes += more
        if same is not None:
            return self._same(record, same, notes)
        paper = self._paper(record)
        if twin := self._papers.twin(paper):
            return _Placed(
                record, problem=f"it is the same paper as {twin.id}: nothing distinguishes them", notes=notes
            )
        record, more = self._with_own_aliases(record, "")
        notes += more
        taken = self._taken.get(record.id.casefold(), "")
        path = taken or self._folders.place(record.id, paper.date)
        self._keep(record, path)
        return _Placed(record, path, bool(taken), notes=notes)

    def _paper(self, record: Record) -> Paper:
        """Return the identifiers, name and title of a record; computed once, since each step asks for them."""
        if self._latest is None or self._latest[0] is not record:
            self._latest = (record, paper_of_record(record))
        return self._latest[1]

    def _same(self, record: Record, same: Paper, notes: tuple[str, ...]) -> _Placed:
        if same.path in self._imported:
            first = self._imported[same.path]
            return _Placed(record, problem=f"it is the same paper as {same.id} of {first}", notes=notes)
        record, more = self._with_own_aliases(msgspec.structs.replace(record, id=same.id), same.path)
        notes += more
        paper = paper_of_record(record, same.path)
        twin = self._papers.twin(paper)
        if twin and twin.path != same.path:
            return _Placed(record, problem=f"nothing would distinguish it from {twin.path}", notes=notes)
        self._imported[same.path] = record.source
        self._papers.add(paper)
        return _Placed(record, same.path, exists=True, notes=notes)

    def _with_own_aliases(self, record: Record, path: str) -> tuple[Record, tuple[str, ...]]:
        """Return a record without former names that are its own name or those of other papers."""
        aliases = record.fields.get("aliases")
        if not isinstance(aliases, list):
            return record, ()
        own: list[str] = []
        notes: list[str] = []
        for name in aliases:
            other = self._papers.named(name)
            if name.casefold() == record.id.casefold() or name.casefold() in map(str.casefold, own):
                continue
            if (other and other.path != path) or (name.casefold() in self._taken):
                notes.append(f"its former key {name} is the name of another paper: left out")
            else:
                own.append(name)
        fields = {key: value for key, value in record.fields.items() if key != "aliases"}
        return msgspec.structs.replace(record, fields=fields | ({"aliases": own} if own else {})), tuple(notes)

    def _keep(self, record: Record, path: str) -> None:
        self._papers.add(msgspec.structs.replace(self._paper(record), path=path))
        self._taken[record.id.casefold()] = path
        self._imported[path] = record.source

    def _identified(self, record: Record) -> tuple[Record, Paper | None, tuple[str, ...]]:
        """Return the paper that has one of a record's identifiers; those of other papers are taken from the record."""
        paper = self._paper(record)
        holders = {
            kind: holder
            for kind, value in paper.identifiers.items()
            if (holder := self._papers.with_identifier(kind, value))
        }
        same = next((holder for holder in holders.values() if _agree(paper, holder)), None)
        others = {kind: holder for kind, holder in holders.items() if same is None or holder.path != same.path}
        if not others:
            return record, same, ()
        fields = {name: field for name, field in record.fields.items() if name not in others}
        notes = tuple(
            f"its {IDENTIFIERS[kind].title} {paper.identifiers[kind]} is that of {holder.path}, another paper: left out"
            for kind, holder in others.items()
        )
        return msgspec.structs.replace(record, fields=fields), same, notes

    def _named(self, record: Record) -> tuple[Record, Paper | None, tuple[str, ...]]:
        """Return the paper of a record's name; where that is another paper, a name that is free."""
        paper = self._paper(record)
        name, number = record.id, 1
        while other := self._papers.named(name):
            if may_be_one(paper, other):
                return record, other, ()
            name, number = self._next(record.id, number)
        # A file that is not a valid entry keeps its name.
        while number > 1 and name.casefold() in self._taken:
            name, number = self._next(record.id, number)
        if number == 1:
            return record, None, ()
        note = f"the name {record.id} is that of another paper, so it is {name}"
        return msgspec.structs.replace(record, id=name), None, (note,)

    @staticmethod
    def _next(identifier: str, number: int) -> tuple[str, int]:
        suffix = f"-{number + 1}"
        return f"{identifier[: MAX_ID - len(suffix)].rstrip('.')}{suffix}", number + 1


def _agree(one: Paper, other: Paper) -> bool:
    """Return whether two papers that share an identifier agree in their title or their name, too."""
    return titles_agree(one.title, other.title) or one.id.casefold() == other.id.casefold()


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


class Folders:
    """Where new entries go: a folder a year, and below it more folders only where a year has too many files."""

    def __init__(self, paths: Iterable[str]) -> None:
        self._counts = Counter(path.rpartition("/")[0] for path in paths)
        self._split = {folder.rpartition("/")[0] for folder in self._counts if folder.count("/") == 3}

    def place(self, identifier: str, date: str) -> str:
        """Return the path of a new entry, listed or published on a date of any precision, and keep its place."""
        year, _, rest = (date or "undated").partition("-")
        folder = f"{PAPERS_FOLDER}/{year}"
        # A year that is split into folders, with no file next to them, stays split.
        if self._counts[folder] >= MAX_FILES or (folder in self._split and not self._counts[folder]):
            shard = identifier[0].lower() + blake2b(identifier.encode(), digest_size=1).hexdigest()[0]
            below = [f"{folder}/{rest[:2]}", f"{folder}/{rest[:2]}/{shard}"] if rest else [f"{folder}/{shard}"]
            folder = next((name for name in below if self._counts[name] < MAX_FILES), below[-1])
        self._counts[folder] += 1
        return f"{folder}/{identifier}.md"


def entry_path(archive_path: Path, identifier: str, date: str) -> str:
    """Return the path of a new entry of an archive."""
    return Folders(find_entries(archive_path).values()).place(identifier, date)


def find_entries(archive_path: Path) -> dict[str, str]:
    """Return the path of every entry by its identifier, case folded, as some file systems do."""
    entries = {}
    for path in walk_files(archive_path, PAPERS_FOLDER):
        stem, dot, suffix = path.rpartition("/")[2].rpartition(".")
        if dot + suffix in ENTRY_SUFFIXES:
            entries[stem.casefold()] = path
    return entries
