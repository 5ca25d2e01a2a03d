"""Reviewed answers to who is one person and who is two: declarations in `content/authors.yml`, and `id` in entries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from site_builder.edit.change import Change
from site_builder.edit.terms import Declarations, declare_term, declared_in
from site_builder.exchange.exporters.entry_fields import entry_fields
from site_builder.exchange.update_entry import set_fields
from site_builder.library.library import Library
from site_builder.library.people import OnePerson, TwoPeople
from site_builder.model import Term
from site_builder.text.slugs import fold

Suggestion = OnePerson | TwoPeople

_TAXONOMY = "authors"


def answer_change(
    root: Path,
    library: Library,
    declared: Declarations,
    accepted: Iterable[Suggestion],
    rejected: Iterable[Suggestion],
) -> Change:
    """Return the change that answers suggestions: those accepted come true, those rejected do not come back.

    Raises `ContentError` where an author is declared in `site.yml`.
    """
    path, before = declared_in(root, _TAXONOMY, declared, [])
    accepted = list(accepted)
    people = {kept.slug: (kept, olds) for kept, olds in _one_person(accepted)}
    others: defaultdict[str, list[str]] = defaultdict(list)
    for one in rejected:
        term, name = (one.kept, one.other.name) if isinstance(one, OnePerson) else (one.term, "")
        people.setdefault(term.slug, (term, []))
        others[term.slug] += [name] if name else []
    data = before
    for slug, (term, olds) in people.items():
        given: dict[str, object] = {} if olds else {"name": term.name}
        if others[slug]:
            known = next((one.distinct for key, one in declared.items() if term.name in (key, one.name)), ())
            given["distinct"] = list(dict.fromkeys([*known, *others[slug]]))
        data = declare_term(root, declared, library, term, data, olds, given)
    written = dict(_told_apart(root, library, [one for one in accepted if isinstance(one, TwoPeople)]))
    return Change(written | ({path: data} if data != before else {}))


def _one_person(suggestions: Iterable[Suggestion]) -> Iterator[tuple[Term, list[Term]]]:
    """Yield each person with the names to merge; of three names that are one person's, the fullest is kept."""
    groups: list[dict[str, Term]] = []
    for one in (one for one in suggestions if isinstance(one, OnePerson)):
        joined = {one.kept.slug: one.kept, one.other.slug: one.other}
        for group in [group for group in groups if not group.keys().isdisjoint(joined)]:
            groups.remove(group)
            joined = group | joined
        groups.append(joined)
    for group in groups:
        kept, *olds = sorted(group.values(), key=lambda term: (-len(term.name), -len(term.entries), term.slug))
        yield kept, olds


def _told_apart(root: Path, library: Library, suggestions: Iterable[TwoPeople]) -> Iterator[tuple[str, bytes]]:
    """Yield the files of entries in which an author gets an `id`: all groups of their papers but the largest."""
    taken = {term.slug for term in library.terms[_TAXONOMY]}
    ids: defaultdict[int, dict[str, str]] = defaultdict(dict)
    for one in suggestions:
        names = {fold(name) for name in (one.term.name, *one.term.spellings)}
        for papers in one.groups[1:]:
            number = next(n for n in range(2, len(taken) + 3) if f"{one.term.slug}-{n}" not in taken)
            taken.add(f"{one.term.slug}-{number}")
            for position in papers:
                ids[position] |= dict.fromkeys(names, f"{one.term.slug}-{number}")
    for position, found in ids.items():
        entry = library.entries[position]
        authors = tuple(
            msgspec.structs.replace(author, id=author.id or found.get(fold(author.name), ""))
            for author in entry.authors
        )
        fields = entry_fields(msgspec.structs.replace(entry, authors=authors))
        yield entry.path, set_fields(entry.path, (root / entry.path).read_bytes(), {"authors": fields["authors"]})
