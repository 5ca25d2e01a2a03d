"""A site brought up to date with what changed, as a list of steps: entries, library, plan, pages, publication."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from contextlib import ExitStack, closing
from functools import partial

import msgspec

from site_builder.build.archive import Archive, is_made_of, load_archive
from site_builder.build.cache import open_cache
from site_builder.build.map import make_map
from site_builder.build.outline import store_outline
from site_builder.build.pages import Renderer
from site_builder.build.publish import Publication
from site_builder.build.related import relate
from site_builder.build.report import BuildOptions, BuildReport
from site_builder.build.search import Documents, SearchFile, bring_index_up_to_date, open_search, search_files
from site_builder.core.cache_files import Manifest, Origin
from site_builder.core.diagnostics import ContentError
from site_builder.core.processes import in_background
from site_builder.core.progress import Clock, Progress


def rebuild(
    options: BuildOptions, publication: Publication, digests: Mapping[str, str], progress: Progress, clock: Clock
) -> tuple[BuildReport, bool]:
    """Bring the published site up to date with sources of these digests; return what was done.

    The second value tells whether the sources are still those: a file that changed while the build read it must not
    pass for one that the build knows. Raises `ContentError` with every problem there is; nothing is then published.
    """
    jobs = options.jobs
    with closing(open_cache(options.root)) as cache, ExitStack() as beside:
        archive = load_archive(options.root, cache, digests, jobs, progress, clock)
        lost = options.guard.check(archive.plan, archive.config.limits.shrink)
        if lost:
            raise ContentError(lost)
        documents = Documents(archive.library)
        make_index = partial(bring_index_up_to_date, options.root, archive, documents, cache, jobs)
        if not archive.outline.is_kept:  # a whole index takes much memory, which a process of its own gives back
            with clock("search"), in_background(make_index, jobs) as indexed:
                indexed()
        with clock("related"):
            related = relate(options.root, archive, cache, jobs)
            drawn = beside.enter_context(
                in_background(
                    partial(make_map, archive, related.state, related.order, documents.order, cache),
                    jobs if related.state else 1,
                )
            )
            related = msgspec.structs.replace(related, state=None)
        with clock("search"):
            if archive.outline.is_kept:
                make_index()
            index = open_search(documents, cache)
            files = search_files(index)
        with clock("compare"):
            site_map = clock.around("map", drawn)
            renderer = Renderer(options.root, archive, files, related, site_map, cache, publication)
            manifest, stale = renderer.compare(jobs)
        removed = len(publication.live.keys() - manifest.keys())
        fresh: list[str] = []
        is_other = bool(stale) or not publication.is_current(manifest)
        if is_other:
            with clock("pages"):
                publication.prepare()
                fresh = renderer.make(stale, manifest, jobs, progress)
        settled = is_made_of(archive, options.root, digests)
        if is_other:
            with clock("publish"):
                origin = msgspec.structs.replace(renderer.origin, related=related.stamp) if settled else Origin()
                publication.publish(manifest, fresh, origin)
        index.close()
        if settled:
            store_outline(archive.outline, cache)
        return _report(archive, files, manifest, len(fresh), removed, clock.seconds), settled


def _report(
    archive: Archive,
    index_files: tuple[SearchFile, ...],
    manifest: Manifest,
    written: int,
    removed: int,
    seconds: dict[str, float],
) -> BuildReport:
    sizes: defaultdict[str, list[int]] = defaultdict(list)
    for page in archive.plan.pages:
        sizes[page.subject if page.kind in ("term", "period") else page.kind].append(manifest[page.url].size)
    for data in archive.data_files:
        sizes[data.kind].append(manifest[data.url].size)
    sizes["assets"] += [manifest[asset.url].size for asset in archive.assets]
    sizes["search"] += [manifest[file.url].size for file in index_files]
    counts, totals = ({kind: function(found) for kind, found in sizes.items()} for function in (len, sum))
    entries, budget = len(archive.library.entries), archive.config.limits.site_bytes
    return BuildReport(entries, counts, totals, written, removed, seconds, budget, archive.warnings)
