"""The library and the plan, cached between builds; neither depends on abstracts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from hashlib import blake2b
from operator import attrgetter

import msgspec

from site_builder.build.cache import Cache
from site_builder.content.citation_file import Row
from site_builder.core.cache_files import tool_digest
from site_builder.core.diagnostics import Diagnostic
from site_builder.library.library import Library, LoadBytes, placed, relate
from site_builder.library.problems import Problem
from site_builder.model import Collection, ContentPage, Entry
from site_builder.pages.plan import make_plan
from site_builder.settings.types import SiteConfig
from site_builder.site.page import Plan

MEMO = "outline"


class Outline(msgspec.Struct, frozen=True):
    """An archive's library and plan, with the problems of its other files and those between its entries.

    `key` is the digest of everything that they are made from, `others` that of all files but the entries; `is_cached`
    says whether they came from the cache.
    """

    key: bytes
    others: bytes
    library: Library
    plan: Plan
    diagnostics: tuple[Diagnostic, ...]
    problems: tuple[Problem, ...]
    is_cached: bool = False

    def all_problems(self, load: LoadBytes) -> tuple[Diagnostic, ...]:
        """Return every problem with its line; `load` gives a file's bytes."""
        found = (placed(problem, load) for problem in self.problems)
        return (*self.diagnostics, *self.plan.diagnostics, *found)


_decoder = msgspec.msgpack.Decoder(Outline)


def load_outline(
    entries: Iterable[Entry],
    pages: Sequence[ContentPage],
    collections: Sequence[Collection],
    load_rows: Callable[[], tuple[Sequence[Row], tuple[Diagnostic, ...]]],
    config: SiteConfig,
    digests: Mapping[str, str],
    cache: Cache,
) -> Outline:
    """Return the outline of an archive, from the cache if only abstracts changed.

    `load_rows` reads the file of citations; `digests` are those of all other files that it is made from, by path.
    """
    by_path = sorted(entries, key=attrgetter("path"))
    others = _digest((tool_digest(), sorted(digests.items()), sorted(config.published)))
    key = _digest((others, [(entry.path, entry.facts) for entry in by_path]))
    memo = cache.load_memo(MEMO, key)
    if memo is None:
        rows, wrong = load_rows() if config.citations else ((), ())
        library, diagnostics, problems = relate(by_path, pages, collections, config, rows)
        return Outline(key, others, library, make_plan(library, config), (*wrong, *diagnostics), problems)
    known = _decoder.decode(memo)
    by_id = {entry.id: entry for entry in by_path}
    ordered = tuple([by_id[name] for name in known.library.positions])
    return msgspec.structs.replace(known, library=msgspec.structs.replace(known.library, entries=ordered))


def last_library(cache: Cache, key: bytes) -> Library | None:
    """Return the library of the outline with this key, without its entries, or `None` if another one is cached."""
    memo = cache.load_memo(MEMO, key)
    return None if memo is None else _decoder.decode(memo).library


def store_outline(outline: Outline, cache: Cache) -> None:
    """Cache the outline of a valid archive."""
    if outline.is_cached:
        return
    bare_library = msgspec.structs.replace(outline.library, entries=())
    bare = msgspec.structs.replace(outline, library=bare_library, is_cached=True)
    cache.store_memo(MEMO, outline.key, msgspec.msgpack.encode(bare))


def _digest(value: object) -> bytes:
    return blake2b(msgspec.msgpack.encode(value), digest_size=16).digest()
