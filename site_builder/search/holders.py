"""Which of many papers a query may match, without comparing it with each of them."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Sequence, Set
from functools import partial
from itertools import chain

from site_builder.search.matching import Key, PaperTerms


class Holders:
    """The papers that have each term and name, for a program that answers one query after another."""

    def __init__(self, papers: Iterable[PaperTerms]) -> None:
        self._by_key: defaultdict[Key, array[int]] = defaultdict(partial(array, "I"))
        self._count = 0
        for position, paper in enumerate(papers):
            keys: Iterable[Key] = chain[Key](paper.terms, paper.names)
            for key in keys:
                self._by_key[key].append(position)
            self._count += 1

    def of_all(self, needs: Iterable[Set[Key]]) -> Sequence[int]:
        """Return the positions of the papers that have a key of each set, ascending."""
        holders = [set().union(*(self._by_key.get(key, ()) for key in keys)) for keys in needs]
        return sorted(set.intersection(*holders)) if holders else range(self._count)
