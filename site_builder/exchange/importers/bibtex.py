"""BibTeX and BibLaTeX: entries as bibliographies, DBLP, the ACL Anthology and reference managers write them."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares.names import parse_single_name_into_parts, split_multiple_persons_names
from bibtexparser.model import DuplicateBlockKeyBlock, DuplicateFieldKeyBlock

from site_builder.exchange.dates import iso_date, month_number, parse_date, whole_number
from site_builder.exchange.identifiers import arxiv_id, doi, read_address, safe_id, web_address
from site_builder.exchange.plain_text import decode, en_dash, keywords, markdown, one_line
from site_builder.exchange.record import KnownTerms, Outcome, Record, Skipped, present, unusual_type
from site_builder.exchange.spellings import harmonised
from site_builder.exchange.tex import plain
from site_builder.reading.identifiers import ARXIV
from site_builder.text.names import author_fields

# Entry types as CSL's.
_TYPES = {
    "article": "article-journal",
    "book": "book",
    "conference": "paper-conference",
    "inbook": "chapter",
    "incollection": "chapter",
    "inproceedings": "paper-conference",
    "mastersthesis": "thesis",
    "phdthesis": "thesis",
    "thesis": "thesis",
    "techreport": "report",
    "report": "report",
}
_VOLUMES = ("proceedings", "collection", "mvproceedings", "periodical")
_ARXIV = re.compile(rf"arxiv[:\s]+({ARXIV})", re.IGNORECASE)
# Many state arXiv as a preprint's journal; it is no venue, and CSL's type for preprints is `article`.
_PREPRINT = re.compile(r"arxiv\b|corr\Z", re.IGNORECASE)
_ESCAPED = re.compile(r"\\([%&#$_{}~])")

# The parser also logs what it cannot read; here that is told as skipped.
logging.getLogger("bibtexparser").addHandler(logging.NullHandler())

Fields = Mapping[str, str]


def read_bibtex(paths: Sequence[Path], known: KnownTerms) -> Iterator[Outcome]:
    """Yield the papers of the files, an entry's citation key as the identifier."""
    outcomes = [outcome for path in paths for outcome in _read_file(path)]
    yield from harmonised(outcomes, outcomes, known)


def _read_file(path: Path) -> Iterator[Outcome]:
    try:
        text = decode(path.read_bytes())
    except OSError as error:
        yield Skipped(str(path), f"cannot be read: {error}")
        return
    yield from parse_bibtex(text, str(path))


def parse_bibtex(text: str, path: str) -> Iterator[Outcome]:
    """Yield the papers of a text; `path` says where it is from."""
    library = parse_string(text)
    for block in library.failed_blocks:
        yield Skipped(_place(path, block.start_line), _reason(block))
    volumes = {entry.key.lower(): _fields(entry.fields_dict) for entry in library.entries}
    for entry in library.entries:
        source = _place(path, entry.start_line)
        fields = _fields(entry.fields_dict)
        if parent := volumes.get(fields.get("crossref", "").lower()):
            fields = {**parent, "booktitle": parent.get("title", ""), **fields}
        if entry.entry_type.lower() in _VOLUMES:
            yield Skipped(source, f"{entry.key} is a volume, not a paper")
        elif not (identifier := safe_id(fields.get("ids", entry.key))) or not _first(fields, "title"):
            yield Skipped(source, f"{entry.key} has no title" if identifier else "the entry has no usable key")
        else:
            yield _record(identifier, entry.entry_type.lower(), fields, source)


def _record(identifier: str, entry_type: str, fields: Fields, source: str) -> Record:
    names = split_multiple_persons_names(fields.get("author", ""))
    identifiers, links = read_address(web_address(_verbatim(fields.get("url", ""))))
    arxiv = _arxiv(fields) or identifiers.get("arxiv", "")
    is_preprint = bool(_PREPRINT.match(fields.get("journal", "")))
    values: dict[str, object] = {
        "title": _first(fields, "title"),
        **author_fields(_name(raw) for raw in names),
        "published": _published(fields),
        **identifiers,
        "arxiv": arxiv,
        "doi": doi(_verbatim(fields.get("doi", ""))) or identifiers.get("doi", ""),
        "venue": "" if is_preprint else _first(fields, "journal", "journaltitle", "booktitle"),
        "volume": "" if is_preprint else _first(fields, "volume"),
        "issue": _first(fields, "number", "issue"),
        "pages": en_dash(_first(fields, "pages")),
        "publisher": _first(fields, "publisher", "school", "institution"),
        "pmid": _first(fields, "pmid"),
        "isbn": _first(fields, "isbn").replace("-", ""),
        "tags": keywords(plain(fields.get("keywords", ""))),
        "links": links,
    }
    values["x-type"] = unusual_type("article" if is_preprint else _TYPES.get(entry_type, ""), values)
    abstract = markdown(plain(fields.get("abstract", "")))
    return Record(identifier, present(values), abstract, source)


def _fields(fields: Mapping[str, object]) -> dict[str, str]:
    """Return an entry's fields by lower-case name; an empty field is none."""
    values = {name.lower(): str(getattr(field, "value", "")).strip() for name, field in fields.items()}
    return {name: value for name, value in values.items() if value}


def _first(fields: Fields, *names: str) -> str:
    """Return the first of the fields that is there, as one line of plain text."""
    return one_line(plain(next((fields[name] for name in names if name in fields), "")))


def _name(raw: str) -> str:
    """Return one name in the order of speech; what stands in braces is one word, as of a group."""
    return one_line(plain(parse_single_name_into_parts(raw, strict=False).merge_first_name_first))


def _verbatim(address: str) -> str:
    """Return an address or DOI, which is no TeX, without the escapes that people type all the same."""
    return _ESCAPED.sub(r"\1", re.sub(r"\\url\s*\{(.*)\}", r"\1", address))


def _published(fields: Fields) -> str:
    if date := parse_date(fields.get("date", "")):
        return date
    year = parse_date(fields.get("year", ""))
    if len(year) != 4:
        return year
    day = fields.get("day", "")
    return iso_date(int(year), month_number(fields.get("month", "")), whole_number(day))


def _arxiv(fields: Fields) -> str:
    archive = fields.get("archiveprefix", fields.get("eprinttype", "arxiv"))
    if archive.lower() == "arxiv" and (identifier := arxiv_id(fields.get("eprint", ""))):
        return identifier
    match = _ARXIV.search(f"{fields.get('journal', '')} {fields.get('volume', '')}")
    return match[1] if match else ""


def _place(path: str, line: int | None) -> str:
    return f"{path}: line {line + 1}" if line is not None else path


def _reason(block: object) -> str:
    if isinstance(block, DuplicateBlockKeyBlock):
        return f"the key {block.key} stands twice in the file"
    if isinstance(block, DuplicateFieldKeyBlock):
        return f"the fields {', '.join(sorted(block.duplicate_keys))} stand twice in one entry"
    return "not valid BibTeX: a brace or quote may be open"
