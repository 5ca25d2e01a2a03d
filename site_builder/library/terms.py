"""Groups the names in entries into the terms of a taxonomy, one page each, whatever their spellings.

Terms are sorted as in an index: by folded words, then as written.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from hashlib import blake2b

import msgspec

from site_builder.core.diagnostics import Diagnostic, quote
from site_builder.library.folding import fold_names
from site_builder.library.problems import Problem
from site_builder.library.term_addresses import first_paper, settle_addresses
from site_builder.model import Author, Entry, Taxonomy, Term
from site_builder.settings.terms import Declaration
from site_builder.text.slugs import fold, slug, slug_and_fold


class Terms(msgspec.Struct, frozen=True):
    """The terms of one taxonomy in the order of their index, and for each entry the positions of its terms.

    `key` is the digest of all that they are made from.
    """

    terms: tuple[Term, ...]
    by_entry: tuple[tuple[int, ...], ...]
    problems: tuple[Problem, ...]
    key: bytes


# What an entry has: a name, or an author with more than a name.
Written = str | Author
Places = Mapping[Written, Sequence[int]]
# A term before it is made: its names, the most frequent first, and the entries that use them.
Group = tuple[tuple[str, ...], tuple[int, ...]]


def collect_terms(
    taxonomy: Taxonomy, entries: Sequence[Entry], declarations: Mapping[str, Declaration], last: Terms | None = None
) -> tuple[Terms, tuple[Diagnostic, ...]]:
    """Return the terms of a taxonomy, the `last` ones if they are made from the same, and problems of declarations."""
    rows = [_written(entry, taxonomy.field) for entry in entries]
    wrong = _check_declarations(taxonomy, declarations)
    papers = [(entry.path, entry.id, entry.listed) for entry in entries]
    made_from = blake2b(msgspec.msgpack.encode((taxonomy, declarations, papers, rows)), digest_size=16).digest()
    if last and last.key == made_from:
        return last, wrong
    places: defaultdict[Written, list[int]] = defaultdict(list)
    for position, row in enumerate(rows):
        for written in row:
            places[written].append(position)
    if taxonomy.field == "authors":
        keys = _author_keys(places, declarations)
    else:
        keys = _name_keys(places, declarations, entries if taxonomy.fold else ())
    members: defaultdict[str, list[Written]] = defaultdict(list)
    for written, key in keys:
        members[key].append(written)
    groups = {key: _group(group, places) for key, group in members.items()}
    terms = {key: _term(taxonomy, key, group, declarations) for key, group in groups.items()}
    is_chosen = partial(_is_chosen, taxonomy, declarations)
    settled, problems = settle_addresses(taxonomy, terms, is_chosen, entries)
    ordered = sorted(settled.items(), key=lambda item: (item[1].sort_key, item[1].slug))
    ranks = {written: position for position, (key, _) in enumerate(ordered) for written in members[key]}
    by_entry = tuple([tuple(dict.fromkeys([ranks[written] for written in row])) for row in rows])
    return Terms(tuple([term for _, term in ordered]), by_entry, problems, made_from), wrong


def _written(entry: Entry, field: str) -> Sequence[Written]:
    """Return the names in a field; most authors are represented by their name, which is faster to compare."""
    if field == "authors":
        return [author if author.id or author.orcid else author.name for author in entry.authors]
    return entry.names(field)


def _group(members: Sequence[Written], places: Places) -> Group:
    if len(members) == 1:  # as nearly all are
        return (_name(members[0]),), tuple(dict.fromkeys(places[members[0]]))
    counts: Counter[str] = Counter()
    for written in members:
        counts[_name(written)] += len(places[written])
    positions = sorted({position for written in members for position in places[written]})
    return tuple(sorted(counts, key=lambda name: (-counts[name], name))), tuple(positions)


def _name(written: Written) -> str:
    return written if isinstance(written, str) else written.name


def _name_keys(
    places: Places, declarations: Mapping[str, Declaration], folded: Sequence[Entry]
) -> Iterator[tuple[Written, str]]:
    """Yield each name with its term: the one that declares it, or else its own or that of another spelling.

    Other spellings count only with the entries whose names are `folded`. Their term is called by the one in the
    earliest paper, without brackets if any is, so that its address stays when another becomes more frequent.
    """
    names = [_name(written) for written in places]
    canonical = {spelling: key for key, declared in declarations.items() for spelling in declared.spellings}
    canonical = {name: canonical.get(name, name) for name in names if name in canonical or name in declarations}
    if folded:
        groups, owners = fold_names({name: len(places[name]) for name in names}, declarations)
        members: defaultdict[str, list[str]] = defaultdict(list)
        for name in names:
            if name not in canonical:
                members[groups[name]].append(name)

        def age(name: str) -> tuple[bool, tuple[bool, str, str], int, str]:
            return name.endswith(")"), first_paper(places[name], folded), -len(places[name]), name

        for group, alike in members.items():
            key = owners.get(group) or (min(alike, key=age) if len(alike) > 1 else alike[0])
            canonical |= dict.fromkeys(alike, key)
    for name in names:
        yield name, canonical.get(name, name)


def _author_keys(places: Places, declarations: Mapping[str, Declaration]) -> Iterator[tuple[Written, str]]:
    """Yield each author with the key of the person.

    An `id` decides first, then a declared spelling, then an ORCID, which also claims the name without one if no other
    ORCID has it, and last the folded name, so that accents, case and full stops do not split a person.
    """
    declared: dict[str, str] = {}
    for name, declaration in declarations.items():
        for spelling in (name, *declaration.spellings):
            declared[fold(spelling)] = f"declared:{name}"
    owners: defaultdict[str, set[str]] = defaultdict(set)
    for author in places:
        if isinstance(author, Author) and author.orcid and not author.id:
            owners[fold(author.name)].add(author.orcid)

    def key(author: Written) -> str:
        if isinstance(author, Author) and author.id:
            return f"id:{author.id}"
        name = _name(author)
        address, folded = slug_and_fold(name)
        if folded in declared:
            return declared[folded]
        orcids = {author.orcid} if isinstance(author, Author) else owners.get(folded, ())
        if len(orcids) == 1:
            return f"orcid:{next(iter(orcids))}"
        # What the spellings of a name have in common (`Shin'ichi`, `Shin Ichi`): address, space, letters.
        return f"name:{address} {folded.replace(' ', '') or name}"

    for author in places:
        yield author, key(author)


def _is_chosen(taxonomy: Taxonomy, declarations: Mapping[str, Declaration], key: str) -> bool:
    """Return whether somebody chose a term's address: by `slug:` in a declaration, or by an author's `id`."""
    kind, _, rest = key.partition(":") if taxonomy.field == "authors" else ("declared", "", key)
    return kind == "id" or (kind == "declared" and rest in declarations and bool(declarations[rest].slug))


def _term(taxonomy: Taxonomy, key: str, group: Group, declarations: Mapping[str, Declaration]) -> Term:
    names, positions = group
    kind, _, rest = key.partition(":") if taxonomy.field == "authors" else ("declared", "", key)
    declared = declarations.get(rest) if kind == "declared" else None
    name = declared.name if declared else names[0]
    own = (name, rest) if declared else (name,)
    spellings = () if names == own else tuple(sorted([one for one in names if one not in own]))
    if taxonomy.field == "authors":
        address = rest if kind == "id" else rest.partition(" ")[0] if kind == "name" else slug(name)
        order = _author_sort_key(name)
    else:
        address, folded = slug_and_fold(name)
        order = f"{folded}\0{name}"
        if name != key:
            address = slug(key)
    if declared:
        address, said = declared.slug or slug(rest), declared.description
        known = (declared.orcid, declared.url, declared.issn, declared.ror)
        return Term(taxonomy.name, address, name, positions, order, said, spellings, *known)
    orcid = rest if kind == "orcid" else ""
    return Term(taxonomy.name, address, name, positions, order, "", spellings, orcid)


def _author_sort_key(name: str) -> str:
    """Return the key that sorts people by the last word of their name."""
    given, _, family = name.rpartition(" ")
    return f"{fold(family)}\0{fold(given)}\0{name}"


def _check_declarations(taxonomy: Taxonomy, declarations: Mapping[str, Declaration]) -> tuple[Diagnostic, ...]:
    key = fold if taxonomy.field == "authors" else str
    owner: dict[str, str] = {}
    for name in declarations:
        owner.setdefault(key(name), name)
    problems = []
    for name, declared in declarations.items():
        for spelling in (name, *declared.spellings):
            other = owner.setdefault(key(spelling), name)
            if other != name:
                message = f"{quote(spelling)} is a spelling of both {quote(other)} and {quote(name)}"
                problems.append(Diagnostic(*declared.place, "E305", message, "remove it from one of them"))
    return tuple(problems)
