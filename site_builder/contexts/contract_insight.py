"""What templates see of related papers, trends and the map; part of the contract with theme authors."""

from __future__ import annotations

import msgspec


class RelatedPaper(msgspec.Struct, frozen=True, gc=False):
    """A paper that another one's words, tags and authors lead to."""

    id: str
    """Its identifier."""
    url: str
    """Its page."""
    title_html: str
    """Its title as safe HTML, math converted."""
    words: tuple[str, ...]
    """What both have in common, the most telling first: words as this page's paper writes them, tags, authors."""
