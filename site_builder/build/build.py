"""A build: nothing to do, a stylesheet to publish, or pages to make anew."""

from __future__ import annotations

from hashlib import blake2b
from pathlib import Path

import msgspec

from site_builder.build.publish import Publication
from site_builder.build.report import BuildOptions, BuildReport
from site_builder.content.sources import load_digests, require_archive, split_styles
from site_builder.core.cache_files import CACHE_FOLDER, Memos, locked, tool_digest
from site_builder.core.processes import default_jobs, no_collection
from site_builder.core.progress import Clock, Progress

REPORT = "report"


class LastBuild(msgspec.Struct, frozen=True):
    """What is kept of a build: the digests of its themes' assets, and its report."""

    styles: dict[str, str]
    report: BuildReport


class Sources(msgspec.Struct, frozen=True):
    """The digests of all files by path, those of the themes' assets, and one of all others and of the tool."""

    digests: dict[str, str]
    styles: dict[str, str]
    made_from: bytes


_last_decoder = msgspec.msgpack.Decoder(LastBuild)


def build(options: BuildOptions, progress: Progress = lambda step, done, total: None) -> BuildReport:
    """Bring the published site up to date with the archive.

    Raises `ContentError` with every problem there is; the published site is then the one before.
    """
    clock = Clock()
    options = msgspec.structs.replace(options, jobs=options.jobs or default_jobs())
    require_archive(options.root)
    with locked(options.root / CACHE_FOLDER), no_collection():
        memos = Memos(options.root / CACHE_FOLDER)
        with clock("sources"):
            sources = _load_sources(options.root)
        publication = Publication(options.output, memos, verify=options.verify)
        last = _load_last(options, memos, publication, sources)
        with clock("published"):
            is_known = last is not None and publication.is_whole
        if last is not None and is_known:
            return _restyle(last, options, memos, publication, sources, clock)
        with publication.looked_at_aside(options.jobs):
            # Read where it is used, as all that makes pages would take longer than a build that comes not here.
            from site_builder.build.rebuild import rebuild

            report, settled = rebuild(options, publication, sources.digests, progress, clock)
        if settled:
            _store_last(report, options, memos, publication, sources)
        return report


def _load_sources(root: Path) -> Sources:
    digests = load_digests(root)
    styles, others = split_styles(digests)
    made_from = msgspec.msgpack.encode((tool_digest(), sorted(others.items())))
    return Sources(digests, styles, blake2b(made_from, digest_size=16).digest())


def _restyle(
    last: LastBuild,
    options: BuildOptions,
    memos: Memos,
    publication: Publication,
    sources: Sources,
    clock: Clock,
) -> BuildReport:
    """Bring a site up to date of which at most the themes' assets changed."""
    if last.styles == sources.styles:
        return msgspec.structs.replace(last.report, written=0, removed=0, seconds=clock.seconds)
    from site_builder.build.restyle import restyle

    with clock("publish"):
        grown = restyle(options.root, sources.digests, publication)
    sizes = last.report.bytes | {"assets": last.report.bytes["assets"] + sum(grown.values())}
    report = msgspec.structs.replace(last.report, bytes=sizes, written=len(grown), removed=0, seconds=clock.seconds)
    if load_digests(options.root, sources.styles) == sources.styles:
        _store_last(report, options, memos, publication, sources)
    return report


def _load_last(options: BuildOptions, memos: Memos, publication: Publication, sources: Sources) -> LastBuild | None:
    """Return what is kept of the last build if nothing changed since then but assets of themes, else `None`."""
    memo = memos.load_memo(REPORT, _key(sources, publication, options))
    return None if memo is None else _last_decoder.decode(memo)


def _store_last(
    report: BuildReport, options: BuildOptions, memos: Memos, publication: Publication, sources: Sources
) -> None:
    last = LastBuild(sources.styles, report)
    memos.store_memo(REPORT, _key(sources, publication, options), msgspec.msgpack.encode(last))


def _key(sources: Sources, publication: Publication, options: BuildOptions) -> bytes:
    """Return the digest of all that pages are made from, of the site that stands, and of what must not go."""
    parts = (sources.made_from, publication.live_id, options.guard)
    return blake2b(msgspec.msgpack.encode(parts), digest_size=16).digest()
