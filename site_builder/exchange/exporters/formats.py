"""Papers to text of other formats, a piece at a time, so that no archive is too large."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import msgspec

from site_builder.exchange.exporters.bibtex import bibtex
from site_builder.exchange.exporters.csl_json import csl_item
from site_builder.exchange.exporters.entry_fields import entry_fields
from site_builder.exchange.exporters.markdown_list import markdown_list
from site_builder.exchange.exporters.ris import ris
from site_builder.model import Entry


class Citable(msgspec.Struct, frozen=True, gc=False):
    """A paper as formats need it: its entry, the key that cites it, its abstract as plain text if that is wanted."""

    entry: Entry
    key: str
    abstract: str | None = None


Papers = Iterable[Citable]


class Exporter(msgspec.Struct, frozen=True):
    """A format that papers go out in: what it is, in one line, and how they are written."""

    description: str
    write: Callable[[Papers], Iterator[str]]


def write_bibtex(papers: Papers) -> Iterator[str]:
    """Yield a BibTeX file."""
    for paper in papers:
        yield f"{bibtex(paper.entry, paper.key, paper.abstract)}\n\n"


def write_ris(papers: Papers) -> Iterator[str]:
    """Yield a RIS file."""
    for paper in papers:
        yield f"{ris(paper.entry, paper.abstract)}\n\n"


def write_csl_json(papers: Papers) -> Iterator[str]:
    """Yield a CSL-JSON array, an item a line."""
    start = "[\n"
    for paper in papers:
        yield start + msgspec.json.encode(csl_item(paper.entry, paper.key, paper.abstract)).decode()
        start = ",\n"
    yield "\n]\n" if start.startswith(",") else "[]\n"


def write_json_lines(papers: Papers) -> Iterator[str]:
    """Yield a line of JSON for each paper: its identifier and every field of its entry."""
    for paper in papers:
        fields = {"id": paper.entry.id, **entry_fields(paper.entry)}
        yield msgspec.json.encode(fields | ({"abstract": paper.abstract} if paper.abstract else {})).decode() + "\n"


def write_markdown(papers: Papers) -> Iterator[str]:
    """Yield a reading list, a line a paper; it has no abstracts."""
    yield from markdown_list([paper.entry for paper in papers])


EXPORTERS = {
    "bibtex": Exporter("BibTeX, for LaTeX and every reference manager", write_bibtex),
    "csl-json": Exporter("CSL-JSON, for Pandoc, Zotero and citation processors", write_csl_json),
    "jsonl": Exporter("JSON lines, for programs: every field of an entry, one paper a line", write_json_lines),
    "markdown": Exporter(
        'A reading list in Markdown (an "awesome list"), a heading a tag, a line a paper', write_markdown
    ),
    "ris": Exporter("RIS, for EndNote, Mendeley and their kin", write_ris),
}
