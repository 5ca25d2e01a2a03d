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
from site_builder.library.library import Library, LoadBytes, placed, relate, with_terms
from site_builder.library.problems import Problem
from site_builder.library.terms import Terms
from site_builder.model import Collection, ContentPage, Entry
from site_builder.pages.plan import make_plan
from site_builder.settings.types import SiteConfig
from site_builder.site.page import Plan

MEMO = "outline"


class Outline(msgspec.Struct, frozen=True):
    """An archive's library and plan, with the problems of its other files and those between its entries.

    `key` is the digest of everything that they are made from, `others` that of all files but the entries, and `terms`
    has each taxonomy's terms. `last` is the outline of the last build, without entries; it is this one if their keys
    are the same.
    """

    key: bytes
    others: bytes
    library: Library
    terms: dict[str, Terms]
    plan: Plan
    diagnostics: tuple[Diagnostic, ...]
    problems: tuple[Problem, ...]
    last: Outline | None = None

    @property
    def counts_key(self) -> bytes:
        """The digest of what papers there are in which order, with their days and terms, and of all other files."""
        return _digest((self.others, [terms.key for terms in self.terms.values()]))

    @property
    def has_same_counts(self) -> bool:
        """Whether nothing that is counted differs from the last build."""
        return self.last is not None and self.last.counts_key == self.counts_key

    @property
    def is_cached(self) -> bool:
        """Whether the outline came from the cache."""
        return self.last is not None and self.last.key == self.key

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
    last = _load_last(cache)
    if last and last.key == key:
        by_id = {entry.id: entry for entry in by_path}
        ordered = tuple([by_id[name] for name in last.library.positions])
        library = msgspec.structs.replace(last.library, entries=ordered)
        return msgspec.structs.replace(last, library=library, last=last)
    rows, wrong = load_rows() if config.citations else ((), ())
    known = last.terms if last else {}
    library, terms, diagnostics, problems = relate(by_path, pages, collections, config, rows, known)
    return Outline(key, others, library, terms, make_plan(library, config), (*wrong, *diagnostics), problems, last)


def _load_last(cache: Cache) -> Outline | None:
    """Return the outline of the last build, without entries, or `None` if there is none."""
    memo = cache.load_memo(MEMO, tool_digest())
    if memo is None:
        return None
    known = _decoder.decode(memo)
    return msgspec.structs.replace(known, library=with_terms(known.library, known.terms))


def store_outline(outline: Outline, cache: Cache) -> None:
    """Cache the outline of a valid archive."""
    if outline.is_cached:
        return
    bare_library = msgspec.structs.replace(with_terms(outline.library, {}), entries=())
    bare = msgspec.structs.replace(outline, library=bare_library, last=None)
    cache.store_memo(MEMO, tool_digest(), msgspec.msgpack.encode(bare))


def _digest(value: object) -> bytes:
    return blake2b(msgspec.msgpack.encode(value), digest_size=16).digest()
