"""The word that somebody may have meant."""

from __future__ import annotations

import pytest

from site_builder.text.nearest import did_you_mean, nearest


@pytest.mark.parametrize(
    ("word", "known", "expected"),
    [
        ("titel", ["title", "tags"], "title"),
        ("RLHFF", ["RLHF"], "RLHF"),
        ("rlhf", ["RLHF"], "RLHF"),
        ("x", ["title"], ""),
    ],
)
def test_words_are_compared_in_one_case(word: str, known: list[str], expected: str) -> None:
    assert nearest(word, known) == expected


def test_a_suggestion_is_a_question() -> None:
    assert did_you_mean("titel", ["title"]) == "did you mean 'title'?"
    assert did_you_mean("mood", ["title"]) == ""
