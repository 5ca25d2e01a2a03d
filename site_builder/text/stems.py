"""The stemmer of the search: lunr.py's, where it agrees with lunr.js's."""

from __future__ import annotations

from functools import lru_cache

from lunr.stemmer import PorterStemmer

ENDING = 1
"""At most this many letters at the end of a stem differ from those of its words."""


class _Stemmer(PorterStemmer):  # type: ignore[misc]
    """lunr.py's stemmer where it keeps to lunr.js's: a final `y`, a double `y`."""

    b: str
    k: int

    def step1c(self) -> None:
        """Turn a final `y` after a consonant into `i`; lunr.py asks for any vowel before it."""
        end = self.k
        if end > 1 and self.b[end] == "y" and self.b[end - 1] not in "aeiou":
            self.b = self.b[:end] + "i"

    def doublec(self, j: int) -> bool:
        """Return whether a double consonant ends at `j`; `yy` is none in lunr.js."""
        return self.b[j] != "y" and bool(super().doublec(j))


# Words that are nothing but a suffix, which lunr.js treats by the suffix's last letters.
_SUFFIXES = {"ies": "ie", "sses": "sse", "eed": "e", "eeds": "e"}


@lru_cache(maxsize=1 << 16)
def stem(token: str) -> str:
    """Return the token's stem, as `lunr.stemmer` does in the browser."""
    return _SUFFIXES.get(token) or str(_Stemmer().stem(token))
