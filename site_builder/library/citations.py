"""Who cites whom among the papers of an archive, and what they cite that it lacks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from site_builder.content.citation_file import CITATIONS_FILE, Row
from site_builder.core.diagnostics import Diagnostic, quote
from site_builder.exchange.identity import IDENTIFYING
from site_builder.model import Entry

UNKNOWN_PAPER = "W304"
_MOST_PROBLEMS = 20


class Lacking(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A paper that the archive lacks, by its identifier, and the positions of the papers that cite it."""

    kind: str
    value: str
    cited_by: tuple[int, ...]


class Citations(msgspec.Struct, frozen=True):
    """The citations of a library, by position: whom a paper cites and who cites it, both in the library's order.

    Papers without any are left out. `lacking` has the most cited first.
    """

    cites: dict[int, tuple[int, ...]] = {}
    cited_by: dict[int, tuple[int, ...]] = {}
    lacking: tuple[Lacking, ...] = ()


def relate_citations(
    rows: Iterable[Row], entries: Sequence[Entry], positions: Mapping[str, int]
) -> tuple[Citations, tuple[Diagnostic, ...]]:
    """Return who cites whom, and a warning for each row of a paper that is not there, the first of many.

    An identifier means the entry that has it, so a row stays as it is when the archive gets the paper.
    """
    by_identifier = {
        f"{kind}:{value}": position
        for position, entry in enumerate(entries)
        for kind, value in entry.identifiers.items()
        if kind in IDENTIFYING
    }
    known = {**positions, **by_identifier}.get
    cites: defaultdict[int, set[int]] = defaultdict(set)
    cited_by: defaultdict[int, set[int]] = defaultdict(set)
    lacking: defaultdict[str, set[int]] = defaultdict(set)
    problems: list[Diagnostic] = []
    for row in rows:
        citing, cited = known(row.citing), known(row.cited)
        if citing is not None and cited is not None:
            if citing != cited:
                cites[citing].add(cited)
                cited_by[cited].add(citing)
        elif citing is not None and ":" in row.cited:
            lacking[row.cited].add(citing)
        elif len(problems) < _MOST_PROBLEMS:
            problems.append(_unknown(row, row.citing if citing is None else row.cited))
    return Citations(_in_order(cites), _in_order(cited_by), tuple(_most_cited(lacking))), tuple(problems)


def _in_order(found: Mapping[int, set[int]]) -> dict[int, tuple[int, ...]]:
    return {position: tuple(sorted(found[position])) for position in sorted(found)}


def _most_cited(lacking: Mapping[str, set[int]]) -> Iterator[Lacking]:
    for name, citing in sorted(lacking.items(), key=lambda item: (-len(item[1]), item[0])):
        kind, _, value = name.partition(":")
        yield Lacking(kind, value, tuple(sorted(citing)))


def _unknown(row: Row, name: str) -> Diagnostic:
    hint = "delete the line, or write the name of a file in content/papers/, without its extension"
    return Diagnostic(CITATIONS_FILE, row.line, 1, UNKNOWN_PAPER, f"unknown entry {quote(name)}", hint)


def most_cited(citations: Citations, positions: Iterable[int]) -> list[int]:
    """Return those of the papers that others cite, the most cited first, then in the library's order."""
    cited_by = citations.cited_by
    return sorted((one for one in positions if one in cited_by), key=lambda one: (-len(cited_by[one]), one))


def lacking_among(citations: Citations, positions: Iterable[int], least: int) -> list[Lacking]:
    """Return the papers that the archive lacks and that at least `least` of these papers cite, the most cited first.

    Their `cited_by` holds only those of these papers.
    """
    among = frozenset(positions)
    found = []
    for one in citations.lacking:
        if len(one.cited_by) < least:
            break
        citing = tuple(position for position in one.cited_by if position in among)
        if len(citing) >= least:
            found.append(Lacking(one.kind, one.value, citing))
    return sorted(found, key=lambda one: -len(one.cited_by))
