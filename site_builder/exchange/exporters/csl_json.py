"""Papers as CSL-JSON items, which reference managers and citation processors read.

Source: https://docs.citationstyles.org/en/stable/specification.html#appendix-iv-variables
"""

from __future__ import annotations

from site_builder.exchange.identifiers import home_address
from site_builder.exchange.record import work_type
from site_builder.model import Author, Entry
from site_builder.text.names import name_parts


def csl_item(entry: Entry, key: str, abstract: str | None = None) -> dict[str, object]:
    """Return a paper as a CSL item; with an abstract, which is plain text, it has keywords, too."""
    separator = "; " if any("," in tag for tag in entry.tags) else ", "
    arxiv = entry.identifiers.get("arxiv", "")
    item: dict[str, object] = {
        "id": entry.id,
        "citation-key": key,
        "type": work_type(entry),
        "title": entry.title,
        "author": [_name(author) for author in entry.authors],
        "issued": _date(entry.published or entry.date),
        "container-title": entry.venue,
        "volume": entry.volume,
        "issue": entry.issue,
        "page": entry.pages.replace("–", "-"),
        "publisher": entry.publisher,
        "DOI": entry.identifiers.get("doi"),
        "ISBN": entry.identifiers.get("isbn"),
        "PMID": entry.identifiers.get("pmid"),
        "archive": "arXiv" if arxiv else "",
        "archive_location": arxiv,
        "URL": home_address(entry),
        "keyword": "" if abstract is None else separator.join(entry.tags),
        "abstract": abstract,
    }
    return {name: value for name, value in item.items() if value}


def _name(author: Author) -> dict[str, str]:
    parts = name_parts(author.name)
    if not parts.given:
        return {"literal": author.name}
    name = {
        "family": parts.family,
        "given": parts.given,
        "non-dropping-particle": parts.particle,
        "suffix": parts.suffix,
        # Not in the specification; Crossref writes it so.
        "ORCID": f"https://orcid.org/{author.orcid}" if author.orcid else "",
    }
    return {name: value for name, value in name.items() if value}


def _date(iso: str) -> dict[str, list[list[int]]]:
    return {"date-parts": [[int(part) for part in iso.split("-")]]} if iso else {}
