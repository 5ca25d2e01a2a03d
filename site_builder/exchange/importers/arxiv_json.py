"""arXiv's metadata snapshot: one JSON object a line, millions of them, gzipped or not.

Source: https://www.kaggle.com/datasets/Cornell-University/arxiv (the fields)
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Sequence
from datetime import UTC
from email.utils import parsedate_to_datetime
from pathlib import Path

import msgspec

from site_builder.exchange.identifiers import arxiv_id, doi, safe_id, web_address
from site_builder.exchange.importers.json_streams import lines, open_stream
from site_builder.exchange.plain_text import markdown, one_line
from site_builder.exchange.record import KnownTerms, Outcome, Record, Skipped, present
from site_builder.exchange.spellings import harmonised
from site_builder.exchange.tex import plain
from site_builder.text.names import author_fields, full_name

# A field `x-…` of an entry holds no more.
_MAX_EXTRA = 2_000
# The snapshot keeps the source's line breaks; an indented line starts a paragraph.
_PARAGRAPH = re.compile(r"\n[ \t]{2,}(?=\S)")


class _Version(msgspec.Struct):
    version: str = ""
    created: str = ""


class _Paper(msgspec.Struct, rename="kebab"):
    id: str
    title: str
    authors: str = ""
    comments: str | None = None
    journal_ref: str | None = None
    doi: str | None = None
    categories: str = ""
    license: str | None = None
    abstract: str = ""
    versions: list[_Version] = []
    authors_parsed: list[list[str]] = msgspec.field(default_factory=list, name="authors_parsed")


_decoder = msgspec.json.Decoder(_Paper)


def read_arxiv_json(paths: Sequence[Path], known: KnownTerms) -> Iterator[Outcome]:
    """Yield the papers of the files, arXiv's identifier as the identifier; the files are read as a stream, twice."""
    yield from harmonised(_read_files(paths), _read_files(paths), known)


def _read_files(paths: Sequence[Path]) -> Iterator[Outcome]:
    for path in paths:
        try:
            with open_stream(path) as file:
                for number, line in enumerate(lines(file), start=1):
                    if line.strip():
                        yield _read_line(line, f"{path}: line {number}")
        except (OSError, EOFError, zlib.error) as error:
            yield Skipped(str(path), f"cannot be read: {error}")


def _read_line(line: bytes, source: str) -> Outcome:
    try:
        paper = _decoder.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        return Skipped(source, f"not a line of the snapshot: {error}")
    identifier, title = arxiv_id(paper.id), one_line(plain(paper.title))
    if not identifier or not title:
        return Skipped(source, "the paper has no title" if identifier else f"{paper.id!r} is no identifier of arXiv")
    dates = [date for version in paper.versions if (date := _day(version.created))]
    fields: dict[str, object] = {
        "title": title,
        **author_fields(_authors(paper)),
        "published": min(dates, default=""),
        "arxiv": identifier,
        "doi": doi((paper.doi or "").split(" ")[0]),
        "tags": paper.categories.split(),
        "links": {"pdf": f"https://arxiv.org/pdf/{identifier}"},
        "versions": [
            {"name": version.version, "date": _day(version.created)} for version in paper.versions if version.version
        ],
        "license": web_address(paper.license),
        "x-journal-ref": one_line(plain(paper.journal_ref or ""))[:_MAX_EXTRA],
        "x-comments": one_line(plain(paper.comments or ""))[:_MAX_EXTRA],
    }
    abstract = markdown(plain(_PARAGRAPH.sub("\n\n", paper.abstract.strip())))
    return Record(safe_id(identifier), present(fields), abstract, source)


def _authors(paper: _Paper) -> Iterator[str]:
    for family, given, suffix in ((*parts, "", "", "")[:3] for parts in paper.authors_parsed):
        yield full_name(one_line(plain(given)), "", one_line(plain(family)), one_line(plain(suffix)))
    if not paper.authors_parsed:
        yield from (one_line(plain(name)) for name in re.split(r",\s+|\s+and\s+", paper.authors))


def _day(created: str) -> str:
    """Return the day of `Mon, 2 Apr 2007 19:18:42 GMT`."""
    try:
        return parsedate_to_datetime(created).astimezone(UTC).date().isoformat()
    except (ValueError, OverflowError):
        return ""
