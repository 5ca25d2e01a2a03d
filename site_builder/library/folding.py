"""Which names of a taxonomy are spellings of one term.

Names are merged if they differ in case, in a hyphen or blank, or by a plural; if one is another with its initials in
brackets; and if they are such initials. What two declarations claim is never merged.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import chain

from site_builder.settings.terms import Declaration

# As many papers must spell an acronym out, and this share of those that do must mean the same by it.
LEAST_TEACHERS = 2
LEAST_SHARE = 0.75

_GAP = r"[\s_\u2010-\u2015-]+"
# A gap between two digits stays: 1-2 is not 12.
_CLOSED_GAP = re.compile(rf"(?<!\d){_GAP}|{_GAP}(?!\d)")
_ANY_GAP = re.compile(_GAP)
_WORD_GAP = re.compile(rf"/|{_GAP}")
_MARKS = re.compile(r"[\W_]")
_LAST_WORD = re.compile(r"[^\W\d_]{4,}\Z")
_NO_PLURAL = ("ss", "us", "is", "ics")
_LONG_PLURAL = ("ses", "xes", "zes", "ches", "shes")
_BRACKETS = re.compile(r"(.+?)\s*\(([^()]+)\)")
_LONGEST_ACRONYM = 10
_SMALL_WORDS = frozenset("a an and as by for from in of on or the to via with".split())
_AS_DIGIT = {"to": "2", "for": "4"}

Uses = Mapping[str, int]
"""How many papers have each name."""


def fold_names(uses: Uses, declarations: Mapping[str, Declaration]) -> tuple[dict[str, str], dict[str, str]]:
    """Return the group of each name, and the key of the declaration that claims a group, for the groups with one.

    Groups are equal if the names are spellings of one term; what they are called means nothing.
    """
    claims: defaultdict[str, set[str]] = defaultdict(set)
    names: defaultdict[str, set[str]] = defaultdict(set)
    for key, declared in declarations.items():
        for name in (key, declared.name, *declared.spellings):
            claims[plain(name)].add(key)
            names[plain(name)].add(name)
    for name in uses:
        names[plain(name)].add(name)
    groups = _Groups(claims)
    for name in sorted(uses):
        for singular in _singulars(name, names):
            groups.merge(singular, plain(name))
    _merge_acronyms(uses, names, groups)
    found = {name: groups.find(key) for key, spelled in names.items() for name in spelled}
    owners = {group: groups.owner(group) for group in map(groups.find, claims)}
    return found, {group: owner for group, owner in owners.items() if owner}


@lru_cache(maxsize=1 << 16)
def plain(name: str) -> str:
    """Return what a name has in common with its spellings in other case, with hyphens or with blanks."""
    text = name.lower() if name.isascii() else unicodedata.normalize("NFKC", name).casefold()
    words = _ANY_GAP.split(text.strip())
    if not any(word[:1].isdigit() for word in words[1:]):
        return "".join(words)
    return _ANY_GAP.sub("-", _CLOSED_GAP.sub("", text.strip()))


def abbreviates(short: str, long: str) -> bool:
    """Return whether a name is made of the initials of another, perhaps with further letters of its words: `LoRA`.

    Small words and a plural's s may lack theirs; `2` may mean "to".
    """
    if len(short) > 2 and short.endswith("s") and short[-2].isupper():
        short = short[:-1]
    letters = _MARKS.sub("", short).casefold()
    words = [word for word in _WORD_GAP.split(long.casefold()) if word]
    capitals = sum(not letter.islower() for letter in _MARKS.sub("", short))
    if len(words) < 2 or capitals < 2 or len(letters) > _LONGEST_ACRONYM:
        return False
    used = {0}  # how many letters the words so far may have given
    for word in words:
        by_letters = {count + more for count in used for more in _given(letters[count:], word)}
        skipped = used if word in _SMALL_WORDS else set()
        as_digit = {count + 1 for count in used if letters[count : count + 1] == _AS_DIGIT.get(word)}
        used = by_letters | skipped | as_digit
    return len(letters) in used


def _given(letters: str, word: str) -> Iterator[int]:
    """Yield how many of the first letters a word may give: its first one, then others of it in order."""
    at = 0 if letters[:1] == word[:1] else -1
    count = 1
    while at >= 0:
        yield count
        at = word.find(letters[count], at + 1) if count < len(letters) else -1
        count += 1


def _singulars(name: str, names: Mapping[str, set[str]]) -> Iterator[str]:
    """Yield the singular of a name in the plural, if other names have it; the `s` of `maths` is not a plural."""
    if not name.endswith("s") or name.endswith(_NO_PLURAL) or not (word := _LAST_WORD.search(name)):
        return
    key, whole = plain(name), plain(name)[:-1]
    candidates = [whole]
    if name.endswith("ies"):
        candidates.insert(0, f"{key[:-3]}y")
    if name.endswith(_LONG_PLURAL):
        candidates.insert(0, key[:-2])
    for singular in candidates:
        if any(word[0][:-1].isupper() or not spelled.isupper() for spelled in names.get(singular, ())):
            yield singular
            return


def _merge_acronyms(uses: Uses, names: Mapping[str, set[str]], groups: _Groups) -> None:
    """Merge names with their acronyms: those in brackets after them, and those on their own."""
    taught: list[tuple[str, str, int]] = []
    for name in sorted(uses):
        parts = _BRACKETS.fullmatch(name) if name.endswith(")") else None
        if parts is None:
            continue
        long, short = parts[1], parts[2]
        if abbreviates(long, short):
            long, short = short, long
        elif not abbreviates(short, long):
            continue
        for singular in _singulars(long, names):
            groups.merge(singular, plain(long))
        groups.merge(plain(long), plain(name))
        taught.append((plain(short), plain(long), uses[name]))
    meanings: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for short, long, count in taught:
        meanings[groups.find(short)][groups.find(long)] += count
    papers = dict.fromkeys(chain.from_iterable(meanings.values()), 0)
    for key, spelled in names.items():
        if (group := groups.find(key)) in papers:
            papers[group] += sum(uses.get(name, 0) for name in spelled)
    for short, found in sorted(meanings.items()):
        long, count = max(found.items(), key=lambda item: (item[1], item[0]))
        if papers[long] >= LEAST_TEACHERS and count >= LEAST_SHARE * found.total():
            groups.merge(long, short)


class _Groups:
    """Sets of keys that are merged step by step; each is called by its first key."""

    def __init__(self, claims: Mapping[str, set[str]]) -> None:
        self._parents: dict[str, str] = {}
        self._claims = {key: frozenset(owners) for key, owners in claims.items()}
        first: dict[frozenset[str], str] = {}
        for key, owners in sorted(self._claims.items()):
            self.merge(first.setdefault(owners, key), key)

    def find(self, key: str) -> str:
        """Return the set that holds a key."""
        while (parent := self._parents.get(key, key)) != key:
            key = parent
        return key

    def owner(self, group: str) -> str:
        """Return the declaration that claims a set; empty if none or several do."""
        owners = self._claims.get(group, frozenset())
        return next(iter(owners)) if len(owners) == 1 else ""

    def merge(self, one: str, other: str) -> None:
        """Merge the sets of two keys, unless they belong to different declarations."""
        one, other = sorted((self.find(one), self.find(other)))
        of_one, of_other = self._claims.get(one), self._claims.get(other)
        if one == other or (of_one and of_other and of_one != of_other):
            return
        self._parents[other] = one
        if of_other:
            self._claims[one] = of_other
