"""A planned page, and the plan of a site."""

from __future__ import annotations

import msgspec

from site_builder.core.diagnostics import Diagnostic
from site_builder.site.addresses import numbered_url


class Page(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A page to render: its kind, what it shows, and which part of a long list.

    `kind` is the name of one of `pages.kinds`. What `subject` and `index` mean is up to the kind: often a taxonomy or
    a kind of period, and a position among the library's entries, terms or periods.
    """

    url: str
    kind: str
    subject: str = ""
    index: int = 0
    number: int = 1
    count: int = 1


class Plan(msgspec.Struct, frozen=True):
    """All pages of a site, and the problems of their addresses."""

    pages: tuple[Page, ...]
    diagnostics: tuple[Diagnostic, ...]


def list_pages(url: str, kind: str, subject: str, index: int, items: int, size: int) -> list[Page]:
    """Return the pages of a list of so many items, at most `size` on each."""
    if items <= size:  # most lists are short
        return [Page(url, kind, subject, index)]
    count = -(-items // size)
    return [Page(numbered_url(url, number), kind, subject, index, number, count) for number in range(1, count + 1)]
