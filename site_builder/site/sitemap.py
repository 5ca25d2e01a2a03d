"""Which addresses search engines are told of, each with the day of its last change as far as content says it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from site_builder.library.library import Library
from site_builder.model import PERIOD_KINDS
from site_builder.settings.types import SiteConfig
from site_builder.site.addresses import paper_url, period_url, taxonomy_url, term_url
from site_builder.site.feeds import entry_dates

# The protocol allows so many in one file: https://www.sitemaps.org/protocol.html
MOST_ADDRESSES = 50_000

# The page of a term with one paper says nothing that the paper's own does not.
LEAST_PAPERS = 2

Address = tuple[str, str]


def sitemap_addresses(library: Library, config: SiteConfig) -> tuple[Address, ...]:
    """Return `(address, day)` of every page worth finding; a list's further pages are reached from its first."""
    return tuple(_addresses(library, config)) if config.base_url else ()


def sitemap_count(library: Library, config: SiteConfig) -> int:
    """Return how many files the addresses fill; the protocol wants an index from the second on."""
    return -(-len(sitemap_addresses(library, config)) // MOST_ADDRESSES)


def _addresses(library: Library, config: SiteConfig) -> Iterator[Address]:
    entries = library.entries
    newest = _newest(library, range(len(entries)))
    yield "", newest
    yield "archive.html", newest
    for page in library.pages:
        yield f"{page.id}.html", ""
    for entry in entries:
        yield paper_url(entry.id), _day(entry_dates(entry)[1])
    for kind in PERIOD_KINDS:
        for period in library.periods[kind]:
            yield period_url(kind, period.key), _newest(library, period.entries)
    for taxonomy in library.taxonomies:
        least = max(LEAST_PAPERS, taxonomy.min_entries)
        if any(len(term.entries) >= taxonomy.min_entries for term in library.terms[taxonomy.name]):
            yield taxonomy_url(taxonomy.name), ""
        for term in library.terms[taxonomy.name]:
            if len(term.entries) >= least:
                yield term_url(taxonomy.name, term.slug), _newest(library, term.entries)


def _newest(library: Library, positions: Sequence[int]) -> str:
    return _day(library.entries[positions[0]].listed) if positions else ""


def _day(iso: str) -> str:
    """Return a date that is known to the day; the schema of sitemaps has no others."""
    return iso if len(iso) == 10 else ""
