"""One address for each term of a taxonomy.

A term's address is its slug: the one that a declaration or an author's `id` chooses, or else the one made of its name.
Where names share a slug, that is the address of the term whose first paper is the earliest, so that what is published
stays; each other one gets a suffix made of its own name, whatever else the archive holds. Terms are never merged.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from hashlib import blake2b
from unicodedata import normalize

import msgspec

from site_builder.core.diagnostics import quote
from site_builder.library.problems import Problem
from site_builder.model import Entry, Taxonomy, Term
from site_builder.text.slugs import fold
from site_builder.text.slugs import slug as make_slug

# No term's page can be here.
_UNFIT = ("", "index")
_SUFFIX_LENGTH = 6
_MOST_WARNINGS = 20
"""As many of a taxonomy are given one by one: an archive of Chinese names may have hundreds."""


def settle_addresses(
    taxonomy: Taxonomy, terms: Mapping[str, Term], is_chosen: Callable[[str], bool], entries: Sequence[Entry]
) -> tuple[Mapping[str, Term], tuple[Problem, ...]]:
    """Return terms by key with an address of its own for each, and the problems of those that share a slug.

    `is_chosen` says whether the archive has chosen the address of a key's term, which then gets no suffix.
    """
    by_slug: defaultdict[str, list[str]] = defaultdict(list)
    for key, term in terms.items():
        by_slug[term.slug].append(key)
    if len(by_slug) == len(terms) and by_slug.keys().isdisjoint(_UNFIT):
        return terms, ()
    settled, taken = dict(terms), set(by_slug)
    problems: list[Problem] = []
    for slug in sorted(slug for slug, keys in by_slug.items() if len(keys) > 1 or slug in _UNFIT):
        keys = sorted(
            by_slug[slug], key=lambda key: (not is_chosen(key), *first_paper(terms[key].entries, entries), key)
        )
        holder = None if slug in _UNFIT else terms[keys.pop(0)]
        for key in keys:
            term = terms[key]
            if not is_chosen(key):
                term = settled[key] = msgspec.structs.replace(term, slug=_suffixed(slug, key, term, taken))
                taken.add(term.slug)
            problems.append(_problem(taxonomy, term, slug, holder, entries))
    return settled, tuple(_shown(taxonomy, problems))


def _shown(taxonomy: Taxonomy, problems: Sequence[Problem]) -> Iterator[Problem]:
    """Yield all errors, the first warnings, and one that counts the rest."""
    errors = [problem for problem in problems if problem.code.startswith("E")]
    warnings = [problem for problem in problems if problem.code.startswith("W")]
    yield from (*errors, *warnings[:_MOST_WARNINGS])
    if rest := warnings[_MOST_WARNINGS:]:
        message = f"{len(rest):,} more {taxonomy.name} have an address with a suffix, this one among them"
        yield Problem(rest[0].place, "W204", message, rest[0].hint)


def first_paper(positions: Sequence[int], entries: Sequence[Entry]) -> tuple[bool, str, str]:
    """Return what sorts names by their earliest paper; papers without a date come last."""
    return min((not entry.listed, entry.listed, entry.id) for entry in map(entries.__getitem__, positions))


def _suffixed(slug: str, key: str, term: Term, taken: Container[str]) -> str:
    """Return a slug with a suffix that depends on the name alone, unless two people share that."""
    return next(one for one in _suffixes(slug, key, term) if one not in taken)


def _suffixes(slug: str, key: str, term: Term) -> Iterator[str]:
    folded = fold(term.name).replace(" ", "") or term.name
    for seed in (folded if term.taxonomy == "authors" else key, key):
        digest = blake2b(seed.encode(), digest_size=32).hexdigest()
        for length in range(_SUFFIX_LENGTH, len(digest) + 1):
            yield f"{slug}-{digest[:length]}".removeprefix("-")


def former_addresses(name: str) -> tuple[str, str]:
    """Return the addresses of a name that is not an author's as a term: alone with its slug, and next to others."""
    seed = blake2b(name.encode(), digest_size=32).hexdigest()[:_SUFFIX_LENGTH]
    address = make_slug(name)
    return address, f"{address}-{seed}".removeprefix("-")


def _problem(taxonomy: Taxonomy, term: Term, slug: str, holder: Term | None, entries: Sequence[Entry]) -> Problem:
    place = entries[term.entries[0]].path, taxonomy.field, term.name
    name, address, file = quote(term.name), f"{taxonomy.name}/{slug}.html", f"content/{taxonomy.name}.yml"
    if term.slug == slug:  # chosen
        if holder is None:
            return Problem(place, "E206", f"{name} has the address of the index, {address}", "choose another slug")
        message = f"{quote(holder.name)} and {name} are both given the address {address}"
        return Problem(place, "E203", message, "choose another slug or id for one of them")
    has = f"its address is {taxonomy.name}/{term.slug}.html"
    choose = f"to choose the address, write in {file}: {name}: {{slug: some-address}}"
    if holder is None:
        taken = f"would have the address of the index, {address}" if slug else "has no letter or digit for an address"
        return Problem(place, "W204", f"{name} {taken}; {has}", choose)
    other = quote(holder.name)
    message = f"{name} would have the address of {other}, {address}; {has}"
    if term.name == holder.name:
        hint = "if they are one person, correct the ORCID; to choose the address: {name: …, id: some-address}"
    elif normalize("NFC", term.name) == normalize("NFC", holder.name):
        message = f"{term.name!a} and {holder.name!a} look the same: one has letter and accent apart; {has}"
        hint = f"write {other} here: copy it from this line"
    else:
        hint = f"if they are one, list {name} among the spellings of {other} in {file}; {choose}"
    return Problem(place, "W204", message, hint)
