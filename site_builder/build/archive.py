"""An archive's files to its checked library and plan; files that were parsed before come from the cache."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import msgspec

from site_builder.build.assets import Files, plan_assets
from site_builder.build.outline import Outline, load_outline
from site_builder.build.workspace import Workspace, open_workspace
from site_builder.content.citation_file import load_citations
from site_builder.content.collections import parse_collection
from site_builder.content.entries import PAPERS, is_entry, papers_among, parse_entry
from site_builder.content.map_file import Places, check_places, load_places
from site_builder.content.pages import load_pages
from site_builder.content.sources import (
    is_theme_asset,
    load_digests,
    load_source,
    require_archive,
    walk_files,
)
from site_builder.core.cache_files import CACHE_FOLDER, locked
from site_builder.core.diagnostics import ContentError, Diagnostic, has_errors
from site_builder.core.processes import chunks, collecting_young_objects, map_forked
from site_builder.core.progress import Progress, no_progress
from site_builder.data.file import DataFile
from site_builder.data.plan import addresses_file, check_data_files, plan_data_files
from site_builder.library.citations import UNKNOWN_PAPER
from site_builder.library.library import Library
from site_builder.model import Collection, Entry
from site_builder.search.documents import text_terms
from site_builder.search.vectors_file import GivenVectors, check_vectors, load_vectors
from site_builder.settings.accept import accepted_in, without_accepted
from site_builder.settings.types import SiteConfig
from site_builder.site.addresses import WORKER_URL, offline_list_url
from site_builder.site.lists import has_map
from site_builder.site.page import Plan
from site_builder.text.tokens import forget_terms
from site_builder.theme.load import Theme, load_theme

COLLECTIONS = "content/collections"
CHUNK = 64

_encoder = msgspec.msgpack.Encoder()
_entry_decoder = msgspec.msgpack.Decoder(Entry)


class Parsed(msgspec.Struct, frozen=True, gc=False):
    """A parsed file as a worker returns it: encoded, since the parent stores bodies without decoding them."""

    path: str
    digest: str
    entry: bytes
    body: bytes
    terms: bytes
    diagnostics: tuple[Diagnostic, ...]


class Archive(msgspec.Struct, frozen=True):
    """A checked archive: its settings, outline and theme, and the warnings found on the way.

    `places` are the positions of its papers on the map, and `vectors` those of words, if the archive gives them.
    """

    config: SiteConfig
    outline: Outline
    theme: Theme
    files: Files
    data_files: tuple[DataFile, ...]
    warnings: tuple[Diagnostic, ...]
    places: Places | None = None
    vectors: GivenVectors | None = None

    @property
    def library(self) -> Library:
        """The entries with what relates them."""
        return self.outline.library

    @property
    def plan(self) -> Plan:
        """All pages."""
        return self.outline.plan


def load_archive(work: Workspace) -> Archive:
    """Return an archive whose files are all valid.

    Raises `ContentError` with every problem of every file if one of them is an error.
    """
    with work.clock("entries"):
        entries, problems = load_entries(work)
    archive, problems = assemble(work, entries, work.problems + problems)
    reported = without_accepted(problems, [*work.config.accept, *accepted_in(entries)])
    if archive is None or has_errors(problems):
        raise ContentError(reported)
    return msgspec.structs.replace(archive, warnings=reported)


def assemble(
    work: Workspace, entries: Sequence[Entry], problems: tuple[Diagnostic, ...]
) -> tuple[Archive | None, tuple[Diagnostic, ...]]:
    """Return an archive made of its entries, and all problems with those that were found before."""
    root, config = work.root, work.config
    with work.clock("entries"):
        pages, wrong_pages = load_pages(root, docs=config.docs, repository=config.repository)
        collections, wrong_collections = load_collections(root)
        places, wrong_places = load_places(root)
        vectors, wrong_vectors = load_vectors(root, config.vectors)
        problems += wrong_pages + wrong_collections + wrong_places + wrong_vectors
    with work.clock("outline"):
        others = {path: digest for path, digest in work.digests.items() if not _is_copied(path)}
        load_rows = partial(load_citations, root)
        outline = load_outline(entries, pages, collections, load_rows, config, others, work.cache)
        library, plan = outline.library, outline.plan
        found = outline.all_problems(work.read)
        if len(entries) < len(papers_among(work.digests)):
            # An entry with an error is not in the library, so rows that name it say nothing.
            found = tuple([problem for problem in found if problem.code != UNKNOWN_PAPER])
        problems += found
        if places is not None and has_map(library, config):
            problems += tuple(check_places(places, library.positions.keys()))
        if vectors:
            problems += tuple(check_vectors(vectors, config.vectors, len(entries)))
    with work.clock("files"):
        theme, wrong_theme = _load_theme(root, config)
        data_files = plan_data_files(library, config, work.load_body, outline.key)
        data_files += (addresses_file(plan, outline.key),)
        taken = [page.url for page in plan.pages] + [file.url for file in data_files]
        taken += [WORKER_URL, offline_list_url(0)]
        files, wrong_files = plan_assets(root, library, taken, config, theme, work.digests) if theme else (Files(), ())
        problems += wrong_theme + wrong_files
        if not outline.is_cached:  # otherwise the last build checked them
            problems += check_data_files(data_files, plan)
    problems = tuple(sorted(problems))
    if theme is None:
        return None, problems
    return Archive(config, outline, theme, files, data_files, problems, places, vectors), problems


def _is_copied(path: str) -> bool:
    """Return whether a file has no part in the outline: entries have their own digests, others are only copied."""
    return path.startswith(f"{PAPERS}/") or is_theme_asset(path)


def is_unchanged(work: Workspace, archive: Archive) -> bool:
    """Return whether the archive was read from files of the workspace's digests: one may have changed meanwhile."""
    seen = {entry.path: entry.digest for entry in archive.library.entries}
    others = load_digests(work.root, [path for path in work.digests if path not in seen])
    return work.digests == seen | others


def _load_theme(root: Path, config: SiteConfig) -> tuple[Theme | None, tuple[Diagnostic, ...]]:
    try:
        return load_theme(root, config.theme), ()
    except ContentError as error:
        return None, error.diagnostics


def entry_paths(root: Path) -> tuple[str, ...]:
    """Return the paths of all entries of an archive."""
    return tuple(path for path in walk_files(root, PAPERS) if is_entry(path))


def load_entries(work: Workspace) -> tuple[list[Entry], tuple[Diagnostic, ...]]:
    """Return an archive's entries and the problems of their files; only files with new content are parsed."""
    cache, digests = work.cache, work.digests
    cached = cache.load_entries()
    paths = papers_among(digests)
    stale = [path for path in paths if path not in cached or cached[path].digest != digests[path]]
    changed = (cached.keys() - set(paths)).union(stale)
    for path in changed & cached.keys():
        del cached[path]
    diagnostics: list[Diagnostic] = []
    few = len(stale) < CHUNK  # processes would cost more than they save
    parse = partial(_parse_all, work.root, work.config.taxonomy_fields)
    for done, parsed in enumerate(map_forked(parse, chunks(stale, CHUNK), 1 if few else work.jobs)):
        work.progress("entries", min((done + 1) * CHUNK, len(stale)), len(stale))
        for one in parsed:
            diagnostics += one.diagnostics
            if one.entry:
                cached[one.path] = _entry_decoder.decode(one.entry)
        cache.store_texts([(one.path, one.digest, one.body, one.terms) for one in parsed if one.entry])
    forget_terms()
    entries = [cached[path] for path in paths if path in cached]
    cache.store_entries([cached[path] for path in stale if path in cached], changed)
    cache.forget_texts(changed - cached.keys())
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


def _parse_all(root: Path, taxonomy_fields: tuple[str, ...], paths: list[str]) -> list[Parsed]:
    return list(_parse(root, taxonomy_fields, paths))


def _parse(root: Path, taxonomy_fields: tuple[str, ...], paths: list[str]) -> Iterator[Parsed]:
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


@contextmanager
def open_archive(
    root: Path, progress: Progress = no_progress, published: Iterable[str] = ()
) -> Iterator[tuple[Archive, Workspace]]:
    """Lock an archive and load it; raises `ContentError` if it has errors."""
    require_archive(root)
    opened = open_workspace(root, progress=progress, published=published)
    with locked(root / CACHE_FOLDER), collecting_young_objects(), opened as work:
        yield load_archive(work), work
