"""Makes what pages show of citations: the papers that cite or are cited, and those that the archive lacks."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Sequence

from markupsafe import Markup

from site_builder.contexts.parts import encode
from site_builder.contract.lists import LackingGroup, LackingPaper, LinkedPaper, LinkedPapers
from site_builder.contract.parts import Link
from site_builder.core.lazy import Kept
from site_builder.exchange.services.references import addable
from site_builder.library.citations import Lacking
from site_builder.library.library import Library
from site_builder.reading.identifiers import IDENTIFIERS
from site_builder.site.addresses import paper_url
from site_builder.text.math import render_inline

MOST = 200
"""The most papers that a page names: one that thousands cite would have a page of megabytes."""


class Linked:
    """The papers of an archive as pages of those that cite them or are cited by them name them, each made once."""

    def __init__(self, library: Library) -> None:
        self._entries = library.entries
        self._papers = Kept(self._paper)
        self._facts = Kept(self._fact)

    def papers(self, positions: Sequence[int]) -> LinkedPapers:
        """Return papers as a paper's page names them."""
        papers = self._papers
        return LinkedPapers(len(positions), tuple([papers[position] for position in positions[:MOST]]))

    def facts(self, positions: Sequence[int]) -> bytes:
        """Return what `papers` shows, for a fingerprint."""
        facts = self._facts
        return b"%d;" % len(positions) + b"".join([facts[position] for position in positions[:MOST]])

    def _paper(self, position: int) -> LinkedPaper:
        entry = self._entries[position]
        return LinkedPaper(entry.id, paper_url(entry.id), Markup(render_inline(entry.title)), entry.listed[:4])

    def _fact(self, position: int) -> bytes:
        entry = self._entries[position]
        return encode((entry.id, entry.title, entry.listed[:4]))


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
