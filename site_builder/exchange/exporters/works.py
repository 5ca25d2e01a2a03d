"""A paper as deposits at DOI registries need it, and XML that is built element by element."""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree.ElementTree import Element, SubElement, tostring

import msgspec

from site_builder.model import Author, Entry


class Work(msgspec.Struct, frozen=True):
    """A paper with a DOI: its entry, the address of its page, its abstract as plain text, and its venue's ISSN.

    `rors` are the identifiers of organizations by name, `cites` the DOIs of the papers that it cites.
    """

    entry: Entry
    page: str
    abstract: str = ""
    issn: str = ""
    rors: Mapping[str, str] = {}
    cites: tuple[str, ...] = ()

    @property
    def doi(self) -> str:
        """Its DOI."""
        return self.entry.identifiers["doi"]

    @property
    def date(self) -> str:
        """When it was published, or else listed; empty if neither is known."""
        return self.entry.published or self.entry.date

    @property
    def page_ends(self) -> tuple[str, str]:
        """Its first and last page, each empty if unknown."""
        first, _, last = self.entry.pages.replace("–", "-").partition("-")
        return first.strip(), last.strip()

    def affiliations(self, author: Author) -> list[tuple[str, str]]:
        """Return the organizations of an author with their RORs, each empty if unknown."""
        return [(author.affiliation, self.rors.get(author.affiliation, ""))] if author.affiliation else []


def add(parent: Element, tag: str, text: str = "", attributes: Mapping[str, str] | None = None) -> Element:
    """Add an element to another and return it; attributes without a value are left out."""
    element = SubElement(parent, tag, {name: value for name, value in (attributes or {}).items() if value})
    element.text = text or None
    return element


def xml_file(root: Element) -> bytes:
    """Return the file of an element."""
    written: bytes = tostring(root, encoding="UTF-8", xml_declaration=True)
    return written + b"\n"
