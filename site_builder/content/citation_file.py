"""`content/citations.csv`: which paper cites which, one line a citation, by services or by hand."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from io import StringIO
from pathlib import Path

import msgspec
from msgspec.structs import replace

from site_builder.content.front_matter import decode
from site_builder.content.sources import has_link
from site_builder.core.diagnostics import Diagnostic, quote
from site_builder.reading.identifiers import IDENTIFIERS, MAX_IDENTIFIER, normal_identifier
from site_builder.reading.plain_values import is_date

CITATIONS_FILE = "content/citations.csv"

_HEADER = ("citing", "cited", "source", "day")
_MAX_BYTES = 100_000_000
_MAX_ROWS = 2_000_000
_MOST_PROBLEMS = 20
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_SOURCE = re.compile(r"[\w .-]{0,60}")
_FORM = "write: citing,cited,source,day; for example: 2604.12890,doi:10.1000/182,semantic-scholar,2026-05-26"


class Row(msgspec.Struct, frozen=True, gc=False, order=True):
    """A citation as the file states it.

    A paper is named by its entry or by an identifier, such as `doi:10.1000/182`. `source` and `day` may be empty, and
    `line` is 0 for a new row.
    """

    citing: str
    cited: str
    source: str = ""
    day: str = ""
    line: int = 0


def load_citations(root: Path) -> tuple[tuple[Row, ...], tuple[Diagnostic, ...]]:
    """Return the rows of an archive's file of citations, none if there is no such file, and its problems."""
    file = root / CITATIONS_FILE
    if has_link(root, CITATIONS_FILE) or not file.is_file():
        return (), ()
    return parse_citations(file.read_bytes())


def parse_citations(data: bytes) -> tuple[tuple[Row, ...], tuple[Diagnostic, ...]]:
    """Return the rows of a file of citations and its problems; of many, the first and how many there are."""
    text, problem = decode(CITATIONS_FILE, data, _MAX_BYTES)
    if problem:
        return (), (problem,)
    rows: list[Row] = []
    problems: list[Diagnostic] = []
    wrong_lines = 0
    lines = csv.reader(StringIO(text), strict=True)
    try:
        for cells in lines:
            if lines.line_num == 1 or not cells:
                wrong = "" if lines.line_num > 1 or tuple(cells) == _HEADER else "the first line names other columns"
            else:
                wrong = _fault(cells)
                if not wrong:
                    citing, cited, source, day = cells
                    rows.append(Row(_normal(citing), _normal(cited), source, day, lines.line_num))
            if len(rows) > _MAX_ROWS:
                wrong = f"more than {_MAX_ROWS:,} citations"
            wrong_lines += bool(wrong)
            if wrong and wrong_lines <= _MOST_PROBLEMS:
                problems.append(Diagnostic(CITATIONS_FILE, lines.line_num, 1, "E308", wrong, _FORM))
            if len(rows) > _MAX_ROWS:
                break
    except csv.Error as error:
        problems.append(Diagnostic(CITATIONS_FILE, lines.line_num, 1, "E308", f"invalid CSV: {error}", _FORM))
    if wrong_lines > _MOST_PROBLEMS:
        message = f"{wrong_lines:,} lines in all are wrong; the first {_MOST_PROBLEMS} are listed"
        problems.append(Diagnostic(CITATIONS_FILE, 0, 0, "E308", message, _FORM, wrong_lines - _MOST_PROBLEMS))
    return tuple(rows), tuple(problems)


def _fault(cells: Sequence[str]) -> str:
    """Return what is wrong with a line; empty if nothing is."""
    if len(cells) != len(_HEADER):
        return f"{len(cells)} values instead of {len(_HEADER)}"
    *names, source, day = cells
    for name in names:
        if not _normal(name):
            return f"{quote(name)} is neither the name of an entry nor an identifier such as doi:10.1000/182"
    if not _SOURCE.fullmatch(source):
        return f"{quote(source)} is not the name of a source"
    return f"{quote(day)} is not a day" if day and not is_date(day) else ""


@lru_cache(1 << 16)
def _normal(name: str) -> str:
    """Return how a line names a paper, an identifier in its normal form; empty if it is neither of both."""
    if _NAME.fullmatch(name):
        return name
    kind, _, value = name.partition(":")
    known = IDENTIFIERS.get(kind)
    if known is None or len(value) > MAX_IDENTIFIER or not re.fullmatch(known.pattern, value):
        return ""
    return f"{kind}:{normal_identifier(kind, value)}"


def renamed_rows(rows: Sequence[Row], renamed: Mapping[str, str]) -> tuple[Row, ...]:
    """Return rows under new names of papers; without a new name, or citing itself, a paper is left out."""
    named = [
        replace(row, citing=renamed.get(row.citing, row.citing), cited=renamed.get(row.cited, row.cited))
        for row in rows
    ]
    return tuple([row for row in named if row.citing and row.cited and row.citing != row.cited])


def render_citations(rows: Iterable[Row]) -> str:
    """Return the file with these rows, sorted, each pair once."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(_HEADER)
    writer.writerows((row.citing, row.cited, row.source, row.day) for row in _distinct(rows))
    return text.getvalue()


def _distinct(rows: Iterable[Row]) -> Iterator[Row]:
    seen = set()
    for row in sorted(rows):
        if (row.citing, row.cited) not in seen:
            seen.add((row.citing, row.cited))
            yield row
