"""The values of a BibTeX entry: as plain text, or as addresses and identifiers, which hold no TeX."""

from __future__ import annotations

import re
from collections.abc import Mapping

from site_builder.exchange.draft import Draft
from site_builder.exchange.importers.bibtex_fields import FIELDS
from site_builder.exchange.plain_text import markdown, one_line, plain_abstract, plain_title, without_styles
from site_builder.exchange.tex import plain

_ESCAPED = re.compile(r"\\([%&#$_{}~])")
URL = re.compile(r"\\(?:url|path)\s*\{([^{}]*)\}|\\href\s*\{([^{}]*)\}\s*\{[^{}]*\}")
_ENDED = re.compile(r"[?!.:]\Z")


class Values:
    """The fields of one entry as plain text; collects the unknown TeX commands in them."""

    def __init__(self, fields: Mapping[str, str], draft: Draft) -> None:
        self._fields = fields
        self._draft = draft
        self._unknown: set[str] = set()

    def raw(self, name: str) -> str:
        """Return a field as typed."""
        return self._fields.get(name, "")

    def line(self, name: str) -> str:
        """Return a field as one line, TeX and HTML resolved."""
        value = self._fields.get(name, "")
        return one_line(without_styles(plain(plain_title(value), self._unknown))) if value else ""

    def abstract(self, name: str) -> str:
        """Return a field as Markdown."""
        return markdown(plain(plain_abstract(self._fields[name]), self._unknown))

    def joined(self, colon: str, first: str, second: str, third: str = "") -> str:
        """Return a title with its subtitle and its addition."""
        whole = self.line(first)
        for name, separator in ((second, colon), (third, ". ")):
            if more := self.line(name) if name in self._fields else "":
                whole = f"{whole}{' ' if _ENDED.search(whole) else separator}{more}" if whole else more
                self._draft.came(name, FIELDS.get(name, ""))
        return whole

    def report(self) -> None:
        """Note the unknown commands, if there were any."""
        if self._unknown:
            names = ", ".join(f"\\{name}" for name in sorted(self._unknown)[:5])
            self._draft.note(f"unknown TeX commands were replaced by their arguments, if any: {names}")


def unescaped(value: str) -> str:
    """Return a value without its TeX escapes, each `\\url` or `\\href` as its address."""
    return _ESCAPED.sub(r"\1", URL.sub(lambda match: match[1] or match[2], value))


def verbatim(address: str) -> str:
    """Return an address or identifier without the TeX escapes that people type in it."""
    return unescaped(address).strip()
