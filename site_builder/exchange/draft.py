"""A record in the making: each field of a source becomes a field of the entry, or is kept under a name of its own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from site_builder.exchange.identifiers import arxiv_id, find_identifiers, safe_id, web_address
from site_builder.exchange.mend import mend, mend_abstract
from site_builder.exchange.notices import parse_notice
from site_builder.exchange.plain_text import one_line
from site_builder.exchange.record import Came, Outcome, Record, Skipped
from site_builder.text.names import Author, author_fields

LEFT_OUT = "left out"

_interned: dict[Came, Came] = {}


class Draft:
    """The fields of one paper; the first value of a field is kept, and a later one that differs becomes `x-…`."""

    def __init__(self) -> None:
        self.fields: dict[str, object] = {}
        self.abstract = ""
        self.notes: list[str] = []
        self._links: dict[str, str] = {}
        self._came: list[Came] = []

    def note(self, text: str) -> None:
        """Note what could not be kept as it was."""
        self.notes.append(text)

    def came(self, origin: str, became: str) -> None:
        """Note what a field of the source became."""
        pair = (origin, became)
        self._came.append(_interned.setdefault(pair, pair) if len(_interned) < 10_000 else pair)

    def leave_out(self, origin: str) -> None:
        """Note that a field of the source is of no use."""
        self.came(origin, LEFT_OUT)

    def put(self, name: str, value: str, origin: str) -> None:
        """Set a field of one text."""
        if not value:
            return
        if self.fields.get(name, value) != value:
            self.keep(origin, value)
            return
        self.fields[name] = value
        self.came(origin, name)

    def put_list(self, name: str, values: Iterable[str], origin: str) -> None:
        """Add to a field that is a list."""
        known = self.fields.setdefault(name, [])
        assert isinstance(known, list)
        known += [value for value in values if value not in known]
        self.came(origin, name)

    def fill(self, fields: Mapping[str, object], origins: Mapping[str, str]) -> None:
        """Set fields of any kind that hold anything; `origins` names the field of the source of each."""
        for name, value in fields.items():
            if value or value == 0:
                if name == "links" and isinstance(value, dict):
                    self._links |= value
                else:
                    self.fields[name] = value
                self.came(origins.get(name, name), name)

    def notice(self, text: str, origin: str) -> bool:
        """Take a text that says that the paper was withdrawn, retracted or corrected; return whether it does."""
        found = parse_notice(text)
        if found:
            self.fields.setdefault("withdrawn", found)
            self.came(origin, "withdrawn")
        return bool(found)

    def issue(self, value: str, origin: str) -> None:
        """Set the issue, which some tools make of the identifier of a preprint."""
        if found := arxiv_id(value):
            self.identify({"arxiv": found}, origin)
        else:
            self.put("issue", value, origin)

    def people(self, name: str, people: Iterable[Author], origin: str) -> None:
        """Set authors or editors; `et al.` among authors is kept, as it says that there are others."""
        found = author_fields(people)
        if name != "authors":
            found = {name: found["authors"]}
        if any(found.values()):
            self.fields |= {key: value for key, value in found.items() if value}
            self.came(origin, name)

    def keep(self, origin: str, value: str) -> None:
        """Keep a value that entries have no field for."""
        key = f"x-{re.sub(r'[^a-z0-9_-]+', '-', origin.lower()).strip('-')[:60]}"
        text = one_line(value)
        if text and key != "x-":
            self.fields.setdefault(key, text)
            self.came(origin, key)

    def link(self, kind: str, address: str, origin: str) -> None:
        """Set a link; what is not a web address is kept as text."""
        found = web_address(address)
        if not found:
            if address.strip():
                self.keep(origin, address)
            return
        if self._links.get(kind, found) != found:
            kind = re.sub(r"[^a-z0-9_-]+", "-", origin.lower())
        if found not in self._links.values():
            self._links.setdefault(kind, found)
        self.came(origin, f"links.{kind}")

    def address(self, text: str, origin: str) -> None:
        """Take an address: an identifier where it states one, otherwise a link to the PDF or the page."""
        found = find_identifiers(text)
        self.identify(found, origin)
        address = web_address(text)
        if found and not address:
            return  # such as `doi:<a href="…">`
        if "doi" in found and re.match(r"https?://(?:dx\.|www\.)?doi\.org/", address):
            return
        self.link("pdf" if re.search(r"\.pdf$|/pdf[/?]", address) else "page", text, origin)

    def identify(self, found: Mapping[str, str], origin: str) -> None:
        """Set identifiers that were found anywhere; those that a field states come first."""
        for kind, value in found.items():
            if self.fields.setdefault(kind, value) == value:
                self.came(origin, kind)

    def record(self, identifier: str, source: str) -> Outcome:
        """Return the record by the rules of entries, or why it cannot be one."""
        title = self.fields.get("title")
        if not title or not identifier:
            reason = "it has no title" if identifier else "it has neither an identifier nor a title to name it by"
            return Skipped(source, reason)
        if key := identifier if identifier != safe_id(identifier) else "":
            self.fields.setdefault("x-key", key)
        fields = mend(self.fields | {"links": self._links}, self.note)
        abstract = mend_abstract(self.abstract, self.note)
        if "title" not in fields:
            return Skipped(source, "it has no title")
        return Record(safe_id(identifier) or "paper", fields, abstract, source, tuple(self._came), tuple(self.notes))
