"""The axis of a chart."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from site_builder.contexts.charts import axis_counts


@given(st.integers(1, 10**9))
def test_an_axis_marks_few_round_counts_up_to_the_most(most: int) -> None:
    counts = axis_counts(most)
    step = counts[0]
    assert 1 <= len(counts) <= 5
    assert most <= counts[-1] < most + step
    assert counts == list(range(step, counts[-1] + 1, step))
    assert str(step).rstrip("0") in ("1", "2", "5")
