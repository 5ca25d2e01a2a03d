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
from site_builder.exchange.identifiers import doi, safe_id, web_address
from site_builder.exchange.plain_text import en_dash, markdown, one_line
from site_builder.exchange.record import KnownTerms, Outcome, Record, Skipped, present
from site_builder.exchange.spellings import harmonised
from site_builder.text.names import Author, author_fields, full_name

# No title has mark-up within mark-up as deep as this.
_MAX_DEPTH = 50
_HOME = "https://aclanthology.org/"


def read_acl_xml(paths: Sequence[Path], known: KnownTerms) -> Iterator[Outcome]:
    """Yield the papers of the files, the Anthology's identifier as the identifier."""
    outcomes = [outcome for path in paths for outcome in _read_file(path)]
    yield from harmonised(outcomes, outcomes, known)


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
            if not safe_id(identifier) or not _text(paper.find("title")):
                yield Skipped(source, "the paper has no title" if identifier else "the paper has no identifier")
            else:
                yield _record(identifier, paper, Element("meta") if meta is None else meta, source)


def _identifier(collection: str, volume: str, paper: Element) -> str:
    """Return `2020.acl-main.1`, or the older form `P18-1001`, `W18-0101`."""
    number = paper.get("id", "")
    if not collection[:1].isalpha():
        return f"{collection}-{volume}.{number}" if number else ""
    digits = 2 if collection.startswith("W") or collection == "C69" else 3
    return f"{collection}-{volume.zfill(4 - digits)}{number.zfill(digits)}" if number else ""


def _record(identifier: str, paper: Element, meta: Element, source: str) -> Record:
    address = _text(paper.find("url"))
    pdf = web_address(address) if "://" in address else f"{_HOME}{address}.pdf" if address else ""
    code, video, gone = paper.find("pwccode"), paper.find("video"), _first(paper, "retracted", "removed")
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
        "published": iso_date(whole_number(year), month) if year.isdecimal() else parse_date(year),
        "acl": identifier,
        "doi": doi(_text(paper.find("doi"))),
        "venue": _text(_first(meta, "journal-title", "booktitle")),
        "volume": _text(meta.find("journal-volume")),
        "issue": _text(meta.find("journal-issue")),
        "pages": en_dash(_text(paper.find("pages"))),
        "publisher": _text(meta.find("publisher")),
        "links": present(links),
        "note": ". ".join(_text(award) for award in paper.iterfind("award")),
        "withdrawn": "" if gone is None else _text(gone) or "retracted by the Anthology",
    }
    return Record(identifier, present(fields), markdown(_text(paper.find("abstract"), lines=True)), source)


def _author(element: Element) -> Author:
    name = full_name(_text(element.find("first")), "", _text(element.find("last")), _text(element.find("suffix")))
    affiliation = "; ".join(filter(None, (_text(part) for part in element.iterfind("affiliation"))))
    orcid = element.get("orcid", "")
    more = present({"orcid": orcid, "affiliation": affiliation})
    return {"name": name, **more} if more else name


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
