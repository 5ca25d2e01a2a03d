"""Papershelf for other Python programs: an archive's papers, and its site ([docs/python.md](../docs/python.md)).

Names in `__all__` keep their meaning within a major version; all else may change.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import msgspec

from site_builder.build.archive import open_archive
from site_builder.build.build import build as build_site
from site_builder.build.report import BuildOptions, BuildReport
from site_builder.build.trees import DEFAULT_OUTPUT
from site_builder.content.entries import read_entry
from site_builder.core.diagnostics import ContentError, Diagnostic
from site_builder.core.files import read_plain
from site_builder.library import library as related
from site_builder.model import Author
from site_builder.model import Entry as Paper

__all__ = [
    "Author",
    "BuildReport",
    "Collection",
    "ContentError",
    "Diagnostic",
    "Library",
    "Paper",
    "Period",
    "Term",
    "Terms",
    "build",
    "load_archive",
]

Folder = str | os.PathLike[str]


class Term(msgspec.Struct, frozen=True):
    """A tag, author, organization, venue or term of a declared taxonomy, with its papers, newest first."""

    slug: str
    name: str
    papers: tuple[Paper, ...]
    description: str = ""
    spellings: tuple[str, ...] = ()
    orcid: str = ""
    url: str = ""
    issn: str = ""
    ror: str = ""


class Terms(Mapping[str, Term]):
    """The terms of a taxonomy by slug; `terms["KV cache"]` finds one by its name or another spelling, too."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self._by_slug = {term.slug: term for term in terms}
        self._by_name = {
            name: term for term in reversed(self._by_slug.values()) for name in (*term.spellings, term.name)
        }

    def __getitem__(self, name: str) -> Term:
        return self._by_slug[name] if name in self._by_slug else self._by_name[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_slug)

    def __len__(self) -> int:
        return len(self._by_slug)


class Period(msgspec.Struct, frozen=True):
    """A day, week, month or year: `key` such as `2026-W22`, its first and last day, and its papers."""

    key: str
    start: str
    end: str
    papers: tuple[Paper, ...]


class Collection(msgspec.Struct, frozen=True):
    """A curated list: its papers in the curator's order, and the comments on some of them by the paper's id."""

    id: str
    title: str
    summary: str
    papers: tuple[Paper, ...]
    comments: dict[str, str]


class Library(msgspec.Struct, frozen=True):
    """The papers of an archive, newest first, and everything that groups them.

    `terms` has each taxonomy by name, `periods` days, weeks, months and years as `periods["month"]["2026-05"]`, and
    `collections` the curated lists by id. Abstracts are read on demand.
    """

    folder: Path
    papers: tuple[Paper, ...]
    terms: dict[str, Terms]
    periods: dict[str, dict[str, Period]]
    undated: tuple[Paper, ...]
    collections: dict[str, Collection]
    _positions: dict[str, int]

    @property
    def tags(self) -> Terms:
        """All tags."""
        return self.terms.get("tags", Terms(()))

    @property
    def authors(self) -> Terms:
        """All authors."""
        return self.terms.get("authors", Terms(()))

    @property
    def organizations(self) -> Terms:
        """All organizations."""
        return self.terms.get("organizations", Terms(()))

    @property
    def venues(self) -> Terms:
        """All venues."""
        return self.terms.get("venues", Terms(()))

    def paper(self, identifier: str) -> Paper:
        """Return a paper by its id, the name of its file; raises `KeyError`."""
        return self.papers[self._positions[identifier]]

    def abstract(self, paper: Paper) -> str:
        """Return the abstract of a paper, in Markdown."""
        data = read_plain(self.folder, paper.path)
        return read_entry(paper.path, data, paper.digest, tuple(paper.terms)).body.markdown


def load_archive(folder: Folder) -> Library:
    """Return the papers of an archive.

    Raises `ContentError`, which carries every problem, if a build would be refused.
    """
    with open_archive(Path(folder)) as (archive, _):
        return _library(Path(folder), archive.library)


def build(folder: Folder, output: Folder | None = None, *, jobs: int = 0) -> BuildReport:
    """Bring the site of an archive up to date, in `_site` by default; return what was done.

    `jobs` is the number of processes, 0 for one a core. Raises `ContentError`; the last good site then stays.
    """
    root = Path(folder)
    target = Path(output) if output is not None else root / DEFAULT_OUTPUT
    return build_site(BuildOptions(root, target, jobs, sync=True))


def _library(folder: Path, library: related.Library) -> Library:
    def papers(positions: Iterable[int]) -> tuple[Paper, ...]:
        return tuple([library.entries[position] for position in positions])

    return Library(
        folder=folder,
        papers=library.entries,
        terms={
            taxonomy: Terms(
                Term(t.slug, t.name, papers(t.entries), t.description, t.spellings, t.orcid, t.url, t.issn, t.ror)
                for t in terms
            )
            for taxonomy, terms in library.terms.items()
        },
        periods={
            kind: {p.key: Period(p.key, p.start, p.end, papers(p.entries)) for p in periods}
            for kind, periods in library.periods.items()
        },
        undated=papers(library.undated),
        collections={
            found.id: Collection(
                id=found.id,
                title=found.title,
                summary=found.summary,
                papers=papers(library.positions[pick.id] for pick in found.papers),
                comments={pick.id: pick.comment for pick in found.papers if pick.comment},
            )
            for found in library.collections
        },
        _positions=library.positions,
    )
