"""The archive's map, made from its related papers: where papers are, and the file that the browser draws."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from hashlib import blake2b
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from site_builder.build.archive import Archive
from site_builder.build.cache import Cache
from site_builder.build.related import load_related_state
from site_builder.build.workspace import Workspace
from site_builder.core.cache_files import tool_digest
from site_builder.data.file import DataFile, fingerprint
from site_builder.library.library import Library
from site_builder.map.layout import lay_out
from site_builder.map.placing import place
from site_builder.map.regions import Atlas, make_atlas, spell_stem
from site_builder.related.store import State
from site_builder.site.lists import has_map

MEMO = "map"
POINTS_URL = "map/points.js"
COLOURS = 8
"""How many tags have a colour of their own: the most frequent ones."""

_DIGITS = np.frombuffer(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_", np.uint8)


class SiteMap(msgspec.Struct, frozen=True):
    """The map of an archive: its atlas, where papers are positions in the library, and its file of points."""

    atlas: Atlas
    points: bytes


def map_file(site_map: Callable[[], SiteMap]) -> DataFile:
    """Return the file that the browser draws the map from; the map is only waited for when the file is read."""
    return DataFile(
        POINTS_URL,
        "map",
        lambda: fingerprint(POINTS_URL, site_map().points),
        lambda: site_map().points,
        of_facts=False,
    )


def draw_map(work: Workspace, archive: Archive, oldest_first: Sequence[int]) -> SiteMap:
    """Return the map of an archive from the cached state of its related papers; an empty one if it has no map.

    Reading an entry in a forked process copies its memory page, so this reads few.
    """
    library = archive.library
    if not has_map(library, archive.config):
        return SiteMap(Atlas((), (), (), ()), b"")
    state = load_related_state(work)
    by_row = [library.positions[identifier] for identifier in state.corpus.ids]
    given = archive.places
    places = lay_out_papers(state, work.cache) if given is None else place(state.corpus.ids, state.neighbours, given)
    names = {
        taxonomy: {term.slug: term.name for term in terms}
        for taxonomy, terms in library.terms.items()
        if taxonomy != "authors"
    }

    def spell(feature: int, rows: Sequence[int]) -> str:
        text = state.corpus.vocabulary[feature]
        taxonomy, slash, slug = text.partition("/")
        if slash:
            return names.get(taxonomy, {}).get(slug, "")
        return spell_stem(text, [library.entries[by_row[row]].title for row in rows])

    def score(rows: Sequence[int]) -> list[int]:
        return [library.entries[by_row[row]].upvotes or 0 for row in rows]

    atlas = make_atlas(places, state.vectors, spell, score)
    regions = tuple(
        msgspec.structs.replace(region, rows=tuple(by_row[row] for row in region.rows)) for region in atlas.regions
    )
    by_position = np.zeros_like(places)
    by_position[:, by_row] = places
    atlas = msgspec.structs.replace(atlas, regions=regions)
    return SiteMap(atlas, _points(library, by_position[:, oldest_first], oldest_first, atlas))


def lay_out_papers(state: State, cache: Cache) -> NDArray[np.uint16]:
    """Return where papers are on a map without given places: as before if they have the same neighbours."""
    neighbours = state.neighbours
    parts = tool_digest() + neighbours.rows.tobytes() + neighbours.scores.tobytes()
    key = blake2b(parts, digest_size=16).digest()
    known = cache.load_memo(MEMO, key)
    if known is not None:
        return np.frombuffer(known, np.uint16).reshape(2, -1)
    places = lay_out(neighbours)
    cache.store_memo(MEMO, key, places.tobytes())
    return places


def _points(library: Library, places: NDArray[np.uint16], oldest_first: Sequence[int], atlas: Atlas) -> bytes:
    """Return the script of all points in the order of the search: two letters per axis and one for the tag."""
    tags = sorted(library.terms["tags"], key=lambda term: (-len(term.entries), term.slug))[:COLOURS]
    colours = np.zeros(len(oldest_first), np.int64)
    for number, term in reversed(list(enumerate(tags, start=1))):
        colours[list(term.entries)] = number
    x, y = places.astype(np.int64)
    letters = _DIGITS[np.stack((x >> 6, x & 63, y >> 6, y & 63, colours[oldest_first]), axis=0)]
    years = {"": 0} if library.undated else {}
    known = len(library.undated)
    for year in library.periods["year"]:
        years[year.key] = known
        known += len(year.entries)
    made: dict[str, Any] = {
        "x": letters[:2].T.tobytes().decode(),
        "y": letters[2:4].T.tobytes().decode(),
        "tags": letters[4].tobytes().decode(),
        "names": [term.name for term in tags],
        "years": list(years.items()),
        "regions": [[region.x, region.y, region.words[0]] for region in atlas.regions],
        "words": atlas.words,
        "squares": [[number for pair in square for number in pair] for square in atlas.squares],
    }
    return b'papershelf.data("%s",%s)\n' % (POINTS_URL.encode(), msgspec.json.encode(made))
