"""Papers as CSL-JSON items, which reference managers and citation processors read.

Source: https://docs.citationstyles.org/en/stable/specification.html#appendix-iv-variables
"""

from __future__ import annotations

from site_builder.exchange.identifiers import home_address
from site_builder.exchange.notices import notice_text
from site_builder.exchange.record import extra_fields, work_type
from site_builder.model import Author, Entry
from site_builder.text.names import name_parts


def csl_item(entry: Entry, key: str, abstract: str | None = None) -> dict[str, object]:
    """Return a paper as a CSL item; with an abstract, which is plain text, it also has keywords and notes."""
    arxiv = entry.identifiers.get("arxiv", "")
    item: dict[str, object] = {
        "id": entry.id,
        "citation-key": key,
        "type": work_type(entry),
        "genre": entry.genre,
        "title": entry.title,
        "author": [_name(author) for author in entry.authors],
        "editor": [_name(editor) for editor in entry.editors],
        "issued": _date(entry.published or entry.date),
        "container-title": entry.venue,
        "collection-title": entry.series,
        "volume": entry.volume,
        "issue": entry.issue,
        "page": entry.pages.replace("–", "-"),
        "edition": entry.edition,
        "publisher": entry.publisher,
        "publisher-place": entry.address,
        "DOI": entry.identifiers.get("doi"),
        "ISBN": entry.identifiers.get("isbn"),
        "ISSN": entry.issn,
        "PMID": entry.identifiers.get("pmid"),
        "archive": "arXiv" if arxiv else "",
        "archive_location": arxiv,
        "URL": home_address(entry),
        "status": entry.withdrawn.kind if entry.withdrawn else "",
        "note": notice_text(entry.withdrawn) if entry.withdrawn else "",
    }
    if abstract is not None:
        item |= _details(entry) | {"abstract": abstract}
    return {name: value for name, value in item.items() if value}


def _details(entry: Entry) -> dict[str, object]:
    """Return the variables that no citation needs, but that another archive would want back."""
    separator = "; " if any("," in tag for tag in entry.tags) else ", "
    known = {kind: value for kind, value in entry.identifiers.items() if kind in ("hal", "acl", "openreview", "dblp")}
    others = {"authors": "and others"} if "x-authors" in entry.extra else {}
    group = {"collaboration": entry.collaboration} if entry.collaboration else {}
    return {
        "keyword": separator.join(entry.tags),
        "note": " ".join(
            part for part in (notice_text(entry.withdrawn) if entry.withdrawn else "", entry.note) if part
        ),
        "custom": {**known, **entry.links, **group, **dict(extra_fields(entry)), **others},
    }


def _name(author: Author) -> dict[str, object]:
    parts = name_parts(author.name, author.family)
    orcid: dict[str, object] = {"ORCID": f"https://orcid.org/{author.orcid}"} if author.orcid else {}
    if not parts.given:
        return {"literal": author.name} | orcid
    # A particle that an entry leaves out of the family name is one that citations by family name drop.
    *given, last = parts.given.split()
    dropped = last if author.family and given and last.rstrip("'’").islower() else ""
    name: dict[str, object] = {
        "family": parts.family,
        "given": " ".join(given) if dropped else parts.given,
        "dropping-particle": dropped,
        "non-dropping-particle": parts.particle,
        "suffix": parts.suffix,
        "comma-suffix": bool(parts.suffix) and author.name.endswith(f", {parts.suffix}"),
    }
    # ORCID is not in the specification; Crossref writes it so.
    return {part: value for part, value in name.items() if value} | orcid


def _date(iso: str) -> dict[str, list[list[int]]]:
    return {"date-parts": [[int(part) for part in iso.split("-")]]} if iso else {}
