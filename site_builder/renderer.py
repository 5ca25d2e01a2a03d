"""Pages and assets to files of the new site: which of them are stale, and making those in forked workers."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
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
from site_builder.search.index import MANIFEST_PATH
from site_builder.text.words import load_catalogue
from site_builder.themes import Templates
from site_builder.workers import chunks, map_forked

CHUNK = 200

# What is known of a file that is not there yet.
_UNKNOWN = PublishedFile(b"", b"", 0)

Output = Page | Asset | DataFile | SearchFile

# What a worker says of each file that it made: address, digest, size, and whether the published one differs.
Made = list[tuple[str, bytes, int, bool]]


class Renderer:
    """Makes the files of one archive's site, which tells its `origin`; forked workers inherit it."""

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
        self._pages = archive.plan.pages
        self._data_urls = [output.url for output in (*archive.data_files, *drawn)]
        # A page that shows how large files and the whole site are waits until they are made.
        first = len(self._data_urls)
        self._late = [first + number for number, page in enumerate(self._pages) if page.kind == "data"]
        self._publication = publication
        self.origin = archive.origin
        # The papers whose abstracts are all that differs from the published site, `None` where more does.
        same = publication.origin.outline == self.origin.outline
        self._edited = _changed(publication.origin.entries, self.origin.entries) if same else None
        self._related = related
        self._cache = cache
        cards = Cards(archive.library, archive.config, lambda entry: load_body(root, cache, archive.config, entry))
        self._templates = Templates(archive.theme, load_catalogue(archive.config.language).pages)
        atlas = site_map.atlas if site_map else None
        self._contexts = Contexts(archive.library, archive.config, cards, related.relations, atlas)
        self._fingerprints = Fingerprints(archive.library, self._contexts, cards, self._templates)

    def compare(self) -> tuple[Manifest, list[int]]:
        """Return the new site's manifest as far as it is known, and the positions of the outputs to be made for it."""
        live = self._publication.live
        manifest = {output.url: live.get(output.url, _UNKNOWN) for output in self._outputs}
        missing = [position for position, file in enumerate(manifest.values()) if file is _UNKNOWN]
        stale: list[int] = []
        for position in sorted({*missing, *self._doubtful()}.difference(self._late)):
            output = self._outputs[position]
            known, fingerprint = manifest[output.url], self._fingerprint(output)
            if known is _UNKNOWN or known.fingerprint != fingerprint:
                manifest[output.url] = PublishedFile(fingerprint, b"", 0)
                stale.append(position)
        return manifest, stale + self._compare_late(manifest, made=not stale)

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

    def _doubtful(self) -> Iterable[int]:
        """Return the positions of outputs that can be stale though they are there: few if only abstracts changed."""
        old, new, related = self._publication.origin, self.origin, self._related
        if self._edited is None or old.related != related.before or related.changed is None:
            return range(len(self._outputs))
        excerpts = _changed(old.excerpts, new.excerpts)
        pages = self._fingerprints.doubtful(self._pages, self._edited, excerpts, related.changed)
        first = len(self._data_urls)
        others = (*range(first), *range(first + len(self._pages), len(self._outputs)))
        return [*(first + number for number in pages), *filter(self._is_doubtful, others)]

    def _is_doubtful(self, position: int) -> bool:
        """Tell whether a file that is no page can be stale; those of the search index are named by their bytes."""
        output = self._outputs[position]
        if isinstance(output, SearchFile):
            return output.url == MANIFEST_PATH
        return not (isinstance(output, DataFile) and output.of_facts)

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
