"""The map of the archive; without a script, a still picture and the list of its regions."""

from __future__ import annotations

from collections.abc import Iterator

from site_builder.content.map_file import SIZE
from site_builder.contract.document import Template
from site_builder.contract.insight import MapRegion, StillMap
from site_builder.contract.parts import Link
from site_builder.map.regions import LEVELS, Atlas
from site_builder.pages.kind import Context, PageKind
from site_builder.pages.planned import Planned
from site_builder.site.addresses import MAP_URL
from site_builder.site.lists import has_map
from site_builder.site.page import Page
from site_builder.words.catalogue import Translate


class MapPage(PageKind):
    """The map of the archive."""

    name = "map"
    template = Template(
        "map.html",
        "The map of the archive, which `assets/map.js` draws; without it, a still picture and the list of its regions.",
        {"still": "StillMap", "regions": "tuple[MapRegion, ...]"},
    )

    @classmethod
    def pages(cls, planned: Planned) -> Iterator[Page]:
        """Yield the page, if there is a map."""
        if has_map(planned.library, planned.config):
            yield Page(MAP_URL, cls.name)

    @classmethod
    def nav(cls, planned: Planned, t: Translate) -> Iterator[Link]:
        """Yield the page."""
        yield Link(t("Map"), MAP_URL)

    def context(self, page: Page) -> Context:
        """Return the still picture, and the regions with some papers of each."""
        atlas = self.site.atlas()
        scale = atlas.still / SIZE
        regions = tuple(
            MapRegion(
                anchor=f"region-{number}",
                words=region.words,
                x=round(region.x * scale, 1),
                y=round(region.y * scale, 1),
                count=region.size,
                papers=tuple(self.site.cards.card(position) for position in region.rows),
            )
            for number, region in enumerate(atlas.regions, start=1)
        )
        levels = tuple(_path(atlas, level) for level in range(1, LEVELS + 1))
        return {"still": StillMap(atlas.still, levels), "regions": regions}

    def title(self) -> str:
        """Return the title."""
        return self.site.t("Map")


def _path(atlas: Atlas, level: int) -> str:
    return "".join(f"M{x} {y}h1v1h-1z" for x, y, found in atlas.density if found == level)
