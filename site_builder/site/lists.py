"""Which terms have pages, whether there is a map, and which periods have BibTeX."""

from __future__ import annotations

from site_builder.library.library import Library
from site_builder.model import PERIOD_KINDS
from site_builder.settings.types import SiteConfig

MAP_ENTRIES = 12
"""A map of fewer papers would show no more than a list."""
MANY_ENTRIES = 300
"""From this many papers on, tags of a single paper are too many to have pages."""


def least_for_page(library: Library, config: SiteConfig, taxonomy: str) -> int:
    """Return how many papers a term needs for a page: a tag of one paper would lead back to where it is clicked."""
    usual = 2 if taxonomy == "tags" and len(library.entries) >= MANY_ENTRIES else 1
    return config.taxonomies[taxonomy].min_entries or usual


def has_map(library: Library, config: SiteConfig) -> bool:
    """Return whether the site has a map."""
    return config.map and len(library.entries) >= MAP_ENTRIES


def has_citations(library: Library) -> bool:
    """Return whether any paper cites another one of the archive, or one that it lacks."""
    return bool(library.citations.cited_by or library.citations.lacking)


def shortest_period(library: Library) -> str:
    """Return the shortest kind of period that the archive's dates have, empty if they have none."""
    return next((kind for kind in PERIOD_KINDS if library.periods[kind]), "")
