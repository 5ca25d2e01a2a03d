"""The names that entries write to the terms of a taxonomy: one term a page, whatever its spellings.

Terms are sorted as an index is: by folded words, then as written.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from unicodedata import normalize

import msgspec

from site_builder.core.diagnostics import Diagnostic, quote
from site_builder.model import Author, Entry, Taxonomy, Term
from site_builder.settings.terms import Declaration
from site_builder.text.slugs import fold, slug, slug_and_fold

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


# What an entry writes: a name, or an author of whom it says more than that.
Written = str | Author
Places = Mapping[Written, Sequence[int]]
# A term in the making: the names that mean it, the most frequent first, and the entries that write them.
Group = tuple[tuple[str, ...], tuple[int, ...]]


def collect_terms(
    taxonomy: Taxonomy, entries: Sequence[Entry], declarations: Mapping[str, Declaration]
) -> tuple[Terms, tuple[Diagnostic, ...]]:
    """Return the terms of a taxonomy, and the problems of its declarations."""
    rows = [_written(entry, taxonomy.field) for entry in entries]
    places: defaultdict[Written, list[int]] = defaultdict(list)
    for position, row in enumerate(rows):
        for written in row:
            places[written].append(position)
    name_keys = _author_keys if taxonomy.field == "authors" else _name_keys
    members: defaultdict[str, list[Written]] = defaultdict(list)
    for written, key in name_keys(places, declarations):
        members[key].append(written)
    groups = {key: _group(group, places) for key, group in members.items()}
    terms = {key: _term(taxonomy, key, group, declarations) for key, group in groups.items()}
    problems = _check_slugs(taxonomy, terms, groups, entries)
    ordered = sorted(terms.items(), key=lambda item: (item[1].sort_key, item[1].slug))
    ranks = {written: position for position, (key, _) in enumerate(ordered) for written in members[key]}
    by_entry = tuple([tuple(dict.fromkeys([ranks[written] for written in row])) for row in rows])
    return Terms(tuple([term for _, term in ordered]), by_entry, problems), _check_declarations(taxonomy, declarations)


def _written(entry: Entry, field: str) -> Sequence[Written]:
    """Return what an entry writes in a field; a name stands for most authors, as it is quicker to compare."""
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


def _name_keys(places: Places, declarations: Mapping[str, Declaration]) -> Iterator[tuple[Written, str]]:
    """Yield each name with the term that it means: its own, or the one that lists it among its spellings."""
    canonical = {spelling: key for key, declared in declarations.items() for spelling in declared.spellings}
    for name in map(_name, places):
        yield name, canonical.get(name, name)


def _author_keys(places: Places, declarations: Mapping[str, Declaration]) -> Iterator[tuple[Written, str]]:
    """Yield each author with the person that it is.

    An `id` decides; then a declared spelling; then an ORCID, which also claims the name without one where no
    other ORCID has it; else the folded name, so that accents, case and points do not make two people of one.
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
        # What the spellings of one name share (`Shin'ichi`, `Shin Ichi`): its address, a blank, and its letters.
        return f"name:{address} {folded.replace(' ', '') or name}"

    for author in places:
        yield author, key(author)


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
    if declared:
        address, said = declared.slug or slug(rest), declared.description
        orcid, url = declared.orcid, declared.url
        return Term(taxonomy.name, address, name, positions, order, said, spellings, orcid, url)
    orcid = rest if kind == "orcid" else ""
    return Term(taxonomy.name, address, name, positions, order, "", spellings, orcid)


def _author_sort_key(name: str) -> str:
    """People are looked up by the last word of their name."""
    given, _, family = name.rpartition(" ")
    return f"{fold(family)}\0{fold(given)}\0{name}"


def _check_slugs(
    taxonomy: Taxonomy, terms: Mapping[str, Term], groups: Mapping[str, Group], entries: Sequence[Entry]
) -> tuple[Problem, ...]:
    slugs = {term.slug for term in terms.values()}
    if len(slugs) == len(terms) and slugs.isdisjoint(("", "index")):
        return ()
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
    taxonomy: Taxonomy, key: str, terms: Mapping[str, Term], groups: Mapping[str, Group], entries: Sequence[Entry]
) -> Place:
    """Return where a term is written first."""
    return entries[terms[key].entries[0]].path, taxonomy.field, groups[key][0][0]


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
    have = f"have one address, {taxonomy.name}/{term.slug}.html"
    if normalize("NFC", term.name) == normalize("NFC", other.name):
        message = f"{term.name!a} and {other.name!a} look the same and {have}: one has letter and accent apart"
        return Problem(place, "E203", message, f"write {quote(other.name)} here: copy it from this line")
    message = f"{quote(term.name)} and {quote(other.name)} {have}"
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
