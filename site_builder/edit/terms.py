"""Renaming and merging terms by declaration in `content/<taxonomy>.yml`: entries keep what they write."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from site_builder.core.diagnostics import ContentError, Diagnostic, quote
from site_builder.core.files import read_if_there
from site_builder.edit.change import Change
from site_builder.edit.yaml_keys import with_key, without_key
from site_builder.library.library import Library
from site_builder.model import Term
from site_builder.settings.terms import Declaration

Declarations = Mapping[str, Declaration]
"""What is declared about the terms of one taxonomy, by key."""

_OF_A_TERM = ("description", "orcid", "url", "issn", "ror")
_FIELDS = ("name", "slug", *_OF_A_TERM, "distinct")


def find_term(library: Library, taxonomy: str, name: str) -> Term | None:
    """Return the term of a taxonomy with this name, spelling or slug."""
    terms = library.terms[taxonomy]
    known = {term.slug: term for term in terms}
    known |= {spelling: term for term in terms for spelling in term.spellings}
    known |= {term.name: term for term in terms}
    return known.get(name)


def rename_term(root: Path, declared: Declarations, term: Term, name: str) -> Change:
    """Return the change that shows a term under another name; its address stays, and entries may write either.

    Raises `ContentError` where the term is declared in `site.yml` rather than in the taxonomy's own file.
    """
    key = _key_of(declared, term) or term.name
    values = _values(declared.get(key), _FIELDS) | {"name": name}
    names = [*_spellings(declared, key), *term.spellings, name]
    path, data = declared_in(root, term.taxonomy, declared, [key])
    return _change(path, data, key, values, names)


def merge_terms(root: Path, declared: Declarations, library: Library, old: Term, kept: Term) -> Change:
    """Return the change that declares `old` to be another spelling of `kept`, to which its address then redirects.

    Raises `ContentError` where one is declared in `site.yml`, or where entries tell the author apart by an `id`.
    """
    path, data = declared_in(root, kept.taxonomy, declared, [])
    return Change({path: declare_term(root, declared, library, kept, data, [old])})


def declare_term(
    root: Path,
    declared: Declarations,
    library: Library,
    term: Term,
    data: bytes,
    olds: Sequence[Term] = (),
    given: Mapping[str, object] = MappingProxyType({}),
) -> bytes:
    """Return a taxonomy's file with the declaration of a term: with other terms as its spellings, and given values.

    `data` is the file. Raises `ContentError` as `merge_terms` does.
    """
    if problems := [problem for old in olds for problem in _ids(library, old)]:
        raise ContentError(problems)
    old_keys, key = [_key_of(declared, old) for old in olds], _key_of(declared, term) or term.name
    path, _ = declared_in(root, term.taxonomy, declared, [key, *old_keys])
    known = [_values(declared.get(name), _OF_A_TERM) for name in old_keys]
    values = {**(_values(declared.get(key), _FIELDS) or next(filter(None, known), {})), **given}
    names = [*_spellings(declared, key), *term.spellings]
    for old, old_key in zip(olds, old_keys, strict=True):
        names += [old_key, old.name, *old.spellings, *_spellings(declared, old_key)]
        data = without_key(path, data, old_key)
    return _change(path, data, key, values, names).written[path]


def _change(path: str, data: bytes, key: str, values: Mapping[str, object], names: Iterable[str]) -> Change:
    spellings = [name for name in dict.fromkeys(names) if name and name != key]
    return Change({path: with_key(path, data, key, {**values, "spellings": spellings} if spellings else values)})


def _key_of(declared: Declarations, term: Term) -> str:
    """Return the key by which a term is declared; empty if it is not."""
    return next((key for key, one in declared.items() if term.name in (key, one.name, *one.spellings)), "")


def _values(declaration: Declaration | None, names: Iterable[str]) -> dict[str, object]:
    values = {name: getattr(declaration, name, "") for name in names}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in values.items() if value}


def _spellings(declared: Declarations, key: str) -> tuple[str, ...]:
    return declared[key].spellings if key in declared else ()


def declared_in(root: Path, taxonomy: str, declared: Declarations, keys: Iterable[str]) -> tuple[str, bytes]:
    """Return a taxonomy's file and what is in it; raises `ContentError` where one of the keys is declared elsewhere."""
    path = f"content/{taxonomy}.yml"
    elsewhere = [declared[key].place for key in keys if key in declared and declared[key].place[0] != path]
    if elsewhere:
        message, hint = "this term is declared here", f"move its declaration to {path}"
        raise ContentError([Diagnostic(*place, "E305", message, hint) for place in elsewhere])
    return path, read_if_there(root, path)


def _ids(library: Library, term: Term) -> Iterator[Diagnostic]:
    """Yield a problem for each entry that gives an author an `id`, which no spelling overrules."""
    for position in term.entries if term.taxonomy == "authors" else ():
        entry = library.entries[position]
        if any(author.id == term.slug for author in entry.authors):
            message = f"{quote(term.name)} has the id {quote(term.slug)} here"
            yield Diagnostic(entry.path, 0, 0, "E305", message, "write the id of the other author, or delete it")
