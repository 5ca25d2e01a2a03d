"""A fetched paper against the archive: whether it stands there already, and which of the archive's tags fit it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from site_builder.exchange.record import Record
from site_builder.model import Entry
from site_builder.reading.identifiers import IDENTIFIERS, normal_identifier
from site_builder.text.slugs import fold, slug

MAX_SUGGESTIONS = 6

# A word alone must come this often to say what a paper is about.
_OFTEN = 3


class Shelf:
    """What the archive's entries are known by."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._paths: dict[tuple[str, str], str] = {}
        for entry in entries:
            self._keep(entry.path, entry.id, entry.identifiers, entry.title)

    def add(self, path: str, record: Record) -> None:
        """Keep a paper that has just been added."""
        self._keep(path, record.id, _identifiers(record), str(record.fields["title"]))

    def twin(self, record: Record, *, same_title: bool = False) -> str:
        """Return why a paper stands in the archive already; empty where it does not."""
        for kind, value in _identifiers(record).items():
            if path := self._paths.get((kind, value)):
                return f"{path} has its {IDENTIFIERS[kind].title} identifier {value}"
        if path := self._paths.get(("id", record.id.casefold())):
            return f"{path} has its name"
        path = self._paths.get(("title", fold(str(record.fields["title"]))))
        if not path or same_title:
            return ""
        return f"{path} has its title; if it is another paper, add it with --same-title"

    def _keep(self, path: str, identifier: str, identifiers: Mapping[str, str], title: str) -> None:
        keys = [("id", identifier.casefold()), ("title", fold(title)), *identifiers.items()]
        for key in keys:
            self._paths.setdefault(key, path)


class Suggestion(msgspec.Struct, frozen=True):
    """A tag of the archive that fits a paper, and why."""

    tag: str
    reason: str
    weight: int


def suggest_tags(record: Record, vocabulary: Mapping[str, tuple[str, ...]]) -> list[Suggestion]:
    """Return the tags that stand in the paper's title, keywords or, often enough, in its abstract; the best first.

    `vocabulary` has the archive's tags with their other spellings.
    """
    keywords = record.fields.get("tags")
    own = {slug(str(keyword)) for keyword in keywords} if isinstance(keywords, list) else set()
    title = f" {fold(str(record.fields['title']))} "
    text = f" {fold(record.abstract)} {fold(str(record.fields.get('summary', '')))} "
    found = []
    for tag, spellings in vocabulary.items():
        names = (tag, *spellings)
        phrases = {f" {folded} " for name in names if len(folded := fold(name)) > 2}
        times = sum(text.count(phrase) for phrase in phrases)
        if any(phrase in title for phrase in phrases):
            found.append(Suggestion(tag, "stands in the title", 100 + times))
        elif any(slug(name) in own for name in names):
            found.append(Suggestion(tag, "is a keyword of its source", 50 + times))
        elif times >= _OFTEN or (times and any(" " in phrase.strip() for phrase in phrases)):
            found.append(Suggestion(tag, f"stands in the abstract ({times})", times))
    # Of `reinforcement` and `reinforcement learning` the second says it all.
    whole = " | ".join(f" {fold(suggestion.tag)} " for suggestion in found)
    found = [suggestion for suggestion in found if whole.count(f" {fold(suggestion.tag)} ") == 1]
    found.sort(key=lambda suggestion: (-suggestion.weight, suggestion.tag))
    return found[:MAX_SUGGESTIONS]


def _identifiers(record: Record) -> dict[str, str]:
    return {kind: normal_identifier(kind, str(record.fields[kind])) for kind in IDENTIFIERS if record.fields.get(kind)}
