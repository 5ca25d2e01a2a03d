"""From a query to ranked papers: `search-rank.js` and `search-filter.js` in Python, over the same files."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import reduce
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from site_builder.search.documents import TEXT_FIELDS, WORD_FIELDS
from site_builder.search.postings import TEXT, WORD
from site_builder.search.query import Query, QueryWord, parse_query
from site_builder.search.reader import SiteIndex, TermList
from site_builder.text.tokens import STOP_WORDS, analyze, compounds, fold, is_cjk, parted, stem, terms

_PREFIX_FACTOR = 0.65
_CORRECTION_FACTOR = 0.8
_CORRECTIONS = 3
_COMPLETIONS = 5
_SHARDS_A_RANGE = 4
_RARE = 2
_ENOUGH = 10
_WINDOW = 16
_ADJACENT_BONUS = 0.3
_FIRST_BONUS = 0.2
_COVERED_BONUS = 1.5
_IDENTIFIERS = WORD_FIELDS.index("identifiers")
_FILTER_FIELDS = {"author": "authors", "tag": "tags", "org": "organizations", "venue": "venue"}


class SearchResult(NamedTuple):
    """A paper found: `url` is relative to the site's root, `score` Lunr's, weighted as the search page weights it."""

    id: str
    url: str
    title: str
    authors: tuple[str, ...]
    date: str
    score: float


class Alternative(NamedTuple):
    """One meaning of a word: every part must be found, the terms of a part add up."""

    parts: tuple[tuple[TermList, ...], ...]
    factor: float = 1.0


def search_site(site_path: Path, text: str, limit: int = 10) -> list[SearchResult]:
    """Return the best `limit` papers of a built site for what a person typed, as its search page ranks them."""
    index = SiteIndex(site_path)
    query = parse_query(text)
    allowed = _allowed(index, query)
    if not query.words:
        order = sorted(allowed or (), reverse=True)[:limit]
        return [_result(index, ordinal, 0) for ordinal in order]
    found: dict[int, int] = {}
    score: dict[int, float] = {}
    meanings = [_Meanings(index).of(word) for word in query.words]
    for alternatives in meanings:
        for ordinal, value in _scores(index, alternatives).items():
            found[ordinal] = found.get(ordinal, 0) + 1
            score[ordinal] = score.get(ordinal, 0) + value
    matches = _choose(found, len(query.words), allowed)
    order = sorted(matches, key=lambda ordinal: (-found[ordinal], -round(score[ordinal], 6), -ordinal))
    first = order[:_WINDOW]
    stems = [stemmed for _, stemmed, _ in terms(parted(text))]
    meant = _stems_of(meanings)
    for ordinal in first:
        score[ordinal] *= 1 + _title_bonus("".join(index.card(ordinal)[1]), stems, meant)
    first.sort(key=lambda ordinal: (-found[ordinal], -round(score[ordinal], 6), -ordinal))
    return [_result(index, ordinal, score[ordinal]) for ordinal in (*first, *order[_WINDOW:])[:limit]]


def _result(index: SiteIndex, ordinal: int, score: float) -> SearchResult:
    [paper_id], title, authors, _, date, *_, url = index.card(ordinal)
    address = url[0] if url else f"papers/{paper_id}.html"
    return SearchResult(paper_id, address, "".join(title), tuple(authors), "".join(date), round(score, 3))


class _Meanings:
    """The terms that a word of a query may mean."""

    def __init__(self, index: SiteIndex) -> None:
        self._index = index

    def of(self, word: QueryWord) -> list[Alternative]:
        """Return a word's alternatives: an identifier, the joined form, or all its parts."""
        lists = (self._index.postings(WORD, identifier) for identifier in word.ids)
        if ids := [
            Alternative(((entry,),)) for entry in lists if entry and any(counts[4] for _, counts in entry.postings)
        ]:
            return ids
        if len(word.parts) == 1:
            paired = [a for pair in word.pairs for a in _alternative(self.terms(pair))]
            return self._of_token(word.parts[0], word.is_prefix) + paired
        joined = self.terms(word.joined) if word.joined else ()
        near = self._corrected(word.joined) if word.joined and not joined else []
        longer = self._prefixed(word.joined) if word.joined and word.is_prefix else []
        alternatives = [*_alternative(joined), *longer, *near]
        last = len(word.parts) - 1
        parts = [self._of_token(part, word.is_prefix and i == last) for i, part in enumerate(word.parts)]
        if all(parts):
            start = tuple(part[0].parts[0] for part in parts[:-1])
            alternatives += [Alternative((*start, end.parts[0]), end.factor) for end in parts[-1][:_COMPLETIONS]]
        return alternatives

    def terms(self, token: str) -> tuple[TermList, ...]:
        """Return the lists of a token: its stem in the text, itself among title words and names."""
        lists = (self._index.postings(TEXT, stem(token)), self._index.postings(WORD, token))
        return tuple(entry for entry in lists if entry)

    def _of_token(self, token: str, is_prefix: bool) -> list[Alternative]:
        found = self.terms(token)
        longer = self._prefixed(token) if is_prefix else []
        alternatives = [*_alternative(found), *longer]
        if not alternatives and is_prefix:
            alternatives = self._completed(token)
        is_rare = len(found) == 1 and found[0].fields[0] == "abstract" and len(found[0].postings) <= _RARE
        if not alternatives or (is_rare and not longer and len(token) > 4):
            alternatives += self._corrected(token)
        return alternatives

    def _prefixed(self, prefix: str) -> list[Alternative]:
        if len(prefix) < 2 and not is_cjk(prefix):
            return []
        entries = self._index.postings_range(prefix, 1 if len(prefix) < 3 else _SHARDS_A_RANGE)
        return [Alternative(((entry,),), _PREFIX_FACTOR) for entry in entries if entry.term != prefix]

    def _completed(self, prefix: str) -> list[Alternative]:
        if len(prefix) < 3:
            return []
        words = sorted(self._index.vocabulary(prefix, False, 2), key=lambda word: (-word.size, word.text))
        return [a for word in words[:_COMPLETIONS] for a in _alternative(self.terms(word.text), _PREFIX_FACTOR)]

    def _corrected(self, token: str) -> list[Alternative]:
        return [a for word in self._corrections(token) for a in _alternative(self.terms(word), _CORRECTION_FACTOR)]

    def _corrections(self, token: str) -> list[str]:
        if len(token) < 4 or re.search(r"\d", token):
            return []
        most = 1 if len(token) < 8 else 2
        known = 2 if len(token) < 6 else 3
        starts = self._index.vocabulary(token[:known], False, _SHARDS_A_RANGE)
        ends = self._index.vocabulary(token[-known:], True, _SHARDS_A_RANGE)
        near = {
            word.text: (slips(token, word.text, most), -word.size) for word in (*starts, *ends) if word.text != token
        }
        close = sorted((distance, text) for text, distance in near.items() if distance[0] <= most)
        return [text for _, text in close[:_CORRECTIONS]]


def _alternative(entries: tuple[TermList, ...], factor: float = 1.0) -> list[Alternative]:
    return [Alternative((entries,), factor)] if entries else []


def slips(a: str, b: str, most: int) -> int:
    """Return how many slips of the keyboard lie between two words; more than `most` where they are further apart."""
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
        if min(row) > most:
            return most + 1
        rows.append(row)
    return rows[-1][-1]


def _scores(index: SiteIndex, alternatives: Sequence[Alternative]) -> dict[int, float]:
    """Return each paper's score for a word: that of its best alternative."""
    best: dict[int, float] = {}
    for parts, factor in alternatives:
        total: dict[int, float] = {}
        for number, entries in enumerate(parts):
            part: dict[int, float] = {}
            for entry in entries:
                rarity = index.rarity(entry)
                # That a paper has a word counts beside how rare the word is, or the rarest word would decide alone.
                lift = 1 + 1 / rarity
                for ordinal, value in index.scores(entry, rarity):
                    part[ordinal] = part.get(ordinal, 0) + lift * value
            total = {o: total[o] + part[o] for o in part if o in total} if number else part
        for ordinal, value in total.items():
            best[ordinal] = max(best.get(ordinal, 0), factor * value)
    return best


def _choose(found: dict[int, int], wanted: int, allowed: set[int] | None) -> list[int]:
    """Return the papers with all words, or with fewer until there are enough."""
    inside = [ordinal for ordinal in found if allowed is None or ordinal in allowed]
    least = wanted
    while least > 1 and sum(found[ordinal] >= least for ordinal in inside) < _ENOUGH:
        least -= 1
    return [ordinal for ordinal in inside if found[ordinal] >= least]


def _stems_of(meanings: Iterable[Iterable[Alternative]]) -> set[str]:
    """Return the stems of all that the words may mean."""
    entries = [entry for meaning in meanings for alternative in meaning for part in alternative.parts for entry in part]
    return {entry.term if entry.fields == TEXT_FIELDS else stem(entry.term) for entry in entries}


def _title_bonus(title: str, stems: Sequence[str], meant: set[str]) -> float:
    """Return how much more a paper counts whose title has the words side by side, begins with them, or has few others.

    The last because those who look for a paper remember much of a short title.
    """
    found = terms(title)
    own = [stemmed for _, stemmed, _ in found]
    pairs = set(pairwise(own))
    adjacent = sum(pair in pairs for pair in pairwise(stems)) / max(1, len(stems) - 1)
    content = {stemmed for token, stemmed, _ in found if token not in STOP_WORDS}
    covered = len(content & meant) / max(1, len(content))
    first = _FIRST_BONUS if own and stems and own[0] == stems[0] else 0
    return _ADJACENT_BONUS * adjacent + _COVERED_BONUS * covered + first


def _allowed(index: SiteIndex, query: Query) -> set[int] | None:
    """Return the papers that may show, or `None` for all."""
    inside = [_named(index, *name) for name in query.filters] + [_phrased(index, phrase) for phrase in query.phrases]
    if query.years:
        inside.append(_within(index, *query.years))
    outside = [_named(index, *name) for name in query.excluded_filters]
    outside += [_containing(index, word) for word in query.excluded]
    if not inside and not outside:
        return None
    return reduce(set.intersection, inside, set(range(index.documents))).difference(*outside)


def _named(index: SiteIndex, kind: str, name: str) -> set[int]:
    folded = " ".join(fold(name).split())
    if kind != "author" and (whole := index.named(kind, folded)):
        return set(whole)
    field = _FILTER_FIELDS.get(kind, "")
    return _all(_with_token(index, part, field) for compound in compounds(name) for part in analyze(compound)[0])


def _with_token(index: SiteIndex, token: str, field: str | None = None) -> set[int]:
    """Return the papers that have the token, in the field where one is given."""
    papers = set()
    for entry in _Meanings(index).terms(token):
        for ordinal, counts in entry.postings:
            if field is None or (field in entry.fields and counts[entry.fields.index(field)]):
                papers.add(ordinal)
    return papers


def _containing(index: SiteIndex, word: QueryWord) -> set[int]:
    return _all(_with_token(index, token) for token in ([word.joined] if word.joined else word.parts))


def _all(sets: Iterable[set[int]]) -> set[int]:
    return reduce(set.intersection, sets)


def _phrased(index: SiteIndex, phrase: str) -> set[int]:
    parts = [part for compound in compounds(phrase) for part in analyze(compound)[0]]
    wanted = [(offset, index.positions(stem(part))) for offset, part in enumerate(parts) if part not in STOP_WORDS]
    if not wanted:
        return set()
    (start, places), *rest = wanted
    return {
        ordinal
        for ordinal, positions in places.items()
        if any(all(p + offset - start in other.get(ordinal, ()) for offset, other in rest) for p in positions)
    }


def _within(index: SiteIndex, first: str, last: str) -> set[int]:
    ends = [start for _, start in index.years[1:]] + [index.documents]
    years = zip(index.years, ends, strict=True)
    return {o for (year, start), end in years if year and first <= year <= last for o in range(start, end)}
