"""Which of many queries match a paper, without comparing each of them."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

from site_builder.search.matching import Key, Matcher, PaperTerms


class Matchers:
    """Several queries; most are compared only with the papers that have a word or a name that they need."""

    def __init__(self, matchers: Iterable[Matcher]) -> None:
        self._matchers = list(matchers)
        self._always: list[int] = []
        self._by_key: dict[Key, list[int]] = {}
        for number, matcher in enumerate(self._matchers):
            needs = matcher.needs()
            if not needs:
                self._always.append(number)
            for key in chain(*needs[:1]):
                self._by_key.setdefault(key, []).append(number)

    def matching(self, paper: PaperTerms) -> list[int]:
        """Return the numbers of the queries that match a paper, in their order."""
        known = self._by_key.keys()
        keys: Iterable[Key] = (known & paper.terms) | (known & paper.names.keys())
        numbers = {number for key in keys for number in self._by_key[key]}
        return [number for number in sorted(numbers.union(self._always)) if self._matchers[number].matches(paper)]
