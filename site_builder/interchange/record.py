"""A paper as an importer understood it, before it is a file; and what an importer left out, with the reason."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import msgspec


class Record(msgspec.Struct, frozen=True, gc=False):
    """A paper: its identifier, its fields in the form of an entry, its abstract in Markdown, and where it came from."""

    id: str
    fields: dict[str, object]
    abstract: str = ""
    source: str = ""


class Skipped(msgspec.Struct, frozen=True):
    """Something of a source that was left out: where it stands and why."""

    source: str
    reason: str


# What a paper is unless it says otherwise; any other of CSL's types is kept as the field `x-type`.
# Source: https://docs.citationstyles.org/en/stable/specification.html#appendix-iii-types
USUAL_TYPE = "paper-conference"

# What an importer yields.
Outcome = Record | Skipped

# The archive's spellings of terms: taxonomy, then slug, then spelling.
KnownTerms = Mapping[str, Mapping[str, str]]

# Reads files of one format; terms are spelled as the archive already spells them.
ReadFiles = Callable[[Sequence[Path], KnownTerms], Iterator[Outcome]]
