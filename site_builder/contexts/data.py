"""The page about the site's data: every file with what it holds and its size, and the site in one file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from site_builder.contract.data import DataLink, OfflineCopy
from site_builder.text.sizes import size_text
from site_builder.words.catalogue import Translate


class DataContexts:
    """Makes the context.

    `sizes` are those of the files of data, `site_bytes` what the site takes; both are known once all of it is made.
    """

    def __init__(self, t: Translate, zip_address: str) -> None:
        self._t = t
        self.zip_address = zip_address
        self.sizes: Mapping[str, int] = {}
        self.site_bytes = 0

    def page(self) -> dict[str, Any]:
        """Return the whole-archive files, those of the API, and the site in one file if it is published."""
        files, api = tuple(self._links(self._files())), tuple(self._links(self._api()))
        return {"files": files, "api": api, "offline": self._offline()}

    def _offline(self) -> OfflineCopy | None:
        return OfflineCopy(self.zip_address, size_text(self.site_bytes)) if self.zip_address else None

    def _files(self) -> Iterator[tuple[str, str]]:
        t = self._t
        yield "papers.jsonl", t("Every paper with its abstract, as JSON: one paper a line, as the API describes it.")
        yield "papers.bib", t("Every paper as BibTeX, in parts of less than 50 MB, which Overleaf takes.")
        yield "papers.csl.json", t("Every paper as CSL-JSON, for Zotero, Pandoc and citation processors.")
        yield "oai.xml", t("An OAI-PMH static repository, for library catalogues.")
        yield "llms.txt", t("What the site holds and where, in a few lines for language models.")

    def _api(self) -> Iterator[tuple[str, str]]:
        t = self._t
        yield "api/v1/index.json", t("Where everything stands: start here.")
        yield "api/v1/papers/1.json", t("Papers, 250 in a file, the oldest first; only the last one grows.")
        yield "api/v1/taxonomies/tags.json", t("Tags, authors and the like, each with its number of papers.")
        yield "api/v1/dates.json", t("Days with their papers; weeks, months and years.")
        yield "api/v1/openapi.json", t("What every field means, as an OpenAPI document.")

    def _links(self, named: Iterator[tuple[str, str]]) -> Iterator[DataLink]:
        for url, note in named:
            alike = [other for other in self.sizes if _kind(other) == _kind(url)]
            if url in alike:
                yield DataLink(url, note, len(alike), size_text(sum(self.sizes[other] for other in alike)))


def _kind(url: str) -> str:
    """Return what files of one kind share: their folder, or their name without a number."""
    folder, _, name = url.rpartition("/")
    return folder if folder.count("/") > 1 else "papers.bib" if name.endswith(".bib") else url
