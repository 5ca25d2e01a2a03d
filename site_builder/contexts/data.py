"""The page about the site's data: every file with what it holds and its size, and the site in one file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import msgspec

from site_builder.contract.data import DataLink, OfflineCopy
from site_builder.text.sizes import size_text
from site_builder.words.catalogue import Translate


class Sizes(msgspec.Struct, frozen=True):
    """The sizes in bytes of data files by address, and of the whole site."""

    files: Mapping[str, int] = {}
    site: int = 0


class DataContexts:
    """Makes the context; `sizes` are known once all else is made."""

    def __init__(self, t: Translate, zip_address: str, sizes: Callable[[], Sizes]) -> None:
        self._t = t
        self._zip_address = zip_address
        self._sizes = sizes

    def page(self) -> dict[str, Any]:
        """Return the whole-archive files, those of the API, and the site in one file if it is published."""
        sizes = self._sizes()
        return {
            "files": tuple(_links(self._files(), sizes)),
            "api": tuple(_links(self._api(), sizes)),
            "offline": OfflineCopy(self._zip_address, size_text(sizes.site)) if self._zip_address else None,
        }

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


def _links(named: Iterator[tuple[str, str]], sizes: Sizes) -> Iterator[DataLink]:
    for url, note in named:
        alike = [other for other in sizes.files if _kind(other) == _kind(url)]
        if url in alike:
            yield DataLink(url, note, len(alike), size_text(sum(sizes.files[other] for other in alike)))


def _kind(url: str) -> str:
    """Return what files of one kind share: their folder, or their name without a number."""
    folder, _, name = url.rpartition("/")
    return folder if folder.count("/") > 1 else "papers.bib" if name.endswith(".bib") else url
