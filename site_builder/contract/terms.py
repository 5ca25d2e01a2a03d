"""Tags, authors, venues and other terms."""

from __future__ import annotations

import msgspec


class Term(msgspec.Struct, frozen=True, gc=False):
    """A term of a taxonomy: a tag, an author, an organization, a venue …"""

    name: str
    """Its display name."""
    url: str
    """Its page; empty where the site makes none."""
    count: int
    """How many papers it has."""
    description: str = ""
    """What it means, plain text."""
    spellings: tuple[str, ...] = ()
    """Other ways in which papers write it."""
    orcid: str = ""
    """A person's ORCID identifier."""
    href: str = ""
    """A web page of its own, elsewhere."""
    issn: str = ""
    """A journal's or series' ISSN."""
    ror: str = ""
    """An organization's identifier at ror.org, as `05dxps055`."""


class TaxonomyView(msgspec.Struct, frozen=True, gc=False):
    """A taxonomy, such as tags."""

    name: str
    """Its key in `site.yml`: `tags`."""
    title: str
    """Its title: `Tags`."""
    singular: str
    """One of its terms is called this: `Tag`."""
    url: str
    """Its index page."""


class RelatedTerm(msgspec.Struct, frozen=True, gc=False):
    """A term that several papers share with another."""

    name: str
    """Its display name."""
    url: str
    """Its page; empty where the site makes none."""
    shared: int
    """How many papers have both."""


class Letter(msgspec.Struct, frozen=True, gc=False):
    """A letter to jump to in an index of terms."""

    name: str
    """The letter, or `#` for whatever is none."""
    url: str
    """The page, with a fragment, where the letter starts."""


class LetterGroup(msgspec.Struct, frozen=True, gc=False):
    """The terms of one letter on one page of an index."""

    name: str
    """The letter."""
    anchor: str
    """The fragment that `Letter.url` names."""
    terms: tuple[Term, ...]
    """The terms."""
