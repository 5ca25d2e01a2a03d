"""Sitemaps: the addresses for search engines, and the index of several such files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

from site_builder.contract.document import Template
from site_builder.pages.kind import Context
from site_builder.pages.machine_page import MachinePage
from site_builder.pages.planned import Planned
from site_builder.site.addresses import HOME_URL
from site_builder.site.page import Page

MOST_ADDRESSES = 50_000
"""The most that the protocol allows in one file: https://www.sitemaps.org/protocol.html"""

Address = tuple[str, str]
"""A page's address, and the day of its last change, empty if unknown."""


class Sitemap(MachinePage):
    """A sitemap."""

    name = "sitemap.xml"
    template = Template(
        "sitemap.xml",
        "The addresses for search engines, 50,000 in a file, each with the day of its last change, if known.",
        {"addresses": "tuple[tuple[str, str], ...]"},
    )

    @classmethod
    def pages(cls, planned: Planned) -> Iterator[Page]:
        """Yield as many files as the addresses fill."""
        count = -(-len(sitemap_addresses(planned)) // MOST_ADDRESSES)
        for number in range(1, count + 1):
            yield Page(sitemap_url(number) if count > 1 else cls.name, cls.name, number=number, count=count)

    def context(self, page: Page) -> Context:
        """Return the addresses of one file."""
        start = (page.number - 1) * MOST_ADDRESSES
        return {"addresses": self._addresses[start : start + MOST_ADDRESSES]}

    @cached_property
    def _addresses(self) -> Sequence[Address]:
        return sitemap_addresses(self.site.planned)


class SitemapIndex(MachinePage):
    """The index of several sitemaps."""

    name = "sitemap-index.xml"
    template = Template("sitemap-index.xml", "The index of several such files.", {"urls": "tuple[str, ...]"})

    @classmethod
    def pages(cls, planned: Planned) -> Iterator[Page]:
        """Yield the index, if there are several files."""
        count = sum(page.kind == Sitemap.name for page in planned.pages)
        if count > 1:
            yield Page(Sitemap.name, cls.name, count=count)

    def context(self, page: Page) -> Context:
        """Return the addresses of the files."""
        return {"urls": tuple(sitemap_url(number) for number in range(1, page.count + 1))}


def sitemap_url(number: int) -> str:
    """Return the address of one of several sitemaps."""
    return f"sitemap-{number}.xml"


def sitemap_addresses(planned: Planned) -> tuple[Address, ...]:
    """Return the address and day of each page worth finding: of long lists the first, which leads to the others."""
    leading: list[Address] = []
    others: list[Address] = []
    for page in planned.pages if planned.config.base_url else ():
        kind = planned.kinds[page.kind]
        day = kind.last_change(page, planned.library) if page.number == 1 else None
        if day is not None:
            address = ("" if page.url == HOME_URL else page.url, day)
            (leading if kind.leads_sitemap else others).append(address)
    return (*leading, *others)
