"""A build as a list of steps: entries, library, plan, search, related papers, pages, publication."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack, closing
from functools import partial
from hashlib import blake2b

import msgspec

from site_builder.build.publish import Publication
from site_builder.build.report import BuildOptions, BuildReport
from site_builder.content.sources import load_digests, require_archive
from site_builder.core.cache_files import CACHE_FOLDER, Memos, Origin, PublishedFile, locked, tool_digest
from site_builder.core.diagnostics import ContentError
from site_builder.core.processes import collecting_young_objects, default_jobs, in_background
from site_builder.core.progress import Clock, Progress, no_progress

REPORT = "report"

_report_decoder = msgspec.msgpack.Decoder(BuildReport)
_NOT_MADE = PublishedFile(b"", b"", 0)


def build(options: BuildOptions, progress: Progress = no_progress) -> BuildReport:
    """Bring the published site up to date with the archive; return what was done.

    Raises `ContentError` with every problem there is; the published site then stays as it was.
    """
    clock = Clock()
    options = msgspec.structs.replace(options, jobs=options.jobs or default_jobs())
    require_archive(options.root)
    with locked(options.root / CACHE_FOLDER), collecting_young_objects():
        memos = Memos(options.root / CACHE_FOLDER)
        publication = Publication(options.output, memos, verify=options.verify, sync=options.sync)
        with publication.surveyed_in_background(options.jobs):
            with clock("sources"):
                digests = load_digests(options.root)
            memo = memos.load_memo(REPORT, _key(digests, publication, options))
            with clock("published"):
                is_current = publication.is_whole and memo is not None
        if memo is not None and is_current:
            last = _report_decoder.decode(memo)
            return msgspec.structs.replace(last, written=0, removed=0, seconds=clock.seconds)
        with publication.made_ready_in_background(options.jobs):
            report, is_settled = _update(options, publication, digests, progress, clock)
        if is_settled:
            memos.store_memo(REPORT, _key(digests, publication, options), msgspec.msgpack.encode(report))
        return report


def _update(
    options: BuildOptions, publication: Publication, digests: Mapping[str, str], progress: Progress, clock: Clock
) -> tuple[BuildReport, bool]:
    """Make and publish what is stale; return what was done.

    The second value says whether the archive's files are still those of the digests: a file that changed during the
    build must not be taken for one that the build has seen.
    """
    # Imported lazily: a build with nothing to do must not pay for Jinja and NumPy.
    from site_builder.build.archive import is_unchanged, load_archive
    from site_builder.build.make import Maker
    from site_builder.build.map import draw_map
    from site_builder.build.offline import add_offline_files
    from site_builder.build.outline import store_outline
    from site_builder.build.outputs import Renderer, count_files, plan_outputs, sizes_of, stages
    from site_builder.build.related import relate
    from site_builder.build.search import Documents, open_search, search_files, update_index
    from site_builder.build.stale import Comparison, find_edits, origin_of
    from site_builder.build.watch import find_watched
    from site_builder.build.workspace import open_workspace
    from site_builder.site.lists import has_map

    published = options.guard.published
    with (
        open_workspace(options.root, digests, options.jobs, progress, clock, published) as work,
        ExitStack() as background,
    ):
        archive = load_archive(work)
        if lost := options.guard.check(archive.plan, archive.config.limits.shrink):
            raise ContentError(lost)

        documents = Documents(archive.library)
        index_all = partial(update_index, work, archive, documents)
        if not archive.outline.is_cached:  # making all of it takes much memory, which a process of its own gives back
            with clock("search"), in_background(index_all, work.jobs) as indexed:
                indexed()
        with clock("related"):
            related = relate(work, archive)
        draw = partial(draw_map, work, archive, documents.order)
        jobs = work.jobs if has_map(archive.library, archive.config) else 1
        site_map = clock.around("map", background.enter_context(in_background(draw, jobs)))
        with clock("search"):
            if archive.outline.is_cached:
                index_all()
            index = background.enter_context(closing(open_search(work, documents)))

        with clock("watch"):
            watched = find_watched(work, archive, documents)

        with clock("compare"):
            outputs = plan_outputs(archive, search_files(index), site_map)
            gone = publication.live.keys() - outputs.keys()
            manifest = dict.fromkeys(outputs, _NOT_MADE)
            manifest.update(publication.live)
            for url in gone:
                del manifest[url]
            measure = partial(sizes_of, archive, manifest)
            renderer = Renderer(work, archive, related.relations, site_map, measure, watched)
            origin = origin_of(archive, related, renderer, publication.origin)
            edits = find_edits(publication.origin, origin, archive.outline, related)
            comparison = Comparison(archive, outputs, publication.live, renderer, edits, work.jobs)
        maker = Maker(outputs, renderer, publication, edits, work.jobs)
        planned, made, fresh = 0, 0, []
        for urls in stages(comparison.candidates):
            with clock("compare"):
                stale = comparison.find_stale(urls)
                planned += len(stale)
            with clock("pages"):
                for part in maker.make(stale):
                    manifest.update((url, file) for url, file, _ in part)
                    fresh += [url for url, _, is_new in part if is_new]
                    made += len(part)
                    work.progress("pages", made, planned)

        with clock("offline"):
            fresh += add_offline_files(archive.config, publication, outputs, manifest, [*fresh, *gone])

        is_settled = is_unchanged(work, archive)
        if made or not publication.is_current(manifest):
            with clock("publish"):
                publication.prepare()
                publication.publish(manifest, fresh, origin if is_settled else Origin())
        if is_settled:
            store_outline(archive.outline, work.cache)
        renderer.store_templates()
        files, sizes = count_files(outputs, manifest)
        report = BuildReport(
            entries=len(archive.library.entries),
            files=files,
            bytes=sizes,
            written=len(fresh),
            removed=len(gone - manifest.keys()),
            seconds=clock.seconds,
            site_bytes=archive.config.limits.site_bytes,
            warnings=archive.warnings,
        )
        return report, is_settled


def _key(digests: Mapping[str, str], publication: Publication, options: BuildOptions) -> bytes:
    """Return the digest of all that a site is made from, of the published site, and of what must not be lost."""
    parts = (tool_digest(), sorted(digests.items()), publication.live_id, options.guard)
    return blake2b(msgspec.msgpack.encode(parts), digest_size=16).digest()
