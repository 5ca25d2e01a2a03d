"""Digests: the papers of a day, week or month in an email or page about it, the most upvoted first."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from site_builder.library.library import Library
from site_builder.library.periods import period_keys
from site_builder.model import Period, Term
from site_builder.reading.plain_values import is_date
from site_builder.settings.types import SiteConfig


class Digest(msgspec.Struct, frozen=True, gc=False):
    """A period, the positions of the papers that are named, and the total number of papers."""

    period: Period
    positions: tuple[int, ...]
    total: int


def make_digest(library: Library, config: SiteConfig, period: Period, tags: Sequence[Term] = ()) -> Digest:
    """Return the digest of a period; with tags, only of papers that have one of them."""
    wanted = {position for tag in tags for position in tag.entries}
    chosen = [position for position in period.entries if not tags or position in wanted]
    entries = library.entries
    ranked = sorted(chosen, key=lambda position: (-(entries[position].upvotes or 0), position))
    return Digest(period, tuple(ranked[: config.digest.items]), len(chosen))


def find_period(library: Library, kind: str, when: str = "") -> Period | None:
    """Return the period of a kind with a key, or with a day in it; by default the newest. None if there is none."""
    periods = library.periods[kind]
    if not when:
        return periods[-1] if periods else None
    key = period_keys(when).get(kind, when) if len(when) == 10 and is_date(when) else when
    return next((period for period in periods if period.key == key), None)


def digest_url(key: str) -> str:
    """Return the address of a digest's page."""
    return f"digests/{key}.html"
