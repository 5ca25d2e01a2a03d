"""What is written as symbols is read back."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from site_builder.search.codes import frequencies, number, numbers, posting, posting_pattern, postings

RADICES = (7, 3, 3, 2)
counts = st.tuples(*[st.integers(0, 255)] * 4).filter(any)


@settings(deadline=None)
@given(st.lists(st.integers(0, 10**7)))
def test_numbers_are_read_back(values: list[int]) -> None:
    text = "".join(map(number, values))
    assert numbers(text) == values
    assert not set(text) & set(' "\\')


@settings(deadline=None)
@given(st.dictionaries(st.integers(0, 200_000), counts))
def test_postings_are_read_back(entries: dict[int, tuple[int, ...]]) -> None:
    previous = -1
    pieces = []
    for ordinal in sorted(entries):
        pieces.append(posting(ordinal - previous - 1, frequencies(entries[ordinal], RADICES)))
        previous = ordinal
    assert postings("".join(pieces), RADICES) == sorted(entries.items())
    assert posting_pattern(RADICES).findall("".join(pieces)) == pieces
