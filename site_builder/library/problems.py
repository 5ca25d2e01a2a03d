"""Problems between entries and terms, known before the line at which to show them."""

from __future__ import annotations

import msgspec

Place = tuple[str, str, str]
"""An entry's path, a field, and the value in it at which to show a problem; the last two may be empty."""


class Problem(msgspec.Struct, frozen=True):
    """A problem that is shown where an entry writes `place`."""

    place: Place
    code: str
    message: str
    hint: str
