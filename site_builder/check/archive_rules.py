"""Rules across files: warnings about dates, tags, stray files and symbolic links.

Each yields its problems; their explanations are in `explanations.md`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping
from datetime import date, timedelta
from types import MappingProxyType

from site_builder.content.entries import PAPERS, is_entry
from site_builder.core.diagnostics import Diagnostic, quote
from site_builder.library.problems import Problem
from site_builder.model import Entry
from site_builder.text.slugs import slug

# A tag with this many entries counts as one of the archive's own, as does a declared one.
_ESTABLISHED = 5
_MIN_LETTERS = 6
_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"[^\W_]+")


def future_dates(entries: Iterable[Entry], today: date) -> Iterator[Problem]:
    """Yield the dates after tomorrow; somewhere tomorrow may have begun."""
    last = (today + timedelta(days=1)).isoformat()
    for entry in entries:
        dates = {"date": entry.date, "published": entry.published, "as_of": entry.as_of}
        for key, value in dates.items():
            if value > last[: len(value)]:
                message = f"{key} is {quote(value)}, which is in the future"
                yield Problem((entry.path, key, ""), "W106", message, f"write a date up to {today.isoformat()}")


def stray_files(paths: Iterable[str], named: Container[str]) -> Iterator[Diagnostic]:
    """Yield the files next to entries that no entry names: most are entries with a missing or wrong extension."""
    for path in paths:
        if path.startswith(f"{PAPERS}/") and not is_entry(path) and path not in named:
            hint = "end the name of an entry in .md; name any other file in an entry's links or thumbnail, or delete it"
            yield Diagnostic(path, 0, 0, "W109", "not published: not an entry, and no entry names it", hint)


def symbolic_links(paths: Iterable[str]) -> Iterator[Diagnostic]:
    """Yield the symbolic links: builds skip them, and nothing else would say so."""
    for path in paths:
        hint = "replace it with the file itself, or delete it"
        yield Diagnostic(path, 0, 0, "W111", "symbolic links are not followed", hint)


def misspelled_tags(
    entries: Iterable[Entry], declared: Iterable[str], groups: Mapping[str, str] = MappingProxyType({})
) -> Iterator[Problem]:
    """Yield the tags of single entries that differ from one of the archive's own by a hyphen, a space or a letter.

    Tags with inner capitals are names, which often differ by a letter on purpose. Tags of one group are merged anyway.
    """
    places: dict[str, tuple[str, str]] = {}
    counts: Counter[str] = Counter()
    for entry in entries:
        for tag in entry.tags:
            key = slug(tag)
            counts[key] += 1
            places.setdefault(key, (entry.path, tag))
    known = {slug(name): name for name in declared}
    known |= {key: places[key][1] for key, count in counts.items() if count >= _ESTABLISHED and key not in known}
    near = _Near({key.replace("-", ""): name for key, name in sorted(known.items(), key=lambda item: counts[item[0]])})
    for key, count in counts.items():
        if count > 1 or key in known or len(key) < _MIN_LETTERS or _DIGIT.search(key):
            continue
        path, tag = places[key]
        name = near.name(key.replace("-", ""), is_name=_is_name(tag))
        if name and (not groups or groups.get(tag) != groups.get(name)):
            message = f"only this entry has the tag {quote(tag)}; other entries have {quote(name)}"
            yield Problem((path, "tags", tag), "W105", message, f"write {name}, or declare it in content/tags.yml")


class _Near:
    """Finds a word that differs by one letter more or less; misses, which are most lookups, are cheap."""

    def __init__(self, words: dict[str, str]) -> None:
        self._words = words
        self._shorter = {shorter: whole for whole in words for shorter in _one_letter_less(whole)}
        # An extra letter is in one half of a word; the other half is unchanged.
        self._heads = {(len(word), word[: len(word) // 2]) for word in words}
        self._tails = {(len(word), word[len(word) // 2 :]) for word in words}

    def name(self, word: str, *, is_name: bool) -> str:
        """Return the name of the nearest word; if the word `is_name`, only one with the same letters."""
        if word in self._words or is_name:
            return self._words.get(word, "")
        if word in self._shorter:
            return self._words[self._shorter[word]]
        length = len(word) - 1
        half = length // 2
        if (length, word[:half]) in self._heads or (length, word[half + 1 :]) in self._tails:
            return next((self._words[less] for less in _one_letter_less(word) if less in self._words), "")
        return ""


def _one_letter_less(word: str) -> list[str]:
    """Return a word without each of its letters except the first, which is rarely mistyped."""
    return [word[:position] + word[position + 1 :] for position in range(1, len(word))]


def _is_name(tag: str) -> bool:
    """Return whether a word of a tag has capitals after its first letter."""
    return tag != tag.lower() and any(len(word) > 1 and not word[1:].islower() for word in _WORD.findall(tag))
