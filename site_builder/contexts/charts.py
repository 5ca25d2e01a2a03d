"""Charts as numbers that templates draw."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

HEIGHT = 10
"""Of an area chart; a step is 1 wide."""


def area(counts: Sequence[int]) -> str:
    """Return the path of an area chart: steps of equal height are one stroke."""
    most = max(counts) or 1
    heights = [-(-HEIGHT * count // most) for count in counts]
    strokes = [f"V{HEIGHT - height}h{len(list(steps))}" for height, steps in groupby(heights)]
    return f"M0 {HEIGHT}{''.join(strokes)}V{HEIGHT}z"


def axis_counts(most: int) -> list[int]:
    """Return the counts that an axis up to at least `most` marks: at most five round ones, the last at its end."""
    step = next(size * 10**power for power in range(12) for size in (1, 2, 5) if size * 10**power * 5 >= most)
    return list(range(step, -(-most // step) * step + 1, step))
