"""Makes what pages show of citations: the papers that cite or are cited, and those that the archive lacks."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from markupsafe import Markup

from site_builder.contract.lists import LackingGroup, LackingPaper, LinkedPaper, LinkedPapers
from site_builder.contract.parts import Link
from site_builder.exchange.services.references import addable
from site_builder.library.citations import Lacking
from site_builder.library.library import Library
from site_builder.reading.identifiers import IDENTIFIERS
from site_builder.site.addresses import paper_url
from site_builder.text.math import render_inline

MOST = 200
"""The most papers that a page names: one that thousands cite would have a page of megabytes."""


def linked_papers(library: Library, positions: Sequence[int]) -> LinkedPapers:
    """Return papers of the archive as a paper's page names them."""
    return LinkedPapers(len(positions), tuple(_linked(*facts) for facts in _shown(library, positions)))


def linked_facts(library: Library, positions: Sequence[int]) -> tuple[object, ...]:
    """Return what `linked_papers` is made from, for a fingerprint."""
    return len(positions), *_shown(library, positions)


@lru_cache(maxsize=1 << 14)  # a paper is named by all that cite it
def _linked(name: str, title: str, year: str) -> LinkedPaper:
    return LinkedPaper(name, paper_url(name), Markup(render_inline(title)), year)


def _shown(library: Library, positions: Sequence[int]) -> Iterator[tuple[str, str, str]]:
    for entry in map(library.entries.__getitem__, positions[:MOST]):
        yield entry.id, entry.title, entry.listed[:4]


def lacking_group(link: Link | None, lacking: Sequence[Lacking]) -> LackingGroup:
    """Return papers that the archive lacks, with the command that adds them."""
    papers = tuple(
        LackingPaper(
            name=IDENTIFIERS[one.kind].title,
            text=one.value,
            href=IDENTIFIERS[one.kind].address.format(one.value),
            count=len(one.cited_by),
        )
        for one in lacking
    )
    return LackingGroup(link, papers, add_command(lacking))


def add_command(lacking: Iterable[Lacking]) -> str:
    """Return the command that adds papers, empty if it can add none; identifiers are quoted for a shell."""
    names = [shlex.quote(name) for one in lacking if (name := addable(one.kind, one.value))]
    return " ".join(["papershelf add", *names]) if names else ""
