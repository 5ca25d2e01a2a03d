"""Which of an archive's tags fit a paper that is new to it."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from site_builder.exchange.record import Record
from site_builder.text.slugs import fold, slug

MAX_SUGGESTIONS = 6

# A single word must occur this often to say what a paper is about.
_OFTEN = 3


class Suggestion(msgspec.Struct, frozen=True):
    """A tag of the archive that fits a paper, and why."""

    tag: str
    reason: str
    weight: int


def suggest_tags(record: Record, vocabulary: Mapping[str, tuple[str, ...]]) -> list[Suggestion]:
    """Return the tags that occur in the paper's title, keywords or, often enough, its abstract; the best first.

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
            found.append(Suggestion(tag, "it is in the title", 100 + times))
        elif any(slug(name) in own for name in names):
            found.append(Suggestion(tag, "it is a keyword of the source", 50 + times))
        elif times >= _OFTEN or (times and any(" " in phrase.strip() for phrase in phrases)):
            found.append(Suggestion(tag, f"it is in the abstract ({times})", times))
    # Of `reinforcement` and `reinforcement learning` the second says it all.
    whole = " | ".join(f" {fold(suggestion.tag)} " for suggestion in found)
    found = [suggestion for suggestion in found if whole.count(f" {fold(suggestion.tag)} ") == 1]
    found.sort(key=lambda suggestion: (-suggestion.weight, suggestion.tag))
    return found[:MAX_SUGGESTIONS]
