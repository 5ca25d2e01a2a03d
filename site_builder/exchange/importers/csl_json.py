"""CSL-JSON: the items of citation processors, as an array or as JSON lines, gzipped or not.

Source: https://docs.citationstyles.org/en/stable/specification.html (variables, names, dates)
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

import msgspec

from site_builder.exchange.dates import iso_date, parse_date, whole_number
from site_builder.exchange.identifiers import arxiv_id, doi, read_address, safe_id, web_address
from site_builder.exchange.importers.json_streams import lines, open_stream, rest
from site_builder.exchange.plain_text import (
    en_dash,
    keywords,
    markdown,
    one_line,
    plain_abstract,
    plain_title,
    unescape,
)
from site_builder.exchange.record import KnownTerms, Outcome, Record, Skipped, present, unusual_type
from site_builder.exchange.spellings import harmonised
from site_builder.text.names import Author, author_fields, full_name

Text = str | int | float

_ORCID = re.compile(r"(?:[0-9]{4}-){3}[0-9]{3}[0-9X]")


class _Name(msgspec.Struct, rename="kebab"):
    family: str = ""
    given: str = ""
    literal: str = ""
    dropping_particle: str = ""
    non_dropping_particle: str = ""
    suffix: str = ""
    comma_suffix: bool | str | int = False
    orcid: str = msgspec.field(default="", name="ORCID")


class _Date(msgspec.Struct, rename="kebab"):
    date_parts: list[list[int | str]] = []
    raw: str = ""
    literal: str = ""


class _Work(msgspec.Struct, rename="kebab"):
    """An item without what is large; enough for the first reading."""

    id: str | int
    type: str = ""
    title: str = ""
    issued: _Date | str | None = None
    container_title: str | None = None
    event_title: str | None = None
    volume: Text | None = None
    issue: Text | None = None
    page: Text | None = None
    publisher: str | None = None
    keyword: str | None = None
    archive: str | None = None
    archive_location: str = msgspec.field(default="", name="archive_location")
    doi: str | None = msgspec.field(default=None, name="DOI")
    url: str | None = msgspec.field(default=None, name="URL")
    isbn: Text | None = msgspec.field(default=None, name="ISBN")
    pmid: Text | None = msgspec.field(default=None, name="PMID")


class _Item(_Work):
    author: list[_Name] = []
    abstract: str | None = None


Decode = Callable[[bytes | msgspec.Raw], _Work]

_decode_work: Decode = msgspec.json.Decoder(_Work).decode
_decode_item: Decode = msgspec.json.Decoder(_Item).decode
_decode_array = msgspec.json.Decoder(list[msgspec.Raw]).decode


def read_csl_json(paths: Sequence[Path], known: KnownTerms) -> Iterator[Outcome]:
    """Yield the papers of the files, an item's `id` as the identifier; JSON lines are read as a stream."""
    yield from harmonised(_read_files(paths, _decode_work), _read_files(paths, _decode_item), known)


def _read_files(paths: Sequence[Path], decode: Decode) -> Iterator[Outcome]:
    for path in paths:
        try:
            with open_stream(path) as file:
                for number, data in _split(file):
                    yield _read_item(data, decode, f"{path}: {number}")
        except (OSError, EOFError, zlib.error, msgspec.DecodeError, RecursionError) as error:
            yield Skipped(str(path), f"cannot be read: {error}")


def _split(file: BinaryIO) -> Iterator[tuple[str, bytes | msgspec.Raw]]:
    """Yield each item's bytes with its place."""
    for number, line in enumerate(lines(file), start=1):
        if line.lstrip().startswith(b"["):
            for position, data in enumerate(_decode_array(line + rest(file)), start=1):
                yield f"item {position}", data
        elif line.strip():
            yield f"line {number}", line


def parse_item(data: bytes, source: str) -> Outcome:
    """Return the paper of one item."""
    return _read_item(data, _decode_item, source)


def _read_item(data: bytes | msgspec.Raw, decode: Decode, source: str) -> Outcome:
    try:
        item = decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        return Skipped(source, f"not a CSL item: {error}")
    identifier = safe_id(str(item.id))
    title = plain_title(item.title)
    if not identifier or not title:
        return Skipped(source, "the item has no title" if identifier else "the item has no usable id")
    fields: dict[str, object] = {"title": title}
    abstract = ""
    if isinstance(item, _Item):
        fields |= author_fields(author for name in item.author if (author := _author(name)))
        abstract = markdown(plain_abstract(item.abstract or ""))
    fields |= _fields(item)
    return Record(identifier, present(fields), abstract, source)


def _fields(item: _Work) -> dict[str, object]:
    identifiers, links = read_address(web_address(item.url))
    fields: dict[str, object] = {
        "published": _date(item.issued),
        **identifiers,
        "pmid": _line(item.pmid),
        "venue": _line(item.container_title or item.event_title),
        "volume": _line(item.volume),
        "issue": _line(item.issue),
        "pages": en_dash(_line(item.page)),
        "publisher": _line(item.publisher),
        "isbn": _line(item.isbn).replace("-", ""),
        "tags": keywords(unescape(item.keyword or "")),
        "links": links,
    }
    if item.archive == "arXiv" and (arxiv := arxiv_id(item.archive_location)):
        fields["arxiv"] = arxiv
    fields["x-type"] = unusual_type(_line(item.type), fields)
    if own_doi := doi(item.doi or ""):
        fields["doi"] = own_doi
    return fields


def _author(name: _Name) -> Author | None:
    if literal := _line(name.literal):
        return literal
    particle = " ".join(filter(None, (_line(name.dropping_particle), _line(name.non_dropping_particle))))
    comma = bool(name.comma_suffix)
    full = full_name(_line(name.given), particle, _line(name.family), _line(name.suffix), comma=comma)
    orcid = _ORCID.search(name.orcid)
    return {"name": full, "orcid": orcid[0]} if full and orcid else full or None


def _date(issued: _Date | str | None) -> str:
    if issued is None or isinstance(issued, str):
        return parse_date(issued or "")
    if issued.date_parts and all(str(part).isdecimal() for part in issued.date_parts[0]) and issued.date_parts[0]:
        return iso_date(*(whole_number(str(part)) for part in issued.date_parts[0][:3]))
    return parse_date(issued.raw or issued.literal)


def _line(value: Text | None) -> str:
    return one_line(unescape(str(value))) if value is not None else ""
