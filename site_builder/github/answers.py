"""The answer to one question as the value of an entry's field."""

from __future__ import annotations

import re
from collections.abc import Iterable

from site_builder.content.fields import FIELDS
from site_builder.core.diagnostics import quote
from site_builder.exchange.identifiers import arxiv_id, doi, read_address
from site_builder.exchange.notices import parse_notice
from site_builder.exchange.record import KnownTerms
from site_builder.reading.identifiers import IDENTIFIERS
from site_builder.reading.plain_values import is_web_address
from site_builder.text.nearest import did_you_mean
from site_builder.text.slugs import spelling_key

# Fields of several parts each, and pictures, which a text cannot bring along.
_NOT_IN_A_FORM = {"versions", "provenance", "thumbnail"}
_LISTS = {"organizations", "related", "aliases", "media"}
_HOSTS = {
    "github.com": "code",
    "gitlab.com": "code",
    "youtube.com": "video",
    "youtu.be": "video",
    "github.io": "project",
}

# The words before an address of the paper itself, which may state its identifier.
_THE_PAPER = {"", "page", "pdf", "paper"}

_BULLET = re.compile(r"[-*•]\s+")
_AUTHOR = re.compile(r"(.+?)\s*\((?:https://orcid\.org/|orcid:?\s*)?((?:[0-9]{4}-){3}[0-9]{3}[0-9Xx])\)", re.IGNORECASE)
_NAMED = re.compile(r"([A-Za-z][A-Za-z0-9_-]{0,30})\s*:\s*(?!//)(\S.*)")

Fields = dict[str, object]


class AnswerError(ValueError):
    """An answer that is not a value of its field: what is wrong, and the cure."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


def read_answer(field: str, text: str, taxonomy_fields: tuple[str, ...], known: KnownTerms) -> Fields:
    """Return the fields that an answer fills: mostly the one it is asked for; addresses can state identifiers too.

    Raises `AnswerError` where the answer, or the question, has no meaning.
    """
    if field in _NOT_IN_A_FORM:
        raise AnswerError(f"the field {quote(field)} cannot be given here", "change the entry's file in a pull request")
    if field == "abstract":
        return {field: text}
    if field == "authors":
        return {field: [_author(line) for line in _people(text)]}
    if field == "links":
        return _links(_lines(text))
    if field == "tags" or field in taxonomy_fields:
        return {field: _spelled(field, re.split(r"[,;\n]", text), known)}
    if field in _LISTS:
        return {field: _spelled(field, _lines(text), known)}
    if field not in FIELDS and not field.startswith("x-"):
        hint = did_you_mean(field, FIELDS) or "in a form, the id of a question is the name of a field"
        raise AnswerError(f"there is no field {quote(field)}", hint)
    line = " ".join(text.split())
    if field == "withdrawn" and (notice := parse_notice(line)):
        return {field: notice}
    return {field: known.get(field, {}).get(spelling_key(line), line)}


def _lines(text: str) -> list[str]:
    return [_BULLET.sub("", line.strip(), count=1) for line in text.split("\n") if line.strip()]


def _people(text: str) -> list[str]:
    """Return the names of a list; people who did not read that it is one a line put commas between."""
    lines = _lines(text)
    if len(lines) > 1:
        return lines
    return [name for part in re.split(r"[,;]|\s+and\s+", lines[0]) if (name := part.strip())]


def _author(line: str) -> str | dict[str, str]:
    match = _AUTHOR.fullmatch(line)
    return {"name": match[1], "orcid": match[2].upper()} if match else line


def _spelled(field: str, parts: Iterable[str], known: KnownTerms) -> list[str]:
    """Return each term once, in the archive's own spelling where it has the term."""
    terms = (part.strip().lstrip("#").strip() for part in parts)
    return list(dict.fromkeys(known.get(field, {}).get(spelling_key(term), term) for term in terms if term))


def _links(lines: list[str]) -> Fields:
    identifiers: dict[str, str] = {}
    links: dict[str, str] = {}
    for line in lines:
        named = _NAMED.fullmatch(line)
        kind, target = (named[1].lower(), named[2].strip()) if named else ("", line)
        if kind in IDENTIFIERS:
            _add(identifiers, kind, target)
        elif stated := _stated(target) if kind in _THE_PAPER else {}:
            for name, value in stated.items():
                _add(identifiers, name, value)
        elif is_web_address(target):
            _add(links, kind or _kind(target), target)
        else:
            hint = "write it like this: code: https://example.org/code"
            raise AnswerError(f"{quote(line)} is neither an identifier nor an address", hint)
    return {**identifiers, **({"links": links} if links else {})}


def _add(values: dict[str, str], kind: str, value: str) -> None:
    if values.setdefault(kind, value) != value:
        raise AnswerError(
            f"{quote(kind)} is there twice", "give each kind of address once; put another word before the second"
        )


def _stated(target: str) -> dict[str, str]:
    """Return the identifier that a text states: an arXiv number, a DOI, or an address of one."""
    if number := arxiv_id(target):
        return {"arxiv": number}
    if found := doi(target):
        return {"doi": found}
    return read_address(target)[0]


def _kind(address: str) -> str:
    host = re.split(r"[/:?#]", address.partition("://")[2], maxsplit=1)[0].lower().removeprefix("www.")
    if address.lower().endswith(".pdf"):
        return "pdf"
    return next((kind for known, kind in _HOSTS.items() if host == known or host.endswith(f".{known}")), "page")
