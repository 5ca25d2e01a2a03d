"""What every step of a build works with: the archive's files and settings, the cache, and how to do the work."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

import msgspec

from site_builder.build.cache import Cache, open_cache
from site_builder.content.entries import parse_entry
from site_builder.content.sources import load_digests, load_source
from site_builder.core.diagnostics import Diagnostic
from site_builder.core.processes import default_jobs
from site_builder.core.progress import Clock, Progress, no_progress
from site_builder.model import Body, Entry
from site_builder.search.documents import text_terms
from site_builder.settings.load import load_config
from site_builder.settings.types import SiteConfig


class Workspace(msgspec.Struct, frozen=True):
    """An archive at work.

    `digests` are those of its files by path, `problems` those of its settings; `jobs` is the number of processes.
    """

    root: Path
    digests: Mapping[str, str]
    config: SiteConfig
    problems: tuple[Diagnostic, ...]
    cache: Cache
    jobs: int
    progress: Progress
    clock: Clock

    def load_body(self, entry: Entry) -> Body:
        """Return an entry's body from the cache, or from its file if the cache has lost it."""
        body = self.cache.load_body(entry.path, entry.digest)
        if body is None:
            source, data = load_source(self.root, entry.path)
            body = parse_entry(entry.path, data, source.digest, self.config.taxonomy_fields).body
        return body

    def load_terms(self, entry: Entry) -> bytes:
        """Return an entry's search terms, packed, from the cache or else from its text."""
        terms = self.cache.load_terms(entry.path, entry.digest)
        return text_terms(entry.title, self.load_body(entry).text, entry.summary) if terms is None else terms

    def read(self, path: str) -> bytes:
        """Return the bytes of a file of the archive."""
        return (self.root / path).read_bytes()


@contextmanager
def open_workspace(
    root: Path,
    digests: Mapping[str, str] | None = None,
    jobs: int = 0,
    progress: Progress = no_progress,
    clock: Clock | None = None,
    published: Iterable[str] = (),
) -> Iterator[Workspace]:
    """Open an archive and its cache; `digests` are read unless they are given, `published` are addresses to keep."""
    config, problems = load_config(root)
    config = msgspec.structs.replace(config, published=frozenset(published))
    with closing(open_cache(root)) as cache:
        files = load_digests(root) if digests is None else digests
        yield Workspace(root, files, config, problems, cache, jobs or default_jobs(), progress, clock or Clock())
