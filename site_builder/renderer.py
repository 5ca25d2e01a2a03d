"""Pages and assets to files of the new site: which of them are stale, and making those in forked workers."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from itertools import chain
from pathlib import Path

from site_builder.archive import Archive, load_body
from site_builder.assets import Asset
from site_builder.cache import Cache
from site_builder.clock import Progress
from site_builder.contexts.cards import Cards
from site_builder.contexts.fingerprints import Fingerprints
from site_builder.contexts.pages import Contexts
from site_builder.data.file import DataFile
from site_builder.indexing import SearchFile
from site_builder.mapping import SiteMap
from site_builder.memos import Manifest, PublishedFile
from site_builder.output import Publication, output_digest
from site_builder.plan import Page
from site_builder.relating import Related
from site_builder.render import render_page
from site_builder.text.words import load_catalogue
from site_builder.themes import Templates
from site_builder.workers import chunks, map_forked

CHUNK = 200

Output = Page | Asset | DataFile | SearchFile

# What a worker says of each file that it made: address, digest, size, and whether the published one differs.
Made = list[tuple[str, bytes, int, bool]]


class Renderer:
    """Makes the files of one archive's site; forked workers inherit it."""

    def __init__(
        self,
        root: Path,
        archive: Archive,
        files: tuple[SearchFile, ...],
        related: Related,
        site_map: SiteMap | None,
        cache: Cache,
        publication: Publication,
    ) -> None:
        drawn = (site_map.data_file(),) if site_map else ()
        self._outputs: tuple[Output, ...] = (*archive.data_files, *drawn, *archive.plan.pages, *archive.assets, *files)
        self._data_urls = [output.url for output in (*archive.data_files, *drawn)]
        # A page that shows how large files and the whole site are waits until they are made.
        self._late = [n for n, output in enumerate(self._outputs) if isinstance(output, Page) and output.kind == "data"]
        self._publication = publication
        self._origin = archive.origin
        # The papers whose abstracts are all that differs from the published site, `None` where more does.
        same = publication.origin.outline == self._origin.outline
        self._edited = _changed(publication.origin.entries, self._origin.entries) if same else None
        self._related = related
        self._cache = cache
        cards = Cards(archive.library, archive.config, lambda entry: load_body(root, cache, archive.config, entry))
        self._templates = Templates(archive.theme, load_catalogue(archive.config.language).pages)
        atlas = site_map.atlas if site_map else None
        self._contexts = Contexts(archive.library, archive.config, cards, related.relations, atlas)
        self._fingerprints = Fingerprints(archive.library, self._contexts, cards, self._templates)

    def compare(self) -> tuple[Manifest, list[int]]:
        """Return the new site's manifest as far as it is known, and the positions of the outputs to be made for it."""
        manifest: Manifest = {}
        stale: list[int] = []
        live = self._publication.live
        untouched = self._untouched()
        for position, output in enumerate(self._outputs):
            known = live.get(output.url)
            if known is None or not untouched(output):
                fingerprint = b"" if position in self._late else self._fingerprint(output)
                if known is None or known.fingerprint != fingerprint:
                    known = PublishedFile(fingerprint, b"", 0)
                    stale.append(position)
            manifest[output.url] = known
        made = stale == self._late
        return manifest, [n for n in stale if n not in self._late] + self._compare_late(manifest, made=made)

    def _compare_late(self, manifest: Manifest, *, made: bool) -> list[int]:
        """Note the late pages in the manifest and return those that are stale; before all else is `made` all are."""
        self._contexts.data.sizes = {url: manifest[url].size for url in self._data_urls}
        if self._contexts.data.zip_address:
            # A build of changed stylesheets alone makes no page anew, so what a theme brings does not count.
            late = {self._outputs[position].url for position in self._late}
            counted = (url for url in manifest if url not in late and not url.startswith("assets/"))
            self._contexts.data.site_bytes = sum(manifest[url].size for url in counted)
        stale = []
        for position in self._late:
            output = self._outputs[position]
            known = self._publication.live.get(output.url)
            fingerprint = self._fingerprint(output) if made else b""
            fresh = known is not None and known.fingerprint == fingerprint
            manifest[output.url] = known if known and fresh else PublishedFile(fingerprint, b"", 0)
            stale += [] if fresh else [position]
        return stale

    def _untouched(self) -> Callable[[Output], bool]:
        """Return what tells without a fingerprint that an output cannot be stale: few are if only abstracts changed."""
        if self._edited is None:
            return lambda output: False
        old, new, related = self._publication.origin, self._origin, self._related
        is_shown = old.related == related.before and related.changed is not None
        excerpts = _changed(old.excerpts, new.excerpts)
        is_page = self._fingerprints.untouched(self._edited, excerpts, related.changed or frozenset())
        return lambda output: (
            (isinstance(output, Page) and is_shown and is_page(output))
            or (isinstance(output, DataFile) and output.of_facts)
        )

    def make(self, stale: list[int], manifest: Manifest, jobs: int, progress: Progress) -> list[str]:
        """Write the stale files, note them in the manifest, and return those whose bytes are new."""
        fresh: list[str] = []
        done = 0
        indexed = self._only(stale, SearchFile)  # this process alone can read the index
        late = [position for position in stale if position in self._late]
        others = [position for position in self._only(stale, Page, Asset) if position not in late]
        # One file of data may hold the whole archive, and so is a task of its own.
        tasks = chain(chunks(self._only(stale, DataFile), 1), chunks(others, CHUNK))
        few = len(others) < CHUNK  # processes would cost more than they save
        work = self._worker()
        soon = chain(map(work, chunks(indexed, CHUNK)), map_forked(work, tasks, 1 if few else jobs))
        for made in chain(soon, (work(self._compare_late(manifest, made=True)) for _ in late[:1])):
            for url, digest, size, is_new in made:
                manifest[url] = PublishedFile(manifest[url].fingerprint, digest, size)
                if is_new:
                    fresh.append(url)
            done += len(made)
            progress("pages", done, len(stale))
        return fresh

    def _only(self, positions: Sequence[int], *kinds: type) -> list[int]:
        return [position for position in positions if isinstance(self._outputs[position], kinds)]

    def _fingerprint(self, output: Output) -> bytes:
        return self._fingerprints.fingerprint(output) if isinstance(output, Page) else output.fingerprint

    def _read(self, output: Output) -> bytes:
        if isinstance(output, Page):
            return render_page(self._templates, output.templates, self._contexts.context(output))
        if isinstance(output, DataFile) and output.renew and self._edited is not None:
            last = self._publication.read(output.url)
            return output.read() if last is None else output.renew(last, self._edited)
        return output.read()

    def _worker(self) -> Callable[[Sequence[int]], Made]:
        """Return what makes the outputs at some positions; they reach a worker by the fork, not as a message."""
        process = os.getpid()

        def work(positions: Sequence[int]) -> Made:
            nonlocal process
            if process != os.getpid():
                process = os.getpid()
                self._cache.reopen()
            return [self._make_one(self._outputs[position]) for position in positions]

        return work

    def _make_one(self, output: Output) -> tuple[str, bytes, int, bool]:
        data = self._read(output)
        digest = output_digest(data)
        known = self._publication.live.get(output.url)
        is_new = known is None or known.digest != digest
        if is_new:
            self._publication.write(output.url, data)
        return output.url, digest, len(data), is_new


def _changed(old: Sequence[str], new: Sequence[str]) -> frozenset[int]:
    return frozenset(position for position, (was, now) in enumerate(zip(old, new, strict=True)) if was != now)
