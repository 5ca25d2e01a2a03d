"""Everything that a site consists of, in the order of its manifest, and what each file is made from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from operator import attrgetter

from site_builder.build.archive import Archive
from site_builder.build.assets import Asset
from site_builder.build.map import POINTS_URL, SiteMap, map_file
from site_builder.build.search import SearchFile
from site_builder.build.workspace import Workspace
from site_builder.contexts.cards import Cards
from site_builder.core.cache_files import Manifest
from site_builder.data.file import DataFile
from site_builder.model import Entry
from site_builder.pages.contexts import Contexts
from site_builder.pages.fingerprints import Fingerprints
from site_builder.pages.kind import Edited
from site_builder.pages.kinds import KINDS_BY_NAME
from site_builder.pages.site_context import Sizes
from site_builder.related.relations import Relations
from site_builder.site.addresses import DATA_URL, MAP_URL
from site_builder.site.lists import has_map
from site_builder.site.page import Page
from site_builder.theme.load import Templates
from site_builder.theme.render import render_page

Output = Page | Asset | DataFile | SearchFile
Outputs = dict[str, Output]
"""All outputs by address, in the order of the manifest."""

_DRAWN = (POINTS_URL, MAP_URL)


def plan_outputs(archive: Archive, site_map: Callable[[], SiteMap]) -> Outputs:
    """Return all outputs of a site but the files of the search."""
    drawn = (map_file(site_map),) if has_map(archive.library, archive.config) else ()
    outputs = (*archive.data_files, *drawn, *archive.plan.pages, *archive.files.assets)
    return {output.url: output for output in outputs}


def stages(outputs: Outputs, files: Callable[[], Iterable[SearchFile]]) -> Iterator[list[str]]:
    """Yield the addresses of all outputs, those that wait for others last.

    The map and the search's files are made in the background; these are added to the outputs once they are known. The
    data page shows the sizes of all other files.
    """
    late = (*_DRAWN, DATA_URL)
    yield [url for url in outputs if url not in late]
    yield [url for url in _DRAWN if url in outputs]
    found = {file.url: file for file in files()}
    outputs.update(found)
    yield [*found]
    yield [url for url in (DATA_URL,) if url in outputs]


def count_files(outputs: Outputs, manifest: Manifest) -> tuple[dict[str, int], dict[str, int]]:
    """Return how many files of each kind a site has, and their bytes."""
    counts: defaultdict[str, int] = defaultdict(int)
    sizes: defaultdict[str, int] = defaultdict(int)
    for url, file in manifest.items():
        kind = _kind(outputs[url])
        counts[kind] += 1
        sizes[kind] += file.size
    return dict(counts), dict(sizes)


def sizes_of(archive: Archive, manifest: Manifest) -> Sizes:
    """Return the sizes of the data files and of the whole site.

    The page that shows them does not count, nor what keeps the site offline, which is made from all other files.
    """
    data = [*(file.url for file in archive.data_files), POINTS_URL]
    site = sum(map(attrgetter("size"), manifest.values()))
    own = manifest[DATA_URL].size if DATA_URL in manifest else 0
    return Sizes({url: manifest[url].size for url in data if url in manifest}, site - own)


def _kind(output: Output) -> str:
    return KINDS_BY_NAME[output.kind].counted_as(output) if isinstance(output, Page) else output.kind


class Renderer:
    """Makes an output's bytes and its fingerprint: the digest of all that it is made from."""

    def __init__(
        self,
        work: Workspace,
        archive: Archive,
        relations: Relations,
        site_map: Callable[[], SiteMap],
        sizes: Callable[[], Sizes],
        watched: Sequence[Sequence[int]],
    ) -> None:
        library, config = archive.library, archive.config
        self._cards = cards = Cards(library, config, work.load_body, archive.files.pictures)
        self._templates = Templates(archive.theme, config.words.pages, work.cache)
        self.store_templates = self._templates.store_compiled
        self._pages = archive.plan.pages
        self._contexts = Contexts(
            library, config, self._pages, cards, relations, lambda: site_map().atlas, sizes, watched
        )
        self._fingerprints = Fingerprints(self._contexts, self._templates)

    def fingerprint(self, output: Output) -> bytes:
        """Return an output's fingerprint without making it."""
        return self._fingerprints.fingerprint(output) if isinstance(output, Page) else output.fingerprint

    def make(self, output: Output) -> tuple[bytes, bytes]:
        """Return an output's bytes and its fingerprint."""
        if not isinstance(output, Page):
            return output.read(), output.fingerprint
        context = self._contexts.context(output)
        data = render_page(self._templates, self._contexts.kind(output).templates(output), context)
        return data, self._fingerprints.fingerprint(output, context)

    def pages_showing(self, edited: Edited) -> Collection[str]:
        """Return the addresses of pages that can show these edits."""
        return [self._pages[number].url for number in self._fingerprints.doubtful(self._pages, edited)]

    def frame(self) -> bytes:
        """Return the digest of what pages show apart from papers, the archive's other files aside."""
        return self._fingerprints.frame()

    def picture(self, entry: Entry) -> str:
        """Return the size of a paper's picture as text; empty if it has none."""
        picture = self._cards.picture(entry)
        return f" {picture.width}x{picture.height}" if picture else ""

    def card(self, position: int) -> bytes:
        """Return the digest of what pages show of a paper apart from its abstract."""
        return self._contexts.site.parts.card(position)
