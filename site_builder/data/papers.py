"""Each paper as Markdown, next to its page, for programs that read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import chain

import msgspec

from site_builder.contexts.cards import file_path, is_local
from site_builder.contexts.citations import MOST, Linked
from site_builder.data.file import DataFile, LoadBody, fingerprint
from site_builder.data.records import Former
from site_builder.exchange.exporters.paper_note import paper_note
from site_builder.library.library import Library
from site_builder.model import Entry
from site_builder.settings.types import SiteConfig
from site_builder.site.addresses import paper_markdown_url, paper_url


def plan_papers(library: Library, config: SiteConfig, load_body: LoadBody) -> Iterator[DataFile]:
    """Yield a file for each paper."""
    shown = Linked(library)
    for position, entry in enumerate(library.entries):
        yield DataFile(
            paper_markdown_url(entry.id),
            "markdown",
            partial(_digest, library, shown, config.base_url, position),
            partial(_read, library, config.base_url, load_body, position),
            of_facts=False,
            is_same=partial(_is_same, library, position),
            of_one_paper=True,
        )


def _is_same(library: Library, position: int, former: Former) -> bool:
    """Return whether neither the paper nor any that its file links to was edited."""
    shown = (position, *chain.from_iterable(_linked(library, position)))
    return all(former.positions[other] >= 0 for other in shown)


def _digest(library: Library, shown: Linked, base_url: str, position: int) -> bytes:
    entry = library.entries[position]
    linked = [shown.facts(found) for found in _linked(library, position)]
    return fingerprint(paper_markdown_url(entry.id), base_url, entry.digest, library.citation_keys[position], linked)


def _read(library: Library, base_url: str, load_body: LoadBody, position: int) -> bytes:
    return paper_markdown(library, base_url, position, load_body(library.entries[position]).text).encode()


def paper_markdown(library: Library, base_url: str, position: int, abstract: str) -> str:
    """Return a paper as Markdown; its abstract is plain text."""
    entry, key = library.entries[position], library.citation_keys[position]
    links = {kind: f"../{file_path(entry, name)}" if is_local(name) else name for kind, name in entry.links.items()}
    cites, cited_by = (_entries(library, found) for found in _linked(library, position))
    page = base_url + paper_url(entry.id) if base_url else f"{entry.id}.html"
    sections = {"Cites": cites, "Cited by": cited_by}
    return paper_note(msgspec.structs.replace(entry, links=links), key, page, abstract, sections)


def _linked(library: Library, position: int) -> tuple[Sequence[int], Sequence[int]]:
    citations = library.citations
    return citations.cites.get(position, ()), citations.cited_by.get(position, ())


def _entries(library: Library, positions: Sequence[int]) -> list[Entry]:
    return [library.entries[position] for position in positions[:MOST]]
