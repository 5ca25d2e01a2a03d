"""The whole archive in single files: BibTeX, CSL-JSON, JSON lines; and `llms.txt`, which lists what there is."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import partial

import msgspec

from site_builder.data.api import Papers
from site_builder.data.file import DataFile, LoadBody, fingerprint
from site_builder.data.records import RecordFile
from site_builder.exchange.exporters.formats import Citable, write_bibtex, write_csl_json
from site_builder.library.library import Library
from site_builder.model import Entry
from site_builder.settings.types import SiteConfig
from site_builder.site.addresses import taxonomy_url

# Overleaf accepts files up to 50 MB; the size of an entry is an upper estimate.
PART_BYTES = 45_000_000

_encoder = msgspec.json.Encoder()

Write = Callable[[Iterable[Citable]], Iterator[str]]


def plan_bibtex(library: Library) -> Iterator[DataFile]:
    """Yield the archive as BibTeX, oldest paper first, in parts that Overleaf accepts."""
    entries = library.entries[::-1]
    start = 0
    for number, end in enumerate(_part_ends(entries), start=1):
        url = "papers.bib" if number == 1 else f"papers-{number}.bib"
        part = slice(start, end)
        is_whole = end - start == len(entries)
        yield DataFile(
            url,
            "bibtex",
            partial(_facts, url, entries[part]),
            partial(_citations, write_bibtex, library, part),
            renew=_records(write_bibtex, library, b"", b"\n\n", b"\n\n").renew if is_whole else None,
        )
        start = end


def plan_csl_json(library: Library) -> Iterator[DataFile]:
    """Yield the archive as one CSL-JSON array, without abstracts."""
    url = "papers.csl.json"
    read = partial(_citations, write_csl_json, library, slice(None))
    renew = _records(write_csl_json, library, b"[\n", b",\n", b"\n]\n").renew
    yield DataFile(url, "csl", partial(_facts, url, library.entries[::-1]), read, renew=renew)


def _facts(url: str, entries: Sequence[Entry]) -> bytes:
    return fingerprint(url, [(entry.path, entry.facts) for entry in entries])


def _records(write: Write, library: Library, start: bytes, between: bytes, end: bytes) -> RecordFile:
    """Return how a file of citations has its records."""

    def make(position: int) -> bytes:
        paper = Citable(library.entries[position], library.citation_keys[position])
        return "".join(write([paper])).encode().removeprefix(start).removesuffix(end)

    return RecordFile(start, between, end, make)


def plan_json_lines(library: Library, papers: Papers, load_body: LoadBody, key: bytes) -> Iterator[DataFile]:
    """Yield the archive as JSON lines, one paper with its abstract a line, oldest first.

    `key` identifies the library.
    """
    url = "papers.jsonl"
    positions = range(len(library.entries) - 1, -1, -1)

    def record(position: int) -> bytes:
        return _encoder.encode(papers.paper(position, load_body(library.entries[position]).markdown))

    def read() -> bytes:
        return b"".join([record(position) + b"\n" for position in positions])

    def digest() -> bytes:
        return fingerprint(url, key, [entry.digest for entry in library.entries])

    yield DataFile(url, "jsonl", digest, read, of_facts=False, renew=RecordFile(b"", b"\n", b"\n", record).renew)


def plan_llms(library: Library, config: SiteConfig, others: Sequence[str]) -> Iterator[DataFile]:
    """Yield `llms.txt`, a short list of what the site has and where.

    Source: https://llmstxt.org/ (the form)
    """
    url = "llms.txt"
    text = "\n".join(llms_lines(library, config, others))
    yield DataFile(url, "llms", partial(fingerprint, url, text), text.encode)


def llms_lines(library: Library, config: SiteConfig, others: Sequence[str]) -> Iterator[str]:
    """Yield the lines of `llms.txt`."""

    def link(name: str, address: str, note: str) -> str:
        return f"- [{name}]({config.base_url}{address}): {note}"

    yield f"# {config.title}"
    if config.description:
        yield f"\n> {config.description}"
    yield f"\nAn archive of {len(library.entries):,} papers. Pages are static HTML; nothing needs JavaScript."
    yield "\n## Lists\n"
    yield link("Newest", "index.html", "the newest papers")
    yield link("By date", "archive.html", "all days, weeks, months and years")
    for taxonomy in library.taxonomies:
        if library.terms[taxonomy.name]:
            count = len(library.terms[taxonomy.name])
            yield link(taxonomy.title, taxonomy_url(taxonomy.name), f"{count:,}, each with its papers")
    notes = known_notes(others)
    if notes:
        yield "\n## Data\n"
        yield from (link(name, name, note) for name, note in notes.items())
    yield from _search_lines(config, len(library.entries), notes)
    yield ""


def _search_lines(config: SiteConfig, papers: int, known: Collection[str]) -> Iterator[str]:
    """Yield how to find papers with nothing but the site's files."""
    base = config.base_url
    yield "\n## Search\n"
    yield "No server answers queries: read files, and look for words in them."
    yield ""
    if "papers.jsonl" in known:
        yield f"- By words: each line of {base}papers.jsonl is a paper with its title, summary and abstract."
    if "api/v1/index.json" in known:
        yield f"- By title or identifier: {base}api/v1/papers/1.json and so on, the oldest papers first."
        yield f"- By topic or person: {base}api/v1/taxonomies/tags.json, authors.json and so on name the page of each."
        yield f"- By date: {base}api/v1/dates.json names the papers of each day, the newest day last."
    ending = "md" if config.data.wants("markdown", papers) else "html"
    yield f"- One paper, by its identifier: {base}papers/ID.{ending}"
    yield f"- With a client of the Model Context Protocol: `papershelf mcp {base or 'FOLDER'}` serves it."


_NOTES = {
    "api/v1/index.json": "JSON API: papers in blocks, taxonomies, dates",
    "api/v1/openapi.json": "what the API's fields mean (OpenAPI 3.1)",
    "papers.jsonl": "every paper with its abstract, one JSON object a line",
    "papers.bib": "every paper as BibTeX",
    "papers.csl.json": "every paper as CSL-JSON",
    "linkset.json": "the typed links of every paper's page: what to cite, authors, license, PDF (RFC 9264)",
}


def known_notes(urls: Collection[str]) -> dict[str, str]:
    """Return what the files of data among these addresses have, by address."""
    return {name: note for name, note in _NOTES.items() if name in urls}


def _citations(write: Write, library: Library, part: slice) -> bytes:
    papers = map(Citable, library.entries[::-1][part], library.citation_keys[::-1][part])
    return "".join(write(papers)).encode()


def _part_ends(entries: Sequence[Entry]) -> Iterator[int]:
    size = 0
    for position, entry in enumerate(entries):
        written = "".join([entry.title, entry.title, *[author.name for author in entry.authors]])
        size += (weight := 600 + 10 * len(entry.authors) + len(written.encode()))
        if size > PART_BYTES and position:
            yield position
            size = weight
    yield len(entries)
