"""One spelling for each term of an import, and identifiers that belong to one paper only."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import msgspec

from site_builder.exchange.identity import identifiers_of, title_key, titles_agree
from site_builder.exchange.record import KnownTerms, Outcome, Record, Skipped
from site_builder.model import Entry
from site_builder.settings.types import SiteConfig
from site_builder.text.slugs import spelling_key

TERM_FIELDS = ("tags", "organizations", "venue")


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
    """What a first pass over a source finds out about all its papers."""

    def __init__(self, outcomes: Iterable[Outcome]) -> None:
        self.spellings: dict[str, dict[str, Counter[str]]] = {field: defaultdict(Counter) for field in TERM_FIELDS}
        self.titles: dict[tuple[str, str], str] = {}
        self.shared: Counter[tuple[str, str]] = Counter()
        for outcome in outcomes:
            if isinstance(outcome, Record):
                self._add(outcome)

    def _add(self, record: Record) -> None:
        for field in TERM_FIELDS:
            for value in _values(record.fields.get(field)):
                self.spellings[field][spelling_key(value)][value] += 1
        title = title_key(str(record.fields.get("title", "")))
        for key in identifiers_of(record).items():
            if not titles_agree(self.titles.setdefault(key, title), title):
                self.shared[key] += 1

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


def harmonised_files(
    paths: Iterable[Path], read: Callable[[Path], Iterable[Outcome]], known: KnownTerms
) -> Iterator[Outcome]:
    """Yield the papers of files small enough to be held in memory, with one spelling a term."""
    outcomes = [outcome for path in paths for outcome in read(path)]
    return harmonised(outcomes, outcomes, known)


def harmonised(first_reading: Iterable[Outcome], outcomes: Iterable[Outcome], known: KnownTerms) -> Iterator[Outcome]:
    """Yield a source's papers with one spelling a term; the source is read twice, so that a large one can stream.

    An identifier that papers of different titles share (a whole volume's DOI) identifies none of them and is
    left out; this is reported.
    """
    survey = _Survey(first_reading)
    spellings, shared = survey.chosen(known), survey.shared
    del survey
    for (kind, value), count in shared.items():
        reason = f"{count + 1} papers of different titles give it, so it identifies none of them"
        yield Skipped(f"{kind} {value}", reason)
    for outcome in outcomes:
        if isinstance(outcome, Skipped):
            yield outcome
            continue
        stated = identifiers_of(outcome).items() if shared else ()
        yield _adjusted(outcome, spellings, {kind for kind, value in stated if (kind, value) in shared})


def _adjusted(record: Record, spellings: dict[str, dict[str, str]], left_out: set[str]) -> Record:
    fields = {name: value for name, value in record.fields.items() if name not in left_out}
    for name in TERM_FIELDS:
        if terms := _values(fields.get(name)):
            spelled = list(dict.fromkeys(spellings[name][key] for term in terms if (key := spelling_key(term))))
            fields[name] = spelled if isinstance(fields[name], list) else "".join(spelled)
    fields = {name: value for name, value in fields.items() if value or value == 0}
    return msgspec.structs.replace(record, fields=fields)


def _values(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    return [str(item) for item in value] if isinstance(value, list) else []
