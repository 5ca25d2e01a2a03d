"""What the map's page shows without a script: a still picture, and its regions with some papers of each."""

from __future__ import annotations

from typing import Any

from site_builder.content.map_file import SIZE
from site_builder.contexts.cards import Cards
from site_builder.contract.insight import MapRegion, StillMap
from site_builder.map.regions import LEVELS, Atlas


def map_context(cards: Cards, atlas: Atlas) -> dict[str, Any]:
    """Return what the page of the map shows; the rows of the atlas are positions in the library."""
    scale = atlas.still / SIZE
    regions = [
        MapRegion(
            anchor=f"region-{number}",
            words=region.words,
            x=round(region.x * scale, 1),
            y=round(region.y * scale, 1),
            count=region.size,
            papers=tuple(cards.card(position) for position in region.rows),
        )
        for number, region in enumerate(atlas.regions, start=1)
    ]
    levels = tuple(_path(atlas, level) for level in range(1, LEVELS + 1))
    return {"still": StillMap(atlas.still, levels), "regions": tuple(regions)}


def _path(atlas: Atlas, level: int) -> str:
    return "".join(f"M{x} {y}h1v1h-1z" for x, y, found in atlas.density if found == level)
