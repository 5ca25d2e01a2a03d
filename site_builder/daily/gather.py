"""What all sources of an archive have that is new: one record a paper, with the names of its sources."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import msgspec

from site_builder.daily.rules import Rules, names_of_entries
from site_builder.daily.sources import read_source
from site_builder.exchange.identity import Paper as Known
from site_builder.exchange.identity import Papers, may_be_one, paper_of_record, titles_agree
from site_builder.exchange.record import KnownTerms, Record, Skipped
from site_builder.exchange.services.client import Client, FetchError
from site_builder.exchange.spellings import harmonised
from site_builder.model import Entry
from site_builder.settings.daily import DailySource
from site_builder.settings.types import SiteConfig

ENTRY = "entry"
"""What `provenance` calls the entry as a whole; its value names the sources."""


class Answer(msgspec.Struct):
    """What came of one source: new papers, how many the archive has, what was left out, its failure.

    New papers are places in the list of all; `also` are those that an earlier source has as well.
    """

    source: DailySource
    new: list[int] = []
    also: list[int] = []
    known: int = 0
    refused: list[tuple[Record, str]] = []
    skipped: list[Skipped] = []
    failure: str = ""


class Gathered(msgspec.Struct, frozen=True):
    """New papers, and what came of each source; `sources` are files of entries that another source has, too."""

    records: list[Record]
    answers: list[Answer]
    sources: dict[str, str]


class Gatherer:
    """Asks sources one after the other."""

    def __init__(
        self, config: SiteConfig, entries: Sequence[Entry], client: Client, bases: Mapping[str, str], terms: KnownTerms
    ) -> None:
        self._config = config
        self._entries = {entry.path: entry for entry in entries}
        self._archive = Papers(entries)
        self._shared = names_of_entries(entries)
        self._client, self._bases, self._terms = client, bases, terms
        self._arrived = Papers()
        self._records: list[Record] = []
        self._sources: dict[str, str] = {}

    def gather(self, today: date) -> Gathered:
        """Return what is new at all sources; one that fails is named and does not stop the others."""
        answers = [self._ask(source, today) for source in self._config.daily]
        outcomes = harmonised(self._records, self._records, self._terms)
        spelled = [one for one in outcomes if isinstance(one, Record)]
        return Gathered(spelled, answers, self._sources)

    def _ask(self, source: DailySource, today: date) -> Answer:
        answer = Answer(source)
        rules = Rules(source, self._config.taxonomies, self._shared)
        try:
            outcomes = list(read_source(source, self._client, self._bases, self._terms, today))
        except FetchError as error:
            answer.failure = str(error)
            return answer
        answer.skipped = [outcome for outcome in outcomes if isinstance(outcome, Skipped)]
        records = [outcome for outcome in outcomes if isinstance(outcome, Record)]
        for record in sorted(records, key=_date, reverse=True):
            self._take(record, rules, answer)
        return answer

    def _take(self, record: Record, rules: Rules, answer: Answer) -> None:
        source = answer.source
        paper = paper_of_record(record, str(len(self._records)))
        if known := _same(self._archive, paper):
            answer.known += 1
            self._note_source(known.path, source.title)
        elif reason := rules.refusal(record):
            answer.refused.append((record, reason))
        elif twin := _same(self._arrived, paper):
            place = int(twin.path)
            self._records[place] = _merged(self._records[place], rules.tagged(record), source.title)
            if place not in (*answer.new, *answer.also):
                answer.also.append(place)
        elif source.limit and len(answer.new) >= source.limit:
            answer.refused.append((record, f"the limit of {source.limit:,} a day is reached"))
        else:
            self._arrived.add(paper)
            answer.new.append(len(self._records))
            self._records.append(_with_source(rules.tagged(record), source.title))

    def _note_source(self, path: str, name: str) -> None:
        """Note that an entry which came from a source is at another one, too."""
        stated = self._sources.get(path) or self._entries[path].provenance.get(ENTRY, "")
        if stated and name not in stated.split(", "):
            self._sources[path] = f"{stated}, {name}"


def _date(record: Record) -> str:
    return str(record.fields.get("date") or record.fields.get("published") or "")


def _same(papers: Papers, paper: Known) -> Known | None:
    """Return the paper that a new one is."""
    found = papers.sharing(paper)
    if found and (may_be_one(paper, found[0]) if found[1] == "title" else titles_agree(paper.title, found[0].title)):
        return found[0]
    named = papers.named(paper.id)
    return named if named and may_be_one(paper, named) else None


def _with_source(record: Record, name: str) -> Record:
    provenance = record.fields.get("provenance")
    stated = provenance if isinstance(provenance, dict) else {}
    names = [*filter(None, stated.get(ENTRY, "").split(", "))]
    together = stated | {ENTRY: ", ".join(dict.fromkeys([*names, name]))}
    return msgspec.structs.replace(record, fields=record.fields | {"provenance": together})


def _merged(first: Record, second: Record, name: str) -> Record:
    """Return the record of a paper at two sources: what the first one lacks is taken from the second."""
    fields = second.fields | first.fields
    for key in ("links", "provenance"):
        one, other = first.fields.get(key), second.fields.get(key)
        if isinstance(one, dict) and isinstance(other, dict):
            fields[key] = other | one
    tags = [tag for of in (first, second) for tag in _list(of.fields.get("tags"))]
    fields |= {"tags": list(dict.fromkeys(tags))} if tags else {}
    record = msgspec.structs.replace(first, fields=fields, abstract=first.abstract or second.abstract)
    return _with_source(record, name)


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []
