"""Which outputs must be made: those whose published file is missing or was made from something else."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import chain, compress
from operator import ne

import msgspec

from site_builder.build.archive import Archive
from site_builder.build.map import POINTS_URL
from site_builder.build.outputs import Outputs, Renderer
from site_builder.build.related import Related
from site_builder.content.sources import content_digest
from site_builder.core.cache_files import Manifest, Origin
from site_builder.core.processes import chunks, map_forked
from site_builder.search.index import MANIFEST_PATH
from site_builder.site.addresses import DATA_URL

COMPARED = 2_000
FEW_COMPARED = 10_000


class Changes(msgspec.Struct, frozen=True):
    """What differs from the published site, if it is only abstracts, related papers and assets of the theme.

    The positions of entries with another abstract, of those where that changes the excerpt, and of those with other
    related papers; `None` if the related papers cannot be compared.
    """

    texts: frozenset[int]
    excerpts: frozenset[int]
    related: frozenset[int] | None


def origin_of(archive: Archive, related: Related, last: Origin) -> Origin:
    """Return what a site is made from, for the next build to compare; `last` is the origin of the published site."""
    entries = archive.library.entries
    digests = tuple([entry.digest for entry in entries])
    if last.outline == archive.outline.key:
        excerpts = list(last.excerpts)
        edited = _differing(last.entries, digests)
    else:
        excerpts, edited = [""] * len(entries), list(range(len(entries)))
    for position in edited:
        excerpts[position] = content_digest(entries[position].excerpt.encode())
    return Origin(archive.outline.key, digests, tuple(excerpts), related.stamp)


def find_changes(last: Origin, new: Origin, related: Related) -> Changes | None:
    """Return what changed since the last build, or `None` if anything may have."""
    if last.outline != new.outline:
        return None
    texts, excerpts = _differing(last.entries, new.entries), _differing(last.excerpts, new.excerpts)
    comparable = related.changed if last.related == related.before else None
    return Changes(frozenset(texts), frozenset(excerpts), comparable)


class Comparison:
    """Compares outputs with the published files.

    `candidates` are the addresses of those that may be stale, in the order of the outputs.
    """

    def __init__(
        self,
        archive: Archive,
        outputs: Outputs,
        published: Manifest,
        renderer: Renderer,
        changes: Changes | None,
        jobs: int,
    ) -> None:
        self.candidates = _candidates(archive, outputs, published, renderer, changes)
        self._outputs = outputs
        self._published = published
        self._renderer = renderer
        self._jobs = jobs

    def find_stale(self, urls: Sequence[str]) -> list[str]:
        """Return those of these candidates whose files must be made, in the same order."""
        known = [url for url in urls if url in self._published]
        jobs = 1 if len(known) < FEW_COMPARED else self._jobs
        stale = frozenset(chain.from_iterable(map_forked(self._compare, chunks(known, COMPARED), jobs)))
        return [url for url in urls if url in stale or url not in self._published]

    def _compare(self, urls: list[str]) -> list[str]:
        fingerprint, outputs, published = self._renderer.fingerprint, self._outputs, self._published
        return [url for url in urls if published[url].fingerprint != fingerprint(outputs[url])]


def _candidates(
    archive: Archive, outputs: Outputs, published: Manifest, renderer: Renderer, changes: Changes | None
) -> Collection[str]:
    if changes is None or changes.related is None:
        return outputs
    found = outputs.keys() - published.keys()
    found.update(asset.url for asset in archive.assets)
    found.add(DATA_URL)
    if changes.texts or changes.related:
        found.update(renderer.pages_showing(changes.texts, changes.excerpts, changes.related))
        found.update(file.url for file in archive.data_files if not file.of_facts)
        # The other files of the search index are named by the digests of their bytes.
        found.update((POINTS_URL, MANIFEST_PATH))
    return [url for url in outputs if url in found]


def _differing(old: Sequence[str], new: Sequence[str]) -> list[int]:
    """Return the positions at which two sequences of one length differ."""
    return list(compress(range(len(new)), map(ne, old, new)))
