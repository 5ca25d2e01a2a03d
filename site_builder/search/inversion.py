"""A run of papers to the lists of their terms, by sorting: each occurrence of a term is one number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate, chain, pairwise

import msgspec
import numpy as np
from numpy.typing import NDArray

from site_builder.search.codes import frequencies, number
from site_builder.search.documents import (
    MOST,
    SearchDocument,
    TextTerms,
    filter_names,
    name_words,
    tag_words,
    vocabulary_words,
)
from site_builder.search.postings import NAME, RADICES, TEXT, WORD, Postings, Run, name_term, pack_paper

MOST_PAPERS = 1 << 12
"""Papers that can be inverted at a time."""

_PAPER_BITS = 12
_PLACE_BITS = 22
_FIELD_BITS = 8
"""Of a term's frequency in a field."""

_Array = NDArray[np.int64]

_decode_text = msgspec.msgpack.Decoder(TextTerms).decode


def invert(first: int, documents: Sequence[SearchDocument], texts: Sequence[bytes]) -> Run:
    """Return the lists of papers with the ordinals from `first` on; `texts` are their `text_terms`."""
    terms = [_decode_text(text) for text in texts]
    lists = {
        TEXT: _text_lists(first, documents, terms),
        WORD: _word_lists(first, documents, terms),
        NAME: _name_lists(first, documents),
    }
    words = _Numbers()
    having = _keys(words, map(vocabulary_words, documents, terms)) >> _PAPER_BITS
    counts = np.bincount(having, minlength=len(words)).tolist()
    return Run(lists, dict(zip(words, counts, strict=True)), list(map(pack_paper, documents, texts)))


class _Numbers(defaultdict[str, int]):
    """Gives every text its number, the next one where it is new."""

    def __init__(self) -> None:
        super().__init__()
        self.default_factory = self.__len__


def _keys(numbers: _Numbers, texts: Iterable[Iterable[str]]) -> _Array:
    """Return for the texts of each paper their numbers, each with the paper's in its lowest bits."""
    found = [list(map(numbers.__getitem__, of_paper)) for of_paper in texts]
    papers = np.repeat(np.arange(len(found)), np.fromiter(map(len, found), np.int64, len(found)))
    return _array(found) << _PAPER_BITS | papers


def _array(numbers: Iterable[Iterable[int]]) -> _Array:
    return np.fromiter(chain.from_iterable(numbers), np.int64)


def _sums(keys: _Array, values: _Array) -> tuple[_Array, _Array]:
    """Return the keys in order, each once, with the sums of their values."""
    order = np.argsort(keys, kind="stable")
    keys = keys[order]
    starts = _starts(keys)
    return keys[starts], np.add.reduceat(values[order], starts) if len(starts) else values


def _starts(ascending: _Array) -> NDArray[np.intp]:
    """Return where other values begin."""
    return np.flatnonzero(np.diff(ascending, prepend=-1))


def _frequencies(keys: _Array, field: int) -> tuple[_Array, _Array]:
    """Return the keys in order, each once, with how often they occur, in the bits of a field."""
    keys, counts = _sums(keys, np.ones(len(keys), np.int64))
    return keys, np.minimum(counts, MOST) << field * _FIELD_BITS


def _text_lists(first: int, documents: Sequence[SearchDocument], texts: Sequence[TextTerms]) -> dict[str, Postings]:
    stems = _Numbers()
    keys, counts = _keys(stems, (text.stems for text in texts)), _array(text.counts for text in texts)
    places = np.sort(_places(keys, texts))
    tag_keys = _keys(stems, map(tag_words, documents))
    both = zip((keys, counts), _frequencies(tag_keys, 3), strict=True)
    return _lists(first, stems, *_sums(*map(np.concatenate, both)), RADICES[TEXT], _positions(places, len(stems)))


def _places(keys: _Array, texts: Sequence[TextTerms]) -> _Array:
    """Return the places of title and abstract, each packed into one number with the key of what is there."""
    starts = _bounds(len(text.stems) for text in texts)[:-1]
    row, bounds = _array(text.row for text in texts), _bounds(len(text.row) for text in texts)
    sizes, firsts = np.diff(bounds), np.array([text.first for text in texts], np.int64)
    others = _array(text.others for text in texts).reshape(-1, 2)
    aside = np.array([len(text.others) // 2 for text in texts], np.int64)
    stems = np.concatenate((row, others[:, 0]))
    standing = np.concatenate((np.arange(len(row)) + np.repeat(firsts - bounds[:-1], sizes), others[:, 1]))
    of_paper = np.concatenate((np.repeat(starts, sizes), np.repeat(starts, aside)))
    known = stems >= 0
    keyed: _Array = keys[stems[known] + of_paper[known]] << _PLACE_BITS
    return keyed | np.minimum(standing[known], (1 << _PLACE_BITS) - 1)


def _bounds(sizes: Iterable[int]) -> _Array:
    """Return where each of several parts of these sizes begins, and where the last one ends."""
    return np.fromiter(accumulate(sizes, initial=0), np.int64)


def _word_lists(first: int, documents: Sequence[SearchDocument], texts: Sequence[TextTerms]) -> dict[str, Postings]:
    words = _Numbers()
    fields = [(_keys(words, (text.exact for text in texts)), _array(text.exact.values() for text in texts))]
    for field, of_field in enumerate(zip(*map(name_words, documents), strict=True), start=1):
        fields.append(_frequencies(_keys(words, of_field), field))
    return _lists(first, words, *_sums(*map(np.concatenate, zip(*fields, strict=True))), RADICES[WORD])


def _name_lists(first: int, documents: Sequence[SearchDocument]) -> dict[str, Postings]:
    names = _Numbers()
    keys = _keys(names, ([name_term(*name) for name in filter_names(document)] for document in documents))
    return _lists(first, names, *_frequencies(keys, 0), RADICES[NAME])


def _lists(
    first: int,
    numbers: Mapping[str, int],
    keys: _Array,
    counts: _Array,
    radices: tuple[int, ...],
    positions: Sequence[str] | None = None,
) -> dict[str, Postings]:
    """Return the terms' lists from their keys in order, with the frequencies of all fields in one number."""
    terms, papers = keys >> _PAPER_BITS, keys & MOST_PAPERS - 1
    starts = _starts(terms)
    gaps = np.diff(papers, prepend=0) - 1
    gaps[starts] = 0
    distinct, which = np.unique(counts, return_inverse=True)
    codes = [frequencies(_fields(count, len(radices)), radices) for count in distinct.tolist()]
    has_code = np.array([bool(code) for code in codes], np.int64)
    pieces = [""] * (2 * len(keys))
    pieces[::2] = map(number, (2 * gaps + has_code[which]).tolist())
    pieces[1::2] = map(codes.__getitem__, which.tolist())
    texts = list(numbers)
    ordinals = (papers + first).tolist()
    lists = {}
    bounds = [*starts.tolist(), len(keys)]
    for term, (start, end) in zip(terms[starts].tolist(), pairwise(bounds), strict=True):
        head, tail = pieces[2 * start + 1], "".join(pieces[2 * start + 2 : 2 * end])
        places = positions[term] if positions else ""
        lists[texts[term]] = Postings(ordinals[start], ordinals[end - 1], end - start, head, tail, places)
    return lists


def _fields(count: int, fields: int) -> tuple[int, ...]:
    return tuple([count >> field * _FIELD_BITS & MOST for field in range(fields)])


def _positions(places: _Array, terms: int) -> list[str]:
    """Return each term's positions, from its places: key and position in one number, in order.

    In each paper the first position is written as it is, the others as the distance from the one before. That is 0
    where a joined form has the stem of one of its parts, as in `VALL-E`.
    """
    positions = places & (1 << _PLACE_BITS) - 1
    gaps = np.diff(positions, prepend=0)
    starts = _starts(places >> _PLACE_BITS)
    gaps[starts] = positions[starts]
    symbols = list(map(number, gaps.tolist()))
    bounds = np.searchsorted(places, np.arange(terms + 1) << _PAPER_BITS + _PLACE_BITS).tolist()
    return ["".join(symbols[start:end]) for start, end in pairwise(bounds)]
