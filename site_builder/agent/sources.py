"""Where a shelf's papers come from: the folder of an archive, or a published site with the JSON API."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from site_builder.agent.shelf import Shelf
from site_builder.build.archive import open_archive
from site_builder.build.related import relate
from site_builder.content.citation_file import Row
from site_builder.content.entries import read_entry
from site_builder.content.sources import SITE_FILE
from site_builder.core.diagnostics import ContentError, Diagnostic
from site_builder.core.files import read_plain
from site_builder.data.api import ROOT
from site_builder.data.types import Index, Paper, PaperBlock, TermList
from site_builder.exchange.services.client import FILES, Client, FetchError
from site_builder.library.library import make_library
from site_builder.model import Entry
from site_builder.search.documents import text_terms
from site_builder.settings.terms import DEFAULT_TAXONOMIES
from site_builder.settings.types import SiteConfig

Read = Callable[[str], bytes]
Decoded = TypeVar("Decoded")

_KEPT_TERMS = 1 << 17


def open_shelf(source: str) -> Shelf:
    """Return the shelf of an archive's folder, of a built site's folder, or of a site on the web.

    Raises `ContentError` if there is none.
    """
    if re.match(r"https?://", source):
        base = source.removesuffix("index.html").rstrip("/") + "/"
        client = Client(limits=FILES)
        return _of_site(source, base, lambda url: client.get(base + url, "application/json"))
    root = Path(source)
    is_site = (root / ROOT / "index.json").is_file() and not (root / SITE_FILE).is_file()
    return _of_site(source, "", partial(read_plain, root)) if is_site else _of_archive(root)


def _of_archive(root: Path) -> Shelf:
    with open_archive(root) as (archive, work):
        library, config = archive.library, archive.config
        texts = list(map(work.load_terms, library.entries))
        relations = relate(work, archive).relations
        related = [[relation.position for relation in relations(n)] for n in range(len(library.entries))]

    def load_abstract(position: int) -> str:
        entry = library.entries[position]
        data = read_plain(root, entry.path)
        return read_entry(entry.path, data, entry.digest, config.taxonomy_fields).body.markdown

    return Shelf(config.base_url, library, texts.__getitem__, load_abstract, related.__getitem__)


def _of_site(source: str, base: str, read: Read) -> Shelf:
    try:
        index = msgspec.json.decode(read(f"{ROOT}/index.json"), type=Index)
        names = {
            link.name: {term.slug: term.name for term in _decode(read(link.url), TermList).terms}
            for link in index.taxonomies
            if link.name in ("tags", "organizations")
        }
        papers = {paper.id: paper for paper in _papers(index, read)}
    except (FetchError, OSError, msgspec.DecodeError) as error:
        hint = "name the folder of an archive, or a site that has the JSON API (data: {api: yes})"
        raise ContentError([Diagnostic(source, 0, 0, "E001", f"no papers can be read: {error}", hint)]) from None
    entries = [_entry(paper, names) for paper in papers.values()]
    rows = [Row(paper.id, cited) for paper in papers.values() for cited in paper.cites]
    library, _ = make_library(entries, (), SiteConfig(taxonomies=DEFAULT_TAXONOMIES), lambda path: b"", rows=rows)

    @lru_cache(_KEPT_TERMS)
    def load_terms(position: int) -> bytes:
        paper = papers[library.entries[position].id]
        return text_terms(paper.title, paper.abstract, paper.summary)

    return Shelf(index.base_url or base, library, load_terms, lambda n: papers[library.entries[n].id].abstract)


def _papers(index: Index, read: Read) -> Iterator[Paper]:
    """Yield a site's papers, with their abstracts if it has them in one file."""
    if "papers.jsonl" in index.files:
        for line in read("papers.jsonl").splitlines():
            yield _decode(line, Paper)
    else:
        for block in index.blocks:
            yield from _decode(read(block.url), PaperBlock).papers


def _decode(data: bytes, kind: type[Decoded]) -> Decoded:
    return msgspec.json.decode(data, type=kind)


_SHARED = [
    name for name in Paper.__struct_fields__ if name in Entry.__struct_fields__ and name not in ("terms", "withdrawn")
]
_DATE = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")


def _entry(paper: Paper, names: dict[str, dict[str, str]]) -> Entry:
    known: dict[str, Any] = {name: getattr(paper, name) for name in _SHARED}
    for field in ("tags", "organizations"):
        known[field] = tuple(names.get(field, {}).get(slug, slug) for slug in paper.terms.get(field, ()))
    for field in ("date", "published"):
        known[field] = known[field] if _DATE.fullmatch(known[field]) else ""
    return Entry(path=f"content/papers/{paper.id}.md", digest=paper.id, withdrawn=paper.notice, **known)
