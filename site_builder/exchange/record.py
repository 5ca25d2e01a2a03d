"""A paper as an importer understood it, before it is a file; and what an importer left out, with the reason."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TypeVar

import msgspec

from site_builder.model import Entry

# A field of a source, and what it became: a field of the entry, `x-…`, or nothing.
Came = tuple[str, str]


class Record(msgspec.Struct, frozen=True, gc=False):
    """A paper: its identifier, its fields in the form of an entry, its abstract in Markdown, and where it came from.

    `came` says what the fields of its source became; `notes` say what of them could not be kept as it was.
    """

    id: str
    fields: dict[str, object]
    abstract: str = ""
    source: str = ""
    came: tuple[Came, ...] = ()
    notes: tuple[str, ...] = ()


class Skipped(msgspec.Struct, frozen=True):
    """Something of a source that was left out: where it is and why."""

    source: str
    reason: str


Value = TypeVar("Value")

# What an importer yields.
Outcome = Record | Skipped

# The archive's spellings of terms: field of an entry, then key of a term (`spelling_key`), then spelling.
KnownTerms = Mapping[str, Mapping[str, str]]


def present(fields: Mapping[str, Value]) -> dict[str, Value]:
    """Return the fields that hold anything."""
    return {name: value for name, value in fields.items() if value}


_JOURNAL = re.compile(
    r"\b(?:journal|transactions|letters|annals|magazine|bulletin|acta|quarterly|gazette|archives|revue|zeitschrift"
    r"|revista|monthly notices|physical review|review of|reviews|reports on)\b",
    re.IGNORECASE,
)


def usual_type(venue: str, issue: str) -> str:
    """Return what a paper is unless its field `x-type` says otherwise, as one of CSL's types.

    Source: https://docs.citationstyles.org/en/stable/specification.html#appendix-iii-types
    """
    if not venue:
        return "article"
    return "article-journal" if issue or _JOURNAL.search(venue) else "paper-conference"


def work_type(entry: Entry) -> str:
    """Return what an entry is, as one of CSL's types."""
    return entry.extra.get("x-type") or usual_type(entry.venue, entry.issue)


def unusual_type(kind: str, fields: Mapping[str, object]) -> str:
    """Return one of CSL's types for the field `x-type`; empty where it says nothing new."""
    return "" if kind == usual_type(str(fields.get("venue", "")), str(fields.get("issue", ""))) else kind


# Fields `x-…` that exporters write in a way of their own, or that are only about the entry.
_KNOWN_EXTRA = ("x-type", "x-authors", "x-key", "x-declined", "x-accept")
_EXTRA_NAME = re.compile(r"x-([a-z][a-z0-9_-]*)")


def extra_fields(entry: Entry) -> Iterator[tuple[str, str]]:
    """Yield the fields `x-…` of an entry under the names that their source had for them."""
    for name, value in entry.extra.items():
        if name not in _KNOWN_EXTRA and (match := _EXTRA_NAME.fullmatch(name)):
            yield match[1], value
