"""Which outputs must be made: those whose published file is missing or was made from something else."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import chain, compress
from operator import ne

import msgspec

from site_builder.build.archive import Archive
from site_builder.build.assets import Asset
from site_builder.build.outputs import Outputs, Renderer
from site_builder.build.related import Related
from site_builder.content.sources import content_digest
from site_builder.core.cache_files import Manifest, Origin
from site_builder.core.processes import chunks, map_forked
from site_builder.data.file import DataFile
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
    """Compares outputs with the published files."""

    def __init__(
        self, outputs: Outputs, published: Manifest, renderer: Renderer, changes: Changes | None, jobs: int
    ) -> None:
        self._outputs = outputs
        self._published = published
        self._renderer = renderer
        self._jobs = jobs
        self._suspects = _suspects(outputs, renderer, changes)

    def find_stale(self, urls: Sequence[str]) -> list[str]:
        """Return those of the addresses whose files must be made, in the same order."""
        published, suspects = self._published, self._suspects
        stale = {url for url in urls if url not in published}
        doubtful = [url for url in urls if url in published and url in suspects]
        jobs = 1 if len(doubtful) < FEW_COMPARED else self._jobs
        stale.update(chain.from_iterable(map_forked(self._compare, chunks(doubtful, COMPARED), jobs)))
        return [url for url in urls if url in stale] if stale else []

    def _compare(self, urls: list[str]) -> list[str]:
        fingerprint, outputs, published = self._renderer.fingerprint, self._outputs, self._published
        return [url for url in urls if published[url].fingerprint != fingerprint(outputs[url])]


def _suspects(outputs: Outputs, renderer: Renderer, changes: Changes | None) -> Collection[str]:
    """Return the addresses of outputs that may be stale although they are published."""
    if changes is None or changes.related is None:
        return outputs
    assets = [url for url, output in outputs.items() if isinstance(output, Asset)]
    if not (changes.texts or changes.related):
        return {*assets, DATA_URL}
    pages = renderer.pages_showing(changes.texts, changes.excerpts, changes.related)
    data = (url for url, output in outputs.items() if isinstance(output, DataFile) and not output.of_facts)
    # The other files of the search index are named by the digests of their bytes.
    return {*assets, *pages, *data, MANIFEST_PATH}


def _differing(old: Sequence[str], new: Sequence[str]) -> list[int]:
    """Return the positions at which two sequences of one length differ."""
    return list(compress(range(len(new)), map(ne, old, new)))
