"""The whole build as a list of steps: sources, entries, library, plan, pages, publication."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path

import msgspec

from site_builder.archive import Archive, is_made_of, load_archive
from site_builder.cache import CACHE_FOLDER, Cache, Manifest, Origin, locked, open_cache, tool_digest
from site_builder.clock import Clock, Progress
from site_builder.diagnostics import ContentError, Diagnostic
from site_builder.indexing import SearchFile, build_search, search_files
from site_builder.mapping import make_map
from site_builder.outline import store_outline
from site_builder.output import Publication
from site_builder.permanence import Guard
from site_builder.renderer import Renderer
from site_builder.restyle import restyle, split_styles
from site_builder.site_file import require_archive
from site_builder.sources import load_digests
from site_builder.workers import default_jobs, no_collection

REPORT = "report"


class BuildOptions(msgspec.Struct, frozen=True):
    """How to build: where to, with how many processes, whether to look at every published byte, what must not go."""

    root: Path
    output: Path
    jobs: int = 0
    verify: bool = False
    guard: Guard = Guard()


class BuildReport(msgspec.Struct, frozen=True):
    """What a build did: files and bytes of the site by kind, files written, seconds by step, warnings."""

    entries: int
    files: dict[str, int]
    bytes: dict[str, int]
    written: int
    removed: int
    seconds: dict[str, float]
    site_bytes: int
    warnings: tuple[Diagnostic, ...]


class LastBuild(msgspec.Struct, frozen=True):
    """What is kept of a build: the digests of its themes' assets, and its report."""

    styles: dict[str, str]
    report: BuildReport


_last_decoder = msgspec.msgpack.Decoder(LastBuild)


def build(options: BuildOptions, progress: Progress = lambda step, done, total: None) -> BuildReport:
    """Bring the published site up to date with the archive.

    Raises `ContentError` with every problem there is; the published site is then the one before.
    """
    clock = Clock()
    require_archive(options.root)
    with locked(options.root / CACHE_FOLDER), no_collection():
        cache = open_cache(options.root)
        try:
            with clock("sources"):
                digests = load_digests(options.root)
            with clock("published"):
                publication = Publication(options.output, cache, verify=options.verify)
            last = _load_last(options, cache, publication, digests)
            if last is None or not publication.is_whole:
                return _build(options, cache, publication, digests, progress, clock)
            return _restyle(last, options, cache, publication, digests, clock)
        finally:
            cache.close()


def _restyle(
    last: LastBuild,
    options: BuildOptions,
    cache: Cache,
    publication: Publication,
    digests: Mapping[str, str],
    clock: Clock,
) -> BuildReport:
    """Bring a site up to date of which at most the themes' assets changed."""
    styles, _ = split_styles(digests)
    if last.styles == styles:
        return msgspec.structs.replace(last.report, written=0, removed=0, seconds=clock.seconds)
    with clock("publish"):
        grown = restyle(options.root, digests, publication)
    sizes = last.report.bytes | {"assets": last.report.bytes["assets"] + sum(grown.values())}
    report = msgspec.structs.replace(last.report, bytes=sizes, written=len(grown), removed=0, seconds=clock.seconds)
    if load_digests(options.root, styles) == styles:
        _store_last(report, options, cache, publication, digests)
    return report


def _build(
    options: BuildOptions,
    cache: Cache,
    publication: Publication,
    digests: Mapping[str, str],
    progress: Progress,
    clock: Clock,
) -> BuildReport:
    jobs = options.jobs or default_jobs()
    archive = load_archive(options.root, cache, digests, jobs, progress, clock)
    lost = options.guard.check(archive.plan, archive.config.shrink)
    if lost:
        raise ContentError(lost)
    with clock("search"):
        index = build_search(options.root, archive, cache, jobs)
        files = search_files(index)
    with clock("related"):
        # Read where it is used: its numerical library would take a good part of a build that does not come here.
        from site_builder.relating import relate

        related = relate(options.root, archive, cache, jobs)
    with clock("map"):
        site_map = make_map(archive, related.state, cache)
    with clock("compare"):
        renderer = Renderer(options.root, archive, files, related, site_map, cache, publication)
        manifest, stale = renderer.compare()
    removed = len(publication.live.keys() - manifest.keys())
    fresh: list[str] = []
    is_other = bool(stale) or not publication.is_current(manifest)
    if is_other:
        with clock("pages"):
            publication.prepare()
            fresh = renderer.make(stale, manifest, jobs, progress)
    # A file that changed while the build read it must not pass for one that the build knows.
    settled = is_made_of(archive, options.root, digests)
    if is_other:
        with clock("publish"):
            origin = msgspec.structs.replace(archive.origin, related=related.stamp) if settled else Origin()
            publication.publish(manifest, fresh, origin)
    index.close()
    report = _report(archive, files, manifest, len(fresh), removed, clock.seconds)
    if settled:
        store_outline(archive.outline, cache)
        _store_last(report, options, cache, publication, digests)
    return report


@contextmanager
def opened(root: Path, progress: Progress) -> Iterator[tuple[Archive, Cache]]:
    """Hold an archive open, with the cache that its bodies lie in; raises `ContentError` if it is not sound."""
    require_archive(root)
    with locked(root / CACHE_FOLDER), no_collection():
        cache = open_cache(root)
        try:
            yield load_archive(root, cache, load_digests(root), default_jobs(), progress, Clock()), cache
        finally:
            cache.close()


def _load_last(
    options: BuildOptions, cache: Cache, publication: Publication, digests: Mapping[str, str]
) -> LastBuild | None:
    """Return what is kept of the last build if nothing changed since then but assets of themes, else `None`."""
    memo = cache.load_memo(REPORT, _key(digests, publication, options.guard))
    return None if memo is None else _last_decoder.decode(memo)


def _store_last(
    report: BuildReport, options: BuildOptions, cache: Cache, publication: Publication, digests: Mapping[str, str]
) -> None:
    last = LastBuild(split_styles(digests)[0], report)
    cache.store_memo(REPORT, _key(digests, publication, options.guard), msgspec.msgpack.encode(last))


def _key(digests: Mapping[str, str], publication: Publication, guard: Guard) -> bytes:
    """Return the digest of all that pages are made from, of the site that stands, and of what must not go."""
    _, others = split_styles(digests)
    parts = (tool_digest(), sorted(others.items()), publication.live_id, guard)
    return blake2b(msgspec.msgpack.encode(parts), digest_size=16).digest()


def _report(
    archive: Archive,
    index_files: tuple[SearchFile, ...],
    manifest: Manifest,
    written: int,
    removed: int,
    seconds: dict[str, float],
) -> BuildReport:
    files: Counter[str] = Counter()
    sizes: Counter[str] = Counter()
    for output in archive.plan.pages:
        kind = output.subject if output.kind in ("term", "period") else output.kind
        files[kind] += 1
        sizes[kind] += manifest[output.url].size
    for data in archive.data_files:
        files[data.kind] += 1
        sizes[data.kind] += manifest[data.url].size
    for kind, outputs in (("assets", archive.assets), ("search", index_files)):
        files[kind] += len(outputs)
        sizes[kind] += sum(manifest[output.url].size for output in outputs)
    entries, budget = len(archive.library.entries), archive.config.site_bytes
    return BuildReport(entries, dict(files), dict(sizes), written, removed, seconds, budget, archive.warnings)
