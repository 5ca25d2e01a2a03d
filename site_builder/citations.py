"""A paper as a BibTeX entry."""

from __future__ import annotations

import re

from site_builder.model import Entry
from site_builder.text.dates import MONTHS
from site_builder.text.slugs import slug, split_name

_SPECIAL = re.compile(r"[&%#_{}~^\\]")
_ESCAPES = {"~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "\\": r"\textbackslash{}"}
_FORMULA = re.compile(r"(\$[^$]+\$)")


def bibtex(entry: Entry) -> str:
    """Return a paper as a BibTeX entry in UTF-8, math kept, other special characters escaped."""
    kind = "inproceedings" if entry.venue and not entry.issue else "article" if entry.venue else "misc"
    fields = {
        "title": "{" + tex(entry.title) + "}",
        "author": " and ".join(_author(author.name) for author in entry.authors),
        "year": (entry.published or entry.date)[:4],
        "month": _month(entry.published or entry.date),
        ("booktitle" if kind == "inproceedings" else "journal"): tex(entry.venue),
        "volume": tex(entry.volume),
        "number": tex(entry.issue),
        "pages": tex(entry.pages.replace("–", "-").replace("-", "--")),
        "publisher": tex(entry.publisher),
        "doi": entry.identifiers.get("doi", ""),
        "eprint": entry.identifiers.get("arxiv", ""),
        "archiveprefix": "arXiv" if "arxiv" in entry.identifiers else "",
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@{kind}{{{citation_key(entry)},", *lines, "}"])


def citation_key(entry: Entry) -> str:
    """Return a key that BibTeX accepts, from the identifier."""
    return re.sub(r"[^A-Za-z0-9:._/-]", "-", entry.id) if not entry.authors else _readable_key(entry)


def tex(text: str) -> str:
    """Return plain text with `$…$` formulas as TeX."""
    parts = _FORMULA.split(text)
    return "".join(part if i % 2 else _SPECIAL.sub(_escape, part) for i, part in enumerate(parts))


def _escape(match: re.Match[str]) -> str:
    return _ESCAPES.get(match[0]) or f"\\{match[0]}"


def _author(name: str) -> str:
    given, family = split_name(name)
    return tex(f"{family}, {given}" if given else f"{{{family}}}" if " " in family else family)


def _month(day: str) -> str:
    return MONTHS[int(day[5:7]) - 1][:3].lower() if len(day) >= 7 else ""


def _readable_key(entry: Entry) -> str:
    family = slug(split_name(entry.authors[0].name)[1]).replace("-", "")
    word = next((word for word in slug(entry.title).split("-") if len(word) > 3), "")
    return f"{family}{(entry.published or entry.date)[:4]}{word}"
