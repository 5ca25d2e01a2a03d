"""Checking an archive: all that a build would refuse, and what a curator would mend.

Nothing is rendered, and what was found in a file is kept with its digest, so that a pull request's one file is
all that is read again.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import partial
from hashlib import blake2b
from pathlib import Path
from typing import TypeVar

import msgspec

from site_builder.archive import CHUNK, assemble
from site_builder.cache import CACHE_FOLDER, Cache, locked, open_cache, tool_digest
from site_builder.clock import Clock, Progress
from site_builder.config import SiteConfig
from site_builder.diagnostics import Diagnostic
from site_builder.entries import papers_among, read_entry
from site_builder.library import placed
from site_builder.linkcheck import Ask, check_links
from site_builder.linkcheck import ask as ask_network
from site_builder.lint import lint_dates, lint_entry, lint_tags
from site_builder.model import Entry
from site_builder.outline import store_outline
from site_builder.site_file import load_config, require_archive
from site_builder.sources import load_digests, load_source
from site_builder.terms import Problem
from site_builder.themecheck import compile_templates
from site_builder.themes import Templates, Theme
from site_builder.workers import chunks, default_jobs, map_forked, no_collection

_REPORT = "checked"

Kept = TypeVar("Kept")


class _Checked(msgspec.Struct, frozen=True, gc=False):
    """What one file gave: its entry, if it is one, and what is wrong with it."""

    path: str
    digest: str
    entry: Entry | None
    diagnostics: tuple[Diagnostic, ...]


_encode = msgspec.msgpack.Encoder().encode
_decode_checked = msgspec.msgpack.Decoder(_Checked).decode
_decode_report = msgspec.msgpack.Decoder(tuple[Diagnostic, ...]).decode


def today() -> date:
    """Return the day by `SOURCE_DATE_EPOCH` or, where it is not set, by the clock."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    return datetime.fromtimestamp(int(epoch), UTC).date() if epoch.isdecimal() else date.today()


def check(
    root: Path,
    jobs: int = 0,
    progress: Progress = lambda step, done, total: None,
    changed: frozenset[str] = frozenset(),
) -> tuple[Diagnostic, ...]:
    """Return every problem of an archive; of two entries that clash, it is the one's that is among `changed`."""
    require_archive(root)
    with locked(root / CACHE_FOLDER), no_collection():
        cache = open_cache(root)
        try:
            digests = load_digests(root)
            parts = (tool_digest(), sorted(digests.items()), sorted(changed), today().isoformat())
            key = blake2b(_encode(parts), digest_size=16).digest()
            report = cache.load_memo(_REPORT, key)
            if report is not None:
                return _decode_report(report)
            found = _check(root, cache, digests, jobs or default_jobs(), progress, changed)
            cache.store_memo(_REPORT, key, _encode(found))
            return found
        finally:
            cache.close()


def concerning(found: tuple[Diagnostic, ...], changed: frozenset[str]) -> tuple[Diagnostic, ...]:
    """Return the problems of the changed files, and the errors elsewhere that the change may have caused.

    Those are errors between files (an entry is gone that others name) and, where more than entries changed
    (settings, themes), all errors.
    """
    only_entries = all(path.startswith("content/papers/") for path in changed)
    return tuple(
        problem
        for problem in found
        if problem.path in changed
        or (problem.severity == "error" and (not only_entries or problem.code.startswith(("E2", "E012"))))
    )


def check_addresses(
    root: Path, progress: Progress, is_told: Callable[[str], bool], ask: Ask = ask_network
) -> tuple[Diagnostic, ...]:
    """Return the addresses in entries of these paths that do not answer on the network."""
    cache = open_cache(root)
    try:
        config, _ = load_config(root)
        entries, _ = load_checked(root, config, cache, load_digests(root), default_jobs(), progress)
    finally:
        cache.close()
    found = check_links([entry for entry in entries if is_told(entry.path)], progress, ask)
    return tuple(sorted(placed(problem, partial(_load_bytes, root)) for problem in found))


def _check(
    root: Path, cache: Cache, digests: Mapping[str, str], jobs: int, progress: Progress, changed: frozenset[str]
) -> tuple[Diagnostic, ...]:
    config, problems = load_config(root)
    entries, wrong = load_checked(root, config, cache, digests, jobs, progress)
    archive, problems = assemble(root, config, cache, digests, entries, problems + wrong, Clock(), changed)
    if archive and not changed:
        store_outline(archive.outline, cache)
    found = [*lint_dates(entries, today()), *_lint_tags(entries, config, cache)]
    templates = _check_templates(archive.theme, cache) if archive else ()
    load = partial(_load_bytes, root)
    return tuple(sorted((*problems, *templates, *(placed(problem, load) for problem in found))))


def _lint_tags(entries: Sequence[Entry], config: SiteConfig, cache: Cache) -> tuple[Problem, ...]:
    declared = _declared_tags(config)
    made_from = (tool_digest(), declared, [(entry.path, entry.tags) for entry in entries])
    return _kept(cache, "checked-tags", made_from, lambda: tuple(lint_tags(entries, declared)), tuple[Problem, ...])


def _check_templates(theme: Theme, cache: Cache) -> tuple[Diagnostic, ...]:
    made_from = (tool_digest(), theme.name, sorted(theme.digests.items()))
    check = partial(compile_templates, theme, Templates(theme))
    return _kept(cache, "checked-templates", made_from, check, tuple[Diagnostic, ...])


def _kept(cache: Cache, name: str, made_from: object, make: Callable[[], Kept], kind: type[Kept]) -> Kept:
    """Return what was made of the same before, else make and keep it."""
    key = blake2b(_encode(made_from), digest_size=16).digest()
    memo = cache.load_memo(name, key)
    if memo is not None:
        return msgspec.msgpack.decode(memo, type=kind)
    made = make()
    cache.store_memo(name, key, _encode(made))
    return made


def _declared_tags(config: SiteConfig) -> list[str]:
    declared = config.declarations.get("tags", {})
    return [name for key, term in declared.items() for name in (key, *term.spellings)]


def _load_bytes(root: Path, path: str) -> bytes:
    return (root / path).read_bytes()


def load_checked(
    root: Path, config: SiteConfig, cache: Cache, digests: Mapping[str, str], jobs: int, progress: Progress
) -> tuple[list[Entry], tuple[Diagnostic, ...]]:
    """Return the entries and the problems of their files; only files whose bytes are new are read."""
    memos = cache.load_checked()
    paths = papers_among(digests)
    checked = [_decode_checked(memos[path][1]) for path in paths if path in memos and memos[path][0] == digests[path]]
    known = {one.path for one in checked}
    stale = [path for path in paths if path not in known]
    check_files = partial(_check_files, root, config.taxonomy_fields)
    for done, results in enumerate(map_forked(check_files, chunks(stale, CHUNK), 1 if len(stale) < CHUNK else jobs)):
        progress("files", min((done + 1) * CHUNK, len(stale)), len(stale))
        cache.store_checked([(one.path, one.digest, _encode(one)) for one in results if one.digest], ())
        checked += results
    cache.store_checked((), memos.keys() - set(paths))
    entries = [one.entry for one in checked if one.entry]
    return entries, tuple(problem for one in checked for problem in one.diagnostics)


def _check_files(root: Path, taxonomy_fields: tuple[str, ...], paths: list[str]) -> list[_Checked]:
    return [_check_file(root, taxonomy_fields, path) for path in paths]


def _check_file(root: Path, taxonomy_fields: tuple[str, ...], path: str) -> _Checked:
    try:
        source, data = load_source(root, path)
    except OSError as error:
        hint = "check the file's permissions"
        return _Checked(path, "", None, (Diagnostic(path, 0, 0, "E001", f"cannot be read: {error.strerror}", hint),))
    read = read_entry(path, data, source.digest, taxonomy_fields)
    warnings = lint_entry(read.entry, data, read.body.markdown) if read.entry else ()
    return _Checked(path, source.digest, read.entry, read.diagnostics + warnings)
