"""One spelling for each term of an import, and identifiers that belong to one paper only."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from site_builder.exchange.record import KnownTerms, Outcome, Record, Skipped
from site_builder.model import Entry
from site_builder.settings.types import SiteConfig
from site_builder.text.slugs import spelling_key

TERM_FIELDS = ("tags", "organizations", "venue")
IDENTIFIER_FIELDS = ("arxiv", "doi", "openreview", "acl", "pmid")


def archive_terms(config: SiteConfig, entries: Sequence[Entry]) -> KnownTerms:
    """Return how an archive spells its terms, by field: as declared, otherwise as most of its entries do."""
    known: dict[str, dict[str, str]] = {}
    for taxonomy in config.taxonomies.values():
        if taxonomy.field == "authors":
            continue
        used = Counter(name for entry in entries for name in entry.names(taxonomy.field))
        names = (*sorted(used, key=lambda name: (used[name], name)), *config.declarations.get(taxonomy.name, {}))
        known[taxonomy.field] = {spelling_key(name): name for name in names}
    return known


class _Survey:
    """What the first reading of a source tells about all its papers."""

    def __init__(self, outcomes: Iterable[Outcome]) -> None:
        self.spellings: dict[str, dict[str, Counter[str]]] = {field: defaultdict(Counter) for field in TERM_FIELDS}
        self.titles: dict[tuple[str, str], list[str]] = {}
        for outcome in outcomes:
            if isinstance(outcome, Record):
                self._add(outcome)

    def _add(self, record: Record) -> None:
        for field in TERM_FIELDS:
            for value in _values(record.fields.get(field)):
                self.spellings[field][spelling_key(value)][value] += 1
        for key in _keys(record):
            self.titles.setdefault(key, []).append(spelling_key(str(record.fields.get("title", ""))))

    def chosen(self, known: KnownTerms) -> dict[str, dict[str, str]]:
        """Return each field's spelling by slug: the archive's, else the most frequent, else the smallest."""
        return {
            field: {
                key: known.get(field, {}).get(key) or min(counts, key=lambda spelling: (-counts[spelling], spelling))
                for key, counts in groups.items()
                if key
            }
            for field, groups in self.spellings.items()
        }


def harmonised(first_reading: Iterable[Outcome], outcomes: Iterable[Outcome], known: KnownTerms) -> Iterator[Outcome]:
    """Yield a source's papers with one spelling a term; the source is read twice, so that a large one can stream.

    An identifier that papers of different titles share (a whole volume's DOI) identifies none of them and is
    left out; of papers that share a title and an identifier or address the first is kept. Both are told.
    """
    survey = _Survey(first_reading)
    spellings = survey.chosen(known)
    mixed = {key: len(titles) for key, titles in survey.titles.items() if len(set(titles)) > 1}
    repeated = {key for key, titles in survey.titles.items() if len(titles) > 1 and key not in mixed}
    shared = {key: count for key, count in mixed.items() if key[0] in IDENTIFIER_FIELDS}
    del survey
    for (kind, value), count in shared.items():
        yield Skipped(f"{kind} {value}", f"{count} papers give it, so it identifies none of them: left out")
    first: dict[tuple[str, str], str] = {}
    for outcome in outcomes:
        if isinstance(outcome, Skipped):
            yield outcome
            continue
        keys = list(_keys(outcome))
        twin = next((key for key in keys if key in repeated and first.setdefault(key, outcome.id) != outcome.id), None)
        if twin:
            yield Skipped(outcome.source, f"the same paper as {first[twin]}: it has the same title and {twin[0]}")
        else:
            yield _adjusted(outcome, spellings, {kind for kind, value in keys if (kind, value) in shared})


def _adjusted(record: Record, spellings: dict[str, dict[str, str]], left_out: set[str]) -> Record:
    fields: dict[str, object] = {}
    for name, value in record.fields.items():
        if name not in TERM_FIELDS:
            if name not in left_out:
                fields[name] = value
            continue
        terms = list(dict.fromkeys(spellings[name][key] for term in _values(value) if (key := spelling_key(term))))
        if terms:
            fields[name] = terms[0] if isinstance(value, str) else terms
    return msgspec.structs.replace(record, fields=fields)


def _keys(record: Record) -> Iterator[tuple[str, str]]:
    """Yield what a paper may be known by: its identifiers, and the address of its text."""
    for kind in IDENTIFIER_FIELDS:
        if value := record.fields.get(kind):
            yield kind, str(value)
    links = record.fields.get("links")
    if isinstance(links, dict):
        yield from ((kind, links[kind]) for kind in ("pdf", "page") if kind in links)


def _values(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    return [str(item) for item in value] if isinstance(value, list) else []
