"""A slow, plain search that the real one is compared with: docs/search.md's laws, read from the papers themselves.

A query is a list of items, of which the last may be of the kind `prefix`. What one paper has is decided by the rules of
`site_builder.search.matching`; prefixes, corrections and fewer words are worked out here. Nothing of the browser's
parser, index or files is used.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property, reduce
from itertools import islice, pairwise, takewhile
from typing import NamedTuple

from site_builder.reading.query import Item
from site_builder.search.documents import identifier_term, in_order
from site_builder.search.matching import PaperTerms, is_letter, other_umlauts, shared_names
from site_builder.text.letters import is_unspaced
from site_builder.text.stems import stem
from site_builder.text.tokens import (
    STOP_WORDS,
    analyze,
    compounds,
    content_terms,
    is_abbreviation,
    name_parts,
    parted,
    terms,
    title_terms,
)

from .papers import Paper

ENOUGH = 10
RARE = 2
_MOST_KEYWORDS = 3
_QUESTION = re.compile(
    r"\s*(?:(?:any|find|give|me|recent|show|some)\s+)*"
    r"(?:(?:are|can|could|do|does|how|is|should|what|when|where|which|who|why)"
    r"|(?:articles|papers?|research|studies|works?)\s+(?:about|for|on|that|which))\s+\S",
    re.IGNORECASE,
)
_WRITTEN_WITH_SIGNS = re.compile(r"[a-z](?:plusplus|sharp)|dotnet")  # C++, C#, .NET
_IDLE_WORDS = frozenset(
    "about any anything being best better can could difficult did do does done each easy every find get give good had"
    " hard has have having how i if me more most much my no not only or other others people recent should show so some"
    " something such than their them then there they thing things up used using was way ways were what when where"
    " whether which while who whose why will work works would you your".split()
)
_SOURCES = frozenset("articles paper papers research studies work works".split())
_LINKS = frozenset("about are for on that which".split())


class Found(NamedTuple):
    """The papers that a query finds, by ordinal, and how many have all of its words."""

    papers: frozenset[int]
    complete: int


def text_of(query: Sequence[Item]) -> str:
    """Return a query as typed; a space at the end says that the last word is whole."""
    return " ".join(map(_typed, query)) + " " * (query[-1].kind != "prefix")


def _typed(item: Item) -> str:
    plain = {"word": item.value, "prefix": item.value, "phrase": f'"{item.value}"', "year": f"year:{item.value}"}
    return "-" * item.is_unwanted + plain.get(item.kind, f'{item.kind}:"{item.value}"')


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


class PlainTerms(PaperTerms):
    """The terms of a paper, made as simply as can be."""

    def __init__(self, made: Paper) -> None:
        super().__init__(made.document, bytes)
        self._abstract = made.abstract
        self.lists = fields_of(made)

    @cached_property
    def fields(self) -> dict[str, frozenset[str]]:
        return {field: frozenset(found) for field, found in self.lists.items()}

    @cached_property
    def words(self) -> frozenset[str]:
        return frozenset()  # they are among the fields

    @cached_property
    def texts(self) -> list[dict[str, set[int]]]:
        """The places of each stem in title, abstract and the parts of names in it."""
        own = title_terms(self.document.title)
        known = {token for token, _, _ in (*own, *terms(self._abstract))} | STOP_WORDS
        # Small words are indexed in titles only.
        small = [term for term in terms(self._abstract) if term[0] not in STOP_WORDS]
        names = [term for term in name_parts(self._abstract, known) if term[0] not in STOP_WORDS]
        texts = []
        for text in (own, small, names):
            places: dict[str, set[int]] = defaultdict(set)
            for _, stemmed, place in text:
                places[stemmed].add(place)
            texts.append(dict(places))
        return texts


class _UnknownError(Exception):
    """Raised by a prefix that no title or name has, or of two letters: the index completes those only in part."""


def terms_of(token: str) -> set[str]:
    """Return a word's terms: its stem, and the word as written."""
    return {stem(token), "=" + token}


class Reference:
    """The papers of an archive, to be searched one after the other."""

    def __init__(self, papers: Iterable[Paper]) -> None:
        by_document = {made.document: made for made in papers}
        self.papers = [by_document[document] for document in in_order(by_document)]
        self.terms = list(map(PlainTerms, self.papers))
        self.everyone = frozenset(range(len(self.papers)))
        self.having: dict[str, set[int]] = defaultdict(set)
        for ordinal, paper in enumerate(self.terms):
            for term in paper.terms:
                self.having[term].add(ordinal)
        self._shared = shared_names(by_document)
        self._tokens: dict[str, frozenset[int]] = {}

    def find(self, query: Sequence[Item]) -> Found | None:
        """Return the papers with all words, or with fewer if those are not ten, that the other items let in.

        None for a prefix that no title or name has, which is completed by what is frequent, and for one of two
        letters, which is completed from one file of the index.
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
        wanted = [item._replace(is_unwanted=False) if item in unwanted else item for item in query]
        pasted = self._find(wanted, is_pasted=True)
        return pasted if pasted.complete else found

    def _find(self, query: Sequence[Item], *, is_pasted: bool = False) -> Found:
        allowed = self.everyone
        for kind in ("year", "venue"):
            if several := [item for item in query if item.kind == kind and not item.is_unwanted]:
                allowed &= frozenset().union(*map(self._papers_of, several))
        for item in query:
            if item.is_unwanted:
                allowed -= self._papers_of(item)
            elif item.kind not in ("year", "venue", "word", "prefix"):
                allowed &= self._papers_of(item)
        is_question = not is_pasted and bool(_QUESTION.match(text_of(query)))
        meanings = list(self._meanings([item for item in query if not item.is_unwanted], is_question))
        if not meanings:
            return Found(allowed, len(allowed)) if allowed != self.everyone or query else Found(frozenset(), 0)
        counts = Counter(ordinal for meaning in meanings for ordinal in meaning if ordinal in allowed)
        least = len(meanings)
        while least > 1 and sum(count >= least for count in counts.values()) < ENOUGH:
            least -= 1
        complete = sum(count == len(meanings) for count in counts.values())
        if len(meanings) > _MOST_KEYWORDS and complete < ENOUGH:
            least = 1
        papers = frozenset(ordinal for ordinal, count in counts.items() if count >= least)
        return Found(papers, complete)

    def _papers_of(self, item: Item) -> frozenset[int]:
        """Return the papers that a filter, a phrase or an unwanted word names."""
        candidates: Iterable[int] = self.everyone
        if item.kind == "phrase":  # only papers with all its stems are scanned
            parts = [part for compound in compounds(item.value) for part in analyze(compound)[0]]
            stems = [stem(part) for part in parts if part not in STOP_WORDS and not is_letter(part)]
            candidates = self.everyone.intersection(*(self.having.get(term, ()) for term in stems))
        return frozenset(ordinal for ordinal in candidates if self.terms[ordinal].holds(item, self._shared))

    def _token(self, token: str) -> frozenset[int]:
        if token not in self._tokens:
            found = (
                {term for term in self._terms if term.startswith((token, f"={token}"))}
                if is_letter(token)
                else terms_of(token)
            )
            self._tokens[token] = self._any(found)
        return self._tokens[token]

    def _any(self, terms: Iterable[str]) -> frozenset[int]:
        return frozenset().union(*(self.having.get(term, ()) for term in terms))

    def _most(self, terms: Iterable[str]) -> int:
        """Return how many papers have the most frequent of some terms."""
        return max(len(self.having.get(term, ())) for term in terms)

    def _in_field(self, term: str, field: str) -> set[int]:
        return {ordinal for ordinal in self.having.get(term, ()) if term in self.terms[ordinal].fields[field]}

    @staticmethod
    def _all(sets: Iterable[frozenset[int]]) -> frozenset[int]:
        return reduce(frozenset.intersection, sets)

    def _meanings(self, items: Sequence[Item], is_question: bool) -> Iterable[frozenset[int]]:
        """Yield the papers that each word of a query finds."""
        words: dict[str, tuple[str, str]] = {}
        for item in items:
            if item.kind in ("word", "prefix", "phrase"):
                of_item = [compound for text in item.value.split() for compound in compounds(parted(text))]
                if item.kind == "phrase":
                    of_item = [part for compound in compounds(item.value) for part in analyze(compound)[0]]
                for place, compound in enumerate(of_item):
                    kind = item.kind if item.kind != "prefix" or place == len(of_item) - 1 else "word"
                    words.setdefault(compound, (kind, item.value if not place and item.kind != "phrase" else ""))
        small = {word for word in words if word in STOP_WORDS}
        if is_question and not self._is_unfinished(words):
            links = {word for word, following in pairwise(words) if word in _SOURCES and following in _LINKS}
            small |= {word for word in {*_IDLE_WORDS, *links} & {*words} if words[word][0] != "phrase"}
        content = {word: of for word, of in words.items() if word not in small} or words
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

    def _is_unfinished(self, words: Mapping[str, tuple[str, str]]) -> bool:
        """Return whether the last word is only the beginning of a title word or name."""
        compound, (kind, _) = [*words.items()][-1]
        parts, joined = analyze(compound)
        token = joined[-1] if joined and not is_unspaced(compound) else parts[-1]
        return kind == "prefix" and not self._token(token) and bool(self._longer(token))

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
        corrected = self._any(near[0]) if near else frozenset()
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
        if kind == "phrase" or (is_letter(token)):
            return found
        is_alone = not (found - self.having.get(stem(token), set())) and "=" + token not in self.having
        [umlaut] = other_umlauts(token, [token])
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
        is_seldom = self._most(terms_of(written)) <= RARE
        is_rare = is_alone and not namesakes and not longer and is_seldom and len(token) > 4
        if everything and not is_rare:
            return everything
        near = self._corrections(token, is_unknown=not everything)
        if not near:
            return everything
        best, *others = map(self._any, near)
        is_few = not everything and self._most(near[0]) < ENOUGH
        return everything.union(best, *(others if is_few else ()))

    def _longer(self, prefix: str) -> set[int]:
        if len(prefix) < 2 or is_unspaced(prefix):
            return set()
        if len(prefix) == 2:
            raise _UnknownError
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
        for made, paper in zip(self.papers, self.terms, strict=True):
            document = made.document
            exact = {term[1:] for term in paper.lists["exact"]}
            texts = content_terms(made.abstract).tokens + content_terms(document.summary).tokens
            known = {*exact, *content_terms(made.abstract).tokens}
            parts = [token for token, _, _ in name_parts(made.abstract, known) if token not in STOP_WORDS]
            names = [term[1:] for term in (*paper.lists["authors"], *paper.lists["organizations"])]
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

    def _corrections(self, token: str, *, is_unknown: bool) -> list[set[str]]:
        """Return the terms of the three nearest words of the vocabulary that begin or end alike; else near stems."""
        if (
            len(token) < 4
            or any(map(str.isdecimal, token))
            or is_unspaced(token)
            or _WRITTEN_WITH_SIGNS.fullmatch(token)
        ):
            return []
        most, start = (1, 2) if len(token) < 8 else (2, 3)
        end = 2 if len(token) < 6 else 3 if len(token) < 8 else 4
        near = {*self._ends[token[:start] + "_"], *self._ends["_" + token[-end:]]} - {token}
        if len(token) == 4:
            near |= {*self._ends[token[0] + token[2] + "_"]}
        ranked = sorted((slips(token, word, most), -self.vocabulary[word].bit_length(), word) for word in near)
        words = [terms_of(word) for distance, _, word in ranked if distance <= most][:3]
        if words or not is_unknown:
            return words
        own = stem(token)
        stems = [term for term in self.having if term.startswith(token[:3]) and term != own]
        by_slips = sorted((slips(own, term, 1), term) for term in stems)
        return [{term} for distance, term in by_slips if distance <= 1][:3]


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
