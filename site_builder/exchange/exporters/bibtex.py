"""Papers as BibTeX, in UTF-8; the identifier stands as an alias of the key, where BibLaTeX knows it."""

from __future__ import annotations

from functools import lru_cache

from site_builder.exchange.exporters.tex import tex
from site_builder.exchange.identifiers import home_address
from site_builder.exchange.plain_text import en_dash
from site_builder.exchange.record import work_type
from site_builder.model import Entry
from site_builder.text.dates import MONTHS
from site_builder.text.names import name_parts

# CSL's types as BibTeX's; what is none of these is `misc`.
_KINDS = {
    "article-journal": "article",
    "book": "book",
    "chapter": "incollection",
    "paper-conference": "inproceedings",
    "report": "techreport",
    "thesis": "phdthesis",
}
_CONTAINERS = {"incollection": "booktitle", "inproceedings": "booktitle"}
_PUBLISHERS = {"phdthesis": "school", "techreport": "institution"}


def bibtex(entry: Entry, key: str, abstract: str | None = None) -> str:
    """Return a paper as a BibTeX entry; with an abstract, which is plain text, it has keywords, too."""
    kind = _KINDS.get(work_type(entry), "misc")
    date = entry.published or entry.date
    separator = "; " if any("," in tag for tag in entry.tags) else ", "
    fields = {
        "ids": entry.id if entry.id != key else "",
        "title": f"{{{tex(entry.title)}}}",
        "author": authors(entry),
        "year": date[:4],
        "month": MONTHS[int(date[5:7]) - 1][:3].lower() if len(date) >= 7 else "",
        "day": str(int(date[8:10])) if len(date) == 10 else "",
        _CONTAINERS.get(kind, "journal"): tex(entry.venue),
        "volume": tex(entry.volume),
        "number": tex(entry.issue),
        "pages": tex(en_dash(entry.pages)).replace("–", "--"),
        _PUBLISHERS.get(kind, "publisher"): tex(entry.publisher),
        "doi": _verbatim(entry.identifiers.get("doi", "")),
        "isbn": entry.identifiers.get("isbn", ""),
        "pmid": entry.identifiers.get("pmid", ""),
        "eprint": entry.identifiers.get("arxiv", ""),
        "archiveprefix": "arXiv" if "arxiv" in entry.identifiers else "",
        "url": _verbatim(home_address(entry)),
        "keywords": "" if abstract is None else tex(separator.join(entry.tags)),
        "abstract": tex(abstract or ""),
    }
    # A month is one of BibTeX's own abbreviations, which each style spells its way.
    lines = [f"  {name} = {value if name == 'month' else f'{{{value}}}'}," for name, value in fields.items() if value]
    return "\n".join([f"@{kind}{{{key},", *lines, "}"])


def authors(entry: Entry) -> str:
    """Return the authors' names as BibTeX wants them; `others` stands for those whom nobody has named."""
    names = [_author(author.name) for author in entry.authors]
    if names and (len(names) < entry.author_count or "x-authors" in entry.extra):
        names.append("others")
    return " and ".join(names)


def _verbatim(address: str) -> str:
    """Styles set addresses as typed: only braces, which BibTeX counts, may not stand there."""
    return address.replace("{", "%7B").replace("}", "%7D")


@lru_cache(maxsize=1 << 16)
def _author(name: str) -> str:
    parts = name_parts(name)
    if not parts.given:
        # Braces keep together what is no person's name, and a word that means something to BibTeX.
        is_plain = name.isalpha() and name.lower() not in ("and", "others")
        return name if is_plain else f"{{{tex(name)}}}"
    family = f"{parts.particle} {parts.family}".lstrip()
    return tex(", ".join(part for part in (family, parts.suffix, parts.given) if part))
