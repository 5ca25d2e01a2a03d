"""Files with one record a paper, brought up to date from their last bytes."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from site_builder.data.records import Former, RecordFile

LINES = RecordFile(b"", b"\n", b"\n", lambda position: b"new %d" % position)


def test_records_of_unchanged_papers_are_copied_to_their_new_places() -> None:
    last = b"oldest\nolder\nnewest\n"
    assert LINES.renew(last, Former(3, [-1, 0, 2])) == b"oldest\nnewest\nnew 0\n"
    for places in permutations((-1, 0, 1, 2), 3):
        expected = [[b"newest", b"older", b"oldest", b"new %d" % new][old] for new, old in enumerate(places)]
        assert LINES.renew(last, Former(3, places)) == b"\n".join(expected[::-1]) + b"\n"


@pytest.mark.parametrize(
    ("last", "former"),
    [
        pytest.param(b"one\ntwo\n", Former(3, [0, 1, 2]), id="too-few-records"),
        pytest.param(b"one\ntwo\nthree\n", Former(2, [0, 1]), id="what-is-between-them-is-in-one"),
        pytest.param(b"one\ntwo", Former(2, [0, 1]), id="another-end"),
        pytest.param(b"one\n", Former(1, []), id="no-paper-is-left"),
    ],
)
def test_bytes_that_cannot_be_divided_are_made_from_nothing(last: bytes, former: Former) -> None:
    assert LINES.renew(last, former) is None


@example(one=[1, 4, 2, 3, 0, 5, 6], two=[0, 2, 3, 1, 4, 5, 6], old=2, new=5)  # a new paper fills a block
@given(st.permutations(range(7)), st.permutations(range(7)), st.integers(0, 7), st.integers(0, 7))
def test_blocks_that_hold_the_same_papers_are_found(one: list[int], two: list[int], old: int, new: int) -> None:
    before, now = one[:old], two[:new]
    former = Former(old, [before.index(paper) if paper in before else -1 for paper in now])
    for start in range(0, new, 3):
        block = range(new - 1, -1, -1)[start : start + 3]
        held = before[::-1][start : start + 3]
        if former.has_block(block):
            assert held == [now[position] for position in block]
        elif old == new:
            assert held != [now[position] for position in block]
