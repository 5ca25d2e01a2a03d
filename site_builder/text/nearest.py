"""Suggestions for a mistyped word: `did you mean 'title'?`."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from site_builder.core.diagnostics import quote

_MAX_LENGTH = 100


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the known word that is most similar to a word, ignoring case; empty if none is similar."""
    words = {one.lower(): one for one in known}
    found = difflib.get_close_matches(word[:_MAX_LENGTH].lower(), list(words), n=1, cutoff=0.6)
    return words[found[0]] if found else ""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return `did you mean 'x'?` for the nearest known word; empty if none is similar."""
    near = nearest(word, known)
    return f"did you mean {quote(near)}?" if near else ""
