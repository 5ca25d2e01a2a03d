"""Papers as RIS records: tagged lines, which every reference manager reads."""

from __future__ import annotations

from collections.abc import Iterator

from site_builder.exchange.identifiers import home_address
from site_builder.exchange.importers.ris import TYPES
from site_builder.exchange.record import work_type
from site_builder.model import Entry
from site_builder.text.names import name_parts

_KINDS = {csl: ris for ris, csl in TYPES.items()}


def ris(entry: Entry, abstract: str | None = None) -> str:
    """Return a paper as a RIS record; with an abstract, which is plain text, it has keywords, too."""
    lines = [f"{tag}  - {value}" for tag, value in _lines(entry, abstract) if value]
    return "\n".join([*lines, "ER  - "])


def _lines(entry: Entry, abstract: str | None) -> Iterator[tuple[str, str]]:
    date = entry.published or entry.date
    start, _, end = entry.pages.replace("–", "-").partition("-")
    yield "TY", _KINDS.get(work_type(entry), "UNPB" if "arxiv" in entry.identifiers else "GEN")
    yield "ID", entry.id
    yield "TI", entry.title
    for author in entry.authors:
        yield "AU", _name(author.name)
    yield "PY", date[:4]
    # Four parts, the last for a season: `2026/05/26/`.
    yield "DA", f"{date.replace('-', '/')}{'/' * (3 - date.count('-'))}" if date else ""
    yield "T2", entry.venue
    yield "VL", entry.volume
    yield "IS", entry.issue
    yield "SP", start
    yield "EP", end
    yield "PB", entry.publisher
    yield "DO", entry.identifiers.get("doi", "")
    yield "UR", home_address(entry)
    if abstract is not None:
        for tag in entry.tags:
            yield "KW", tag
        # A value goes on in the next lines; an empty line would end it.
        for paragraph in abstract.split("\n\n"):
            yield "AB", paragraph.strip()


def _name(name: str) -> str:
    parts = name_parts(name)
    if not parts.given:
        return name
    family = f"{parts.particle} {parts.family}".lstrip()
    return ", ".join(part for part in (family, parts.given, parts.suffix) if part)
