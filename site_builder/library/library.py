"""The library: all entries of an archive with their terms and periods, and the checks across entries."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence

import msgspec

from site_builder.content.citation_file import Row
from site_builder.content.collections import check_collections
from site_builder.content.entries import locate
from site_builder.core.diagnostics import Diagnostic, quote
from site_builder.exchange.identity import IDENTIFYING, nothing_differs, paper_of, title_key
from site_builder.library.citation_keys import citation_keys
from site_builder.library.citations import Citations, relate_citations
from site_builder.library.periods import collect_periods
from site_builder.library.problems import Place, Problem
from site_builder.library.terms import Terms, collect_terms
from site_builder.model import Collection, ContentPage, Entry, Period, Taxonomy, Term
from site_builder.settings.types import SiteConfig

LoadBytes = Callable[[str], bytes]


class Library(msgspec.Struct, frozen=True):
    """An archive's entries, newest first, and how they are related, by position.

    It depends on the entries' facts alone, never on their abstracts.
    """

    entries: tuple[Entry, ...]
    taxonomies: tuple[Taxonomy, ...]
    terms: dict[str, tuple[Term, ...]]
    entry_terms: dict[str, tuple[tuple[int, ...], ...]]
    periods: dict[str, tuple[Period, ...]]
    undated: tuple[int, ...]
    pages: tuple[ContentPage, ...]
    collections: tuple[Collection, ...]
    positions: dict[str, int]
    citation_keys: tuple[str, ...]
    citations: Citations = Citations()


def with_terms(library: Library, terms: Mapping[str, Terms]) -> Library:
    """Return a library with these terms."""
    return msgspec.structs.replace(
        library,
        terms={name: found.terms for name, found in terms.items()},
        entry_terms={name: found.by_entry for name, found in terms.items()},
    )


def in_order(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Return entries in the library's order: newest first; of the same date, as the pages of a venue have them."""
    ordered = sorted(entries, key=lambda entry: (entry.venue, _first_page(entry), entry.id, entry.path))
    ordered.sort(key=lambda entry: (entry.listed, entry.upvotes or 0), reverse=True)
    return tuple(ordered)


def _first_page(entry: Entry) -> int:
    """Return the first number in an entry's pages, as in `12-34` or `S12`; entries without one come last."""
    found = re.search(r"[0-9]{1,9}", entry.pages)
    return int(found[0]) if found else 10**9


def make_library(
    entries: Iterable[Entry],
    pages: Sequence[ContentPage],
    config: SiteConfig,
    load: LoadBytes,
    collections: Sequence[Collection] = (),
    rows: Sequence[Row] = (),
) -> tuple[Library, tuple[Diagnostic, ...]]:
    """Return the library of an archive and the problems across its files.

    `load` returns a file's bytes; it is called only to find the line of a problem.
    """
    library, _, diagnostics, problems = relate(entries, pages, collections, config, rows)
    return library, (*diagnostics, *(placed(problem, load) for problem in problems))


def relate(
    entries: Iterable[Entry],
    pages: Sequence[ContentPage],
    collections: Sequence[Collection],
    config: SiteConfig,
    rows: Sequence[Row] = (),
    last: Mapping[str, Terms] = {},
) -> tuple[Library, dict[str, Terms], tuple[Diagnostic, ...], tuple[Problem, ...]]:
    """Return an archive's library, its terms, the problems of its other files, and those across its entries.

    `rows` are those of the file of citations, `last` the terms of the last build by taxonomy.
    """
    ordered = in_order(entries)
    problems: list[Problem] = list(clashes(ordered))
    diagnostics: list[Diagnostic] = []
    collected: dict[str, Terms] = {}
    for taxonomy in config.taxonomies.values():
        declared = config.declarations.get(taxonomy.name, {})
        terms, wrong = collect_terms(taxonomy, ordered, declared, last.get(taxonomy.name))
        collected[taxonomy.name] = terms
        problems += terms.problems
        diagnostics += wrong
    positions = {entry.id: position for position, entry in enumerate(ordered)}
    problems += _dangling(ordered, positions)
    diagnostics += check_collections(collections, ordered, positions)
    citations, wrong = relate_citations(rows, ordered, positions)
    diagnostics += wrong
    library = Library(
        entries=ordered,
        taxonomies=tuple(config.taxonomies.values()),
        terms={},
        entry_terms={},
        periods=collect_periods(ordered),
        undated=tuple(position for position, entry in enumerate(ordered) if not entry.listed),
        pages=tuple(sorted(pages, key=lambda page: page.id)),
        collections=tuple(sorted(collections, key=lambda collection: collection.id)),
        positions=positions,
        citation_keys=tuple(citation_keys(ordered)),
        citations=citations,
    )
    return with_terms(library, collected), collected, tuple(diagnostics), tuple(problems)


# The codes of the problems that `clashes` yields; no other check uses them.
CLASHES = frozenset({"E012", "E201", "E202", "W203", "E208"})


def clashes(entries: Iterable[Entry], changed: Container[str] = ()) -> Iterator[Problem]:
    """Yield the problems of entries that claim the same thing, at the later by path or at the one that is `changed`."""
    by_path = sorted(entries, key=lambda entry: (entry.path in changed, entry.path))
    yield from _duplicate_files(by_path)
    yield from _duplicate_identifiers(by_path)
    yield from _duplicate_titles(by_path)
    yield from _taken_aliases(by_path)


def placed(problem: Problem, load: LoadBytes) -> Diagnostic:
    """Return a problem across entries with its line; `load` returns a file's bytes."""
    path, key, value = problem.place
    try:
        line, column = locate(path, load(path), key, value) if key else (0, 0)
    except OSError:
        line, column = 0, 0
    return Diagnostic(path, line, column, problem.code, problem.message, problem.hint)


def _duplicate_files(entries: Sequence[Entry]) -> Iterator[Problem]:
    """Yield duplicate file names, ignoring case, as many disks do."""
    first: dict[str, Entry] = {}
    for entry in entries:
        other = first.setdefault(entry.id.lower(), entry)
        if other is not entry:
            case = "" if entry.id == other.id else ", ignoring case"
            message = f"duplicate identifier {quote(entry.id)}, also that of {other.path}{case}"
            yield Problem((entry.path, "", ""), "E012", message, "rename one of the files, or delete it")


def _duplicate_identifiers(entries: Sequence[Entry]) -> Iterator[Problem]:
    first: dict[tuple[str, str], Entry] = {}
    for entry in entries:
        for kind, value in entry.identifiers.items():
            if kind not in IDENTIFYING:
                continue
            other = first.setdefault((kind, value), entry)
            if other is not entry:
                message = f"duplicate {kind} {quote(value)}, also that of {other.path}"
                hint = "delete one of the entries, or correct the identifier"
                yield Problem((entry.path, kind, ""), "E201", message, hint)


def _duplicate_titles(entries: Sequence[Entry]) -> Iterator[Problem]:
    """Yield duplicate titles: a warning, such as for a journal version, unless nothing distinguishes the entries."""
    by_title: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        by_title[title_key(entry.title)].append(entry)
    for group in by_title.values():
        if len(group) == 1:
            continue
        for position, entry in enumerate(group[1:], start=1):
            place: Place = (entry.path, "title", "")
            twin = next(
                (other for other in group[:position] if nothing_differs(paper_of(other), paper_of(entry))), None
            )
            if twin:
                message = f"nothing distinguishes this entry from {twin.path}: same title, authors and date"
                hint = "delete one, or add an identifier, venue, volume, issue or pages to each"
                yield Problem(place, "E202", message, hint)
            else:
                message = f"duplicate title, also that of {group[0].path}"
                yield Problem(place, "W203", message, "if they are the same paper, delete one of the entries")


def _dangling(entries: Sequence[Entry], positions: dict[str, int]) -> Iterator[Problem]:
    for entry in entries:
        for name in entry.related:
            if name not in positions:
                message = f"unknown entry {quote(name)}"
                hint = "write the name of a file in content/papers/, without its extension"
                yield Problem((entry.path, "related", name), "E205", message, hint)


def _taken_aliases(entries: Sequence[Entry]) -> Iterator[Problem]:
    """Yield aliases that belong to another entry, by its identifier or its aliases."""
    owners = {entry.id.lower(): entry.path for entry in entries}
    for entry in entries:
        for name in entry.aliases:
            other = owners.setdefault(name.lower(), f"an alias of {entry.path}")
            if other != f"an alias of {entry.path}":
                what = other if other.startswith("an alias") else f"the identifier of {other}"
                message = f"the alias {quote(name)} is already {what}"
                yield Problem((entry.path, "aliases", name), "E208", message, "delete the alias here")
