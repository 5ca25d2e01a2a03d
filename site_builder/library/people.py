"""Which names may be one person's, and which name may be two people's, with the evidence.

Names are compared by rules that fit few people; what decides is with whom they wrote. Whoever appears twice on one
paper, or has another ORCID or an `id`, is somebody else.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import combinations

import msgspec

from site_builder.library.library import Library
from site_builder.model import Term
from site_builder.settings.terms import Declaration
from site_builder.text.names import name_parts
from site_builder.text.slugs import fold

# How many co-authors two spellings must share, and what part of those of the one who has fewer: two words in another
# order are often two people of one country.
_LEAST_SHARED = {"letters": (1, 0.1), "order": (3, 0.34), "middle": (2, 0.2), "initials": (2, 0.2)}
_WHY = {
    "orcid": "the same ORCID",
    "letters": "the same letters",
    "order": "the same words in another order",
    "middle": "one name has more given names",
    "initials": "the initials fit",
}
# That two wrote with members of one large team says little.
_MOST_AUTHORS = 50
# More names than this with one family and given name prove nothing.
_MOST_ALIKE = 50
# A name is suggested as several people only if each has this many papers and that many namesakes are likely.
_LEAST_PAPERS = 2
_LEAST_NAMESAKES = 0.02
_MANY_NAMESAKES = 1
_MOST_NAMED = 3


class OnePerson(msgspec.Struct, frozen=True):
    """Two authors who may be one person; `kept` has the fuller name. `shared` are the co-authors of both."""

    kept: Term
    other: Term
    why: str
    shared: tuple[str, ...]

    @property
    def key(self) -> str:
        """What names this suggestion."""
        return f"{self.other.slug}={self.kept.slug}"

    def __str__(self) -> str:
        together = f"{_count(len(self.shared), 'co-author')} in common ({_some(self.shared)})" if self.shared else ""
        papers = f"{len(self.kept.entries):,} and {_count(len(self.other.entries), 'paper')}, none together"
        said = ", ".join(part for part in (_WHY[self.why], together, papers) if part)
        return f"{self.key}: {self.other.name} may be {self.kept.name}: {said}"


class TwoPeople(msgspec.Struct, frozen=True):
    """An author who may be several people: their papers in groups, the largest first, each with its co-authors."""

    term: Term
    groups: tuple[tuple[int, ...], ...]
    coauthors: tuple[tuple[str, ...], ...]

    @property
    def key(self) -> str:
        """What names this suggestion."""
        return f"{self.term.slug}/{len(self.groups)}"

    def __str__(self) -> str:
        groups = "; ".join(
            f"{_count(len(papers), 'paper')} with {_some(names)}"
            for papers, names in zip(self.groups, self.coauthors, strict=True)
        )
        return f"{self.key}: {self.term.name} may be {len(self.groups)} people, who share no co-author: {groups}"


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"


def _some(names: Sequence[str]) -> str:
    rest = len(names) - _MOST_NAMED
    return ", ".join(names[:_MOST_NAMED]) + (f" and {rest:,} more" if rest > 0 else "")


class People:
    """The authors of a library, to be compared."""

    def __init__(self, library: Library, declared: Mapping[str, Declaration]) -> None:
        self._terms = library.terms["authors"]
        self._of_paper = library.entry_terms["authors"]
        self._entries = library.entries
        # A reviewed answer is a declaration.
        self._reviewed = {fold(name) for key, one in declared.items() for name in (key, one.name, *one.spellings)}
        self._distinct = {frozenset((fold(key), fold(name))) for key, one in declared.items() for name in one.distinct}
        ids = {author.id for entry in library.entries for author in entry.authors if author.id}
        self._has_id = {index for index, term in enumerate(self._terms) if term.slug in ids}

    def one(self) -> list[OnePerson]:
        """Return the pairs of authors who may be one person, those with the most co-authors in common first."""
        found: dict[frozenset[int], OnePerson] = {}
        for why, one, other in self._pairs():
            pair = frozenset((one, other))
            if pair not in found and (suggestion := self._compare(why, one, other)):
                found[pair] = suggestion
        return sorted(_unambiguous(found.values()), key=lambda one: (-len(one.shared), one.key))

    def two(self) -> list[TwoPeople]:
        """Return the authors who may be several people, those with the most papers first."""
        found = [
            suggestion
            for index, term in enumerate(self._terms)
            if len(term.entries) >= 2 * _LEAST_PAPERS and not term.orcid and index not in self._has_id
            if self._namesakes(index) >= _LEAST_NAMESAKES
            if fold(term.name) not in self._reviewed
            if (suggestion := self._divide(index, term))
        ]
        return sorted(found, key=lambda one: (-len(one.term.entries), one.key))

    def _pairs(self) -> Iterator[tuple[str, int, int]]:
        """Yield pairs of authors whose names fit each other, and why."""
        blocks: dict[str, defaultdict[object, list[int]]] = {why: defaultdict(list) for why in _WHY}
        by_initial: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
        short: list[tuple[tuple[str, str], int]] = []
        for index, term in enumerate(self._terms):
            family, given = self._names[index]
            words = [*given, family]
            if term.orcid:
                blocks["orcid"][term.orcid].append(index)
            if not given:
                continue
            blocks["letters"]["".join(words).replace(" ", "")].append(index)
            blocks["order"][tuple(sorted(words))].append(index)
            if len(given[0]) > 1:
                blocks["middle"][family, given[0]].append(index)
                by_initial[family, given[0][0]].append(index)
            else:
                short.append(((family, given[0]), index))
        for why, block in blocks.items():
            for members in block.values():
                if 1 < len(members) <= _MOST_ALIKE:
                    for one, other in combinations(members, 2):
                        if why != "middle" or _fits(self._names[one][1], self._names[other][1]):
                            yield why, one, other
        for key, index in short:
            for other in by_initial.get(key, ()):
                if _fits(self._names[index][1], self._names[other][1]):
                    yield "initials", index, other

    @cached_property
    def _names(self) -> list[tuple[str, list[str]]]:
        """Return the family name and the given names of each author, folded."""
        found = []
        for term in self._terms:
            parts = name_parts(term.name)
            found.append((fold(parts.whole_family), fold(parts.given).split()))
        return found

    def _compare(self, why: str, one: int, other: int) -> OnePerson | None:
        terms = self._terms[one], self._terms[other]
        orcids = {term.orcid for term in terms if term.orcid}
        names = frozenset(fold(term.name) for term in terms)
        if len(orcids) > 1 or names in self._distinct or {one, other} & self._has_id:
            return None
        if not set(terms[0].entries).isdisjoint(terms[1].entries):
            return None
        most = None if why == "letters" else _MOST_AUTHORS
        known, others = (self._coauthors(term.entries, most).keys() for term in terms)
        shared = known & others
        least, part = _LEAST_SHARED.get(why, (0, 0))
        if len(shared) < max(least, part * (min(len(known), len(others)) - 1)):
            return None
        kept, left = sorted(
            (one, other),
            key=lambda index: (-len("".join(self._names[index][1])), -len(self._terms[index].entries), index),
        )
        named = sorted(shared, key=lambda index: (len(self._terms[index].entries), self._terms[index].name))
        return OnePerson(self._terms[kept], self._terms[left], why, tuple(self._terms[index].name for index in named))

    def _coauthors(self, entries: Iterable[int], most: int | None = None) -> Counter[int]:
        """Return the authors of some papers with how many they wrote; `most` leaves out papers of more authors."""
        papers = (self._of_paper[entry] for entry in entries)
        return Counter(index for paper in papers if most is None or len(paper) <= most for index in paper)

    def _namesakes(self, index: int) -> float:
        """Return how many people of a name there would be if family and given names were independent."""
        family, given = self._names[index]
        if not given:
            return 0
        return self._families[family] * self._given["".join(given)] / len(self._terms)

    @cached_property
    def _families(self) -> Counter[str]:
        return Counter(family for family, _ in self._names)

    @cached_property
    def _given(self) -> Counter[str]:
        return Counter("".join(given) for _, given in self._names)

    def _divide(self, own: int, term: Term) -> TwoPeople | None:
        """Return the groups of an author's papers that no co-author connects.

        Of a name that is not common, they must not be connected over another paper of a co-author either.
        """
        groups = [group for group in self._groups(own, term) if len(group) >= _LEAST_PAPERS]
        known = [set(self._coauthors(group)) - {own} for group in groups]
        if self._namesakes(own) < _MANY_NAMESAKES and any(
            self._have_met(one, other) for one, other in combinations(known, 2)
        ):
            return None
        if len(groups) < 2:
            return None
        found = [self._coauthors(group) for group in groups]
        coauthors = [[self._terms[index].name for index, _ in one.most_common() if index != own] for one in found]
        return TwoPeople(term, tuple(map(tuple, groups)), tuple(map(tuple, coauthors)))

    def _groups(self, own: int, term: Term) -> list[list[int]]:
        """Return an author's papers in groups that share co-authors or organizations, the largest first."""
        groups: list[tuple[set[object], list[int]]] = []
        for entry in term.entries:
            marks: set[object] = {index for index in self._of_paper[entry] if index != own}
            marks |= set(self._entries[entry].organizations)
            papers = [entry]
            apart = []
            for group in groups:
                if group[0].isdisjoint(marks):
                    apart.append(group)
                else:
                    marks |= group[0]
                    papers += group[1]
            groups = [*apart, (marks, papers)]
        return sorted((sorted(papers) for _, papers in groups), key=lambda papers: (-len(papers), papers))

    def _have_met(self, some: Collection[int], others: Collection[int]) -> bool:
        """Return whether any of some authors wrote with any of the others."""
        return any(
            near in others for index in some for entry in self._terms[index].entries for near in self._of_paper[entry]
        )


def _fits(one: Sequence[str], other: Sequence[str]) -> bool:
    """Return whether given names may be one person's: initials match names, and some may be left out."""
    whole = [{name for name in names if len(name) > 1} for names in (one, other)]
    if all(whole) and whole[0].isdisjoint(whole[1]):
        return False
    short, long = sorted((one, other), key=lambda names: (len(names), names))
    rest = iter(long)
    if not all(any(_same(name, found) for found in rest) for name in short):
        return False
    return _same(short[0], long[0])


def _same(one: str, other: str) -> bool:
    return one == other or (min(len(one), len(other)) == 1 and one[0] == other[0])


def _unambiguous(suggestions: Collection[OnePerson]) -> Iterator[OnePerson]:
    """Yield the suggestions, without those of initials that fit another person nearly as well."""
    pairs = {frozenset((one.kept.slug, one.other.slug)) for one in suggestions}
    by_initials: defaultdict[str, list[OnePerson]] = defaultdict(list)
    for one in suggestions:
        if one.why == "initials":
            by_initials[one.other.slug].append(one)
    for one in suggestions:
        rivals = by_initials[one.other.slug] if one.why == "initials" else []
        if not any(
            len(one.shared) < 2 * len(rival.shared)
            for rival in rivals
            if rival is not one and frozenset((one.kept.slug, rival.kept.slug)) not in pairs
        ):
            yield one
