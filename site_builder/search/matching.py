"""Whether a paper matches a query: the laws of docs/search.md for one paper, without ranking and corrections.

All words are needed, and each is whole. The tests compare these rules with the browser's scripts.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from functools import cached_property, lru_cache
from itertools import chain, pairwise
from typing import NamedTuple

import msgspec

from site_builder.exchange.identifiers import find_identifiers
from site_builder.exchange.services.references import parse_reference
from site_builder.reading.query import Item
from site_builder.search.documents import (
    SearchDocument,
    TextTerms,
    filter_names,
    identifier_term,
    name_words,
    tag_words,
)
from site_builder.text.letters import MARKS, fold, is_unspaced
from site_builder.text.stems import stem
from site_builder.text.tokens import STOP_WORDS, analyze, compounds, is_abbreviation, parted

FILTER_FIELDS = {"author": "authors", "tag": "tags", "org": "organizations", "venue": "venue"}
# Several of these are alternatives; all other parts of a query hold at once.
_ALTERNATIVES = ("year", "venue")
_IDENTIFIER_PREFIX = re.compile(r"(?:arxiv|doi|id|acl|openreview|pmid|isbn|hal|dblp):(?!//)(.+)", re.IGNORECASE)
_PAGE = re.compile(r"/papers/([^/?#]+?)(?:\.html)?(?:[?#].*)?$")
_UMLAUTS = re.compile("[äöü]")

SharedNames = Mapping[tuple[str, str], Set[str]]
"""Names that two papers or more have, by kind and folded name: `tag:agents` finds those alone."""


Key = str | tuple[str, str]
"""A term of a paper, or a kind and folded name by which filters find it."""


class PaperTerms:
    """What a query is compared with: a paper's document and, where a query needs it, the terms of its text."""

    def __init__(self, document: SearchDocument, load: Callable[[], bytes]) -> None:
        self.document = document
        self._load = load

    @cached_property
    def _text(self) -> TextTerms:
        return _unpack(self._load())

    @cached_property
    def fields(self) -> Mapping[str, Set[str]]:
        """The terms of the paper's names, by field: stems and, beginning with `=`, words as they are written."""
        authors, organizations, venue, identifiers = map(_written, name_words(self.document))
        return {
            "tags": frozenset(tag_words(self.document)),
            "authors": authors,
            "organizations": organizations,
            "venue": venue,
            "identifiers": identifiers,
        }

    @cached_property
    def names(self) -> Mapping[tuple[str, str], Set[str]]:
        """The names by which filters find the paper, by kind and folded name."""
        found: dict[tuple[str, str], set[str]] = {}
        for kind, name in filter_names(self.document):
            found.setdefault((kind, fold_name(name)), set()).add(name)
        return found

    @cached_property
    def words(self) -> Set[str]:
        """The terms of title, abstract and summary."""
        return _written(self._text.exact).union(self._text.stems)

    @cached_property
    def terms(self) -> Set[str]:
        """All terms."""
        return frozenset(self.words).union(*self.fields.values())

    @cached_property
    def texts(self) -> Sequence[Mapping[str, Set[int]]]:
        """The places of each stem in title and abstract, in texts that no phrase crosses."""
        text = self._text
        numbers = [(number, text.first + place) for place, number in enumerate(text.row) if number >= 0]
        numbers += zip(text.others[::2], text.others[1::2], strict=True)
        places: dict[str, set[int]] = {}
        for number, place in numbers:
            places.setdefault(text.stems[number], set()).add(place)
        return (places,)

    def holds(self, item: Item, shared: SharedNames) -> bool:
        """Return whether a filter, a phrase or an unwanted word names the paper."""
        match item.kind:
            case "phrase":
                return self.has_phrase(item.value)
            case "year":
                return self.is_of_years(item.value)
            case "word":
                if terms := identifier_terms(item.value):
                    return not terms.isdisjoint(self.fields["identifiers"])
                return self.has_written(item.value)
            case _:
                return self.is_named(item.kind, item.value, shared)

    def has_token(self, token: str, field: str = "") -> bool:
        """Return whether the paper has a token's stem in its text, or the token itself among title words and names."""
        if is_letter(token):
            terms = self.fields[field] if field else self.terms
            return any(term.startswith((token, f"={token}")) for term in terms)
        keys = {stem(token), f"={token}"}
        if field:
            return not keys.isdisjoint(self.fields[field])
        # The text first: the words of names take longer to find.
        return not keys.isdisjoint(self.words) or not all(map(keys.isdisjoint, self.fields.values()))

    def has_phrase(self, phrase: str) -> bool:
        """Return whether the stems of a phrase follow each other in title or abstract; small words may be any."""
        parts = _parts(phrase)
        if len(parts) == 1 and is_letter(parts[0]):
            return self.has_token(parts[0])
        content = [(place, stem(part)) for place, part in enumerate(parts) if part not in STOP_WORDS]
        (first, term), *rest = content or [(place, stem(part)) for place, part in enumerate(parts)]
        return any(
            all(start + place - first in places.get(other, ()) for place, other in rest)
            for places in self.texts
            for start in places.get(term, ())
        )

    def is_of_years(self, years: str) -> bool:
        """Return whether the paper is of a year, or of a range such as `2024..2026`."""
        first, _, last = years.partition("..")
        return bool(self.document.date) and first <= self.document.date[:4] <= (last or first)

    def is_named(self, kind: str, value: str, shared: SharedNames) -> bool:
        """Return whether the paper has a name that papers share, or all of the words in that field."""
        key = (kind, fold_name(value))
        is_whole = kind not in FILTER_FIELDS
        if is_whole or key in shared:
            names = self.names.get(key, frozenset())
            return bool(names) if is_whole else not shared[key].isdisjoint(names)
        return all(
            any(self.has_token(token, FILTER_FIELDS[kind]) for token in {part, other})
            for part, other in _spellings(kind, value)
        )

    def has_written(self, word: str) -> bool:
        """Return whether the paper has a word as it is typed, which is how unwanted words are meant."""
        return any(
            all(self.has_token(part) for part in parts)
            if is_unspaced(compound) or not joined
            else self.has_token(joined[-1])
            for compound in compounds(parted(word))
            for parts, joined in [analyze(compound)]
        )


class Matcher:
    """A query, ready to be compared with papers."""

    def __init__(self, items: Iterable[Item], shared: SharedNames | None = None) -> None:
        self._shared = shared or {}
        items = list(items)
        self._unwanted = [item for item in items if item.is_unwanted]
        wanted = [item for item in items if not item.is_unwanted]
        self._alternatives = [
            several for kind in _ALTERNATIVES if (several := [item for item in wanted if item.kind == kind])
        ]
        self._filters = [item for item in wanted if item.kind not in (*_ALTERNATIVES, "word")]
        words = [item.value for item in wanted if item.kind == "word"]
        self._named = [terms for word in words if (terms := identifier_terms(word))]
        self._words = [] if self._named else _wanted(words)

    def needs(self) -> list[Set[Key]]:
        """Return sets of keys; every matching paper has at least one key of each set."""
        needed: Iterable[Set[Key]] = (
            *([frozenset().union(*self._named)] if self._named else ()),
            *(word.keys() for word in self._words),
            *chain.from_iterable(map(self._filter_keys, self._filters)),
        )
        return [keys for keys in needed if keys]

    def _filter_keys(self, item: Item) -> list[Set[Key]]:
        key = (item.kind, fold_name(item.value))
        if item.kind != "phrase" and (item.kind not in FILTER_FIELDS or key in self._shared):
            return [{key}]
        found: list[Set[Key]] = []
        for part, other in _spellings(item.kind, item.value):
            spellings = [_token_keys(part), _token_keys(other)]
            if item.kind != "phrase" or part not in STOP_WORDS:
                found.append(frozenset().union(*spellings) if all(spellings) else frozenset())
        return found

    def matches(self, paper: PaperTerms) -> bool:
        """Return whether a paper has all that the query wants and nothing that it does not."""
        return (
            all(any(paper.holds(item, self._shared) for item in several) for several in self._alternatives)
            and all(paper.holds(item, self._shared) for item in self._filters)
            and (not self._named or any(not terms.isdisjoint(paper.fields["identifiers"]) for terms in self._named))
            and all(word.is_in(paper) for word in self._words)
            and not any(paper.holds(item, self._shared) for item in self._unwanted)
        )


class _Word(NamedTuple):
    """A word that a paper must have: its parts, their other spelling in names of authors, and other forms of it all."""

    parts: Sequence[str]
    umlauts: Sequence[str]
    others: list[str]
    identifier: str

    def is_in(self, paper: PaperTerms) -> bool:
        """Return whether a paper has the word."""
        return (
            all(
                paper.has_token(part) or (other != part and f"={other}" in paper.fields["authors"])
                for part, other in zip(self.parts, self.umlauts, strict=True)
            )
            or any(map(paper.has_token, self.others))
            or self.identifier in paper.fields["identifiers"]
        )

    def keys(self) -> Set[Key]:
        """Return a set of keys such that each paper with the word has at least one; empty if none is known."""
        part, umlauts = max(zip(self.parts, self.umlauts, strict=True), key=lambda pair: len(pair[0]), default=("", ""))
        spellings = [_token_keys(one) for one in (part, *self.others)]
        return frozenset({f"={umlauts}", self.identifier}).union(*spellings) if all(spellings) else frozenset()


def _wanted(words: Sequence[str]) -> list[_Word]:
    """Return the words that a paper must have; small ones are needed only where there are no others."""
    found: dict[str, _Word] = {}
    for word in words:
        of_word = compounds(parted(word))
        for place, compound in enumerate(of_word):
            parts, joined = analyze(compound)
            others = list(joined[-1:]) if not is_unspaced(compound) else []
            umlauts = other_umlauts(word if len(of_word) == 1 else compound, parts)
            identifier = "" if place else _possible_identifier(word)
            found.setdefault(compound, _Word(parts, umlauts, others, identifier))
    content = [compound for compound in found if compound not in STOP_WORDS] or list(found)
    for first, second in pairwise(content):
        if first.isalpha() and second.isalpha() and is_abbreviation(first, second):
            found[first].others.append(first + second)
            found[second].others.append(first + second)
    return [found[compound] for compound in content]


def _possible_identifier(word: str) -> str:
    term = identifier_term(word)
    return f"={term}" if any(map(str.isdecimal, term)) else ""


@lru_cache(maxsize=1 << 10)
def identifier_terms(word: str) -> frozenset[str]:
    """Return the terms of the paper that a word can only be the identifier or address of; none for other words."""
    bare = word.strip("()[]{}<>,;.!?")
    if reference := parse_reference(bare):
        found = [reference.id]
    elif match := _IDENTIFIER_PREFIX.match(bare) or _PAGE.search(bare):
        found = [match[1]]
    else:
        found = list(find_identifiers(bare).values())
    return _written(map(identifier_term, found))


def shared_names(documents: Iterable[SearchDocument]) -> SharedNames:
    """Return the names that two papers or more have."""
    counts = Counter(name for document in documents for name in filter_names(document))
    shared: dict[tuple[str, str], set[str]] = {}
    for (kind, name), count in counts.items():
        if count > 1:
            shared.setdefault((kind, fold_name(name)), set()).add(name)
    return shared


@lru_cache(maxsize=1 << 14)
def fold_name(name: str) -> str:
    """Return a name as filters compare names."""
    return " ".join(fold(name).split())


@lru_cache(maxsize=1 << 12)
def is_letter(token: str) -> bool:
    """Return whether a token is one letter, with its marks, of a script without spaces."""
    return is_unspaced(token) and len(re.sub(f"[{MARKS}]", "", token)) == 1


def other_umlauts(typed: str, parts: Sequence[str]) -> Sequence[str]:
    """Return the parts of a word with ä, ö and ü in their other spelling: `ae`, `oe`, `ue`, or without dots."""
    lower = unicodedata.normalize("NFC", typed).lower()
    if _UMLAUTS.search(lower):
        spelled = _parts(parted(_UMLAUTS.sub(lambda letter: f"{fold(letter[0])}e", lower)))
        return spelled if len(spelled) == len(parts) else parts
    return [re.sub("([aou])e", r"\1", part) for part in parts]


@lru_cache(maxsize=1 << 12)
def _spellings(kind: str, value: str) -> Sequence[tuple[str, str]]:
    """Return the parts of a filter's value, each with the other spelling that it may have in names of authors."""
    if kind != "author":
        return tuple((part, part) for part in _parts(value))
    by_word = ((_parts(word), word) for word in value.split())
    return tuple(chain.from_iterable(zip(parts, other_umlauts(word, parts), strict=True) for parts, word in by_word))


@lru_cache(maxsize=1 << 12)
def _parts(text: str) -> Sequence[str]:
    return tuple([part for compound in compounds(text) for part in analyze(compound)[0]])


def _token_keys(token: str) -> Set[Key]:
    """Return a set of terms such that each paper with the token has at least one; empty if longer terms match too."""
    return frozenset() if not token or is_letter(token) else {stem(token), f"={token}"}


def _written(words: Iterable[str]) -> frozenset[str]:
    return frozenset(f"={word}" for word in words)


_unpack = msgspec.msgpack.Decoder(TextTerms).decode
