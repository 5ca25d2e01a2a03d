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

from site_builder.exchange.draft import Draft
from site_builder.exchange.identifiers import arxiv_id, doi, safe_id, web_address
from site_builder.exchange.importers.json_streams import lines, open_stream
from site_builder.exchange.notices import withdrawn_by
from site_builder.exchange.plain_text import markdown, one_line
from site_builder.exchange.record import KnownTerms, Outcome, Skipped
from site_builder.exchange.spellings import harmonised
from site_builder.exchange.tex import plain
from site_builder.text.names import Author, author_fields, person

# Fields of the entry that have another name in the snapshot.
ORIGINS = {
    "authors": "authors_parsed",
    "published": "versions",
    "arxiv": "id",
    "tags": "categories",
    "x-journal-ref": "journal-ref",
    "x-report-no": "report-no",
    "x-comments": "comments",
    "withdrawn": "comments",
}
# The snapshot keeps the source's line breaks; an indented line starts a paragraph.
_PARAGRAPH = re.compile(r"\n[ \t]{2,}(?=\S)")


class _Version(msgspec.Struct):
    version: str | None = None
    created: str | None = None


class _Paper(msgspec.Struct, rename="kebab"):
    id: str | float
    title: str | None = None
    authors: str | None = None
    comments: str | None = None
    journal_ref: str | None = None
    report_no: str | None = None
    doi: str | None = None
    categories: str | None = None
    license: str | None = None
    abstract: str | None = None
    versions: list[_Version] | None = None
    authors_parsed: list[list[str | None]] | None = msgspec.field(default=None, name="authors_parsed")


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
    identifier = arxiv_id(_number(paper.id))
    if not identifier:
        return Skipped(source, f"{paper.id!r} is not an identifier of arXiv")
    versions = [(version.version or "", _day(version.created or "")) for version in paper.versions or ()]
    comment = one_line(plain(paper.comments or ""))
    fields: dict[str, object] = {
        "title": one_line(plain(paper.title or "")),
        **author_fields(_authors(paper)),
        "published": min((date for _, date in versions if date), default=""),
        "arxiv": identifier,
        "doi": doi(paper.doi or ""),
        "tags": (paper.categories or "").split(),
        "links": {"pdf": f"https://arxiv.org/pdf/{identifier}"},
        "versions": [{"name": name, "date": date} for name, date in versions if name],
        "license": web_address(paper.license),
        "x-journal-ref": one_line(plain(paper.journal_ref or "")),
        "x-report-no": one_line(plain(paper.report_no or "")),
        "withdrawn": withdrawn_by(comment),
        "x-comments": comment,
    }
    draft = Draft()
    draft.fill(fields, ORIGINS)
    draft.abstract = markdown(plain(_PARAGRAPH.sub("\n\n", (paper.abstract or "").strip())))
    return draft.record(safe_id(identifier), source)


def _number(identifier: str | float) -> str:
    """Return an identifier, with the zeros that it lost if some tool made a number of it."""
    if isinstance(identifier, str):
        return identifier
    # From 2015 on there are five digits after the point.
    return f"{identifier:010.5f}" if identifier >= 1501 else f"{identifier:09.4f}"


def _authors(paper: _Paper) -> Iterator[Author]:
    for parts in paper.authors_parsed or ():
        family, given, suffix = (one_line(plain(part or "")) for part in (*parts, "", "", "")[:3])
        yield person(given, "", family, suffix) if given or suffix else family
    if not paper.authors_parsed:
        yield from (one_line(plain(name)) for name in re.split(r",\s+|\s+and\s+", paper.authors or ""))


def _day(created: str) -> str:
    """Return the day of `Mon, 2 Apr 2007 19:18:42 GMT`."""
    try:
        return parsedate_to_datetime(created).astimezone(UTC).date().isoformat()
    except (ValueError, OverflowError):
        return ""
