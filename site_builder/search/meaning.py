"""The files for search by meaning: words with their vectors, and papers in cells, each a group of similar papers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from itertools import accumulate, pairwise
from typing import NamedTuple

import msgspec
import numpy as np

from site_builder.search.codes import SYMBOLS, number, numbers
from site_builder.search.documents import MOST, unpack_counts
from site_builder.search.postings import MEANING
from site_builder.search.shards import digest, fill, find_rows, literal, shard_paths, shard_script
from site_builder.search.space import (
    Coding,
    Levels,
    Words,
    cell_count,
    coding,
    make_space,
    nearest_cells,
    place,
    sample,
)
from site_builder.search.store import Row, Store, in_order
from site_builder.search.vectors_file import Given

_LEAST_READ, _MOST_READ = 4, 8
"""Cells that a query reads; in between, a sixteenth of all."""

_CELLS = "e"
"""The folder of the cells and of their centres."""
_NO_NAME = "-" * 7
"""Instead of a name, of a cell without papers, which has no file."""
_FACT, _TEXTS = "meaning", "meaning texts"
_RUN = 256
"""Papers that are placed at a time."""
_SYMBOLS = np.frombuffer(SYMBOLS.encode(), np.uint8)

ReadAt = Callable[[Sequence[int]], Sequence[bytes]]
"""Returns the `text_terms` of the papers with some ordinals."""

Spread = Callable[[Callable[[int], bytes], Sequence[int]], Iterator[bytes]]


class Placed(NamedTuple):
    """Where a paper is: the number of its cell, and its vector as symbols; no symbols if it is in none."""

    cell: int
    symbols: str


class Meaning(msgspec.Struct, frozen=True):
    """What the store knows: the digest of what the words' vectors are made from, the cells' names, their centres."""

    key: str
    coding: Coding
    cells: list[str]
    centres: str

    @property
    def centres_name(self) -> str:
        """The name of the file of the centres."""
        return digest(self.centres.encode())


def manifest_entry(store: Store) -> dict[str, object] | None:
    """Return what the manifest says of search by meaning; `None` if no word has a vector, as in a small archive."""
    found = _known(store)
    if not found:
        return None
    return {
        **found.coding._asdict(),
        "read": min(_MOST_READ, max(_LEAST_READ, len(found.cells) // 16)),
        "cells": "".join(found.cells),
        "centroids": found.centres_name,
    }


def update_meaning(
    store: Store, texts: Sequence[str], read: ReadAt, spread: Spread, size: int, given: Given | None = None
) -> None:
    """Bring the files up to date; `texts` are the digests of all papers' texts, `size` is that of shards.

    `given` has the vectors that the archive keeps, if it does.
    """
    chosen, own = sample(len(texts)), given.papers if given else {}
    made_from = given.key if given else (cell_count(len(texts)), [texts[ordinal] for ordinal in chosen])
    coded = given.space.coded if given else coding(len(texts))
    key = blake2b(msgspec.json.encode((coded, size, made_from)), digest_size=12).hexdigest()
    texts = [_digest(own[ordinal]) if ordinal in own else text for ordinal, text in enumerate(texts)]
    known = _known(store)
    if known and known.key == key and store.shards(MEANING):
        if store.fact(_TEXTS).split("\n") == texts:
            return
        kept = _stored(store, known)
        fresh = [ordinal for ordinal, text in enumerate(texts) if text not in kept]
        found_texts = read(fresh)
        vectors = place(_find_words(store, found_texts, coded), found_texts, coded)
        vectors = _with_own(vectors, fresh, own)
        placed = dict(zip(fresh, _in_cells(vectors, unpack(known.centres, coded), coded), strict=True))
        _put(store, known, texts, [placed.get(ordinal) or kept[text] for ordinal, text in enumerate(texts)])
        return
    _clear(store, known)
    words, centres, _ = given.space if given else make_space(read(chosen), len(texts))
    if not words.terms:
        store.put_fact(_FACT, "")
        return
    packed = zip(words.terms, words.weights.tolist(), pack(words.vectors, coded), strict=True)
    fill(store, MEANING, (Row(term, 1, number(weight) + vector) for term, weight, vector in packed), size)

    def placed_run(start: int) -> bytes:
        ordinals = range(start, min(start + _RUN, len(texts)))
        return _with_own(place(words, read(ordinals), coded), ordinals, own).tobytes()

    runs = spread(placed_run, range(0, len(texts), _RUN))
    vectors = np.frombuffer(b"".join(runs), np.int8).reshape(len(texts), coded.numbers)
    made = Meaning(key, coded, [_NO_NAME] * len(centres), "".join(pack(centres, coded)))
    store.put_files({_path(made.centres_name): shard_script([literal([made.centres])])})
    _put(store, made, texts, list(_in_cells(vectors, centres, coded)))


def _digest(vector: Levels) -> str:
    return f"={blake2b(vector.tobytes(), digest_size=12).hexdigest()}"


def _with_own(vectors: Levels, ordinals: Sequence[int], own: Mapping[int, Levels]) -> Levels:
    """Return the vectors of papers, those that a file gives instead of those of their words."""
    found = [own.get(ordinal, vector) for ordinal, vector in zip(ordinals, vectors, strict=True)]
    return np.array(found, np.int8).reshape(vectors.shape)  # which without papers has a width, too


def length_symbol(text: bytes) -> str:
    """Return how long the abstract of `text_terms` is, as a symbol: four times the binary logarithm of its words."""
    words = sum(count & MOST for count in unpack_counts(text).counts)
    return SYMBOLS[(words**4).bit_length()]


def _known(store: Store) -> Meaning | None:
    return msgspec.json.decode(store.fact(_FACT) or "null", type=Meaning | None)


def _clear(store: Store, known: Meaning | None) -> None:
    for shard in store.shards(MEANING):
        store.delete_shard(MEANING, shard.start, shard_paths(MEANING, shard.name))
    if known:
        store.delete_files(map(_path, (*known.cells, known.centres_name)))


def _stored(store: Store, known: Meaning) -> dict[str, Placed]:
    """Return where the papers of the last build were, by the digests of their texts."""
    texts = store.fact(_TEXTS).split("\n")
    found = {}
    for cell, name in enumerate(known.cells):
        papers = _read_cell(store.file(_path(name)), known.coding)
        found.update({texts[ordinal]: Placed(cell, symbols) for ordinal, symbols in papers.items()})
    return found


def _put(store: Store, known: Meaning, texts: Sequence[str], placed: Sequence[Placed]) -> None:
    """Store the cells that are not those of the last build, and what the next build must know."""
    cells: list[dict[int, str]] = [{} for _ in known.cells]
    for ordinal, (cell, symbols) in enumerate(placed):
        if symbols:
            cells[cell][ordinal] = symbols
    contents = [_cell_contents(papers) for papers in cells]
    names = [digest(b"\n".join(content)) if content else _NO_NAME for content in contents]
    store.delete_files(map(_path, set(known.cells) - set(names)))
    named = {name: content for name, content in zip(names, contents, strict=True) if content}
    store.put_files({_path(name): shard_script(named[name]) for name in named.keys() - set(known.cells)})
    store.put_fact(_FACT, msgspec.json.encode(msgspec.structs.replace(known, cells=names)).decode())
    store.put_fact(_TEXTS, "\n".join(texts))


def _find_words(store: Store, texts: Iterable[bytes], coded: Coding) -> Words:
    """Return the words of some papers that have vectors."""
    terms = {term for text in texts for term in unpack_counts(text).stems}
    rows = find_rows(store, MEANING, terms)
    having = in_order(term for term, row in rows.items() if row.papers)
    symbols = [rows[term].symbols for term in having]
    weights = [numbers(text[: -_width(coded)])[0] for text in symbols]
    vectors = unpack("".join(text[-_width(coded) :] for text in symbols), coded)
    return Words(having, np.array(weights, np.int64), vectors)


def _in_cells(vectors: Levels, centres: Levels, coded: Coding) -> Iterator[Placed]:
    """Yield where each paper is; one without a known word is in no cell."""
    cells = nearest_cells(vectors, centres).tolist()
    unknown = pack(np.zeros((1, coded.numbers), np.int8), coded)[0]
    for cell, symbols in zip(cells, pack(vectors, coded), strict=True):
        yield Placed(cell, "" if symbols == unknown else symbols)


def _path(name: str) -> str:
    return shard_paths(_CELLS, name)[0]


def _cell_contents(papers: Mapping[int, str]) -> list[bytes]:
    """Return what the file of a cell has: the gaps between its papers, and their vectors; nothing if it has none."""
    gaps = "".join(number(ordinal - before - 1) for before, ordinal in pairwise([-1, *papers]))
    return [literal([gaps]), literal(["".join(papers.values())])] if papers else []


def _read_cell(data: bytes | None, coded: Coding) -> dict[int, str]:
    """Return the papers of a cell's file, with their vectors as symbols."""
    if data is None:
        return {}
    _, gaps, _, symbols, _ = data.decode().split('"')
    ordinals = accumulate(numbers(gaps), lambda ordinal, gap: ordinal + gap + 1)
    width = _width(coded)
    return {ordinal: symbols[place * width : (place + 1) * width] for place, ordinal in enumerate(ordinals)}


def _width(coded: Coding) -> int:
    """Return the symbols of a vector."""
    return -(-coded.numbers // coded.packed)


def pack(vectors: Levels, coded: Coding) -> list[str]:
    """Return vectors as symbols, several numbers in one, the first one lowest."""
    width = _width(coded)
    digits = np.full((len(vectors), width * coded.packed), coded.levels // 2, np.int64)
    digits[:, : coded.numbers] += vectors
    values = digits.reshape(-1, coded.packed) @ coded.levels ** np.arange(coded.packed)
    text = _SYMBOLS[values].tobytes().decode()
    return [text[start : start + width] for start in range(0, len(text), width)]


def unpack(symbols: str, coded: Coding) -> Levels:
    """Return the vectors that `pack` wrote, one after the other."""
    places = np.zeros(128, np.int64)
    places[_SYMBOLS] = np.arange(len(_SYMBOLS))
    values = places[np.frombuffer(symbols.encode(), np.uint8)]
    digits = values[:, None] // coded.levels ** np.arange(coded.packed) % coded.levels - coded.levels // 2
    return digits.reshape(-1, _width(coded) * coded.packed)[:, : coded.numbers].astype(np.int8)
