"""Pages and assets to files of the new site: which of them are stale, and making those in forked workers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice
from pathlib import Path

from site_builder.build.archive import Archive, differing, load_body
from site_builder.build.assets import Asset
from site_builder.build.cache import Cache
from site_builder.build.map import SiteMap, map_file
from site_builder.build.publish import Publication, output_digest
from site_builder.build.related import Related
from site_builder.build.search import SearchFile
from site_builder.contexts.cards import Cards
from site_builder.contexts.fingerprints import Fingerprints
from site_builder.contexts.pages import Contexts
from site_builder.core.cache_files import Manifest, PublishedFile
from site_builder.core.processes import chunks, map_forked
from site_builder.core.progress import Progress
from site_builder.data.file import DataFile
from site_builder.search.index import MANIFEST_PATH
from site_builder.site.plan import Page, has_map
from site_builder.theme.load import Templates
from site_builder.theme.render import render_page
from site_builder.words.catalogue import load_catalogue

CHUNK = 200
COMPARED = 2_000
FEW_COMPARED = 10_000

# What is known of a file that is not there yet.
_UNKNOWN = PublishedFile(b"", b"", 0)

Output = Page | Asset | DataFile | SearchFile

# What a worker says of each file that it made: its address, and whether the published one differs.
Made = list[tuple[str, PublishedFile, bool]]


class Renderer:
    """Makes the files of one archive's site, which tells its `origin`; forked workers inherit it."""

    def __init__(
        self,
        root: Path,
        archive: Archive,
        files: tuple[SearchFile, ...],
        related: Related,
        site_map: Callable[[], SiteMap],
        cache: Cache,
        publication: Publication,
    ) -> None:
        drawn = (map_file(site_map),) if has_map(archive.library, archive.config) else ()
        data = (*archive.data_files, *drawn)
        self._outputs: tuple[Output, ...] = (*data, *archive.plan.pages, *archive.assets, *files)
        self._pages = archive.plan.pages
        self._data_urls = [output.url for output in data]
        # The map may still be laid out while all else is made; and the page that shows how large files and the
        # whole site are waits until they are there.
        pages = {page.kind: at for at, page in enumerate(self._pages, len(data)) if page.kind in ("map", "data")}
        maps = [*range(len(archive.data_files), len(data)), *[at for kind, at in pages.items() if kind == "map"]]
        self._late = (maps, [at for kind, at in pages.items() if kind == "data"])
        self._all_late = frozenset(chain(*self._late))
        self._publication = publication
        self.origin = archive.origin_after(publication.origin)
        # The papers whose abstracts are all that differs from the published site, `None` where more does.
        same = publication.origin.outline == self.origin.outline
        self._edited = frozenset(differing(publication.origin.entries, self.origin.entries)) if same else None
        self._related = related
        cards = Cards(archive.library, archive.config, lambda entry: load_body(root, cache, archive.config, entry))
        self._templates = Templates(archive.theme, load_catalogue(archive.config.language).pages)
        relations = related.relations
        self._contexts = Contexts(archive.library, archive.config, cards, relations, lambda: site_map().atlas)
        self._fingerprints = Fingerprints(archive.library, self._contexts, cards, self._templates)

    def compare(self, jobs: int) -> tuple[Manifest, list[int]]:
        """Return the new site's manifest as far as it is known, and the positions of the outputs to be made for it."""
        live = self._publication.live
        # Where only abstracts changed, all addresses of data and pages are as they were, and in the same order.
        same = len(self._data_urls) + len(self._pages) if self._edited is not None and self._publication.is_whole else 0
        manifest = dict(islice(live.items(), same))
        manifest.update((output.url, live.get(output.url, _UNKNOWN)) for output in self._outputs[same:])
        files = enumerate(islice(manifest.values(), same, None), same)
        missing = {position for position, file in files if file is _UNKNOWN}
        doubtful = sorted({*self._doubtful()} - missing - self._all_late)
        stale = sorted((missing - self._all_late).union(self._find_stale(doubtful, jobs)))
        for position in stale:
            manifest[self._outputs[position].url] = _UNKNOWN
        for late in self._late:
            stale += self._compare_late(late, manifest, made=not stale)
        return manifest, stale

    def _find_stale(self, doubtful: list[int], jobs: int) -> Iterator[int]:
        """Yield the positions of those outputs whose published files were made from something else."""
        live = self._publication.live

        def compare(positions: Sequence[int]) -> list[int]:
            outputs = [(position, self._outputs[position]) for position in positions]
            return [at for at, output in outputs if live[output.url].fingerprint != self._fingerprint(output)]

        few = len(doubtful) < FEW_COMPARED
        for stale in map_forked(compare, chunks(doubtful, COMPARED), 1 if few else jobs):
            yield from stale

    def _compare_late(self, late: Sequence[int], manifest: Manifest, *, made: bool) -> list[int]:
        """Note late outputs in the manifest and return those that are stale; before all else is `made` all are."""
        self._contexts.data.sizes = {url: manifest[url].size for url in self._data_urls}
        if self._contexts.data.zip_address:
            shown = {self._outputs[position].url for position in self._late[-1]}
            self._contexts.data.site_bytes = sum(file.size for url, file in manifest.items() if url not in shown)
        stale = []
        for position in late:
            output = self._outputs[position]
            known = self._publication.live.get(output.url)
            fresh = made and known is not None and known.fingerprint == self._fingerprint(output)
            manifest[output.url] = known if known and fresh else _UNKNOWN
            stale += [] if fresh else [position]
        return stale

    def _doubtful(self) -> Iterable[int]:
        """Return the positions of outputs that can be stale though they are there: few if only abstracts changed."""
        old, new, related = self._publication.origin, self.origin, self._related
        if self._edited is None or old.related != related.before or related.changed is None:
            return range(len(self._outputs))
        excerpts = frozenset(differing(old.excerpts, new.excerpts))
        if not (self._edited or related.changed):  # nothing but assets of the theme
            return [position for position, output in enumerate(self._outputs) if isinstance(output, Asset)]
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
        soon = [position for position in stale if position not in self._all_late]
        # One file of data may hold the whole archive, and so is a task of its own.
        tasks = chain(chunks(self._only(soon, DataFile), 1), chunks(self._only(soon, Page, Asset, SearchFile), CHUNK))
        few = len(self._only(soon, Page, Asset)) < CHUNK  # processes would cost more than they save
        made_soon = map_forked(self._make, tasks, 1 if few else jobs, ordered=False)
        made_late = (self._make(self._compare_late(late, manifest, made=True)) for late in self._late)
        for made in chain(made_soon, made_late):
            for url, file, is_new in made:
                manifest[url] = file
                if is_new:
                    fresh.append(url)
            done += len(made)
            progress("pages", done, len(stale))
        return fresh

    def _only(self, positions: Sequence[int], *kinds: type) -> list[int]:
        return [position for position in positions if isinstance(self._outputs[position], kinds)]

    def _fingerprint(self, output: Output) -> bytes:
        return self._fingerprints.fingerprint(output) if isinstance(output, Page) else output.fingerprint

    def _read(self, output: DataFile | Asset | SearchFile) -> bytes:
        if isinstance(output, DataFile) and output.renew and self._edited is not None:
            last = self._publication.read(output.url)
            return output.read() if last is None else output.renew(last, self._edited)
        return output.read()

    def _make(self, positions: Sequence[int]) -> Made:
        return [self._make_one(self._outputs[position]) for position in positions]

    def _make_one(self, output: Output) -> tuple[str, PublishedFile, bool]:
        if isinstance(output, Page):
            context = self._contexts.context(output)
            data = render_page(self._templates, output.templates, context)
            fingerprint = self._fingerprints.fingerprint(output, context)
        else:
            data, fingerprint = self._read(output), output.fingerprint
        file = PublishedFile(fingerprint, output_digest(data), len(data))
        known = self._publication.live.get(output.url)
        is_new = known is None or known.digest != file.digest
        if is_new:
            self._publication.write(output.url, data)
        return output.url, file, is_new
