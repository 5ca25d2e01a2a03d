"""The whole build as a list of steps: sources, entries, library, plan, pages, publication."""

from __future__ import annotations

import gc
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from site_builder.archive import Progress, load_body, load_entries, load_pages
from site_builder.assets import Asset, plan_assets
from site_builder.cache import CACHE_FOLDER, Cache, Manifest, PublishedFile, locked
from site_builder.config import SiteConfig, load_config
from site_builder.contexts.cards import Cards
from site_builder.contexts.fingerprints import Fingerprints
from site_builder.contexts.pages import Contexts
from site_builder.diagnostics import ContentError, Diagnostic, has_errors
from site_builder.library import Library, make_library
from site_builder.output import Publication, output_digest
from site_builder.plan import Page, Plan, make_plan
from site_builder.render import render_page
from site_builder.themes import Templates, Theme, load_theme
from site_builder.workers import chunks, default_jobs, map_forked

RENDER_CHUNK = 200


class Archive(msgspec.Struct, frozen=True):
    """A checked archive: its settings, library, plan and theme, and the warnings on the way."""

    config: SiteConfig
    library: Library
    plan: Plan
    theme: Theme
    assets: tuple[Asset, ...]
    warnings: tuple[Diagnostic, ...]


class BuildOptions(msgspec.Struct, frozen=True):
    """How to build: where to, with how many processes, and whether to look at every published byte."""

    root: Path
    output: Path
    jobs: int = 0
    verify: bool = False


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


def build(options: BuildOptions, progress: Progress = lambda step, done, total: None) -> BuildReport:
    """Bring the published site up to date with the archive.

    Raises `ContentError` with every problem there is; the published site is then the one before.
    """
    clock = _Clock()
    with locked(options.root / CACHE_FOLDER), _no_collection():
        jobs = options.jobs or default_jobs()
        cache, archive = _load(options.root, jobs, progress, clock)
        try:
            with clock("compare"):
                publication = Publication(options.output, cache, verify=options.verify)
                renderer = Renderer(options.root, archive, cache)
                manifest, stale = _compare(archive, renderer, publication)
            written = 0
            if stale or not publication.is_current(manifest):
                publication.prepare()
                with clock("render"):
                    fresh = _render(renderer, publication, stale, manifest, jobs, progress)
                with clock("publish"):
                    publication.publish(manifest, fresh)
                    written = len(fresh)
            removed = len(publication.live.keys() - manifest.keys())
            return _report(archive, manifest, written, removed, clock.seconds)
        finally:
            cache.close()


def check(root: Path, jobs: int = 0, progress: Progress = lambda step, done, total: None) -> tuple[Diagnostic, ...]:
    """Return every problem that a build would refuse, and every warning."""
    with locked(root / CACHE_FOLDER), _no_collection():
        try:
            cache, archive = _load(root, jobs or default_jobs(), progress, _Clock())
        except ContentError as error:
            return error.diagnostics
        cache.close()
        return archive.warnings


def _load(root: Path, jobs: int, progress: Progress, clock: _Clock) -> tuple[Cache, Archive]:
    """Read and check an archive; the cache is left open."""
    with clock("entries"):
        config, problems = load_config(root)
        cache = Cache(root / CACHE_FOLDER, repr(config.taxonomy_fields).encode())
        entries, wrong = load_entries(root, config, cache, jobs, progress)
        pages, wrong_pages = load_pages(root)
        problems += wrong + wrong_pages
    with clock("library"):
        library, wrong = make_library(entries, pages, config, lambda path: (root / path).read_bytes())
        problems += wrong
    with clock("plan"):
        plan = make_plan(library, config)
        theme, theme_problems = _load_theme(root, config)
        assets, wrong_assets = plan_assets(root, library, config, theme) if theme else ((), ())
        problems += plan.diagnostics + theme_problems + wrong_assets
    if theme is None or has_errors(problems):
        cache.close()
        raise ContentError(problems)
    return cache, Archive(config, library, plan, theme, assets, tuple(sorted(problems)))


def _load_theme(root: Path, config: SiteConfig) -> tuple[Theme | None, tuple[Diagnostic, ...]]:
    try:
        return load_theme(root, config.theme), ()
    except ContentError as error:
        return None, error.diagnostics


class Renderer:
    """Renders the pages of one archive; forked workers inherit it."""

    def __init__(self, root: Path, archive: Archive, cache: Cache) -> None:
        self._cache = cache
        cards = Cards(archive.library, archive.config, lambda entry: load_body(root, cache, archive.config, entry))
        self._templates = Templates(archive.theme)
        self._contexts = Contexts(archive.library, archive.config, cards)
        self.fingerprint = Fingerprints(archive.library, self._contexts, cards, self._templates).fingerprint

    def render(self, page: Page) -> bytes:
        """Return a page's bytes."""
        return render_page(self._templates, page.templates, self._contexts.context(page))

    def in_new_process(self) -> None:
        """Leave behind what does not survive a fork."""
        self._cache.reopen()


Rendered = list[tuple[str, bytes, int, bool]]


def _compare(archive: Archive, renderer: Renderer, publication: Publication) -> tuple[Manifest, list[Page | Asset]]:
    """Return the new manifest as far as it is known, and the pages and assets that must be made."""
    manifest: Manifest = {}
    stale: list[Page | Asset] = []
    for output in (*archive.plan.pages, *archive.assets):
        fingerprint = output.fingerprint if isinstance(output, Asset) else renderer.fingerprint(output)
        known = publication.live.get(output.url)
        if known and known.fingerprint == fingerprint:
            manifest[output.url] = known
        else:
            manifest[output.url] = PublishedFile(fingerprint, b"", 0)
            stale.append(output)
    return manifest, stale


def _render(
    renderer: Renderer,
    publication: Publication,
    stale: list[Page | Asset],
    manifest: Manifest,
    jobs: int,
    progress: Progress,
) -> list[str]:
    """Make the stale files, note them in the manifest, and return those whose bytes are new."""
    work = _worker(renderer, publication)
    fresh: list[str] = []
    done = 0
    small = len(stale) < RENDER_CHUNK
    for rendered in map_forked(work, chunks(stale, RENDER_CHUNK), 1 if small else jobs):
        for url, digest, size, is_new in rendered:
            manifest[url] = PublishedFile(manifest[url].fingerprint, digest, size)
            if is_new:
                fresh.append(url)
        done += len(rendered)
        progress("pages", done, len(stale))
    return fresh


def _worker(renderer: Renderer, publication: Publication) -> Callable[[list[Page | Asset]], Rendered]:
    import os

    parent = os.getpid()
    ready = False

    def work(outputs: list[Page | Asset]) -> Rendered:
        nonlocal ready
        if os.getpid() != parent and not ready:
            renderer.in_new_process()
            ready = True
        rendered: Rendered = []
        for output in outputs:
            data = output.read() if isinstance(output, Asset) else renderer.render(output)
            digest = output_digest(data)
            known = publication.live.get(output.url)
            is_new = known is None or known.digest != digest
            if is_new:
                publication.write(output.url, data)
            rendered.append((output.url, digest, len(data), is_new))
        return rendered

    return work


def _report(archive: Archive, manifest: Manifest, written: int, removed: int, seconds: dict[str, float]) -> BuildReport:
    files: Counter[str] = Counter()
    sizes: Counter[str] = Counter()
    for output in archive.plan.pages:
        kind = output.subject if output.kind in ("term", "period") else output.kind
        files[kind] += 1
        sizes[kind] += manifest[output.url].size
    for asset in archive.assets:
        files["assets"] += 1
        sizes["assets"] += manifest[asset.url].size
    entries, budget = len(archive.library.entries), archive.config.site_bytes
    return BuildReport(entries, dict(files), dict(sizes), written, removed, seconds, budget, archive.warnings)


class _Clock:
    """Seconds by step."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def __call__(self, step: str) -> Iterator[None]:
        start = time.perf_counter()
        yield
        self.seconds[step] = self.seconds.get(step, 0.0) + time.perf_counter() - start


@contextmanager
def _no_collection() -> Iterator[None]:
    """A build makes millions of objects and no cycles: collections would only slow it down."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
