"""What differs from the last build."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from site_builder.build.stale import moved


def neighbours(papers: list[int]) -> dict[int, tuple[int | None, int | None]]:
    """Return what comes before and after each paper."""
    around = [None, *papers, None]
    return {paper: (around[place], around[place + 2]) for place, paper in enumerate(papers)}


@given(st.permutations(range(6)), st.permutations(range(6)), st.integers(0, 6), st.integers(0, 6))
def test_papers_with_other_neighbours_are_found(one: list[int], two: list[int], old: int, new: int) -> None:
    before, now = one[:old], two[:new]
    known, found = neighbours(before), neighbours(now)
    sources = [before.index(paper) if paper in before else -1 for paper in now]
    expected = {place for place, paper in enumerate(now) if known.get(paper) != found[paper]}
    assert moved(sources, len(before)) == expected
