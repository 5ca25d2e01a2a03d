"""The papers that each watched question finds; those whose text is unchanged are not compared again."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import msgspec

from site_builder.build.archive import Archive
from site_builder.build.search import Documents
from site_builder.build.workspace import Workspace
from site_builder.contexts.parts import digest, encode
from site_builder.core.cache_files import tool_digest
from site_builder.search.matchers import Matchers
from site_builder.search.matching import Matcher, PaperTerms, shared_names
from site_builder.settings.queries import items_of

MEMO = "watch"

Found = tuple[tuple[int, ...], ...]
"""For each question, the positions of the papers that it finds, the newest first."""


class _Last(msgspec.Struct, frozen=True):
    """The answers of the last build: the digest of each entry, and the questions that find it."""

    digests: list[str]
    answers: list[list[int]]


_decoder = msgspec.msgpack.Decoder(_Last)


def find_watched(work: Workspace, archive: Archive, documents: Documents) -> Found:
    """Return what the questions of `watch:` find, and cache it."""
    config, entries = archive.config, archive.library.entries
    if not config.watch:
        return ()
    key = digest(tool_digest(), archive.outline.key, encode(config.watch))
    memo = work.cache.load_memo(MEMO, key)
    last = _decoder.decode(memo) if memo is not None else _Last([""] * len(entries), [[]] * len(entries))
    stale = [position for position, entry in enumerate(entries) if entry.digest != last.digests[position]]
    answers = list(last.answers)
    if stale:
        for position, found in zip(stale, _compare(work, archive, documents, stale), strict=True):
            answers[position] = found
        fresh = _Last([entry.digest for entry in entries], answers)
        work.cache.store_memo(MEMO, key, msgspec.msgpack.encode(fresh))
    papers: list[list[int]] = [[] for _ in config.watch]
    for position, questions in enumerate(answers):
        for question in questions:
            papers[question].append(position)
    return tuple(map(tuple, papers))


def _compare(work: Workspace, archive: Archive, documents: Documents, positions: Sequence[int]) -> list[list[int]]:
    """Return the questions that find each of these entries."""
    library, config = archive.library, archive.config
    made = [documents.of_entry(position) for position in range(len(library.entries))]
    shared = shared_names(made)
    matchers = Matchers(Matcher(items_of(watch.query, config.taxonomies), shared) for watch in config.watch)
    papers = (PaperTerms(made[n], partial(work.load_terms, library.entries[n])) for n in positions)
    return [matchers.matching(paper) for paper in papers]
