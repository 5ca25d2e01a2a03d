"""The search index of a site: built whole or brought up to date, in any number of processes, to the same bytes."""

from __future__ import annotations

import hashlib
import sqlite3
import unicodedata
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future
from pathlib import Path

import msgspec

from .cards import BLOCK, GROUP, Cards
from .documents import NAME_KINDS, SearchDocument
from .postings import (
    NAME,
    RADICES,
    REVERSED,
    VOCABULARY,
    Changes,
    contributions,
    invert,
    merge,
    pack_contributions,
    patch,
    unpack_contributions,
)
from .shards import FAMILIES, digest, refresh, script, separators, shard_size
from .store import Row, Store

VERSION = f"2 {unicodedata.unidata_version}"
"""What the bytes of an index depend on beside the papers; change it with any of them."""

MANIFEST_PATH = "search/manifest.js"

_RUN = 1024
"""Papers that a process inverts at a time."""
_AHEAD = 4
"""Runs that wait for a process or for the parent."""
_FACETS = 60
"""Names of each kind that facets count, the most frequent ones."""

ReadTexts = Callable[[Sequence[SearchDocument]], Sequence[bytes]]


class SearchIndex:
    """A built index: the paths of its files relative to the site, and their bytes.

    All names but the manifest's carry a digest: a file that is there already is up to date.
    """

    def __init__(self, store: Store, documents: Sequence[SearchDocument]) -> None:
        """Present what `store` holds for `documents`, which are in the order of their ordinals."""
        self._store = store
        self._cards = Cards(documents)
        facets = {kind: _facet(store, kind) for kind in NAME_KINDS}
        paths = {kind: f"search/f/{digest(kind.encode() + names)}.js" for kind, names in facets.items()}
        self._made = {paths[kind]: script(paths[kind], names) for kind, names in facets.items()}
        self._made[MANIFEST_PATH] = _manifest(store, documents, self._cards, paths)
        self.paths = sorted((*self._made, *self._cards.paths, *store.paths()))

    def read(self, path: str) -> bytes:
        """Return the bytes of one of `paths`."""
        if path in self._made:
            return self._made[path]
        stored = self._store.file(path)
        return self._cards.file(path) if stored is None else stored

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Yield every path with its bytes."""
        return ((path, self.read(path)) for path in self.paths)

    def close(self) -> None:
        """Keep the index for the next build; nothing can be read after that."""
        self._store.close()


def build_index(
    documents: Iterable[SearchDocument],
    read_texts: ReadTexts,
    store_path: Path | None = None,
    executor: Executor | None = None,
) -> SearchIndex:
    """Return the index of `documents`, from what the file at `store_path` holds of the last one where that serves.

    `read_texts` gives the `text_terms` of some of the documents; it is called in this process, for few at a time.
    """
    ordered = sorted(documents, key=lambda document: (document.date, document.id))
    digests = [hashlib.blake2b(msgspec.msgpack.encode(document), digest_size=12).digest() for document in ordered]
    store = Store(store_path, VERSION)
    try:
        _bring_up_to_date(store, ordered, digests, read_texts, executor)
    except sqlite3.DatabaseError:
        store.reset()
        _bring_up_to_date(store, ordered, digests, read_texts, executor)
    return SearchIndex(store, ordered)


def _bring_up_to_date(
    store: Store,
    documents: Sequence[SearchDocument],
    digests: Sequence[bytes],
    read_texts: ReadTexts,
    executor: Executor | None,
) -> None:
    known = store.paper_digests()
    changed = [i for i, paper in enumerate(digests) if i >= len(known) or paper != known[i]]
    if not changed and len(known) == len(documents):
        return
    store.begin()
    size = shard_size(len(documents))
    few = max(32, len(documents) // 100)
    if known and len(known) <= len(documents) and len(changed) <= few and shard_size(len(known)) == size:
        dirty, terms = _update(store, documents, changed, len(known), read_texts)
    else:
        store.clear()
        changed = list(range(len(documents)))
        dirty, terms = _fill(store, documents, read_texts, executor)
    store.put_papers(zip(changed, (digests[i] for i in changed), terms, strict=True))
    for family in FAMILIES:
        refresh(store, family, dirty[family], size)


def _fill(
    store: Store, documents: Sequence[SearchDocument], read_texts: ReadTexts, executor: Executor | None
) -> tuple[dict[str, Iterable[str]], list[bytes]]:
    """Store the lists of all papers; return the terms by family, and each paper's terms."""
    run = merge(_runs(documents, read_texts, executor))
    for family, terms in run.lists.items():
        store.put_rows(family, (Row(term, p.count, p.symbols(), p.positions) for term, p in terms.items()))
    store.put_rows(VOCABULARY, (Row(word, count) for word, count in run.vocabulary.items()))
    store.put_rows(REVERSED, (Row(word[::-1], count) for word, count in run.vocabulary.items()))
    # Where there are no shards yet, one changed term has them all made.
    return {family: [""] for family in FAMILIES}, run.papers


def _runs(documents: Sequence[SearchDocument], read_texts: ReadTexts, executor: Executor | None) -> Iterator[bytes]:
    """Yield the packed `Run`s of all papers in order, a few of them ahead in the executor's processes."""
    waiting: deque[Future[bytes]] = deque()
    for start in range(0, len(documents), _RUN):
        batch = documents[start : start + _RUN]
        if executor is None:
            yield invert(start, batch, read_texts(batch))
            continue
        waiting.append(executor.submit(invert, start, batch, read_texts(batch)))
        if len(waiting) >= _AHEAD:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


def _update(
    store: Store, documents: Sequence[SearchDocument], changed: Sequence[int], known: int, read_texts: ReadTexts
) -> tuple[dict[str, Iterable[str]], list[bytes]]:
    """Patch the lists of changed and added papers; return the terms whose shards say something else, and theirs."""
    changes: dict[str, dict[str, Changes]] = {family: defaultdict(dict) for family in RADICES}
    words: Counter[str] = Counter()
    packed = []
    for ordinal, text in zip(changed, read_texts([documents[ordinal] for ordinal in changed]), strict=True):
        new = dict(contributions(documents[ordinal], text))
        packed.append(pack_contributions(new))
        old = unpack_contributions(store.paper_terms(ordinal)) if ordinal < known else {}
        words.subtract(term for term, _, _ in old.pop(VOCABULARY, ()))
        words.update(term for term, _, _ in new.pop(VOCABULARY))
        for family, entries in new.items():
            before = set(old.get(family, ()))
            for term, _, _ in before.difference(entries):
                changes[family][term][ordinal] = None
            for term, code, positions in set(entries).difference(before):
                changes[family][term][ordinal] = (code, positions)
    dirty: dict[str, Iterable[str]] = {family: _patch_lists(store, family, lists) for family, lists in changes.items()}
    dirty[VOCABULARY] = _count_words(store, words)
    dirty[REVERSED] = [word[::-1] for word in dirty[VOCABULARY]]
    return dirty, packed


def _patch_lists(store: Store, family: str, changes: dict[str, Changes]) -> list[str]:
    """Apply the changes to a family's lists; return the terms whose lists are others now."""
    dirty = []
    for term, postings in changes.items():
        row = store.row(family, term)
        patched = Row(term, *patch(family, row.symbols, row.positions, postings))
        if patched != row:
            dirty.append(term)
            store.put_row(family, patched)
    return dirty


def _count_words(store: Store, words: Counter[str]) -> list[str]:
    """Change the vocabulary's counts by those of `words`; return the words whose published size is another one."""
    dirty = []
    for word, change in words.items():
        if not change:
            continue
        before = store.row(VOCABULARY, word).papers
        after = before + change
        store.put_row(VOCABULARY, Row(word, after))
        store.put_row(REVERSED, Row(word[::-1], after))
        if before.bit_length() != after.bit_length():
            dirty.append(word)
    return dirty


def _facet(store: Store, kind: str) -> bytes:
    """Return the most frequent names of a kind with their papers, as JSON."""
    rows = store.most_frequent(NAME, f"{kind}=", f"{kind}>", _FACETS)
    return msgspec.json.encode([[row.term.partition("\t")[2], row.symbols] for row in rows])


def _manifest(store: Store, documents: Sequence[SearchDocument], cards: Cards, facet_paths: dict[str, str]) -> bytes:
    """Return the file that says what there is: global statistics, and where every shard begins."""
    years: dict[str, int] = {}
    for ordinal, document in enumerate(documents):
        years.setdefault(document.date[:4], ordinal)
    tables = {}
    for family in FAMILIES:
        shards = store.shards(family)
        tables[family] = [separators(shards), "".join(name for _, _, name in shards)]
    manifest = {
        "documents": len(documents),
        "years": list(years.items()),
        "cards": {"names": "".join(cards.names), "block": BLOCK, "group": GROUP},
        "facets": facet_paths,
        "shards": tables,
    }
    return script(MANIFEST_PATH, msgspec.json.encode(manifest))
