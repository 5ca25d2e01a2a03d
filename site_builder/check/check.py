"""Checks an archive: what a build would refuse, and what a curator would correct.

Nothing is rendered. Results are cached: those of a file by its digest, those across files by a digest of everything in
the entries but their abstracts. So for a pull request, only the changed files are read again.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import partial
from hashlib import blake2b
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import msgspec

from site_builder.build.cache import Cache, open_cache
from site_builder.build.trees import DEFAULT_OUTPUT, refuse_foreign
from site_builder.check.archive_rules import future_dates, misspelled_tags, stray_files, symbolic_links
from site_builder.check.entries import CheckedFile, decode_entries, load_checked
from site_builder.content.entries import is_entry, papers_among
from site_builder.content.sources import load_digests, require_archive, walk_sources
from site_builder.core.cache_files import CACHE_FOLDER, locked, tool_digest
from site_builder.core.diagnostics import ContentError, Diagnostic
from site_builder.core.processes import collecting_young_objects, default_jobs, map_forked
from site_builder.core.progress import Clock, Progress, no_progress
from site_builder.library.folding import fold_names
from site_builder.library.library import CLASHES, clashes, placed
from site_builder.library.problems import Problem
from site_builder.model import Entry
from site_builder.settings.accept import accepted_in, unused, without_accepted
from site_builder.settings.load import load_config
from site_builder.settings.types import SiteConfig

if TYPE_CHECKING:
    from site_builder.check.links import Ask

_REPORT = "checked"
_BETWEEN = "checked-between"

Cached = TypeVar("Cached")


class _Between(msgspec.Struct, frozen=True):
    """The problems across files, and the digests of the entries whose lines they name."""

    diagnostics: tuple[Diagnostic, ...]
    named: dict[str, str]


_encode = msgspec.msgpack.Encoder().encode
_decode_report = msgspec.msgpack.Decoder(tuple[Diagnostic, ...]).decode
_decode_between = msgspec.msgpack.Decoder(_Between).decode


def today() -> date:
    """Return the day of `SOURCE_DATE_EPOCH` or, if it is not set, of the clock."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    return datetime.fromtimestamp(int(epoch), UTC).date() if epoch.isdecimal() else date.today()


def check(
    root: Path,
    jobs: int = 0,
    progress: Progress = no_progress,
    changed: frozenset[str] = frozenset(),
) -> tuple[Diagnostic, ...]:
    """Return every problem of an archive; if two entries clash, it is reported at the one among `changed`."""
    require_archive(root)
    with locked(root / CACHE_FOLDER), collecting_young_objects():
        refuse_foreign(root / DEFAULT_OUTPUT)
        cache = open_cache(root)
        try:
            digests = load_digests(root)
            links = walk_sources(root)[1]
            key = _key(sorted(digests.items()), links, sorted(changed), today().isoformat())
            report = cache.load_memo(_REPORT, key)
            if report is not None:
                return _decode_report(report)
            found = _check(root, cache, digests, jobs or default_jobs(), progress, changed)
            accepted = load_config(root)[0].accept
            found = (*found, *symbolic_links(links))
            found = tuple(sorted((*without_accepted(found, accepted), *unused(found, accepted))))
            cache.store_memo(_REPORT, key, _encode(found))
            return found
        finally:
            cache.close()


def concerning(found: tuple[Diagnostic, ...], changed: frozenset[str]) -> tuple[Diagnostic, ...]:
    """Return the problems of the changed files, and the errors elsewhere that the change may have caused.

    Those are errors across files (others name an entry that is gone) and, if more than entries changed (settings,
    themes), all errors.
    """
    only_entries = all(path.startswith("content/papers/") for path in changed)
    return tuple(
        problem
        for problem in found
        if problem.path in changed
        or (problem.severity == "error" and (not only_entries or problem.code.startswith(("E2", "E012"))))
    )


def check_addresses(
    root: Path, progress: Progress, is_chosen: Callable[[str], bool], ask: Ask | None = None
) -> tuple[Diagnostic, ...]:
    """Return the addresses that do not answer on the network, for the entries whose paths are chosen."""
    from site_builder.check import links as linkcheck  # imported lazily: it imports an HTTP client

    cache = open_cache(root)
    try:
        config, _ = load_config(root)
        checked = load_checked(root, config, cache, load_digests(root), default_jobs(), progress)
    finally:
        cache.close()
    chosen = decode_entries([one for one in checked if is_chosen(one.path)])
    found = _located(root, linkcheck.check_links(chosen, progress, ask or linkcheck.ask))
    return tuple(sorted(without_accepted(found, [*config.accept, *accepted_in(chosen)])))


def _check(
    root: Path, cache: Cache, digests: Mapping[str, str], jobs: int, progress: Progress, changed: frozenset[str]
) -> tuple[Diagnostic, ...]:
    config, _ = load_config(root)
    checked = load_checked(root, config, cache, digests, jobs, progress)
    alone = [problem for one in checked for problem in one.diagnostics]
    found = (*alone, *_check_between(root, config, cache, digests, checked, changed, jobs))
    warned = {problem.path for problem in found if problem.severity == "warning"}
    return without_accepted(found, [*accepted_in(decode_entries([one for one in checked if one.path in warned]))])


def _check_between(
    root: Path,
    config: SiteConfig,
    cache: Cache,
    digests: Mapping[str, str],
    checked: Sequence[CheckedFile],
    changed: frozenset[str],
    jobs: int,
) -> Sequence[Diagnostic]:
    """Return the problems across files, and those of files that are not entries."""
    others = {path: digest for path, digest in digests.items() if not is_entry(path)}
    facts = [(one.path, one.facts) for one in checked if one.entry]
    key = _key(sorted(others.items()), facts, today().isoformat())
    memo = cache.load_memo(_BETWEEN, key)
    known = None if memo is None else _decode_between(memo)
    # The same facts may be on other lines.
    if known is None or any(digests[path] != digest for path, digest in known.named.items()):
        # If only lines differ, everything slow is cached.
        jobs = jobs if known is None else 1
        found = tuple(_find_between(root, config, cache, digests, decode_entries(checked), jobs))
        known = _Between(found, {one.path: digests[one.path] for one in found if is_entry(one.path)})
        cache.store_memo(_BETWEEN, key, _encode(known))
    if not changed or not any(problem.code in CLASHES for problem in known.diagnostics):
        return known.diagnostics
    sound = [problem for problem in known.diagnostics if problem.code not in CLASHES]
    return [*sound, *_located(root, clashes(decode_entries(checked), changed))]


def _find_between(
    root: Path, config: SiteConfig, cache: Cache, digests: Mapping[str, str], entries: Sequence[Entry], jobs: int
) -> list[Diagnostic]:
    """Return the problems across files, found by two processes if `jobs` allows."""
    checks = (
        partial(_check_words, root, config, cache, entries),
        partial(_check_relations, root, config, cache, digests, entries),
    )
    return list(chain.from_iterable(map_forked(lambda number: checks[number](), range(2), min(jobs, 2))))


def _check_words(root: Path, config: SiteConfig, cache: Cache, entries: Sequence[Entry]) -> list[Diagnostic]:
    """Return the problems of dates, tags and templates; they take a third of the time of all others."""
    found = [*future_dates(entries, today()), *_check_tags(entries, config, cache)]
    return [*_check_templates(root, config, cache), *_located(root, found)]


def _check_relations(
    root: Path, config: SiteConfig, cache: Cache, digests: Mapping[str, str], entries: Sequence[Entry]
) -> list[Diagnostic]:
    # Imported lazily: if only abstracts changed, these imports would take most of the time.
    from site_builder.build.archive import assemble
    from site_builder.build.outline import store_outline
    from site_builder.build.workspace import Workspace
    from site_builder.contexts.cards import local_files

    _, wrong = load_config(root)
    work = Workspace(root, digests, config, wrong, cache, 1, no_progress, Clock())
    archive, problems = assemble(work, entries, wrong)
    if archive:
        store_outline(archive.outline, cache)
    # An invalid entry may name any file.
    all_valid = len(entries) == len(papers_among(digests))
    files = stray_files(digests, {path for entry in entries for _, path in local_files(entry)}) if all_valid else ()
    return [*problems, *files]


def _check_tags(entries: Sequence[Entry], config: SiteConfig, cache: Cache) -> tuple[Problem, ...]:
    declarations, folds = config.declarations.get("tags", {}), config.taxonomies["tags"].fold
    declared = [name for key, term in declarations.items() for name in (key, *term.spellings)]

    def find() -> tuple[Problem, ...]:
        uses = Counter(tag for entry in entries for tag in entry.tags)
        groups = fold_names(uses, declarations)[0] if folds else {}
        return tuple(misspelled_tags(entries, declared, groups))

    made_from = (declared, folds, [(entry.path, entry.tags) for entry in entries])
    return _cached(cache, "checked-tags", made_from, find, tuple[Problem, ...])


def _check_templates(root: Path, config: SiteConfig, cache: Cache) -> tuple[Diagnostic, ...]:
    """Return the problems of an archive's own templates; a theme that cannot be loaded is reported elsewhere."""
    from site_builder.check.templates import compile_templates, own_templates
    from site_builder.theme.load import Templates, load_theme

    try:
        theme = load_theme(root, config.theme)
    except ContentError:
        return ()
    names = own_templates(theme)
    if not names:
        return ()
    made_from = (theme.name, sorted(theme.digests.items()))
    check = partial(compile_templates, Templates(theme), names)
    return _cached(cache, "checked-templates", made_from, check, tuple[Diagnostic, ...])


def _cached(cache: Cache, name: str, made_from: object, make: Callable[[], Cached], kind: type[Cached]) -> Cached:
    """Return the value cached for the same input; otherwise make it and cache it."""
    key = _key(made_from)
    memo = cache.load_memo(name, key)
    if memo is not None:
        return msgspec.msgpack.decode(memo, type=kind)
    made = make()
    cache.store_memo(name, key, _encode(made))
    return made


def _key(*made_from: object) -> bytes:
    return blake2b(_encode((tool_digest(), *made_from)), digest_size=16).digest()


def _located(root: Path, problems: Iterable[Problem]) -> list[Diagnostic]:
    return [placed(problem, lambda path: (root / path).read_bytes()) for problem in problems]
