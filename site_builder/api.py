"""Papershelf for other Python programs: an archive's papers, and its site ([docs/python.md](../docs/python.md)).

What stands in `__all__` keeps its name and meaning within a major version; all else may change.
"""

from __future__ import annotations

import os
from pathlib import Path

from site_builder.build.archive import open_archive
from site_builder.build.build import build as build_site
from site_builder.build.publish import DEFAULT_OUTPUT
from site_builder.build.report import BuildOptions, BuildReport
from site_builder.content.entries import read_entry
from site_builder.core.diagnostics import ContentError, Diagnostic
from site_builder.core.files import read_plain
from site_builder.library.library import Library
from site_builder.model import Entry, Term

__all__ = ["BuildReport", "ContentError", "Diagnostic", "Entry", "Library", "Term", "abstract", "build", "load_archive"]

Folder = str | os.PathLike[str]


def load_archive(folder: Folder) -> Library:
    """Return the papers of an archive, newest first, with their terms and periods.

    Raises `ContentError`, which carries every problem there is, where a build would be refused.
    """
    with open_archive(Path(folder)) as (archive, _):
        return archive.library


def abstract(folder: Folder, entry: Entry) -> str:
    """Return the abstract of a paper, as typed: Markdown."""
    data = read_plain(Path(folder), entry.path)
    return read_entry(entry.path, data, entry.digest, tuple(entry.terms)).body.markdown


def build(folder: Folder, output: Folder | None = None, *, jobs: int = 0) -> BuildReport:
    """Bring the site of an archive up to date, in `_site` unless told; return what was done.

    `jobs` is the number of processes, 0 for one a core. Raises `ContentError`; the last good site then stays.
    """
    root = Path(folder)
    target = Path(output) if output is not None else root / DEFAULT_OUTPUT
    return build_site(BuildOptions(root, target, jobs, sync=True))
