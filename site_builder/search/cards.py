"""What result lists show of a paper, in small blocks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from json.encoder import encode_basestring

from site_builder.search.documents import SearchDocument
from site_builder.search.shards import digest, shard_script
from site_builder.text.math_text import plain_formulas

BLOCK = 2
"""Papers in a file: a list of ten results reads about twenty files."""
GROUP = 256
"""Files in a folder, whose name is their common digest: the manifest lists one name a folder."""
_GROUPED = BLOCK * GROUP

_FIELD, _ITEM = "\t", "\x1f"
"""Separators of a card's fields, and of the names in one. Both are white space, which texts keep as single spaces only,
and need no escape in a script, where JSON would take three times the room."""

_USUAL = "pdf"
"""A link that nearly all papers have, so it is not worth showing."""
_AUTHORS = 3
_TAGS = 3
_SUMMARY = 80


def card_literal(document: SearchDocument) -> bytes:
    """Return what the browser shows of a paper, as a string in a script; `card` in `4-index.js` names the fields.

    Empty fields at the end are left out.
    """
    fields: list[Sequence[str]] = [
        [document.id],
        [plain_formulas(document.title)],
        document.authors[:_AUTHORS],
        [str(len(document.authors) or "")],
        [document.date],
        document.tags[:_TAGS],
        [_shortened(document.summary)],
        [kind for kind in document.has if kind != _USUAL],
        document.organizations[:2],
        [document.venue],
        ["" if document.url == f"papers/{document.id}.html" else document.url],
        [document.picture],
    ]
    return f'"{_FIELD.join(map(_joined, fields)).rstrip(_FIELD)}"'.encode()


def _joined(texts: Sequence[str]) -> str:
    return _ITEM.join([encode_basestring(" ".join(text.split()))[1:-1] for text in texts])


def _shortened(text: str) -> str:
    """Return the start of a text that is longer than a card shows, to the end of a word."""
    return text if len(text) <= _SUMMARY else text[:_SUMMARY].rpartition(" ")[0] + "…"


def group_names(documents: Sequence[SearchDocument], known: Sequence[str], changed: Iterable[int]) -> list[str]:
    """Return the names of all groups of `documents`; `known` are those of the groups without a changed paper."""
    count = -(-len(documents) // _GROUPED)
    names = [*known, *[""] * count][:count]
    for group in {ordinal // _GROUPED for ordinal in changed}:
        cards = map(card_literal, documents[group * _GROUPED : (group + 1) * _GROUPED])
        names[group] = digest(b",".join(cards))
    return names


class Cards:
    """The card files of all papers, made when they are read."""

    def __init__(self, documents: Sequence[SearchDocument], names: Sequence[str]) -> None:
        """Present `documents`, which are in the order of their ordinals; `names` are those of their groups."""
        self._documents = documents
        self._starts = {
            f"search/c/{names[start // _GROUPED]}/{start % _GROUPED // BLOCK}.js": start
            for start in range(0, len(documents), BLOCK)
        }

    @property
    def paths(self) -> list[str]:
        """All card files, relative to the site."""
        return list(self._starts)

    def file(self, path: str) -> bytes:
        """Return a card file's bytes."""
        start = self._starts[path]
        return shard_script(map(card_literal, self._documents[start : start + BLOCK]))
