"""The page numbers that a long list offers: few of them, and any page is a few clicks away."""

from __future__ import annotations

import pytest

from site_builder.contexts.pager import jumps


def test_a_pager_offers_the_ends_the_neighbours_and_steps_that_triple() -> None:
    assert jumps(50, 100) == [1, 23, 41, 47, 49, 50, 51, 53, 59, 77, 100]
    assert jumps(1, 1) == [1]
    assert jumps(2, 2) == [1, 2]


@pytest.mark.parametrize("count", [2, 9, 40, 1_000])
def test_every_page_can_be_reached_in_a_few_clicks(count: int) -> None:
    reached, clicks = {1}, 0
    while len(reached) < count:
        reached |= {other for number in reached for other in jumps(number, count)}
        clicks += 1
    assert clicks <= 7
    assert max(len(jumps(number, count)) for number in range(1, count + 1)) <= 17
