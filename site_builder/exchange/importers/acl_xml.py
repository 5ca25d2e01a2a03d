"""The ACL Anthology's own XML: one file a collection, such as `2020.acl.xml`.

Source: https://github.com/acl-org/acl-anthology/blob/master/data/xml/schema.rnc
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from xml.etree.ElementTree import Element

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from site_builder.exchange.dates import iso_date, month_number, parse_date, whole_number
from site_builder.exchange.draft import Draft
from site_builder.exchange.identifiers import doi, isbn, safe_id, web_address
from site_builder.exchange.plain_text import en_dash, markdown, one_line
from site_builder.exchange.record import KnownTerms, Outcome, Skipped
from site_builder.exchange.spellings import harmonised_files
from site_builder.exchange.tex import without_commands
from site_builder.text.names import Author, author_fields, person

# No title has mark-up within mark-up as deep as this.
_MAX_DEPTH = 50
_HOME = "https://aclanthology.org/"

# Fields of the entry whose element in the XML has another name.
ORIGINS = {
    "authors": "author",
    "editors": "editor",
    "published": "year",
    "acl": "paper id",
    "venue": "booktitle",
    "volume": "journal-volume",
    "issue": "journal-issue",
    "links": "url",
    "note": "award",
    "withdrawn": "retracted",
}
_KEPT = ("attachment", "erratum", "language", "pwcdataset", "issue")


def read_acl_xml(paths: Sequence[Path], known: KnownTerms) -> Iterator[Outcome]:
    """Yield the papers of the files, the Anthology's identifier as the identifier."""
    yield from harmonised_files(paths, _read_file, known)


def _read_file(path: Path) -> Iterator[Outcome]:
    try:
        collection = fromstring(path.read_bytes(), forbid_dtd=True)
    # An encoding that is unknown, or that the parser cannot read, is one of the last two.
    except (OSError, ParseError, DefusedXmlException, LookupError, ValueError) as error:
        yield Skipped(str(path), f"cannot be read: {error}")
        return
    for volume in collection.iterfind("volume"):
        meta = volume.find("meta")
        for paper in volume.iterfind("paper"):
            identifier = _identifier(collection.get("id", ""), volume.get("id", ""), paper)
            source = f"{path}: {identifier}"
            yield _record(identifier, paper, Element("meta") if meta is None else meta, source)


def _identifier(collection: str, volume: str, paper: Element) -> str:
    """Return `2020.acl-main.1`, or the older form `P18-1001`, `W18-0101`."""
    number = paper.get("id", "")
    if not collection[:1].isalpha():
        return f"{collection}-{volume}.{number}" if number else ""
    digits = 2 if collection.startswith("W") or collection == "C69" else 3
    return f"{collection}-{volume.zfill(4 - digits)}{number.zfill(digits)}" if number else ""


def _withdrawn(paper: Element) -> dict[str, str]:
    """Return what the Anthology says of a paper that it retracted or took out."""
    for name, kind in (("retracted", "retracted"), ("removed", "withdrawn")):
        if (element := paper.find(name)) is not None:
            return {"kind": kind, "reason": _text(element), "date": parse_date(element.get("date", ""))}
    return {}


def _record(identifier: str, paper: Element, meta: Element, source: str) -> Outcome:
    address = _text(paper.find("url"))
    pdf = web_address(address) if "://" in address else f"{_HOME}{address}.pdf" if address else ""
    code, video = paper.find("pwccode"), paper.find("video")
    links = {
        "pdf": pdf,
        "code": "" if code is None else web_address(code.get("url")),
        "video": "" if video is None else _file(video.get("href", "")),
    }
    year = _text(_first(paper, "year")) or _text(meta.find("year"))
    month = month_number((_text(_first(paper, "month")) or _text(meta.find("month"))).split("-")[0])
    fields: dict[str, object] = {
        "title": _text(paper.find("title")),
        **author_fields(_author(author) for author in paper.iterfind("author")),
        "editors": [_author(editor) for editor in meta.iterfind("editor")],
        "published": iso_date(whole_number(year), month) if year.isdecimal() else parse_date(year),
        "acl": identifier,
        "doi": doi(_text(paper.find("doi"))),
        "venue": _text(_first(meta, "journal-title", "booktitle")),
        "volume": _text(meta.find("journal-volume")),
        "issue": _text(meta.find("journal-issue")),
        "pages": en_dash(_text(paper.find("pages"))),
        "publisher": _text(meta.find("publisher")),
        "address": _text(meta.find("address")),
        "isbn": isbn(_text(meta.find("isbn"))),
        "links": {kind: link for kind, link in links.items() if link},
        "note": ". ".join(_text(award) for award in paper.iterfind("award")),
        "withdrawn": _withdrawn(paper),
    }
    draft = Draft()
    draft.fill(fields, ORIGINS)
    if key := _text(paper.find("bibkey")):
        draft.keep("key", key)
    for name in _KEPT:
        for child in paper.iterfind(name):
            draft.keep(name, _text(child) or child.get("href", ""))
    draft.abstract = markdown(without_commands(_text(paper.find("abstract"), lines=True)))
    return draft.record(safe_id(identifier), source)


def _author(element: Element) -> Author:
    affiliation = "; ".join(filter(None, (_text(part) for part in element.iterfind("affiliation"))))
    first, last, suffix = (_text(element.find(name)) for name in ("first", "last", "suffix"))
    return person(first, "", last, suffix, orcid=element.get("orcid", ""), affiliation=affiliation)


def _first(element: Element, *names: str) -> Element | None:
    return next((child for name in names if (child := element.find(name)) is not None), None)


def _file(name: str) -> str:
    """Return the address of a file that the Anthology may keep itself."""
    return web_address(name if "://" in name or not name else _HOME + name)


def _text(element: Element | None, *, lines: bool = False) -> str:
    """Return an element's text; formulas keep their TeX, all other mark-up goes."""
    text = "" if element is None else "".join(_parts(element))
    return text.strip() if lines else one_line(text)


def _parts(element: Element, depth: int = 0) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        inner = "".join(_parts(child, depth + 1) if depth < _MAX_DEPTH else child.itertext())
        yield f"${inner.strip()}$" if child.tag == "tex-math" else "\n\n" if child.tag == "par" else inner
        yield child.tail or ""
