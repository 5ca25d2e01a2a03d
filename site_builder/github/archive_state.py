"""What an archive holds, as far as a proposal must know it: its entries, its words, what a change would break."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import msgspec

from site_builder.build.archive import load_entries
from site_builder.build.workspace import open_workspace
from site_builder.content.entries import entry_id, parse_entry
from site_builder.content.sources import content_digest
from site_builder.core.diagnostics import ContentError, Diagnostic, has_errors
from site_builder.exchange.identity import Papers, paper_of
from site_builder.exchange.record import KnownTerms
from site_builder.exchange.spellings import archive_terms
from site_builder.library.library import make_library
from site_builder.model import Entry
from site_builder.pages.plan import make_plan
from site_builder.settings.load import load_config
from site_builder.settings.types import SiteConfig


class Shelf(msgspec.Struct, frozen=True):
    """An archive before a change."""

    root: Path
    config: SiteConfig
    entries: tuple[Entry, ...]
    terms: KnownTerms

    def find(self, name: str) -> Entry | None:
        """Return the entry of an identifier, which file systems and people write in either case."""
        return next((entry for entry in self.entries if entry.id.casefold() == name.casefold()), None)

    def twin(self, entry: Entry) -> tuple[Entry, str] | None:
        """Return another entry of the same paper, and what they share: an identifier or the title."""
        found = Papers(self.entries).sharing(paper_of(entry))
        other = self.find(found[0].id) if found else None
        return (other, found[1]) if found and other else None

    def holder(self, path: str) -> tuple[Entry, str] | None:
        """Return the entry whose name a new file would take."""
        other = self.find(entry_id(path))
        return (other, "name") if other else None


def load_shelf(root: Path) -> Shelf:
    """Return the archive as it is now, without the files that are not entries.

    Raises `ContentError` where its settings are wrong.
    """
    config, problems = load_config(root)
    if has_errors(problems):
        raise ContentError(problems)
    with open_workspace(root) as work:
        entries, _ = load_entries(work)
    return Shelf(root, config, tuple(entries), archive_terms(config, entries))


def check_entry(shelf: Shelf, path: str, text: str) -> tuple[Entry, tuple[Diagnostic, ...]]:
    """Return the entry of a file's new text and the warnings that it brings to the archive.

    Raises `ContentError` with all its errors, those of the entry alone and those it has with other entries.
    """
    data = text.encode()
    parsed = parse_entry(path, data, content_digest(data), shelf.config.taxonomy_fields)
    if parsed.entry is None:
        raise ContentError(parsed.diagnostics)
    others = [entry for entry in shelf.entries if entry.path != path]

    def load(name: str) -> bytes:
        return data if name == path else (shelf.root / name).read_bytes()

    def found(entries: Iterable[Entry]) -> dict[tuple[str, str, str], Diagnostic]:
        library, problems = make_library(entries, (), shelf.config, load)
        problems += make_plan(library, shelf.config).diagnostics
        return {(problem.path, problem.code, problem.message): problem for problem in problems}

    before = found(shelf.entries)
    after = found([*others, parsed.entry])
    brought = tuple(sorted(problem for key, problem in after.items() if key not in before))
    if has_errors(brought):
        raise ContentError(brought)
    return parsed.entry, parsed.diagnostics + brought
