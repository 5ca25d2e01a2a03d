"""An archive's files to its checked library and plan; what was parsed before is taken from the cache."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import compress
from operator import ne
from pathlib import Path

import msgspec

from site_builder.build.assets import Asset, plan_assets
from site_builder.build.cache import Cache, open_cache
from site_builder.build.outline import Outline, load_outline
from site_builder.content.collections import parse_collection
from site_builder.content.entries import PAPERS, is_entry, papers_among, parse_entry
from site_builder.content.map_file import Places, check_places, load_places
from site_builder.content.pages import load_pages
from site_builder.content.sources import (
    content_digest,
    is_theme_asset,
    load_digests,
    load_source,
    require_archive,
    walk_files,
)
from site_builder.core.cache_files import CACHE_FOLDER, Origin, locked
from site_builder.core.diagnostics import ContentError, Diagnostic, has_errors
from site_builder.core.processes import chunks, collecting_young_objects, default_jobs, map_forked
from site_builder.core.progress import Clock, Progress
from site_builder.data.file import DataFile
from site_builder.data.plan import addresses_file, check_data_files, plan_data_files
from site_builder.library.library import Library
from site_builder.model import Body, Collection, Entry
from site_builder.search.documents import text_terms
from site_builder.settings.load import load_config
from site_builder.settings.types import SiteConfig
from site_builder.site.plan import Plan, has_map
from site_builder.text.tokens import forget_terms
from site_builder.theme.load import Theme, load_theme

COLLECTIONS = "content/collections"
CHUNK = 64

_encoder = msgspec.msgpack.Encoder()
_entry_decoder = msgspec.msgpack.Decoder(Entry)


class Parsed(msgspec.Struct, frozen=True, gc=False):
    """A parsed file as a worker returns it: encoded, so that the parent need not decode a body."""

    path: str
    digest: str
    entry: bytes
    body: bytes
    terms: bytes
    diagnostics: tuple[Diagnostic, ...]


class Archive(msgspec.Struct, frozen=True):
    """A checked archive: its settings, outline and theme, and the warnings on the way.

    `places` are those of the papers on the map as the archive gives them, if it does.
    """

    config: SiteConfig
    outline: Outline
    theme: Theme
    assets: tuple[Asset, ...]
    data_files: tuple[DataFile, ...]
    warnings: tuple[Diagnostic, ...]
    places: Places | None = None

    @property
    def library(self) -> Library:
        """The entries with what relates them."""
        return self.outline.library

    @property
    def plan(self) -> Plan:
        """All pages."""
        return self.outline.plan

    def origin_after(self, last: Origin) -> Origin:
        """Return what tells the next build which pages of the site can be stale, from that of the last build."""
        entries = self.library.entries
        digests = tuple([entry.digest for entry in entries])
        if last.outline == self.outline.key:
            excerpts = list(last.excerpts)
            edited = differing(last.entries, digests)
        else:
            excerpts, edited = [""] * len(entries), list(range(len(entries)))
        for position in edited:
            excerpts[position] = content_digest(entries[position].excerpt.encode())
        return Origin(self.outline.key, digests, tuple(excerpts))


def differing(old: Sequence[str], new: Sequence[str]) -> list[int]:
    """Return the places at which two sequences of one length differ."""
    return list(compress(range(len(new)), map(ne, old, new)))


def load_archive(
    root: Path, cache: Cache, digests: Mapping[str, str], jobs: int, progress: Progress, clock: Clock
) -> Archive:
    """Return an archive whose files are all sound.

    Raises `ContentError` with every problem of every file where one of them is an error.
    """
    with clock("entries"):
        config, problems = load_config(root)
        entries, wrong = load_entries(root, config, cache, digests, jobs, progress)
    archive, problems = assemble(root, config, cache, digests, entries, problems + wrong, clock)
    if archive is None or has_errors(problems):
        raise ContentError(problems)
    return archive


def assemble(
    root: Path,
    config: SiteConfig,
    cache: Cache,
    digests: Mapping[str, str],
    entries: Sequence[Entry],
    problems: tuple[Diagnostic, ...],
    clock: Clock,
) -> tuple[Archive | None, tuple[Diagnostic, ...]]:
    """Return an archive from its entries and what is wrong with it."""
    with clock("entries"):
        pages, wrong_pages = load_pages(root, docs=config.docs, repository=config.repository)
        collections, wrong_collections = load_collections(root)
        places, wrong_places = load_places(root)
        problems += wrong_pages + wrong_collections + wrong_places
    with clock("outline"):
        others = {path: digest for path, digest in digests.items() if not (is_entry(path) or is_theme_asset(path))}
        outline = load_outline(entries, pages, collections, config, others, cache)
        library, plan = outline.library, outline.plan
        problems += outline.all_problems(lambda path: (root / path).read_bytes())
        if places is not None and has_map(library, config):
            problems += tuple(check_places(places, library.positions.keys()))
    with clock("files"):
        theme, wrong_theme = _load_theme(root, config)
        data_files = plan_data_files(library, config, partial(load_body, root, cache, config), outline.key)
        data_files += (addresses_file(plan, outline.key),)
        taken = [page.url for page in plan.pages] + [file.url for file in data_files]
        assets, wrong_assets = plan_assets(root, library, taken, config, theme) if theme else ((), ())
        problems += wrong_theme + wrong_assets
        if not outline.is_kept:  # else they were sound in the last build
            problems += check_data_files(data_files, plan)
    problems = tuple(sorted(problems))
    if theme is None:
        return None, problems
    return Archive(config, outline, theme, assets, data_files, problems, places), problems


def is_made_of(archive: Archive, root: Path, digests: Mapping[str, str]) -> bool:
    """Return whether an archive was made of files of these digests: one may have changed while the build read it."""
    seen = {entry.path: entry.digest for entry in archive.library.entries}
    others = load_digests(root, [path for path in digests if path not in seen])
    return digests == seen | others


def _load_theme(root: Path, config: SiteConfig) -> tuple[Theme | None, tuple[Diagnostic, ...]]:
    try:
        return load_theme(root, config.theme), ()
    except ContentError as error:
        return None, error.diagnostics


def entry_paths(root: Path) -> tuple[str, ...]:
    """Return the paths of all entries of an archive."""
    return tuple(path for path in walk_files(root, PAPERS) if is_entry(path))


def load_entries(
    root: Path, config: SiteConfig, cache: Cache, digests: Mapping[str, str], jobs: int, progress: Progress
) -> tuple[list[Entry], tuple[Diagnostic, ...]]:
    """Return an archive's entries and the problems of their files; only files whose bytes are new are parsed.

    `digests` are those of the archive's files by path.
    """
    known = cache.load_entries()
    paths = papers_among(digests)
    stale = [path for path in paths if path not in known or known[path].digest != digests[path]]
    changed = (known.keys() - set(paths)).union(stale)
    for path in changed & known.keys():
        del known[path]
    diagnostics: list[Diagnostic] = []
    small = len(stale) < CHUNK  # for a few files, processes cost more than they save
    parse = _parser(root, config.taxonomy_fields)
    for done, parsed in enumerate(map_forked(parse, chunks(stale, CHUNK), 1 if small else jobs)):
        progress("entries", min((done + 1) * CHUNK, len(stale)), len(stale))
        for one in parsed:
            diagnostics += one.diagnostics
            if one.entry:
                known[one.path] = _entry_decoder.decode(one.entry)
        cache.store_texts([(one.path, one.digest, one.body, one.terms) for one in parsed if one.entry])
    forget_terms()
    entries = [known[path] for path in paths if path in known]
    cache.store_entries([known[path] for path in stale if path in known], changed)
    cache.forget_texts(changed - known.keys())
    cache.commit()
    return entries, tuple(diagnostics)


def load_collections(root: Path) -> tuple[list[Collection], tuple[Diagnostic, ...]]:
    """Return the curated lists of `content/collections/` and their problems."""
    parsed = [
        parse_collection(path, (root / path).read_bytes())
        for path in walk_files(root, COLLECTIONS)
        if path.endswith(".md")
    ]
    return [found for found, _ in parsed if found], tuple(problem for _, wrong in parsed for problem in wrong)


def _parser(root: Path, taxonomy_fields: tuple[str, ...]) -> Callable[[list[str]], list[Parsed]]:
    return lambda paths: list(_parse(root, paths, taxonomy_fields))


def _parse(root: Path, paths: list[str], taxonomy_fields: tuple[str, ...]) -> Iterator[Parsed]:
    for path in paths:
        try:
            source, data = load_source(root, path)
        except OSError as error:
            problem = Diagnostic(
                path, 0, 0, "E001", f"cannot be read: {error.strerror}", "check the file's permissions"
            )
            yield Parsed(path, "", b"", b"", b"", (problem,))
            continue
        parsed = parse_entry(path, data, source.digest, taxonomy_fields)
        entry = parsed.entry
        if entry is None:
            yield Parsed(path, source.digest, b"", b"", b"", parsed.diagnostics)
            continue
        body, terms = _encoder.encode(parsed.body), text_terms(entry.title, parsed.body.text, entry.summary)
        yield Parsed(path, source.digest, _encoder.encode(entry), body, terms, parsed.diagnostics)


def load_body(root: Path, cache: Cache, config: SiteConfig, entry: Entry) -> Body:
    """Return an entry's body from the cache, or from its file where the cache has lost it."""
    body = cache.load_body(entry.path, entry.digest)
    if body is None:
        source, data = load_source(root, entry.path)
        body = parse_entry(entry.path, data, source.digest, config.taxonomy_fields).body
    return body


@contextmanager
def opened(root: Path, progress: Progress) -> Iterator[tuple[Archive, Cache]]:
    """Hold an archive open, with the cache that its bodies lie in; raises `ContentError` if it is not sound."""
    require_archive(root)
    with locked(root / CACHE_FOLDER), collecting_young_objects():
        cache = open_cache(root)
        try:
            yield load_archive(root, cache, load_digests(root), default_jobs(), progress, Clock()), cache
        finally:
            cache.close()
