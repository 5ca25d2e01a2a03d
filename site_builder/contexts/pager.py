"""Parts of long lists, and the links between them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from site_builder.contract.site import Pager, PagerLink
from site_builder.site.addresses import numbered_url
from site_builder.site.page import Page

Item = TypeVar("Item")


def part_of(page: Page, items: Sequence[Item], size: int) -> Sequence[Item]:
    """Return the items that a page shows of a list, `size` on each page."""
    return items[(page.number - 1) * size : page.number * size]


def make_pager(page: Page, total: int, size: int) -> Pager:
    """Return the pager of one page of a list of `total` items, `size` on each page."""
    first_url = page.url if page.number == 1 else page.url.rpartition("/")[0] + ".html"

    def url(number: int) -> str:
        return numbered_url(first_url, number) if 1 <= number <= page.count else ""

    return Pager(
        number=page.number,
        count=page.count,
        total=total,
        first=(page.number - 1) * size + 1,
        previous=url(page.number - 1),
        next=url(page.number + 1),
        jumps=tuple(PagerLink(number, url(number)) for number in jumps(page.number, page.count)),
    )


def jumps(number: int, count: int) -> list[int]:
    """Return the page numbers to offer: the ends, the neighbours, and steps that triple. All are a few clicks away."""
    if count == 1:
        return [1]
    near = {1, count, number}
    step = 1
    while step < count:
        near |= {number - step, number + step}
        step *= 3
    return sorted(n for n in near if 1 <= n <= count)
