"""Checks each entry's file by itself; results are cached by digest, so only changed files are read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

import msgspec

from site_builder.build.cache import Cache
from site_builder.check.rules import check_entry
from site_builder.content.entries import papers_among, read_entry
from site_builder.content.sources import load_source
from site_builder.core.diagnostics import Diagnostic
from site_builder.core.processes import chunks, map_forked
from site_builder.core.progress import Progress
from site_builder.model import Entry
from site_builder.settings.types import SiteConfig

_CHUNK = 64


class CheckedFile(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """The result for one file: its entry, encoded, empty if invalid; the digest of its facts; its problems."""

    path: str
    digest: str
    facts: bytes
    entry: bytes
    diagnostics: tuple[Diagnostic, ...]


_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(CheckedFile).decode
_decode_entry = msgspec.msgpack.Decoder(Entry).decode


def load_checked(
    root: Path, config: SiteConfig, cache: Cache, digests: Mapping[str, str], jobs: int, progress: Progress
) -> list[CheckedFile]:
    """Return the results for an archive's entries, in the order of `digests`, which has the digests of its files."""
    memos = cache.load_checked()
    paths = papers_among(digests)
    checked = {path: _decode(memo[1]) for path in paths if (memo := memos.get(path)) and memo[0] == digests[path]}
    stale = [path for path in paths if path not in checked]
    check_files = partial(_check_files, root, config.taxonomy_fields)
    # For few files, processes cost more than they save.
    for results in map_forked(check_files, chunks(stale, _CHUNK), 1 if len(stale) < _CHUNK else jobs):
        kept = [(_decode(encoded), encoded) for encoded in results]
        cache.store_checked([(one.path, one.digest, encoded) for one, encoded in kept if one.digest])
        checked |= {one.path: one for one, _ in kept}
        progress("files", len(checked), len(paths))
    cache.forget_checked(memos.keys() - set(paths))
    cache.commit()
    return [checked[path] for path in paths]


def decode_entries(checked: Sequence[CheckedFile]) -> list[Entry]:
    """Return the entries of the files that are valid."""
    return [_decode_entry(one.entry) for one in checked if one.entry]


def _check_files(root: Path, taxonomy_fields: tuple[str, ...], paths: list[str]) -> list[bytes]:
    return [_encode(_check_file(root, taxonomy_fields, path)) for path in paths]


def _check_file(root: Path, taxonomy_fields: tuple[str, ...], path: str) -> CheckedFile:
    try:
        source, data = load_source(root, path)
    except OSError as error:
        hint = "check the file's permissions"
        problem = Diagnostic(path, 0, 0, "E001", f"cannot be read: {error.strerror}", hint)
        return CheckedFile(path, "", b"", b"", (problem,))
    read = read_entry(path, data, source.digest, taxonomy_fields)
    if read.entry is None:
        return CheckedFile(path, source.digest, b"", b"", read.diagnostics)
    problems = read.diagnostics + check_entry(read.entry, data, read.body.markdown)
    return CheckedFile(path, source.digest, read.entry.facts, _encode(read.entry), problems)
