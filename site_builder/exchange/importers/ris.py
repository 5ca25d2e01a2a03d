"""RIS: tagged lines, as publishers' sites and reference managers export them.

The format is read by hand: it is one pattern, and so a broken record is told by its line and costs no other.
Source: https://en.wikipedia.org/wiki/RIS_(file_format)
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from site_builder.exchange.dates import parse_date
from site_builder.exchange.identifiers import doi, read_address, safe_id, web_address
from site_builder.exchange.plain_text import decode, en_dash, markdown, one_line
from site_builder.exchange.record import KnownTerms, Outcome, Record, Skipped, present, unusual_type
from site_builder.exchange.spellings import harmonised
from site_builder.text.names import author_fields, full_name

_LINE = re.compile(r"([A-Z][A-Z0-9])  -(?: (.*))?\s*")

# Types as CSL's.
TYPES = {
    "BOOK": "book",
    "CHAP": "chapter",
    "CONF": "paper-conference",
    "CPAPER": "paper-conference",
    "JOUR": "article-journal",
    "RPRT": "report",
    "THES": "thesis",
}

Tags = Mapping[str, Sequence[str]]


def read_ris(paths: Sequence[Path], known: KnownTerms) -> Iterator[Outcome]:
    """Yield the papers of the files; the identifier is the record's `ID`, else its DOI, else its title."""
    outcomes = [outcome for path in paths for outcome in _read_file(path)]
    yield from harmonised(outcomes, outcomes, known)


def _read_file(path: Path) -> Iterator[Outcome]:
    try:
        text = decode(path.read_bytes())
    except OSError as error:
        yield Skipped(str(path), f"cannot be read: {error}")
        return
    tags: dict[str, list[str]] = {}
    start = 0
    last = ""
    for number, line in enumerate(text.splitlines(), start=1):
        match = _LINE.fullmatch(line)
        if not match:
            # A long value goes on in the next lines.
            if last and line.strip():
                tags[last][-1] += f"\n{line.strip()}"
            continue
        last, value = match[1], (match[2] or "").strip()
        if last == "TY":
            if tags:
                yield Skipped(f"{path}: line {start}", "the record has no end: its line 'ER  -' is missing")
            tags, start = {}, number
        if last == "ER":
            yield _record(tags, f"{path}: line {start or number}")
            tags, last = {}, ""
        else:
            tags.setdefault(last, []).append(value)
    if tags:
        yield Skipped(f"{path}: line {start}", "the record has no end: its line 'ER  -' is missing")


def _record(tags: Tags, source: str) -> Outcome:
    title = _first(tags, "TI", "T1", "CT")
    own_doi = doi(_first(tags, "DO"))
    identifier = safe_id(_first(tags, "ID") or own_doi or title)
    if not identifier or not title:
        return Skipped(source, "the record has no title")
    fields: dict[str, object] = {
        "title": title,
        **author_fields(_name(raw) for tag in ("AU", "A1") for raw in tags.get(tag, ())),
        "published": parse_date(_first(tags, "DA", "PY", "Y1")),
        "venue": _first(tags, "T2", "JF", "JO", "BT", "JA", "C3"),
        "volume": _first(tags, "VL"),
        "issue": _first(tags, "IS"),
        "pages": _pages(_first(tags, "SP"), _first(tags, "EP")),
        "publisher": _first(tags, "PB"),
        "tags": [tag for keyword in tags.get("KW", ()) if (tag := one_line(keyword))],
    }
    fields["x-type"] = unusual_type(TYPES.get(_first(tags, "TY"), ""), fields)
    links: dict[str, str] = {}
    for address in (*tags.get("L1", ()), *tags.get("UR", ())):
        identifiers, found = read_address(web_address(address))
        fields |= identifiers
        links = found | links
    fields |= {"links": links, "doi": own_doi or fields.get("doi", "")}
    abstract = markdown("\n\n".join(tags.get("AB") or tags.get("N2") or ()))
    return Record(identifier, present(fields), abstract, source)


def _first(tags: Tags, *names: str) -> str:
    """Return the first value that is there, as one line."""
    return next((value for name in names for text in tags.get(name, ()) if (value := one_line(text))), "")


def _name(raw: str) -> str:
    """Return `Family, Given, Suffix` in the order of speech."""
    family, given, suffix = (part.strip() for part in f"{one_line(raw)},,".split(",", 2))
    return full_name(given, "", family, suffix.strip(" ,"))


def _pages(start: str, end: str) -> str:
    return en_dash(start) if not end or end == start or "–" in en_dash(start) else f"{start}–{end}"
