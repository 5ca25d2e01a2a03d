"""Papers as RIS records: tagged lines, which every reference manager reads."""

from __future__ import annotations

from collections.abc import Iterator

from site_builder.exchange.identifiers import home_address
from site_builder.exchange.importers.ris import TYPES
from site_builder.exchange.notices import notice_text
from site_builder.exchange.record import extra_fields, work_type
from site_builder.model import Author, Entry
from site_builder.text.names import name_parts

_KINDS = {csl: ris for ris, csl in reversed(TYPES.items())}


def ris(entry: Entry, abstract: str | None = None) -> str:
    """Return a paper as a RIS record; with an abstract, which is plain text, it also has keywords and notes."""
    # A value of several lines could be read as several tags.
    lines = [f"{tag}  - {' '.join(value.split())}" for tag, value in _lines(entry, abstract) if value]
    return "\n".join([*lines, "ER  - "])


def _lines(entry: Entry, abstract: str | None) -> Iterator[tuple[str, str]]:
    date = entry.published or entry.date
    start, _, end = entry.pages.replace("–", "-").partition("-")
    yield "TY", _KINDS.get(work_type(entry), "UNPB" if "arxiv" in entry.identifiers else "GEN")
    yield "ID", entry.id
    yield "TI", entry.title
    for author in entry.authors:
        yield "AU", _name(author)
    if abstract is not None and "x-authors" in entry.extra:
        yield "AU", "et al.,"  # as EndNote's manual has it
    for editor in entry.editors:
        yield "A2", _name(editor)
    yield "PY", date[:4]
    # Four parts, the last for a season: `2026/05/26/`.
    yield "DA", f"{date.replace('-', '/')}{'/' * (3 - date.count('-'))}" if date else ""
    yield "T2", entry.venue
    yield "T3", entry.series
    yield "VL", entry.volume
    yield "IS", entry.issue
    yield "SP", start
    yield "EP", end
    yield "ET", entry.edition
    yield "PB", entry.publisher
    yield "CY", entry.address
    yield "M3", entry.genre
    yield "DO", entry.identifiers.get("doi", "")
    yield "SN", entry.identifiers.get("isbn", "")
    yield "SN", entry.issn
    yield "UR", home_address(entry)
    yield "N1", notice_text(entry.withdrawn) if entry.withdrawn else ""
    if abstract is not None:
        yield "L1", entry.links.get("pdf", "") if entry.links.get("pdf", "") != home_address(entry) else ""
        for tag in entry.tags:
            yield "KW", tag
        for paragraph in abstract.split("\n\n"):
            yield "AB", paragraph
        yield "N1", entry.note
        yield from ((name.upper(), value) for name, value in extra_fields(entry) if len(name) == 2)


def _name(author: Author) -> str:
    parts = name_parts(author.name, author.family)
    if not parts.given:
        # A comma at its end marks the name of a group.
        return f"{author.name}," if " " in author.name or "," in author.name else author.name
    return ", ".join(part for part in (parts.whole_family, parts.given, parts.suffix) if part)
