"""The names that entries write to the terms of a taxonomy: one term a page, whatever its spellings."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from site_builder.config import Declaration
from site_builder.diagnostics import Diagnostic, quote
from site_builder.model import Author, Entry, Taxonomy, Term
from site_builder.text.slugs import fold, slug, sort_key

Place = tuple[str, str, str]  # an entry's path, the field and the value in it: where a problem is to be shown


class Problem(msgspec.Struct, frozen=True):
    """A problem between terms, to be placed at the entry that writes `place`."""

    place: Place
    code: str
    message: str
    hint: str


class Terms(msgspec.Struct, frozen=True):
    """The terms of one taxonomy in the order of their index, and for each entry the positions of its terms."""

    terms: tuple[Term, ...]
    by_entry: tuple[tuple[int, ...], ...]
    problems: tuple[Problem, ...]


class _Group:
    """A term in the making: everything written that means it."""

    def __init__(self) -> None:
        self.entries: list[int] = []
        self.spellings: Counter[str] = Counter()
        self.orcid = ""
        self.slug = ""


def collect_terms(
    taxonomy: Taxonomy, entries: Sequence[Entry], declarations: Mapping[str, Declaration]
) -> tuple[Terms, tuple[Diagnostic, ...]]:
    """Return the terms of a taxonomy, and the problems of its declarations."""
    if taxonomy.field == "authors":
        keys: list[list[str]] = _author_keys(entries, declarations)
        names: Iterable[tuple[str, ...]] = (tuple(a.name for a in entry.authors) for entry in entries)
    else:
        values = [_values(entry, taxonomy.field) for entry in entries]
        canonical = {spelling: key for key, declared in declarations.items() for spelling in declared.spellings}
        keys = [[canonical.get(name, name) for name in row] for row in values]
        names = values
    groups: defaultdict[str, _Group] = defaultdict(_Group)
    for position, (row, written) in enumerate(zip(keys, names, strict=True)):
        for key, name in zip(row, written, strict=True):
            group = groups[key]
            group.spellings[name] += 1
            if not group.entries or group.entries[-1] != position:
                group.entries.append(position)
    terms = {key: _term(taxonomy, key, group, declarations) for key, group in groups.items()}
    problems = _check_slugs(taxonomy, terms, groups, entries)
    order = sorted(terms, key=lambda key: (terms[key].sort_key, terms[key].slug))
    rank = {key: position for position, key in enumerate(order)}
    by_entry = tuple(tuple(dict.fromkeys(rank[key] for key in row)) for row in keys)
    return Terms(tuple(terms[key] for key in order), by_entry, problems), _check_declarations(taxonomy, declarations)


def _values(entry: Entry, field: str) -> tuple[str, ...]:
    if field == "tags":
        return entry.tags
    if field == "organizations":
        return entry.organizations
    if field == "venue":
        return (entry.venue,) if entry.venue else ()
    if field in entry.terms:
        return entry.terms[field]
    value = getattr(entry, field, "")
    return (value,) if isinstance(value, str) and value else ()


def _author_keys(entries: Sequence[Entry], declarations: Mapping[str, Declaration]) -> list[list[str]]:
    """Return each entry's authors as keys of persons.

    An `id` decides; then a declared spelling; then an ORCID, which also claims the name without one where no
    other ORCID has it; else the folded name, so that accents, case and points do not make two people of one.
    """
    declared: dict[str, str] = {}
    for name, declaration in declarations.items():
        for spelling in (name, *declaration.spellings):
            declared[fold(spelling)] = f"declared:{name}"
    owners: defaultdict[str, set[str]] = defaultdict(set)
    for entry in entries:
        for author in entry.authors:
            if author.orcid and not author.id:
                owners[fold(author.name)].add(author.orcid)
    named: dict[str, str] = {}

    def key(author: Author) -> str:
        if author.id:
            return f"id:{author.id}"
        if author.orcid and fold(author.name) not in declared:
            return f"orcid:{author.orcid}"
        if author.name not in named:
            folded = fold(author.name)
            orcids = owners.get(folded, ())
            person = f"orcid:{next(iter(orcids))}" if len(orcids) == 1 else f"name:{_spelling_key(author.name, folded)}"
            named[author.name] = declared.get(folded, person)
        return named[author.name]

    return [[key(author) for author in entry.authors] for entry in entries]


def _spelling_key(name: str, folded: str) -> str:
    """Return what the spellings of one name share: its address and its letters (`Shin'ichi`, `Shin Ichi`)."""
    return f"{slug(name)} {folded.replace(' ', '')}" if folded else name


def _term(taxonomy: Taxonomy, key: str, group: _Group, declarations: Mapping[str, Declaration]) -> Term:
    kind, _, rest = key.partition(":") if taxonomy.field == "authors" else ("declared", "", key)
    common = min(group.spellings, key=lambda name: (-group.spellings[name], name))
    declared = declarations.get(rest or key) if kind == "declared" else None
    name = declared.name if declared else common
    base = (rest if taxonomy.field == "authors" else key) if kind == "declared" else name
    return Term(
        taxonomy=taxonomy.name,
        slug=(declared.slug if declared and declared.slug else rest if kind == "id" else slug(base)),
        name=name,
        entries=tuple(group.entries),
        sort_key=_author_sort_key(name) if taxonomy.field == "authors" else sort_key(name),
        description=declared.description if declared else "",
        spellings=tuple(sorted(spelling for spelling in group.spellings if spelling not in (name, base))),
        orcid=(declared.orcid if declared else "") or (rest if kind == "orcid" else ""),
        url=declared.url if declared else "",
    )


def _author_sort_key(name: str) -> str:
    """People are looked up by the last word of their name."""
    given, _, family = name.rpartition(" ")
    return f"{fold(family)}\0{fold(given)}\0{name}"


def _check_slugs(
    taxonomy: Taxonomy, terms: Mapping[str, Term], groups: Mapping[str, _Group], entries: Sequence[Entry]
) -> tuple[Problem, ...]:
    by_slug: defaultdict[str, list[str]] = defaultdict(list)
    for key, term in terms.items():
        by_slug[term.slug].append(key)
    problems = []
    for address, keys in by_slug.items():
        if address == "index":
            places = [_place(taxonomy, key, terms, groups, entries) for key in keys]
            problems += [_index_problem(taxonomy, terms[key], place) for key, place in zip(keys, places, strict=True)]
            continue
        if address and len(keys) == 1:
            continue
        keys.sort(key=lambda key: (-len(terms[key].entries), terms[key].name))
        for key in keys if not address else keys[1:]:
            place = _place(taxonomy, key, terms, groups, entries)
            problems.append(_slug_problem(taxonomy, terms[key], terms[keys[0]], place))
    return tuple(problems)


def _place(
    taxonomy: Taxonomy, key: str, terms: Mapping[str, Term], groups: Mapping[str, _Group], entries: Sequence[Entry]
) -> Place:
    """Return where a term is written first."""
    written = min(groups[key].spellings, key=lambda name: (-groups[key].spellings[name], name))
    return entries[terms[key].entries[0]].path, taxonomy.field, written


def _index_problem(taxonomy: Taxonomy, term: Term, place: Place) -> Problem:
    person = taxonomy.field == "authors"
    message = f"{quote(term.name)} has the address of the index, {taxonomy.name}/index.html"
    slug_of = f"in content/{taxonomy.name}.yml: {quote(term.name)}: {{slug: some-address}}"
    hint = "write the author with another address: {name: …, id: some-address}" if person else f"give it one {slug_of}"
    return Problem(place, "E206", message, hint)


def _slug_problem(taxonomy: Taxonomy, term: Term, other: Term, place: Place) -> Problem:
    person = taxonomy.field == "authors"
    file = f"content/{taxonomy.name}.yml"
    if not term.slug:
        message = f"{quote(term.name)} has no letter or digit to make an address from"
        give = f"give it one in {file}: {quote(term.name)}: {{slug: some-address}}"
        give = f"write the author as {{name: {quote(term.name)}, id: some-address}}" if person else give
        return Problem(place, "E204", message, give)
    message = f"{quote(term.name)} and {quote(other.name)} have one address, {taxonomy.name}/{term.slug}.html"
    one = f"if they are one, write {quote(other.name)} here, or list {quote(term.name)} among its spellings in {file}"
    two = "write one of them as {name: …, id: some-address}" if person else f"give one of them a slug: in {file}"
    return Problem(place, "E203", message, f"{one}; if they are two, {two}")


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
                message = f"{quote(spelling)} stands for both {quote(other)} and {quote(name)}"
                problems.append(Diagnostic(*declared.place, "E305", message, "take it from one of them"))
    return tuple(problems)
