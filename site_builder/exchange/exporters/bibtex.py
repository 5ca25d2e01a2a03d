"""Papers as BibTeX, in UTF-8; the identifier is an alias of the key, which BibLaTeX understands."""

from __future__ import annotations

import re
from functools import lru_cache

from site_builder.exchange.exporters.tex import tex
from site_builder.exchange.identifiers import home_address, safe_id
from site_builder.exchange.notices import notice_text
from site_builder.exchange.plain_text import en_dash
from site_builder.exchange.record import extra_fields, work_type
from site_builder.model import Author, Entry
from site_builder.text.dates import MONTHS
from site_builder.text.names import name_parts

# CSL's types as BibTeX's; all others are `misc`.
KINDS = {
    "article-journal": "article",
    "book": "book",
    "chapter": "incollection",
    "paper-conference": "inproceedings",
    "report": "techreport",
    "thesis": "phdthesis",
}
_MONTHS = tuple(month[:3].lower() for month in MONTHS)
_CONTAINERS = {"incollection": "booktitle", "inproceedings": "booktitle"}
_PUBLISHERS = {"phdthesis": "school", "mastersthesis": "school", "techreport": "institution"}
# BibTeX prints these by itself.
_USUAL_GENRES = {"phdthesis": "phd thesis", "mastersthesis": "master's thesis", "techreport": "technical report"}
_BELOW_DOCTORAL = re.compile(r"master|bachelor|diplom|licen|m\.?\s?(?:sc|a)\b|b\.?\s?(?:sc|a)\b", re.IGNORECASE)


def bibtex(entry: Entry, key: str, abstract: str | None = None) -> str:
    """Return a paper as a BibTeX entry; with an abstract, which is plain text, it also has keywords and notes."""
    kind = _kind(entry)
    date = entry.published or entry.date
    genre = entry.genre if entry.genre.lower() != _USUAL_GENRES.get(kind) else ""
    url = home_address(entry)
    fields = {
        # A key that only some characters tell from the identifier leads back to it.
        "ids": ",".join(([entry.id] if entry.id != safe_id(key) else []) + list(entry.aliases)),
        "title": f"{{{tex(entry.title)}}}",
        "author": authors(entry),
        "editor": " and ".join(_person(editor.name, editor.family) for editor in entry.editors),
        "collaboration": tex(entry.collaboration),
        "year": date[:4],
        "month": _MONTHS[int(date[5:7]) - 1] if len(date) >= 7 else "",
        "day": str(int(date[8:10])) if len(date) == 10 else "",
        _CONTAINERS.get(kind, "journal"): tex(entry.venue),
        "series": tex(entry.series),
        "volume": tex(entry.volume),
        "number": tex(entry.issue),
        "pages": tex(en_dash(entry.pages)).replace("–", "--"),
        "edition": tex(entry.edition),
        _PUBLISHERS.get(kind, "publisher"): tex(entry.publisher),
        "address": tex(entry.address),
        "type": tex(genre),
        "doi": _verbatim(entry.identifiers.get("doi", "")),
        "isbn": entry.identifiers.get("isbn", ""),
        "issn": tex(entry.issn),
        "pmid": entry.identifiers.get("pmid", ""),
        "eprint": entry.identifiers.get("arxiv", ""),
        "archiveprefix": "arXiv" if "arxiv" in entry.identifiers else "",
        "url": _verbatim(url),
        "note": tex(_note(entry)),
    }
    if abstract is not None:
        fields |= _details(entry, url) | {"abstract": tex(abstract)}
    # A month is one of BibTeX's own abbreviations, which each style spells its way.
    lines = [
        f"  {name} = {value if name == 'month' and value in _MONTHS else f'{{{value}}}'},"
        for name, value in fields.items()
        if value
    ]
    return "\n".join([f"@{kind}{{{key},", *lines, "}"])


def _kind(entry: Entry) -> str:
    kind = KINDS.get(work_type(entry), "misc")
    return "mastersthesis" if kind == "phdthesis" and _BELOW_DOCTORAL.search(entry.genre) else kind


def _details(entry: Entry, url: str) -> dict[str, str]:
    """Return the fields that no citation needs, but that another archive would want back."""
    separator = "; " if any("," in tag for tag in entry.tags) else ", "
    links = {kind: address for kind, address in entry.links.items() if address != url and "://" in address}
    extra = {name: tex(value) for name, value in extra_fields(entry)}
    return extra | {
        "keywords": tex(separator.join(entry.tags)),
        "note": tex(_note(entry, entry.note)),
        "license": tex(entry.license),
        "preview": _verbatim(entry.media[0]) if entry.media else "",
        **{kind: _verbatim(entry.identifiers.get(kind, "")) for kind in ("hal", "acl", "openreview", "dblp")},
        **{kind: _verbatim(address) for kind, address in links.items()},
    }


def _note(entry: Entry, note: str = "") -> str:
    """Return what styles print at the end of a reference: that the paper was retracted, and a note."""
    notice = notice_text(entry.withdrawn) if entry.withdrawn else ""
    return " ".join(part for part in (notice, note) if part)


def authors(entry: Entry) -> str:
    """Return the authors' names as BibTeX wants them; `others` stands for those who are not named."""
    names = [_author(author) for author in entry.authors]
    if names and (len(names) < entry.author_count or "x-authors" in entry.extra):
        names.append("others")
    return " and ".join(names)


def _verbatim(address: str) -> str:
    """Styles set addresses as typed: only braces, which BibTeX counts, must not appear there."""
    return address.replace("{", "%7B").replace("}", "%7D")


def _author(author: Author) -> str:
    return _person(author.name, author.family)


@lru_cache(maxsize=1 << 16)
def _person(name: str, family: str) -> str:
    parts = name_parts(name, family)
    if not parts.given:
        # Braces keep the name of a group together, and a word that means something to BibTeX.
        is_plain = name.isalpha() and name.lower() not in ("and", "others")
        return name if is_plain else f"{{{tex(name)}}}"
    return ", ".join(_word(part) for part in (parts.whole_family, parts.suffix, parts.given) if part)


def _word(part: str) -> str:
    """Return one part of a name; braces hide from BibTeX what it would split names at."""
    return f"{{{tex(part)}}}" if re.search(r",|\band\b", part, re.IGNORECASE) else tex(part)
