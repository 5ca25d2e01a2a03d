"""Lists an archive's files in order, with digests of their content."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence
from functools import partial
from hashlib import blake2b
from itertools import chain
from pathlib import Path

from site_builder.core.diagnostics import ContentError, Diagnostic
from site_builder.core.files import LINK, READ, has_file, kind_of, leads_out, not_plain, walk
from site_builder.core.processes import chunks, default_jobs, map_forked
from site_builder.model import SourceFile

DIGEST_SIZE = 16
_MANY = 20_000
"""From this many files on, several processes read them; for fewer they cost more than they save."""
_CHUNK = 2_000
_PIECE = 1 << 14
"""Bytes to read at a time: more than nearly all entries have."""
SITE_FILE = "site.yml"
REMOVED_FILE = "content/removed.yml"
WORDS = "words"
SOURCE_FOLDERS = ("content", "docs", "themes", WORDS)
STATIC = "content/static"
# What version control, desktops and editors leave in folders; any other hidden file of `content/static/` is published.
_LEFTOVER = re.compile(r"\.(?:git.*|DS_Store|_.*|.*\.sw[a-p])")


def content_digest(data: bytes) -> str:
    """Return the BLAKE2b digest of 16 bytes, in hexadecimal."""
    return blake2b(data, digest_size=DIGEST_SIZE).hexdigest()


def require_archive(folder: Path) -> None:
    """Raise `ContentError` if a folder is not an archive, or its settings are a link, before anything is written."""
    if not has_file(folder, SITE_FILE):
        message = f"there is no {SITE_FILE} in {folder.resolve().name or folder}"
        hint = "run this in the folder of an archive, or create one: papershelf init my-archive"
        raise ContentError([Diagnostic(SITE_FILE, 0, 0, "E303", message, hint)])


def walk_files(root: Path, folder: str) -> tuple[str, ...]:
    """Return the paths of all files below `root/folder`, relative to the root, sorted by code point.

    Skips hidden files and folders, except in `content/static/` (`.well-known/`), and symbolic links: a pull request
    could point one at any file of the machine that builds. Raises `ContentError` for a name that is not UTF-8.
    """
    return _sorted([] if has_link(root, folder) else walk(root / folder, f"{folder}/", _is_shown)[0])


def walk_sources(root: Path) -> tuple[tuple[str, ...], list[str]]:
    """Return the paths of all files that a build can see, as `walk_files` does, and those of links, which it skips.

    Raises `ContentError` for each link that leads out of the archive, and for each device, pipe or socket.
    """
    found = [SITE_FILE]
    odd: list[tuple[str, str]] = []
    for name in SOURCE_FOLDERS:
        kind = kind_of(root / name)
        files, others = ([], [(name, kind)]) if kind else walk(root / name, f"{name}/", _is_shown)
        found += files
        odd += others
    hostile = [not_plain(path, kind) for path, kind in odd if kind != LINK or leads_out(root, path)]
    if hostile:
        raise ContentError(hostile)
    return _sorted(found), sorted(path for path, _ in odd)


def _is_shown(path: str) -> bool:
    """Return whether a hidden file or folder is a source all the same."""
    return path.startswith(f"{STATIC}/") and not _LEFTOVER.fullmatch(path.rpartition("/")[2])


def _sorted(found: list[str]) -> tuple[str, ...]:
    paths = tuple(sorted(found))
    try:
        "".join(paths).encode()
    except UnicodeEncodeError:
        lost = [path for path in paths if not path.isprintable()]
        hint = "rename the file or folder"
        problems = [Diagnostic(path, 0, 0, "E011", "the name is not valid UTF-8", hint) for path in lost]
        raise ContentError(problems) from None
    return paths


def has_link(root: Path, path: str) -> bool:
    """Return whether a path below the root passes through a symbolic link."""
    parts = path.split("/")
    return any((root / "/".join(parts[:count])).is_symlink() for count in range(1, len(parts) + 1))


def load_source(root: Path, path: str) -> tuple[SourceFile, bytes]:
    """Return a file's identity and its bytes."""
    descriptor = os.open(f"{root}/{path}", READ)  # three times as fast as Path
    try:
        chunks = [os.read(descriptor, _PIECE)]
        while len(chunks[-1]) == _PIECE:
            chunks.append(os.read(descriptor, _PIECE))
    finally:
        os.close(descriptor)
    data = b"".join(chunks)
    return SourceFile(path, content_digest(data)), data


def load_digests(root: Path, paths: Iterable[str] | None = None) -> dict[str, str]:
    """Return the content digests of files by path: of `paths`, by default of every file that a build reads.

    Time stamps are ignored: a checkout, a copy or a changed clock renews them without changing anything.
    """
    listed = list(walk_sources(root)[0] if paths is None else paths)
    jobs = default_jobs() if len(listed) >= _MANY else 1
    found = map_forked(partial(_load_digests, root), chunks(listed, _CHUNK), jobs)
    return dict(zip(listed, chain.from_iterable(found), strict=True))


def _load_digests(root: Path, paths: Sequence[str]) -> list[str]:
    digests = []
    for path in paths:
        try:
            digests.append(load_source(root, path)[0].digest)
        except OSError:
            digests.append("")
    return digests


def is_theme_asset(path: str) -> bool:
    """Return whether a file is a theme's asset, which is copied and seen by no template."""
    parts = path.split("/")
    return len(parts) > 3 and parts[0] == "themes" and parts[2] == "assets"
