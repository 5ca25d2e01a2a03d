"""A slow, plain search that the real one is compared with: docs/search.md's laws, read from the papers themselves.

A query is a list of items. `Item.text` is what a person types; what it means is worked out here from the item and the
papers' terms, so nothing of the real search's parser, index or files is used.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property, reduce
from itertools import islice, pairwise, takewhile
from typing import NamedTuple

from site_builder.search.documents import filter_names, identifier_term, in_order
from site_builder.text.tokens import (
    MARKS,
    STOP_WORDS,
    analyze,
    compounds,
    content_terms,
    fold,
    is_abbreviation,
    is_unspaced,
    name_parts,
    parted,
    stem,
    terms,
    title_terms,
)

from .papers import Paper

ENOUGH = 10
RARE = 2
_FILTER_FIELDS = {"author": "authors", "tag": "tags", "org": "organizations", "venue": "venue"}


class Item(NamedTuple):
    """A part of a query: a `kind` of word, prefix, phrase, year or filter, its value, and whether it is unwanted."""

    kind: str
    value: str
    is_unwanted: bool = False

    @property
    def text(self) -> str:
        """What a person types for it."""
        plain = {"word": self.value, "prefix": self.value, "phrase": f'"{self.value}"', "year": f"year:{self.value}"}
        return "-" * self.is_unwanted + plain.get(self.kind, f'{self.kind}:"{self.value}"')


class Found(NamedTuple):
    """The papers that a query finds, by ordinal, and how many have all of its words."""

    papers: frozenset[int]
    complete: int


def text_of(query: Sequence[Item]) -> str:
    """Return a query as typed; a space at the end says that the last word is whole."""
    return " ".join(item.text for item in query) + " " * (query[-1].kind != "prefix")


def fields_of(made: Paper) -> dict[str, list[str]]:
    """Return the terms of a paper by field, made as simply as can be; words as they are written begin with `=`."""

    def stems(text: str) -> list[str]:
        return [stem for token, stem, _ in terms(text) if token not in STOP_WORDS]

    def words(*texts: str) -> list[str]:
        return ["=" + token for text in texts for token, _, _ in terms(text)]

    document = made.document
    name, colon, _ = document.title.partition(":")
    in_title = title_terms(document.title)
    known = {token for token, _, _ in (*in_title, *terms(made.abstract))} | STOP_WORDS
    surnames = ["=" + found[-1][0] for found in map(terms, document.authors) if found]
    return {
        "title": [stem for _, stem, _ in in_title],
        "exact": ["=" + token for token, _, _ in in_title]
        + (sorted(set(words(name))) if colon and len(words(name)) <= 4 else []),
        "abstract": stems(made.abstract) + [stem for _, stem, _ in name_parts(made.abstract, known)],
        "summary": stems(document.summary),
        "tags": [stem for tag in document.tags for _, stem, _ in title_terms(tag)],
        "authors": words(*document.authors) + surnames,
        "organizations": words(*document.organizations),
        "venue": words(document.venue),
        "identifiers": sorted({"=" + identifier_term(name) for name in (document.id, *document.identifiers)} - {"="}),
    }


class _UnknownError(Exception):
    """Raised by a prefix that no title or name has."""


class Reference:
    """The papers of an archive, to be searched one after the other."""

    def __init__(self, papers: Iterable[Paper]) -> None:
        by_document = {made.document: made for made in papers}
        self.papers = [by_document[document] for document in in_order(by_document)]
        self.fields = list(map(fields_of, self.papers))
        self.everyone = frozenset(range(len(self.papers)))
        self._places: dict[int, list[dict[str, set[int]]]] = {}
        self.having: dict[str, set[int]] = defaultdict(set)
        for ordinal, fields in enumerate(self.fields):
            for found in fields.values():
                for term in found:
                    self.having[term].add(ordinal)

    def find(self, query: Sequence[Item]) -> Found | None:
        """Return the papers with all words, or with fewer until there are ten, that the other items let in.

        None for a prefix that no title or name has: those are completed by what is frequent.
        """
        try:
            return self._find_any(query)
        except _UnknownError:
            return None

    def _find_any(self, query: Sequence[Item]) -> Found:
        found = self._find(query)
        unwanted = [item for item in query if item.is_unwanted and item.kind == "word"]
        if found.complete or not unwanted:
            return found
        # Nothing is without the unwanted words: a pasted title may have a hyphen before one of its words.
        pasted = self._find([item._replace(is_unwanted=False) if item in unwanted else item for item in query])
        return pasted if pasted.complete else found

    def _find(self, query: Sequence[Item]) -> Found:
        allowed = self.everyone
        for kind in ("year", "venue"):
            if several := [item for item in query if item.kind == kind and not item.is_unwanted]:
                allowed &= frozenset().union(*map(self._papers_of, several))
        for item in query:
            if item.is_unwanted:
                allowed -= self._papers_of(item)
            elif item.kind not in ("year", "venue", "word", "prefix"):
                allowed &= self._papers_of(item)
        meanings = list(self._meanings([item for item in query if not item.is_unwanted]))
        if not meanings:
            return Found(allowed, len(allowed)) if allowed != self.everyone or query else Found(frozenset(), 0)
        counts = Counter(ordinal for meaning in meanings for ordinal in meaning if ordinal in allowed)
        least = len(meanings)
        while least > 1 and sum(count >= least for count in counts.values()) < ENOUGH:
            least -= 1
        papers = frozenset(ordinal for ordinal, count in counts.items() if count >= least)
        return Found(papers, sum(count == len(meanings) for count in counts.values()))

    def _papers_of(self, item: Item) -> frozenset[int]:
        """Return the papers that a filter, a phrase or an unwanted word names."""
        if item.kind == "phrase":
            parts = [part for compound in compounds(item.value) for part in analyze(compound)[0]]
            if len(parts) == 1 and _is_letter(parts[0]):
                return self._token(parts[0])
            possible = self._all(map(self._stem, parts))
            return frozenset(ordinal for ordinal in possible if self._has_phrase(ordinal, item.value))
        if item.kind == "year":
            first, _, last = item.value.partition("..")
            years = {ordinal: made.document.date[:4] for ordinal, made in enumerate(self.papers)}
            return frozenset(o for o, year in years.items() if year and first <= year <= (last or first))
        if item.kind == "word":
            return frozenset.union(*[self._as_written(compound) for compound in compounds(parted(item.value))])
        return self._named(item.kind, item.value)

    def _as_written(self, compound: str) -> frozenset[int]:
        parts, joined = analyze(compound)
        if is_unspaced(compound) or not joined:
            return self._all(map(self._token, parts))
        return self._token(joined[-1])

    def _stem(self, part: str) -> frozenset[int]:
        """Return the papers that can have a part in title or abstract."""
        return self.everyone if part in STOP_WORDS else frozenset(self.having.get(stem(part), ()))

    def _token(self, token: str, field: str = "") -> frozenset[int]:
        """Return the papers that have a token's stem in the text, or itself among title words and names."""
        if _is_letter(token):
            starts = (token, "=" + token)
            found = {o for term, papers in self.having.items() if term.startswith(starts) for o in papers}
            wanted = {term for term in self.having if term.startswith(starts)}
        else:
            wanted = {stem(token), "=" + token}
            found = {ordinal for term in wanted for ordinal in self.having.get(term, ())}
        if not field:
            return frozenset(found)
        return frozenset(ordinal for ordinal in found if wanted & set(self.fields[ordinal][field]))

    def _named(self, kind: str, value: str) -> frozenset[int]:
        """Return the papers with a name that two papers share, or with all its words in the field."""
        names = self._names[kind, " ".join(fold(value).split())]
        shared = [papers for papers in names.values() if len(papers) > 1 or kind == "has"]
        if shared or kind == "has":
            return frozenset().union(*shared)
        tokens = [part for compound in compounds(value) for part in analyze(compound)[0]]
        return self._all(self._token(token, _FILTER_FIELDS[kind]) for token in tokens)

    @cached_property
    def _names(self) -> dict[tuple[str, str], dict[str, set[int]]]:
        found: dict[tuple[str, str], dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
        for ordinal, made in enumerate(self.papers):
            for kind, name in filter_names(made.document):
                found[kind, " ".join(fold(name).split())][name].add(ordinal)
        return found

    def _in_field(self, term: str, field: str) -> set[int]:
        return {ordinal for ordinal in self.having.get(term, ()) if term in self.fields[ordinal][field]}

    @staticmethod
    def _all(sets: Iterable[frozenset[int]]) -> frozenset[int]:
        return reduce(frozenset.intersection, sets)

    def _has_phrase(self, ordinal: int, phrase: str) -> bool:
        """Return whether the stems of a phrase follow each other in title or abstract; small words may be any."""
        parts = [part for compound in compounds(phrase) for part in analyze(compound)[0]]
        content = [(place, stem(part)) for place, part in enumerate(parts) if part not in STOP_WORDS]
        wanted = content or [(place, stem(part)) for place, part in enumerate(parts)]
        if ordinal not in self._places:
            self._places[ordinal] = self._texts(ordinal)
        (first, term), *rest = wanted
        return any(
            all(start + place - first in places.get(other, ()) for place, other in rest)
            for places in self._places[ordinal]
            for start in places.get(term, ())
        )

    def _texts(self, ordinal: int) -> list[dict[str, set[int]]]:
        """Return the places of each stem in title, abstract and the parts of names in it."""
        made = self.papers[ordinal]
        own = title_terms(made.document.title)
        known = {token for token, _, _ in (*own, *terms(made.abstract))} | STOP_WORDS
        # Small words are indexed in titles only.
        small = [term for term in terms(made.abstract) if term[0] not in STOP_WORDS]
        names = [term for term in name_parts(made.abstract, known) if term[0] not in STOP_WORDS]
        texts = []
        for text in (own, small, names):
            places: dict[str, set[int]] = defaultdict(set)
            for _, stemmed, place in text:
                places[stemmed].add(place)
            texts.append(dict(places))
        return texts

    def _meanings(self, items: Sequence[Item]) -> Iterable[frozenset[int]]:
        """Yield the papers that each word of a query finds."""
        words: dict[str, tuple[str, str]] = {}
        for item in items:
            if item.kind in ("word", "prefix", "phrase"):
                of_item = [compound for text in item.value.split() for compound in compounds(parted(text))]
                for place, compound in enumerate(of_item):
                    kind = item.kind if item.kind != "prefix" or place == len(of_item) - 1 else "word"
                    words.setdefault(compound, (kind, item.value if not place and item.kind != "phrase" else ""))
        content = {compound: of for compound, of in words.items() if compound not in STOP_WORDS} or words
        pairs: dict[str, set[int]] = defaultdict(set)
        for first, second in pairwise(content):
            if first.isalpha() and second.isalpha() and is_abbreviation(first, second):
                for compound in (first, second):
                    pairs[compound] |= self._token(first + second)
        for compound, (kind, typed) in content.items():
            found = list(self._word(compound, kind))
            identifier = identifier_term(typed)
            if any(map(str.isdecimal, identifier)):
                found[0] |= self._in_field("=" + identifier, "identifiers")
            yield found[0] | pairs[compound]
            yield from found[1:]

    def _word(self, compound: str, kind: str) -> Iterable[frozenset[int]]:
        parts, joined = analyze(compound)
        if len(parts) == 1:
            yield self._part(parts[0], kind)
            return
        one = "" if is_unspaced(compound) or not joined else joined[-1]
        last = self._token(parts[-1]) | (self._longer(parts[-1]) if kind == "prefix" else set())
        found = self._all([*map(self._token, parts[:-1]), last])
        if one:
            found |= self._token(one) | (self._longer(one) if kind == "prefix" else set())
        is_corrected = one and not self._token(one) and kind != "phrase"
        near = self._corrections(one, is_unknown=False) if is_corrected else []
        corrected = self._token(near[0]) if near else frozenset()
        if found:
            yield found | corrected
            return
        ends = [kind if place == len(parts) - 1 or kind == "phrase" else "word" for place in range(len(parts))]
        by_part = list(map(self._part, parts, ends))
        if near or self._all(by_part):
            yield corrected | self._all(by_part)
        else:
            yield from by_part

    def _part(self, token: str, kind: str) -> frozenset[int]:
        """Return the papers of a word, with longer ones as a prefix, otherwise spelled names, and corrections."""
        found = self._token(token)
        if kind == "phrase" or (_is_letter(token)):
            return found
        is_alone = not (found - self.having.get(stem(token), set())) and "=" + token not in self.having
        umlaut = token.replace("ae", "a").replace("oe", "o").replace("ue", "u")
        is_name = umlaut != token and self._in_field("=" + umlaut, "authors")
        namesakes = self.having["=" + umlaut] if is_name else set()
        longer = self._longer(token) if kind == "prefix" else set()
        everything = found | namesakes | longer
        if not everything and kind == "prefix":
            raise _UnknownError
        if not everything and umlaut != token:
            everything = self._token(umlaut)
        # A word in two papers is rare, but not one that a title or a name has.
        written = umlaut if not found | namesakes | longer else token
        most = max(len(self.having.get(term, ())) for term in (stem(written), "=" + written))
        is_rare = is_alone and not namesakes and not longer and most <= RARE and len(token) > 4
        if everything and not is_rare:
            return everything
        near = self._corrections(token, is_unknown=not everything)
        if not near:
            return everything
        best, *others = map(self._token, near)
        size = max(len(self.having.get(term, ())) for term in (stem(near[0]), "=" + near[0]))
        return everything.union(best, *(others if not everything and size < ENOUGH else ()))

    def _longer(self, prefix: str) -> set[int]:
        if len(prefix) < 2 or is_unspaced(prefix):
            return set()
        start = "=" + prefix
        first = bisect_left(self._terms, start)
        longer = takewhile(lambda term: term.startswith(start), islice(self._terms, first, None))
        return {ordinal for term in longer for ordinal in self.having[term]}

    @cached_property
    def _terms(self) -> list[str]:
        return sorted(self.having)

    @cached_property
    def vocabulary(self) -> dict[str, int]:
        """How many papers have each word, those of the title counted twice; words of a single paper are left out."""
        counts: Counter[str] = Counter()
        for made, fields in zip(self.papers, self.fields, strict=True):
            document = made.document
            exact = {term[1:] for term in fields["exact"]}
            texts = content_terms(made.abstract).tokens + content_terms(document.summary).tokens
            known = {*exact, *content_terms(made.abstract).tokens}
            parts = [token for token, _, _ in name_parts(made.abstract, known) if token not in STOP_WORDS]
            names = [term[1:] for term in (*fields["authors"], *fields["organizations"])]
            counts.update([*{*exact, *texts, *parts, *names}, *exact])
        return {word: count for word, count in counts.items() if count > 1}

    @cached_property
    def _ends(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for word in self.vocabulary:
            for length in (2, 3, 4):
                found[word[:length] + "_"].append(word)
                found["_" + word[-length:]].append(word)
        return found

    def _corrections(self, token: str, *, is_unknown: bool) -> list[str]:
        """Return the three nearest words of the vocabulary that begin or end alike; else stems of a single paper."""
        if len(token) < 4 or any(map(str.isdecimal, token)) or is_unspaced(token):
            return []
        most, start = (1, 2) if len(token) < 8 else (2, 3)
        end = 2 if len(token) < 6 else 3 if len(token) < 8 else 4
        near = {*self._ends[token[:start] + "_"], *self._ends["_" + token[-end:]]} - {token}
        if len(token) == 4:
            near |= {*self._ends[token[0] + token[2] + "_"]}
        ranked = sorted((slips(token, word, most), -self.vocabulary[word].bit_length(), word) for word in near)
        words = [word for distance, _, word in ranked if distance <= most][:3]
        if words or not is_unknown:
            return words
        own = stem(token)
        stems = [term for term in self.having if term.startswith(token[:3]) and term != own]
        by_slips = sorted((slips(own, term, 1), term) for term in stems)
        return [term for distance, term in by_slips if distance <= 1][:3]


def _is_letter(token: str) -> bool:
    """Return whether a token is one letter, with its marks, of a script without spaces."""
    return is_unspaced(token) and len(re.sub(f"[{MARKS}]", "", token)) == 1


def slips(a: str, b: str, most: int) -> int:
    """Return how many letters are wrong, missing, extra or exchanged; more than `most` if they are further apart."""
    if abs(len(a) - len(b)) > most:
        return most + 1
    rows = [list(range(len(b) + 1))]
    for i in range(1, len(a) + 1):
        row = [i]
        for j in range(1, len(b) + 1):
            cost = min(rows[i - 1][j] + 1, row[j - 1] + 1, rows[i - 1][j - 1] + (a[i - 1] != b[j - 1]))
            if i > 1 and j > 1 and a[i - 1] == b[j - 2] and a[i - 2] == b[j - 1]:
                cost = min(cost, rows[i - 2][j - 2] + 1)
            row.append(cost)
        rows.append(row)
    return min(rows[-1][-1], most + 1)
