"""Making outputs: rendering pages and reading files, in forked processes that write to the new site."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from site_builder.build.outputs import Output, Outputs, Renderer
from site_builder.build.publish import Publication, output_digest
from site_builder.build.search import SearchFile
from site_builder.build.stale import Edits
from site_builder.core.cache_files import PublishedFile
from site_builder.core.processes import chunks, map_forked
from site_builder.data.file import DataFile

CHUNK = 200

MadeFile = tuple[str, PublishedFile, bool]
"""An address, its file, and whether its bytes differ from the published ones."""


class Maker:
    """Makes outputs and writes those that differ from the published site."""

    def __init__(
        self, outputs: Outputs, renderer: Renderer, publication: Publication, edits: Edits | None, jobs: int
    ) -> None:
        self._outputs = outputs
        self._renderer = renderer
        self._publication = publication
        self._edits = edits
        self._jobs = jobs

    def make(self, urls: Sequence[str]) -> Iterator[list[MadeFile]]:
        """Make the outputs at these addresses; yield them in parts as they are done, in no order."""
        if not urls:
            return
        self._publication.prepare()
        large = [url for url in urls if self._is_large(url)]
        others = [url for url in urls if not self._is_large(url)]
        # A data file may hold the whole archive, so each is a task of its own. Small tasks would leave the other
        # processes without work while this one makes a larger one.
        tasks = chain(chunks(large, 1), chunks(others, CHUNK))
        few = sum(not isinstance(self._outputs[url], SearchFile) for url in others) < CHUNK
        # For few pages, processes would cost more than they save.
        yield from map_forked(self._make_part, tasks, 1 if few else self._jobs, ordered=False)

    def _is_large(self, url: str) -> bool:
        output = self._outputs[url]
        return isinstance(output, DataFile) and not output.of_one_paper

    def _make_part(self, urls: list[str]) -> list[MadeFile]:
        return [self._make_one(url) for url in urls]

    def _make_one(self, url: str) -> MadeFile:
        data, fingerprint = self._renew(self._outputs[url]) or self._renderer.make(self._outputs[url])
        file = PublishedFile(fingerprint, output_digest(data), len(data))
        published = self._publication.live.get(url)
        is_new = published is None or published.digest != file.digest
        if is_new:
            self._publication.write(url, data)
        return url, file, is_new

    def _renew(self, output: Output) -> tuple[bytes, bytes] | None:
        """Make a data file from its published bytes, if that is possible and nothing but papers changed."""
        if self._edits is None or not isinstance(output, DataFile) or output.renew is None:
            return None
        last = self._publication.read(output.url)
        data = None if last is None else output.renew(last, self._edits.records)
        return None if data is None else (data, output.fingerprint)
