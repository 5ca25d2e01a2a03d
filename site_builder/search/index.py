"""A site's search index: built whole or brought up to date, with the same bytes for any number of processes."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from site_builder.core.databases import DAMAGED
from site_builder.core.processes import chunks
from site_builder.search.cards import BLOCK, GROUP, Cards, group_names
from site_builder.search.codes import number
from site_builder.search.documents import NAME_KINDS, SearchDocument
from site_builder.search.edits import ReadTexts, differing, find_edits, update_lists
from site_builder.search.inversion import invert
from site_builder.search.meaning import ReadAt, length_symbol, manifest_entry, update_meaning
from site_builder.search.names import Directory, update_names
from site_builder.search.postings import (
    DIRECTORY,
    NAME,
    REVERSED,
    VOCABULARY,
    empty_run,
    pack_run,
    unpack_run,
)
from site_builder.search.shards import (
    FAMILIES,
    OFFERED,
    digest,
    fill,
    script,
    separators,
    shard_size,
)
from site_builder.search.store import Row, Store, in_order
from site_builder.search.vectors_file import Given

FORMAT = 15
"""The format of an index; raise it when the files change, here and in `search-engine/4-index.js`."""

VERSION = f"{FORMAT} {unicodedata.unidata_version}"
"""What the bytes of an index depend on apart from the papers."""

MANIFEST_PATH = "search/manifest.js"

_RUNS = 256, 1024
"""Papers that are inverted at a time; more in a large archive, where joining many runs would take long."""
_LARGE = 50_000
_MOST_FACETS = 60
"""Names of each kind that facets count, the most frequent ones."""

CARDS, FACETS, YEARS, BASIS, FILES, DIGESTS = "cards", "facets", "years", "basis", "files", "digests"
KINDS, FILTERS, VOTES, LENGTHS = "kinds", "filters", "votes", "lengths"
"""Names of facts in the store: the names of all groups of cards, the most frequent names, each year with its first
paper, `Basis.key`, `Basis.files`, the documents' digests, the kinds of names with pages, the archive's own filters,
the papers' votes, and the lengths of their abstracts."""

Spread = Callable[[Callable[[int], bytes], Sequence[int]], Iterator[bytes]]
"""`map`, or the same in several processes forked from this one."""


class Basis(NamedTuple):
    """Shows which documents changed since the last build, so that no others are made.

    `key` is the digest of everything that documents are made from except their own files; `files` are digests of those.
    `texts` are digests of title, abstract and summary, as documents have them; without them, all documents are made.
    """

    key: str = ""
    files: Sequence[str] = ()
    texts: Sequence[str] = ()


NO_BASIS = Basis()
NO_DIRECTORY = Directory()


class SearchIndex:
    """A built index: the paths of its files relative to the site, and their bytes.

    Every file except the manifest has a digest in its name, so a file that exists is up to date.
    """

    def __init__(self, store: Store, documents: Sequence[SearchDocument]) -> None:
        """Present the store's index of `documents`, which are in the order of their ordinals; few of them are read."""
        self._store = store
        names = store.fact(CARDS).split()
        self._cards = Cards(documents, names)
        facets = {kind: msgspec.json.encode(found) for kind, found in msgspec.json.decode(store.fact(FACETS)).items()}
        paths = {kind: f"search/f/{digest(kind.encode() + found)}.js" for kind, found in facets.items()}
        self._made = {paths[kind]: script(paths[kind], found) for kind, found in facets.items()}
        votes = msgspec.json.encode(store.fact(VOTES))
        votes_path = f"search/f/{digest(votes)}.js" if store.fact(VOTES) else ""
        if votes_path:
            self._made[votes_path] = script(votes_path, votes)
        lengths = msgspec.json.encode(store.fact(LENGTHS))
        lengths_path = f"search/f/{digest(lengths)}.js"
        self._made[lengths_path] = script(lengths_path, lengths)
        self._made[MANIFEST_PATH] = _manifest(store, len(documents), names, paths, votes_path, lengths_path)
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
        """Store the index for the next build; nothing can be read after that."""
        self._store.close()


def build_index(
    documents: Sequence[SearchDocument],
    read_texts: ReadTexts,
    store_path: Path | None = None,
    spread: Spread = map,
    basis: Basis = NO_BASIS,
    directory: Directory = NO_DIRECTORY,
    vectors: Given | None = None,
) -> SearchIndex:
    """Return the index of `documents`, brought up to date from the last one at `store_path` if possible.

    They are `in_order`. `read_texts` returns the `text_terms` of some of them; `spread` calls it in any process, for a
    few at a time. `vectors` are those that the archive keeps.
    """
    return SearchIndex(_store(documents, read_texts, store_path, spread, basis, directory, vectors), documents)


def keep_index(
    documents: Sequence[SearchDocument],
    read_texts: ReadTexts,
    store_path: Path,
    spread: Spread,
    basis: Basis,
    directory: Directory = NO_DIRECTORY,
    vectors: Given | None = None,
) -> None:
    """Store the index of `documents` for `open_index`, as `build_index` would."""
    _store(documents, read_texts, store_path, spread, basis, directory, vectors).close()


def open_index(documents: Sequence[SearchDocument], store_path: Path) -> SearchIndex:
    """Return the index that was just stored at `store_path`; the documents are in the order of their ordinals."""
    return SearchIndex(Store(store_path, VERSION, is_known=True), documents)


def _store(
    documents: Sequence[SearchDocument],
    read_texts: ReadTexts,
    path: Path | None,
    spread: Spread,
    basis: Basis,
    directory: Directory,
    vectors: Given | None,
) -> Store:
    store = Store(path, VERSION)
    try:
        _bring_up_to_date(store, documents, read_texts, spread, basis, directory, vectors)
    except DAMAGED:
        try:
            store.reset()
            _bring_up_to_date(store, documents, read_texts, spread, basis, directory, vectors)
        except DAMAGED as error:  # such as a full disk
            raise OSError(f"the search's cache cannot be written: {error}") from None
    return store


def _bring_up_to_date(
    store: Store,
    documents: Sequence[SearchDocument],
    read_texts: ReadTexts,
    spread: Spread,
    basis: Basis,
    directory: Directory,
    vectors: Given | None,
) -> None:
    known = _listed(store, DIGESTS)
    has_basis = bool(basis.key) and store.fact(BASIS) == basis.key
    if has_basis:  # the papers are the same, in the same order
        both = enumerate(zip(known, _listed(store, FILES), basis.files, strict=True))
        now = [digest if before == text else _digest(documents[place]) for place, (digest, before, text) in both]
    else:
        now = list(map(_digest, documents))
    is_same = bool(known) and known == now
    if is_same and (has_basis or not basis.key):
        return
    store.begin()
    store.put_fact(BASIS, basis.key)
    store.put_fact(FILES, msgspec.json.encode(basis.files).decode())
    if not has_basis:
        store.put_fact(YEARS, _years(documents))
        store.put_fact(KINDS, msgspec.json.encode(directory.kinds).decode())
        store.put_fact(FILTERS, msgspec.json.encode(directory.filters).decode())
        store.put_fact(VOTES, "".join(map(number, directory.votes())))
    size, edits = shard_size(len(now)), find_edits(known, now)

    def read_at(ordinals: Sequence[int]) -> Sequence[bytes]:
        return read_texts([documents[ordinal] for ordinal in ordinals])

    texts = basis.texts or [document.text for document in documents]
    if is_same:
        update_names(store, directory.names(), size)
        update_meaning(store, texts, read_at, spread, size, vectors)
        return
    store.put_fact(DIGESTS, msgspec.json.encode(now).decode())
    if known and edits.size <= max(32, len(now) // 100) and shard_size(len(known)) == size:
        has_other_names = update_lists(store, documents, known, now, edits, read_texts, size)
        store.put_fact(LENGTHS, _lengths(dict(zip(known, store.fact(LENGTHS), strict=False)), now, read_at))
        cards = group_names(documents, store.fact(CARDS).split(), differing(known, now))
    else:
        store.clear()
        _fill(store, documents, now, read_texts, spread, size)
        has_other_names = True
        cards = group_names(documents, (), range(len(now)))
    update_meaning(store, texts, read_at, spread, size, vectors)
    if not has_basis or not store.shards(DIRECTORY):
        update_names(store, directory.names(), size)
    store.put_fact(CARDS, " ".join(cards))
    if has_other_names:
        store.put_fact(FACETS, _facets(store))


def _lengths(known: dict[str, str], digests: Sequence[str], read: ReadAt) -> str:
    """Return the length of each paper's abstract as a symbol; `known` has those of the last build by digest."""
    fresh = [ordinal for ordinal, digest in enumerate(digests) if digest not in known]
    for batch in chunks(fresh, _RUNS[0]):
        known |= {digests[ordinal]: length_symbol(text) for ordinal, text in zip(batch, read(batch), strict=True)}
    return "".join(map(known.__getitem__, digests))


def _listed(store: Store, name: str) -> list[str]:
    return msgspec.json.decode(store.fact(name) or "[]", type=list[str])


def _digest(document: SearchDocument) -> str:
    return hashlib.blake2b(msgspec.msgpack.encode(document), digest_size=12).hexdigest()


def _years(documents: Iterable[SearchDocument]) -> str:
    """Return each year with the ordinal of its first paper, as JSON."""
    years: dict[str, int] = {}
    for ordinal, document in enumerate(documents):
        years.setdefault(document.date[:4], ordinal)
    return msgspec.json.encode(list(years.items())).decode()


def _fill(
    store: Store,
    documents: Sequence[SearchDocument],
    digests: Sequence[str],
    read_texts: ReadTexts,
    spread: Spread,
    size: int,
) -> None:
    """Store the lists, lengths and shards of all papers, whose digests these are."""
    whole = empty_run()
    length = _RUNS[len(documents) >= _LARGE]

    def packed_run(start: int) -> bytes:
        batch = documents[start : start + length]
        texts = read_texts(batch)
        run = invert(start, batch, texts)
        run.lengths = "".join(map(length_symbol, texts))
        return pack_run(run)

    starts = range(0, len(documents), length)
    for start, packed in zip(starts, spread(packed_run, starts), strict=True):
        run = unpack_run(packed)
        store.put_papers(digests[start : start + length], run.papers)
        whole.extend(run)
    for family, lists in whole.lists.items():
        fill(store, family, (lists[term].row(term) for term in in_order(lists)), size)
        lists.clear()
    store.put_fact(LENGTHS, whole.lengths)
    store.put_words(whole.vocabulary)
    words = {word: count for word, count in whole.vocabulary.items() if count >= OFFERED}
    fill(store, VOCABULARY, (Row(word, words[word]) for word in in_order(words)), size)
    backwards = {word[::-1]: count for word, count in words.items()}
    fill(store, REVERSED, (Row(word, backwards[word]) for word in in_order(backwards)), size)


def _facets(store: Store) -> str:
    """Return the most frequent names of each kind with their papers, as JSON."""
    rows: dict[str, list[Row]] = {kind: [] for kind in NAME_KINDS}
    for shard in store.shards(NAME):
        for row in store.rows(NAME, shard.start):
            rows.setdefault(row.term.partition("=")[0], []).append(row)
    # Equally frequent names stay in the order of their terms.
    most = {kind: sorted(names, key=lambda row: -row.papers)[:_MOST_FACETS] for kind, names in rows.items()}
    named = {kind: [[row.term.partition("\t")[2], row.symbols] for row in names] for kind, names in most.items()}
    return msgspec.json.encode(named).decode()


def _manifest(
    store: Store,
    documents: int,
    names: Sequence[str],
    facet_paths: dict[str, str],
    votes_path: str,
    lengths_path: str,
) -> bytes:
    """Return the manifest: global statistics, and where each shard begins."""
    starts: dict[str, str] = {}
    listed: list[str] = []
    for family in FAMILIES:
        shards = [shard for shard in store.shards(family) if shard.name]
        starts[family] = "\n".join(separators(shards))
        listed += [shard.name for shard in shards]
    meaning = manifest_entry(store)
    manifest = {
        "format": FORMAT,
        "documents": documents,
        "years": msgspec.json.decode(store.fact(YEARS)),
        "cards": {"block": BLOCK, "group": GROUP},
        "facets": facet_paths,
        "kinds": msgspec.json.decode(store.fact(KINDS) or "[]"),
        "filters": msgspec.json.decode(store.fact(FILTERS) or "[]"),
        "votes": votes_path,
        "lengths": lengths_path,
        "starts": starts,
        # One text, with the names of cards last: compressed, each letter takes little more than its five bits.
        "names": "".join((*listed, *names)),
        **({"meaning": meaning} if meaning else {}),
    }
    return script(MANIFEST_PATH, msgspec.json.encode(manifest))
