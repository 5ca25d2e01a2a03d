"""The answered form "This is me": a person's names, ORCID and home page, as a declaration in `content/authors.yml`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from site_builder.core.diagnostics import ContentError, Diagnostic, quote
from site_builder.edit.terms import declare_term, declared_in, find_term
from site_builder.github.archive_state import Shelf
from site_builder.library.library import Library, make_library
from site_builder.model import Term
from site_builder.reading.identifiers import parse_orcid
from site_builder.reading.plain_values import is_web_address
from site_builder.settings.load import parse_declarations
from site_builder.text.nearest import did_you_mean

_TAXONOMY = "authors"


def declared_person(shelf: Shelf, answers: Mapping[str, str]) -> tuple[str, str, tuple[str, ...]]:
    """Return the file of declared authors, its new text, and what a curator should look at.

    Raises `ContentError` with every answer that is wrong; its path is the question's id.
    """
    library, _ = make_library(shelf.entries, (), shelf.config, lambda path: (shelf.root / path).read_bytes())
    problems: list[Diagnostic] = []
    people = list(_people(library, answers, problems))
    given: dict[str, object] = {}
    if orcid := answers.get("orcid", ""):
        given["orcid"] = parse_orcid(orcid) or ""
        if not given["orcid"]:
            hint = "copy it from orcid.org; its last digit is a checksum"
            problems.append(Diagnostic("orcid", 0, 0, "E108", f"{quote(orcid)} is not a valid ORCID", hint))
    if url := answers.get("url", ""):
        given["url"] = url
        if not is_web_address(url):
            message, hint = f"{quote(url)} is not a web address", "write a full address: https://example.org/"
            problems.append(Diagnostic("url", 0, 0, "E107", message, hint))
    if not problems and len(people) == 1 and not given:
        hint = "give another name, an ORCID or a home page"
        problems.append(Diagnostic("person", 0, 0, "E705", "the form says nothing new", hint))
    if problems:
        raise ContentError(problems)
    term, *olds = people
    declared = shelf.config.declarations.get(_TAXONOMY, {})
    path, before = declared_in(shelf.root, _TAXONOMY, declared, [])
    data = declare_term(shelf.root, declared, library, term, before, olds, given)
    _, wrong = parse_declarations(path, data)
    if errors := [problem for problem in wrong if problem.severity == "error"]:
        raise ContentError(errors)
    return path, data.decode(), _remarks(term, olds, orcid)


def _people(library: Library, answers: Mapping[str, str], problems: list[Diagnostic]) -> Iterator[Term]:
    """Yield the author whom a person means, then those of their other names."""
    asked = [("person", answers["person"])]
    asked += [("names", line.strip()) for line in answers.get("names", "").split("\n") if line.strip()]
    seen: set[str] = set()
    for question, name in asked:
        term = find_term(library, _TAXONOMY, name)
        if term is None:
            hint = did_you_mean(name, [one.name for one in library.terms[_TAXONOMY]])
            hint = hint or "write it as a paper here does"
            problems.append(Diagnostic(question, 0, 0, "E704", f"the archive has no author {quote(name)}", hint))
        elif term.slug not in seen:
            seen.add(term.slug)
            yield term


def _remarks(term: Term, olds: list[Term], orcid: str) -> tuple[str, ...]:
    names = ", ".join(one.name for one in (term, *olds))
    papers = sum(len(one.entries) for one in (term, *olds))
    where = f"whether https://orcid.org/{parse_orcid(orcid)} lists them" if orcid else "who says so"
    return (f"anybody can answer this form: it is about {papers} papers of {names}; look {where}",)
