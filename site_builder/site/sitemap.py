"""The days that sitemaps give for pages, as far as content says them."""

from __future__ import annotations

from collections.abc import Sequence

from site_builder.library.library import Library


def newest_listed(library: Library, positions: Sequence[int]) -> str:
    """Return the day on which the first of a list, newest first, was listed; empty if unknown."""
    return known_day(library.entries[positions[0]].listed) if positions else ""


def known_day(iso: str) -> str:
    """Return a date that is known to the day, empty for others: the schema of sitemaps allows no coarser ones."""
    return iso if len(iso) == 10 else ""
