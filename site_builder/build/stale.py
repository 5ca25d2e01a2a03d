"""Which outputs must be made: those whose published file is missing or was made from something else."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from hashlib import blake2b
from itertools import chain, compress
from operator import ne

import msgspec

from site_builder.build.archive import Archive
from site_builder.build.map import POINTS_URL
from site_builder.build.outline import Outline
from site_builder.build.outputs import Outputs, Renderer
from site_builder.build.related import Related
from site_builder.core.cache_files import Manifest, Origin
from site_builder.core.processes import chunks, map_forked
from site_builder.data.file import DataFile
from site_builder.data.records import Former
from site_builder.library.library import Library
from site_builder.pages.kind import Edited
from site_builder.search.index import MANIFEST_PATH
from site_builder.site.addresses import DATA_URL

COMPARED = 2_000
FEW_COMPARED = 10_000


def origin_of(archive: Archive, related: Related, renderer: Renderer, last: Origin) -> Origin:
    """Return what a site is made from, for the next build to compare; `last` is the origin of the published site."""
    outline, entries = archive.outline, archive.library.entries
    # A picture's size is not in the entry's file, and pages state it.
    digests = tuple([entry.digest + renderer.picture(entry) for entry in entries])
    if outline.last and outline.last.key == last.outline and outline.has_same_counts:
        cards = list(last.cards)
        for position in _differing(last.entries, digests):
            cards[position] = renderer.card(position)
    else:
        cards = list(map(renderer.card, range(len(entries))))
    frame = blake2b(outline.others + renderer.frame(), digest_size=16).digest()
    return Origin(outline.key, frame, digests, tuple(cards), related.stamp)


class Edits(msgspec.Struct, frozen=True):
    """What was edited since the last build: as pages ask for it, and as files with one record a paper do."""

    pages: Edited
    records: Former


def find_edits(last: Origin, new: Origin, outline: Outline, related: Related) -> Edits | None:
    """Return what was edited since the last build, or `None` if anything may have changed."""
    if related.changed is None or last.related != related.before:
        return None
    if last.outline == new.outline:
        abstracts, cards = _differing(last.entries, new.entries), _differing(last.cards, new.cards)
        places = list(range(len(new.entries)))
        for position in abstracts:
            places[position] = -1
        edited = Edited(frozenset(abstracts), frozenset(cards), related.changed)
        return Edits(edited, Former(len(places), places))
    before = outline.last
    if before is None or before.key != last.outline or last.frame != new.frame:
        return None
    of_counts = not outline.has_same_counts
    return _find_edited_facts(last, new, before.library, outline.library, related, of_counts=of_counts)


def _find_edited_facts(
    last: Origin, new: Origin, before: Library, library: Library, related: Related, *, of_counts: bool
) -> Edits:
    """Return which papers and terms differ between two libraries."""
    sources = [before.positions.get(name, -1) for name in library.positions]

    def differing(old: Sequence[object], now: Sequence[object]) -> frozenset[int]:
        return frozenset(place for place, source in enumerate(sources) if source < 0 or old[source] != now[place])

    abstracts, cards = differing(last.entries, new.entries), differing(last.cards, new.cards)
    cited = differing(_citations(before), _citations(library))
    left = {sources[place] for place in cards}.union(set(range(len(before.positions))).difference(sources)) - {-1}
    terms: set[tuple[str, int]] = set()
    for taxonomy, by_entry in before.entry_terms.items():
        slugs = {before.terms[taxonomy][index].slug for source in left for index in by_entry[source]}
        terms.update((taxonomy, index) for index, term in enumerate(library.terms[taxonomy]) if term.slug in slugs)
    remade = abstracts | cards | cited
    places = [-1 if place in remade else source for place, source in enumerate(sources)]
    edited = Edited(
        abstracts,
        cards,
        (related.changed or frozenset()) | related.showing(cards),
        terms=frozenset(terms),
        moved=moved(sources, len(before.positions)),
        cited=cited,
        of_facts=True,
        of_counts=of_counts,
    )
    return Edits(edited, Former(len(before.positions), places))


def moved(sources: Sequence[int], papers: int) -> frozenset[int]:
    """Return the papers that have another neighbour than before, given each one's place among the papers then."""
    around = [-1, *(-2 if source < 0 else source for source in sources), papers]
    return frozenset(
        place
        for place, source in enumerate(sources)
        if source < 0 or (around[place], around[place + 2]) != (source - 1, source + 1)
    )


def _citations(library: Library) -> list[object]:
    """Return each paper's citation key, and which papers it cites and is cited by."""
    names, cites, cited_by = list(library.positions), library.citations.cites, library.citations.cited_by
    return [
        (key, *([names[other] for other in linked.get(position, ())] for linked in (cites, cited_by)))
        for position, key in enumerate(library.citation_keys)
    ]


class Comparison:
    """Compares outputs with the `published` files."""

    def __init__(
        self,
        archive: Archive,
        outputs: Outputs,
        published: Manifest,
        renderer: Renderer,
        edits: Edits | None,
        jobs: int,
    ) -> None:
        self._outputs = outputs
        self.published = published
        self._renderer = renderer
        self._jobs = jobs
        self._reached = None if edits is None else _reached(archive, renderer, edits)

    def find_stale(self, urls: Sequence[str]) -> list[str]:
        """Return those of some outputs whose files must be made, in the same order."""
        reached = self._reached
        known = [url for url in urls if url in self.published and (reached is None or url in reached)]
        jobs = 1 if len(known) < FEW_COMPARED else self._jobs
        stale = frozenset(chain.from_iterable(map_forked(self._compare, chunks(known, COMPARED), jobs)))
        return [url for url in urls if url in stale or url not in self.published]

    def _compare(self, urls: list[str]) -> list[str]:
        fingerprint, outputs, published = self._renderer.fingerprint, self._outputs, self.published
        return [url for url in urls if published[url].fingerprint != fingerprint(outputs[url])]


def _reached(archive: Archive, renderer: Renderer, edits: Edits) -> frozenset[str]:
    """Return the addresses of published files that edits may have made stale."""
    found = {asset.url for asset in archive.files.assets} | {DATA_URL}
    if edits.pages:
        found.update(renderer.pages_showing(edits.pages))
        shown = partial(DataFile.can_show, former=edits.records, facts=edits.pages.of_facts)
        found.update(file.url for file in archive.data_files if shown(file))
        # The other files of the search index are named by the digests of their bytes.
        found.update((POINTS_URL, MANIFEST_PATH))
    return frozenset(found)


def _differing(old: Sequence[object], new: Sequence[object]) -> list[int]:
    """Return the positions at which two sequences of one length differ."""
    return list(compress(range(len(new)), map(ne, old, new)))
