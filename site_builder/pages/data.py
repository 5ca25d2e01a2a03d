"""The page about the site's data: every file with what it holds and its size, and the site in one file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from site_builder.contract.data import DataLink, OfflineCopy
from site_builder.contract.document import Template
from site_builder.contract.parts import Link
from site_builder.pages.kind import Context, PageKind
from site_builder.pages.planned import Planned
from site_builder.site.addresses import DATA_URL, paper_markdown_url
from site_builder.site.page import Page
from site_builder.text.sizes import size_text
from site_builder.words.catalogue import Translate


class DataPage(PageKind):
    """The page about the site's data."""

    name = "data"
    template = Template(
        "data.html",
        "The page about the files of data: those of the whole archive, those of the API, and the site in one file.",
        {"files": "tuple[DataLink, ...]", "api": "tuple[DataLink, ...]", "offline": "OfflineCopy | None"},
    )

    @classmethod
    def pages(cls, planned: Planned) -> Iterator[Page]:
        """Yield the page, if there is any data."""
        if planned.config.data.has_any(len(planned.library.entries)):
            yield Page(DATA_URL, cls.name)

    @classmethod
    def nav(cls, planned: Planned, t: Translate) -> Iterator[Link]:
        """Yield the page."""
        yield Link(t("Data"), DATA_URL)

    def context(self, page: Page) -> Context:
        """Return the whole-archive files, those of the API, and the site in one file if it is published."""
        address, sizes = self.site.config.data.zip, self.site.sizes()
        alike: defaultdict[str, list[int]] = defaultdict(list)
        for url, size in sizes.files.items():
            alike[_kind(url)].append(size)

        def links(named: Iterator[tuple[str, str]]) -> Iterator[DataLink]:
            for url, note in named:
                if url in sizes.files:
                    found = alike[_kind(url)]
                    yield DataLink(url, note, len(found), size_text(sum(found)))

        return {
            "files": tuple(links(self._files())),
            "api": tuple(links(self._api())),
            "offline": OfflineCopy(address, size_text(sizes.site)) if address else None,
        }

    def title(self) -> str:
        """Return the title."""
        return self.site.t("Data")

    def _files(self) -> Iterator[tuple[str, str]]:
        t = self.site.t
        yield "papers.jsonl", t("Every paper with its abstract, as JSON: one paper a line, as the API describes it.")
        yield "papers.bib", t("Every paper as BibTeX, in parts of less than 50 MB, which Overleaf takes.")
        yield "papers.csl.json", t("Every paper as CSL-JSON, for Zotero, Pandoc and citation processors.")
        if self.site.library.entries:
            first = paper_markdown_url(self.site.library.entries[0].id)
            yield first, t("Each paper as Markdown, for language models and other programs that read.")
        yield "linkset.json", t("Typed links of each paper's page, such as what to cite, its authors and its license.")
        yield "ro-crate-metadata.json", t("What these files are, as an RO-Crate, for repositories of research data.")
        yield "oai.xml", t("An OAI-PMH static repository, for library catalogues.")
        yield "llms.txt", t("What the site holds and where, in a few lines for language models.")

    def _api(self) -> Iterator[tuple[str, str]]:
        t = self.site.t
        yield "api/v1/index.json", t("Start here: the index.")
        yield "api/v1/papers/1.json", t("Papers, 250 in a file, the oldest first; only the last one grows.")
        yield "api/v1/taxonomies/tags.json", t("Tags, authors and the like, each with its number of papers.")
        yield "api/v1/dates.json", t("Days with their papers; weeks, months and years.")
        yield "api/v1/citations.json", t("Which papers cite which, and what they cite that is missing here.")
        yield "api/v1/openapi.json", t("What every field means, as an OpenAPI document.")


def _kind(url: str) -> str:
    """Return what files of one kind share: their folder, or their name without a number."""
    folder, _, name = url.rpartition("/")
    of_many = next((ending for ending in (".bib", ".md") if name.endswith(ending)), url)
    return folder if folder.count("/") > 1 else of_many
