"""What result lists show of a paper, in small blocks."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from .documents import SearchDocument
from .shards import digest, shard_script

BLOCK = 2
"""Papers a file: a list of ten results reads about twenty of these."""
GROUP = 256
"""Files a folder, which carries their common digest, so that the manifest needs one a folder."""

_USUAL = "pdf"
"""A link that nearly all papers have, so that it tells nothing."""
_AUTHORS = 3
_TAGS = 3
_SUMMARY = 80


def card(document: SearchDocument) -> list[object]:
    """Return what the browser shows of a paper: `card` in `search-index.js` names the places."""
    url = "" if document.url == f"papers/{document.id}.html" else document.url
    fields: list[object] = [
        document.id,
        document.title,
        document.authors[:_AUTHORS],
        len(document.authors),
        document.date,
        document.tags[:_TAGS],
        _shortened(document.summary),
        [kind for kind in document.has if kind != _USUAL],
        document.organizations[:2],
        document.venue,
        url,
    ]
    while not fields[-1]:
        fields.pop()
    return fields


def _shortened(text: str) -> str:
    """Return the start of a text that is longer than a card shows, to the end of a word."""
    return text if len(text) <= _SUMMARY else text[:_SUMMARY].rpartition(" ")[0] + "…"


class Cards:
    """The card files of all papers, made when they are read."""

    def __init__(self, documents: Sequence[SearchDocument]) -> None:
        """Name the files of `documents`, which are in the order of their ordinals."""
        self._documents = documents
        size = BLOCK * GROUP
        groups = (documents[start : start + size] for start in range(0, len(documents), size))
        self.names = [digest(msgspec.json.encode([card(document) for document in group])) for group in groups]
        self._starts = {
            f"search/c/{self.names[start // size]}/{start % size // BLOCK}.js": start
            for start in range(0, len(documents), BLOCK)
        }

    @property
    def paths(self) -> list[str]:
        """All card files, relative to the site."""
        return list(self._starts)

    def file(self, path: str) -> bytes:
        """Return a card file's bytes."""
        start = self._starts[path]
        block = [card(document) for document in self._documents[start : start + BLOCK]]
        return shard_script([msgspec.json.encode(block)])
