"""Which terms have pages, whether there is a map, and which periods have BibTeX."""

from __future__ import annotations

from site_builder.library.library import Library
from site_builder.model import PERIOD_KINDS
from site_builder.settings.types import SiteConfig

MAP_ENTRIES = 12
"""A map of fewer papers would show no more than a list."""


def has_page(config: SiteConfig, taxonomy: str, entry_count: int) -> bool:
    """Return whether a term with that many entries has a page of its own."""
    return entry_count >= config.taxonomies[taxonomy].min_entries


def has_map(library: Library, config: SiteConfig) -> bool:
    """Return whether the site has a map."""
    return config.map and len(library.entries) >= MAP_ENTRIES


def has_citations(library: Library) -> bool:
    """Return whether any paper cites another one of the archive, or one that it lacks."""
    return bool(library.citations.cited_by or library.citations.lacking)


def shortest_period(library: Library) -> str:
    """Return the shortest kind of period that the archive's dates have, empty if they have none."""
    return next((kind for kind in PERIOD_KINDS if library.periods[kind]), "")
