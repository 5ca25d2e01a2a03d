"""Examines an archive and what Papershelf needs, with one finding for each part."""

from __future__ import annotations

import platform
import shutil
import sqlite3
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Literal

import msgspec

from site_builder import __version__
from site_builder.build.archive import entry_paths
from site_builder.build.assets import LUNR
from site_builder.build.publish import Publication
from site_builder.build.trees import DEFAULT_OUTPUT, is_site, site_urls
from site_builder.check.check import check
from site_builder.check.templates import check_theme
from site_builder.content.sources import SITE_FILE
from site_builder.core.cache_files import CACHE_FOLDER, Memos, is_ours
from site_builder.core.databases import DAMAGED
from site_builder.core.diagnostics import ContentError, has_errors
from site_builder.core.files import has_file, require_plain
from site_builder.core.processes import default_jobs
from site_builder.settings.load import load_config
from site_builder.text.sizes import size_text

State = Literal["good", "note", "bad"]
_OLDEST_PYTHON = (3, 11)
# Room for a site, its copy during a build, and the cache.
_FREE_BYTES = 3_000_000_000


class Finding(msgspec.Struct, frozen=True):
    """A part that was examined: its state, what was found, and a hint."""

    part: str
    state: State
    seen: str
    cure: str = ""


_MOST_NAMED = 3


def examine(root: Path) -> Iterator[Finding]:
    """Yield a finding for each part; those of an archive only if there is one."""
    yield from _environment(root)
    if not has_file(root, SITE_FILE):
        yield Finding("archive", "bad", f"no {SITE_FILE} here", "papershelf init my-archive, or --archive FOLDER")
        return
    require_plain(root, CACHE_FOLDER)
    for look in (_archive, _theme, _cache, _site):
        yield look(root)


def _environment(root: Path) -> Iterator[Finding]:
    python = f"{platform.python_version()} on {platform.system()}, {default_jobs()} processes"
    yield Finding(
        "Python", "good" if sys.version_info >= _OLDEST_PYTHON else "bad", python, "install Python 3.11 or newer"
    )
    yield Finding("Papershelf", "good", __version__)
    if LUNR.is_file():
        yield Finding("lunr.js", "good", size_text(LUNR.stat().st_size))
    else:
        yield Finding("lunr.js", "bad", "missing", "reinstall Papershelf: python -m pip install .")
    for tool, use in (("git", "check --changed-since, changes, propose"), ("gh", "propose")):
        found = shutil.which(tool)
        yield Finding(tool, "good", "found") if found else Finding(tool, "note", "not found", f"needed only by: {use}")
    free = shutil.disk_usage(root if root.is_dir() else Path()).free
    enough: State = "good" if free >= _FREE_BYTES else "note"
    yield Finding("disk", enough, f"{size_text(free)} free", "a site of 1 GB needs 3 GB")


def _archive(root: Path) -> Finding:
    try:
        found = check(root)
    except ContentError as error:
        found = error.diagnostics
    papers = len(entry_paths(root))
    count = f"{papers:,} paper{'' if papers == 1 else 's'}"
    if not found:
        return Finding("archive", "good", f"{count}, no problems")
    kinds = Counter(problem.code for problem in found)
    most = ", ".join(f"{times:,} x {code}" for code, times in kinds.most_common(5))
    state: State = "bad" if has_errors(found) else "note"
    return Finding("archive", state, f"{count}; {most}", "papershelf check lists them")


def _theme(root: Path) -> Finding:
    config, _ = load_config(root)
    try:
        found = check_theme(root, config.theme, config)
    except ContentError as error:
        found = error.diagnostics
    if found:
        return Finding("theme", "bad", f"{config.theme}: {len(found):,} problems", "papershelf theme check lists them")
    own = "with your own templates" if (root / "themes" / "overrides").is_dir() else "unchanged"
    return Finding("theme", "good", f"{config.theme}, {own}")


def _cache(root: Path) -> Finding:
    folder = root / CACHE_FOLDER
    if not folder.is_dir():
        return Finding("cache", "good", "none yet")
    files = sorted(folder.glob("*.sqlite"))
    size = size_text(sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()))
    damaged = [path.name for path in files if not _is_sound(path)]
    if damaged:
        return Finding("cache", "bad", f"damaged: {', '.join(damaged)}", "papershelf clean, then papershelf build")
    return Finding("cache", "good", size if files else "none yet")


def _is_sound(path: Path) -> bool:
    """Return whether a database is whole; `immutable` keeps SQLite from looking for a journal.

    SQLite would follow a link, and make a file where it leads.
    """
    if path.is_symlink() or not path.is_file():
        return False
    try:
        address = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
        with closing(sqlite3.connect(address, uri=True)) as connection:
            return bool(connection.execute("PRAGMA quick_check").fetchall() == [("ok",)])
    except DAMAGED:
        return False


def _site(root: Path) -> Finding:
    """Compare every file of the site with what was built."""
    site, folder = root / DEFAULT_OUTPUT, root / CACHE_FOLDER
    if not is_site(site):
        return Finding("site", "note", f"none in {DEFAULT_OUTPUT}/", "papershelf build")
    count = f"{len(site_urls(site)):,} files in {DEFAULT_OUTPUT}/"
    publication = Publication(site, Memos(folder), verify=True) if folder.is_dir() and is_ours(folder) else None
    if publication is None or not publication.is_known:
        return Finding("site", "note", f"{count}; the cache does not know what was built", "papershelf build")
    lost = sorted(publication.lost)
    if lost:
        seen = f"{count}; {len(lost):,} missing or changed since they were built: {', '.join(lost[:_MOST_NAMED])}"
        return Finding("site", "bad", seen, "papershelf build --verify")
    if not publication.is_whole:
        return Finding("site", "bad", f"{count}; some of them were not built", "papershelf build")
    return Finding("site", "good", f"{count}, all as they were built")
