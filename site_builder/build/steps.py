"""The steps of a build: library and plan, related papers, map, search, watched queries, pages, publication."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack, closing
from functools import partial
from typing import NamedTuple

from site_builder.build.archive import Archive, is_unchanged, load_archive
from site_builder.build.make import Maker
from site_builder.build.map import SiteMap, draw_map
from site_builder.build.offline import add_offline_files
from site_builder.build.outline import store_outline
from site_builder.build.outputs import Outputs, Renderer, count_files, plan_outputs, sizes_of, stages
from site_builder.build.publish import Publication
from site_builder.build.related import Related, relate
from site_builder.build.report import BuildOptions, BuildReport
from site_builder.build.search import Documents, SearchFile, open_search, search_files, update_index
from site_builder.build.stale import Comparison, find_edits, origin_of
from site_builder.build.watch import find_watched
from site_builder.build.workspace import Workspace, open_workspace
from site_builder.core.cache_files import Manifest, Origin, PublishedFile
from site_builder.core.diagnostics import ContentError
from site_builder.core.processes import in_background
from site_builder.core.progress import Clock, Progress
from site_builder.site.lists import has_map

_NOT_MADE = PublishedFile(b"", b"", 0)


class _Found(NamedTuple):
    """What pages show of more than one paper, and the search's files; the callables wait for work in the background."""

    related: Related
    site_map: Callable[[], SiteMap]
    search: Callable[[], tuple[SearchFile, ...]]
    watched: Sequence[Sequence[int]]


def update(
    options: BuildOptions, publication: Publication, digests: Mapping[str, str], progress: Progress, clock: Clock
) -> tuple[BuildReport, bool]:
    """Make and publish what is stale; return what was done.

    The second value says whether the archive's files are still those of the digests: a file that changed during the
    build must not be taken for one that the build has seen.
    """
    published = options.guard.published
    with (
        open_workspace(options.root, digests, options.jobs, progress, clock, published) as work,
        ExitStack() as background,
    ):
        archive = load_archive(work)
        if lost := options.guard.check(archive.plan, archive.config.limits.shrink):
            raise ContentError(lost)
        found = _find(work, archive, background)

        manifest: Manifest = {}
        with clock("compare"):
            outputs = plan_outputs(archive, found.site_map)
            measure = partial(sizes_of, archive, manifest)
            renderer = Renderer(work, archive, found.related.relations, found.site_map, measure, found.watched)
            origin = origin_of(archive, found.related, renderer, publication.origin)
            edits = find_edits(publication.origin, origin, archive.outline, found.related)
            comparison = Comparison(archive, outputs, publication.live, renderer, edits, work.jobs)
        maker = Maker(outputs, renderer, publication, edits, work.jobs)
        made, fresh = _make(work, stages(outputs, found.search), comparison, maker, manifest)
        gone = publication.live.keys() - outputs.keys()
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
        removed = len(gone - manifest.keys())
        return _report(archive, outputs, manifest, len(fresh), removed, clock), is_settled


def _find(work: Workspace, archive: Archive, background: ExitStack) -> _Found:
    """Bring related papers and watched queries up to date, and the index and the map in the background."""
    clock = work.clock
    documents = Documents(archive.library)
    index_all = partial(update_index, work, archive, documents)
    indexed = clock.around("search", background.enter_context(in_background(index_all, work.jobs)))
    if archive.outline.last is None:  # an index made from nothing needs the memory and the processes of the other steps
        indexed()
    with clock("related"):
        related = relate(work, archive)
    draw = partial(draw_map, work, archive, documents.order)
    jobs = work.jobs if has_map(archive.library, archive.config) else 1
    site_map = clock.around("map", background.enter_context(in_background(draw, jobs)))

    def find_search_files() -> tuple[SearchFile, ...]:
        indexed()
        return search_files(background.enter_context(closing(open_search(work, documents))))

    with clock("watch"):
        watched = find_watched(work, archive, documents)
    return _Found(related, site_map, find_search_files, watched)


def _make(
    work: Workspace, batches: Iterable[Sequence[str]], comparison: Comparison, maker: Maker, manifest: Manifest
) -> tuple[int, list[str]]:
    """Make what is stale and enter all in the manifest; return how many files were made and which are not as before."""
    clock = work.clock
    planned, made, fresh = 0, 0, []
    for urls in batches:
        manifest.update((url, comparison.published.get(url, _NOT_MADE)) for url in urls)
        with clock("compare"):
            stale = comparison.find_stale(urls)
            planned += len(stale)
        with clock("pages"):
            for part in maker.make(stale):
                manifest.update((url, file) for url, file, _ in part)
                fresh += [url for url, _, is_new in part if is_new]
                made += len(part)
                work.progress("pages", made, planned)
    return made, fresh


def _report(
    archive: Archive, outputs: Outputs, manifest: Manifest, written: int, removed: int, clock: Clock
) -> BuildReport:
    files, sizes = count_files(outputs, manifest)
    return BuildReport(
        entries=len(archive.library.entries),
        files=files,
        bytes=sizes,
        written=written,
        removed=removed,
        seconds=clock.seconds,
        site_bytes=archive.config.limits.site_bytes,
        warnings=archive.warnings,
    )
