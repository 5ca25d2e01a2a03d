"""RIS: tagged lines, as publishers' sites and reference managers export them.

We read the lines ourselves, because files as people have them differ from the specification: one blank before the
dash, no `ER`, values of several lines, authors as `A1` and `AU` by turns.
Source: https://en.wikipedia.org/wiki/RIS_(file_format)
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from site_builder.exchange.dates import is_whole_date, parse_date
from site_builder.exchange.draft import Draft
from site_builder.exchange.identifiers import doi, find_identifiers, isbn, safe_id
from site_builder.exchange.plain_text import decode, en_dash, keywords, markdown, plain_abstract, plain_title
from site_builder.exchange.record import KnownTerms, Outcome, Skipped, unusual_type
from site_builder.exchange.spellings import harmonised_files
from site_builder.exchange.tex import without_commands
from site_builder.text.names import Author, group, person

# Types as CSL's; of several, the first is the one that we write.
TYPES = {
    "JOUR": "article-journal",
    "EJOUR": "article-journal",
    "JFULL": "article-journal",
    "ABST": "article-journal",
    "MGZN": "article-magazine",
    "NEWS": "article-newspaper",
    "CPAPER": "paper-conference",
    "CONF": "paper-conference",
    "BOOK": "book",
    "EBOOK": "book",
    "EDBOOK": "book",
    "CHAP": "chapter",
    "ECHAP": "chapter",
    "RPRT": "report",
    "THES": "thesis",
    "DATA": "dataset",
    "COMP": "software",
    "BLOG": "post-weblog",
    "ELEC": "webpage",
}
# What each tag becomes; any other one is kept as `x-…` with its name. Of several that become one, the first wins.
FIELDS = {
    "TY": "x-type",
    "ID": "id",
    **dict.fromkeys(("TI", "T1", "CT", "ST"), "title"),
    **dict.fromkeys(("AU", "A1"), "authors"),
    **dict.fromkeys(("A2", "ED"), "editors"),
    **dict.fromkeys(("DA", "PY", "Y1"), "published"),
    **dict.fromkeys(("T2", "BT", "JF", "JO", "JA", "J1", "J2", "C3"), "venue"),
    "T3": "series",
    "VL": "volume",
    "IS": "issue",
    **dict.fromkeys(("SP", "EP"), "pages"),
    "ET": "edition",
    "PB": "publisher",
    **dict.fromkeys(("CY", "PP"), "address"),
    "SN": "issn",
    "M3": "genre",
    "DO": "doi",
    **dict.fromkeys(("UR", "L1", "LK", "L2", "L4"), "links.page"),
    "KW": "tags",
    **dict.fromkeys(("AB", "N2"), "abstract"),
    **dict.fromkeys(("N1", "RN"), "note"),
}
# The day of access, and what ends a record.
LEFT_OUT = frozenset(("Y2", "ER", "DS"))

_LINE = re.compile(r"([A-Z][A-Z0-9])  -(?: |(?=\S)|\Z)(.*)", re.DOTALL)
# With one blank less, only tags that are known are tags: other lines may be the text of an abstract.
_LOOSE_LINE = re.compile(rf"({'|'.join(sorted({*FIELDS, *LEFT_OUT} - {'ER'}))}) ?-(?: (.*)|\Z)|(ER) ?-", re.DOTALL)
_PEOPLE = ("AU", "A1", "A2", "ED")
_UPPER, _LOWER = (re.compile(rf"^\s*{tag} {{1,2}}-", re.MULTILINE) for tag in ("TY", "ty"))
_ISSN = re.compile(r"[0-9]{4}[-–]?[0-9]{3}[0-9Xx]\b")

Tag = tuple[str, str]


def read_ris(paths: Sequence[Path], known: KnownTerms) -> Iterator[Outcome]:
    """Yield the papers of the files; the identifier is the record's `ID`, else its DOI, else its title."""
    yield from harmonised_files(paths, _read_file, known)


def _read_file(path: Path) -> Iterator[Outcome]:
    try:
        text, note = decode(path.read_bytes())
    except OSError as error:
        yield Skipped(str(path), f"cannot be read: {error}")
        return
    for line, tags in _split(text):
        yield _record(tags, f"{path}: line {line}", note)
        note = ""


def _split(text: str) -> Iterator[tuple[int, list[Tag]]]:
    """Yield the tags of each record with its line; `ER`, a new `TY` or the file's end ends a record."""
    tags: list[Tag] = []
    start = 0
    # Some tools write every tag in lower case. Elsewhere such a line is text.
    is_lower = bool(_LOWER.search(text)) and not _UPPER.search(text)
    for number, line in enumerate(re.split(r"\r\n|\r|\n", text), start=1):
        bare = line.lstrip(" \t\ufeff").rstrip()
        bare = bare[:2].upper() + bare[2:] if is_lower else bare
        match = _LINE.fullmatch(bare) or _LOOSE_LINE.fullmatch(bare)
        if not match:
            # A value goes on in the next lines; a keyword and a name do not.
            if tags and bare:
                name, value = tags[-1]
                if name in ("KW", *_PEOPLE):
                    tags.append((name, bare))
                else:
                    tags[-1] = (name, f"{value}\n{bare}")
            continue
        name = match[1] or "ER"
        if name in ("TY", "ER") and tags:
            yield start, tags
            tags = []
        if name != "ER":
            start = start if tags else number
            tags.append((name, (match[2] or "").strip()))
    if tags:
        yield start, tags


def _record(tags: Sequence[Tag], source: str, note: str) -> Outcome:
    draft = Draft()
    if note:
        draft.note(note)
    by_name: dict[str, list[str]] = {}
    for name, value in tags:
        if value:
            by_name.setdefault(name, []).append(value)
    for name in ("TI", "T1", "CT", "ST"):
        if name in by_name:
            draft.put("title", _line(by_name[name][0]), name)
    draft.people("authors", (_name(value) for name, value in tags if name in _PEOPLE[:2] and value), "AU")
    draft.people("editors", (_name(value) for name, value in tags if name in _PEOPLE[2:] and value), "A2")
    dates = {name: parse_date(by_name[name][0]) for name in ("DA", "PY", "Y1") if name in by_name}
    if dates:
        best = max(dates, key=lambda name: len(dates[name]))
        draft.put("published", dates[best], best)
        for name in dates:
            for value in by_name[name]:
                if not (is_whole_date(value) and dates[best].startswith(parse_date(value))):
                    draft.keep(name, _line(value))
    # Of a chapter's two titles, `BT` is that of the book.
    for name in ("BT", "T2", "JF", "JO", "JA", "J1", "J2", "C3"):
        if name in by_name:
            draft.put("venue", _line(by_name[name][0]), name)
    pages = _pages(_line(" ".join(by_name.get("SP", ()))), _line(" ".join(by_name.get("EP", ()))))
    draft.put("pages", pages, "SP")
    if "DO" in by_name:
        _take_doi(by_name["DO"][0], draft)
    for name in ("L1", "UR", "LK", "L2", "L4"):
        for value in by_name.get(name, ()):
            _take_address(name, value, draft)
    if abstract := by_name.get("AB") or by_name.get("N2"):
        draft.abstract = _abstract(abstract)
        draft.came("AB", "abstract")
    for name, values in by_name.items():
        _take(name, values, draft)
    draft.fields["x-type"] = unusual_type(TYPES.get(_line(by_name.get("TY", [""])[0]), ""), draft.fields)
    key = _line(by_name.get("ID", [""])[0])
    # Zotero's are addresses.
    name = ("" if "://" in key else key) or str(draft.fields.get("doi") or draft.fields.get("title", ""))
    return draft.record(safe_id(name) or safe_id(str(draft.fields.get("doi", ""))) or "paper", source)


_TAKEN = frozenset("TY ID TI T1 CT ST AU A1 A2 ED DA PY Y1 T2 JF JO BT JA J1 J2 C3 SP EP DO L1 UR LK L2 L4 AB".split())


def _take(name: str, values: Sequence[str], draft: Draft) -> None:
    if name in LEFT_OUT:
        draft.leave_out(name)
    elif name == "KW":
        draft.put_list("tags", [tag for value in values for tag in _keywords(value)], name)
    elif name == "SN":
        for value in values:
            _take_number(value, draft)
    elif name == "N1" and draft.notice(values[0], name):
        if others := values[1:]:
            draft.put("note", _line(" ".join(others)), name)
    elif name in ("N1", "RN", "M3") and doi(values[0]) and doi(values[0]) == draft.fields.get("doi", doi(values[0])):
        draft.identify({"doi": doi(values[0])} | find_identifiers(values[0]), name)
    elif name == "N2":
        abstract = _abstract(values)
        if abstract == draft.abstract:
            draft.came(name, "abstract")
        else:
            draft.keep(name, abstract)
    elif name not in _TAKEN:
        becomes = FIELDS.get(name, "")
        text = _line(" ".join(values)) if becomes == "note" else _line("; ".join(values))
        if becomes in ("note", ""):
            draft.identify(find_identifiers(text), name)
        if becomes == "issue":
            draft.issue(text, name)
        elif becomes and not (becomes == "genre" and doi(text)):
            draft.put(becomes, text, name)
        else:
            draft.keep(name, text)


def _take_number(value: str, draft: Draft) -> None:
    """Take the number of a serial, a book or a report, which share one tag."""
    if found := isbn(value):
        draft.put("isbn", found, "SN")
    elif _ISSN.search(value):
        draft.put("issn", _line(value), "SN")
    else:
        draft.keep("SN", _line(value))


def _take_doi(value: str, draft: Draft) -> None:
    if found := doi(value):
        draft.identify({"doi": found, **{k: v for k, v in find_identifiers(found).items() if k == "arxiv"}}, "DO")
    else:
        draft.keep("DO", value)


def _take_address(name: str, value: str, draft: Draft) -> None:
    if name in ("L1", "L2", "L4") and not re.match(r"(?!file:)\w+://", value):
        draft.leave_out(name)  # a file on the disk of whoever wrote this
        return
    for address in value.split() if value.count("://") > 1 else [value]:
        draft.address(address.strip(";, "), name)


def _abstract(values: Sequence[str]) -> str:
    return markdown(without_commands("\n\n".join(map(plain_abstract, values))))


def _keywords(value: str) -> list[str]:
    return keywords(value) if ";" in value else [line for part in value.split("\n") if (line := _line(part))]


def _line(text: str) -> str:
    return plain_title(text)


def _name(raw: str) -> Author:
    """Return the author of `Family, Given, Suffix`; a comma at the end or braces, as in BibTeX, mark a group."""
    name = _line(raw)
    if name.endswith(",") or (name.startswith("{") and name.endswith("}")):
        return group(name.strip("{}").rstrip(", "))
    family, comma, rest = name.partition(",")
    if not comma:
        return name
    given, _, suffix = (part.strip() for part in rest.partition(","))
    return person(given, "", family.strip(), suffix.strip(" ,"))


def _pages(start: str, end: str) -> str:
    if not start:
        return en_dash(end)
    return en_dash(start) if not end or end == start or "–" in en_dash(start) else f"{start}–{end}"
