"""Renewing the files that `init` wrote: changes of the owner are kept, and merged with those of Papershelf.

A record in the archive names each file with the identifier that git gives its content. So a file that still has that
content is replaced; for one that the owner changed, git has the version that both sides started from. Archives of
versions that kept no record have what those versions wrote (see `unrecorded.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from hashlib import sha1
from pathlib import Path

import msgspec

from site_builder import __version__
from site_builder.content.json_schema import SCHEMA_FILE, schema_text
from site_builder.core.cache_files import is_within
from site_builder.core.files import has_file, read_if_there, read_plain
from site_builder.core.git import ToolError, git, merge_texts
from site_builder.new_archive import NewArchive, new_archive
from site_builder.new_archive.unrecorded import UNRECORDED
from site_builder.settings.types import SiteConfig

RECORD = ".github/papershelf.json"
_OBJECT = re.compile(r"[0-9a-f]{40}")

# What an owner writes from the first day on; an upgrade does not touch it.
_OWN = ("site.yml", "README.md", "content/", ".gitignore")


class Record(msgspec.Struct, frozen=True):
    """Which version wrote the files of an archive, and git's identifier of each by path."""

    version: str = ""
    files: dict[str, str] = {}


class Renewal(msgspec.Struct, frozen=True):
    """What to do with one file: its new content, `None` where it stays, and why.

    Where changes conflict, the new version is written next to the file.
    """

    path: str
    content: bytes | None
    reason: str


def record_of(files: Mapping[str, bytes]) -> bytes:
    """Return the record of files as they are written, in JSON."""
    ids = {path: _blob_id(data) for path, data in sorted(files.items()) if not path.startswith(_OWN)}
    return msgspec.json.format(msgspec.json.encode(Record(__version__, ids)), indent=2) + b"\n"


def plan_upgrade(root: Path, config: SiteConfig) -> tuple[list[Renewal], bytes]:
    """Return what to do with each file that `init` would write today, and the record of it."""
    asked = NewArchive(config.title, "", config.base_url, config.repository, config.theme)
    files = {path: data for path, data in new_archive(asked).items() if not path.startswith(_OWN)}
    files[SCHEMA_FILE] = schema_text(config.taxonomy_fields).encode()
    recorded = _load_record(root)
    renewals = [*_renewals(root, files, recorded), *_leftovers(root, files, recorded)]
    return renewals, record_of(files)


def _renewals(root: Path, files: Mapping[str, bytes], recorded: Record) -> Iterator[Renewal]:
    for path, new in files.items():
        old = read_plain(root, path) if has_file(root, path) else None
        if old == new:
            continue
        base = recorded.files.get(path) or _unrecorded(root, path, old)
        if old is None:
            gone = bool(base)
            yield Renewal(path, None if gone else new, "you deleted it" if gone else "new")
        elif _blob_id(old) == base or path == SCHEMA_FILE:  # nobody edits what is generated
            yield Renewal(path, new, "renewed")
        elif base == _blob_id(new):
            continue  # only the owner changed it
        else:
            merged = _merge(root, base, old, new)
            if merged is not None:
                yield Renewal(path, merged, "merged with your changes")
            else:
                yield Renewal(f"{path}.new", new, f"{_conflict(path, base)}: take over what you need")


def _conflict(path: str, base: str) -> str:
    if base:
        return f"conflicts with your changes in {path}"
    return f"differs from your {path}, and nothing records what init wrote there"


def _unrecorded(root: Path, path: str, old: bytes | None) -> str:
    """Return the identifier of what a version without a record wrote: the file as it is, or as git has it."""
    if old is None:
        return ""
    ids = UNRECORDED.get(path, ())
    return _blob_id(old) if _blob_id(old) in ids else next((name for name in ids if _has_blob(root, name)), "")


def _has_blob(root: Path, name: str) -> bool:
    try:
        git(root, "cat-file", "-e", name)
    except ToolError:
        return False
    return True


def _leftovers(root: Path, files: Mapping[str, bytes], recorded: Record) -> Iterator[Renewal]:
    for path in recorded.files:
        if path not in files and has_file(root, path):
            yield Renewal(path, None, "no longer needed: delete it")


def _merge(root: Path, base: str, old: bytes, new: bytes) -> bytes | None:
    """Return both sides' changes to a file in one; `None` where they conflict or git does not have the base."""
    try:
        origin = git(root, "cat-file", "blob", base) if base else ""
    except ToolError:
        return None
    return merge_texts(old, origin.encode(), new) if origin else None


def _load_record(root: Path) -> Record:
    """Return the archive's record, without what a branch may have put there to lead elsewhere."""
    try:
        data = read_if_there(root, RECORD) or b"{}"
        found = msgspec.json.decode(data, type=Record)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return Record()
    files = {path: base for path, base in found.files.items() if is_within([path]) and _OBJECT.fullmatch(base)}
    return Record(found.version, files)


def _blob_id(data: bytes) -> str:
    """Return the name under which git keeps a file's content.

    Source: https://git-scm.com/book/en/v2/Git-Internals-Git-Objects
    """
    return sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()
