"""BibTeX and BibLaTeX: entries as bibliographies, DBLP, the ACL Anthology and reference managers write them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from site_builder.content.values import ENTRY_ID
from site_builder.exchange.dates import iso_date, month_number, parse_date, whole_number
from site_builder.exchange.draft import Draft
from site_builder.exchange.identifiers import arxiv_id, doi, find_identifiers, isbn, safe_id, web_address
from site_builder.exchange.importers.bibtex_names import family_of, read_names
from site_builder.exchange.importers.bibtex_syntax import Broken, Entry, parse
from site_builder.exchange.journals import journal_name
from site_builder.exchange.plain_text import decode, en_dash, keywords, markdown, one_line, plain_abstract, plain_title
from site_builder.exchange.record import KnownTerms, Outcome, Skipped, unusual_type
from site_builder.exchange.spellings import harmonised
from site_builder.exchange.tex import plain
from site_builder.text.slugs import slug

# Entry types as CSL's.
_TYPES = {
    "article": "article-journal",
    "book": "book",
    "conference": "paper-conference",
    "inbook": "chapter",
    "incollection": "chapter",
    "inproceedings": "paper-conference",
    "mastersthesis": "thesis",
    "phdthesis": "thesis",
    "thesis": "thesis",
    "techreport": "report",
    "report": "report",
}
_VOLUMES = "proceedings collection reference periodical mvproceedings mvcollection mvbook mvreference".split()
_SHARED = ("xdata", "set", "control", "bibnote")
_GENRES = {
    "mastersthesis": "Master's thesis",
    "mathesis": "Master's thesis",
    "bathesis": "Bachelor's thesis",
    "candthesis": "Candidate thesis",
    "techreport": "Technical report",
    "resreport": "Research report",
}
_USUAL_GENRES = ("phdthesis", "phd thesis", "technical report", "techreport")

# What each field becomes; any other one is kept as `x-…` with its name. The first of several is the one that we write.
FIELDS = {
    **dict.fromkeys(("title", "subtitle", "titleaddon"), "title"),
    "author": "authors",
    "editor": "editors",
    "collaboration": "collaboration",
    **dict.fromkeys(("year", "month", "day", "date"), "published"),
    **dict.fromkeys(("eprint", "archiveprefix", "eprinttype", "arxiv", "arxivid"), "arxiv"),
    "doi": "doi",
    **dict.fromkeys(("journal", "journaltitle", "journalsubtitle"), "venue"),
    **dict.fromkeys(("booktitle", "booksubtitle", "booktitleaddon", "eventtitle"), "venue"),
    "series": "series",
    "volume": "volume",
    **dict.fromkeys(("number", "issue"), "issue"),
    **dict.fromkeys(("pages", "eid", "articleno"), "pages"),
    "edition": "edition",
    **dict.fromkeys(("publisher", "school", "institution", "organization"), "publisher"),
    **dict.fromkeys(("address", "location"), "address"),
    "isbn": "isbn",
    "issn": "issn",
    "type": "genre",
    "pmid": "pmid",
    **dict.fromkeys(("hal", "hal_id"), "hal"),
    "acl": "acl",
    "openreview": "openreview",
    **dict.fromkeys(("dblp", "biburl"), "dblp"),
    **dict.fromkeys(("keywords", "keyword"), "tags"),
    "abstract": "abstract",
    **dict.fromkeys(("note", "annote", "annotation", "addendum"), "note"),
    "license": "license",
    "ids": "aliases",
    "url": "links.page",
    "pdf": "links.pdf",
    **dict.fromkeys(("code", "github", "software"), "links.code"),
    **dict.fromkeys(("project", "website", "homepage"), "links.project"),
    **dict.fromkeys(("video", "talk"), "links.video"),
    **dict.fromkeys(("slides", "presentation"), "links.slides"),
    "poster": "links.poster",
    "blog": "links.blog",
    **dict.fromkeys(("data", "dataset"), "links.data"),
    "demo": "links.demo",
    "model": "links.model",
    "review": "links.review",
    **dict.fromkeys(("supplement", "supp", "supplementary"), "links.supplement"),
    "html": "links.html",
    "preview": "media",
}
# What programs keep for themselves.
LEFT_OUT = frozenset(
    "timestamp bibsource file bibtex_show date-added date-modified owner __markedentry groups mendeley-groups "
    "mendeley-tags local-url rating read username added-at interhash intrahash posted-at priority qualityassured "
    "printed ranking relevance creationdate modificationdate crossref xdata xref options sortkey sorttitle sortname "
    "presort entryset execute web_url key".split()
)
_LEFT_OUT_FAMILIES = ("bdsk-", "citeulike-", "opt")

# What is a volume's own, and none of its papers'.
_NOT_INHERITED = frozenset(
    "doi url urldate abstract keywords keyword pages pagetotal eprint eprinttype eprintclass archiveprefix "
    "primaryclass arxiv pmid pmcid hal_id biburl bibsource timestamp file pdf note annote ids author title subtitle "
    "titleaddon shorttitle crossref xdata key options type html slides video poster preview code website acl "
    "openreview dblp".split()
)
_MAX_LEVELS = 5
# A preprint's journal is no venue, and CSL's type for preprints is `article`.
_PREPRINT = re.compile(r"\s*(?:arxiv\b|corr\s*\Z|computing research repository)", re.IGNORECASE)
_ESCAPED = re.compile(r"\\([%&#$_{}~])")
_URL = re.compile(r"\\(?:url|path)\s*\{([^{}]*)\}|\\href\s*\{([^{}]*)\}\s*\{[^{}]*\}")
_LINK = re.compile(r"[a-z][a-z0-9_-]{0,30}")
_ENDED = re.compile(r"[?!.:]\Z")

Fields = Mapping[str, str]


def read_bibtex(paths: Sequence[Path], known: KnownTerms) -> Iterator[Outcome]:
    """Yield the papers of the files, an entry's citation key as the identifier."""
    outcomes = [outcome for path in paths for outcome in _read_file(path)]
    yield from harmonised(outcomes, outcomes, known)


def _read_file(path: Path) -> Iterator[Outcome]:
    try:
        text, note = decode(path.read_bytes())
    except OSError as error:
        yield Skipped(str(path), f"cannot be read: {error}")
        return
    yield from parse_bibtex(text, str(path), note)


def parse_bibtex(text: str, path: str, note: str = "") -> Iterator[Outcome]:
    """Yield the papers of a text; `path` says where it is from, `note` what the first of them should say of it."""
    blocks = list(parse(text))
    entries = [block for block in blocks if isinstance(block, Entry)]
    parents: dict[str, Entry] = {}
    for entry in entries:
        parents.setdefault(entry.key.lower(), entry)
    for block in blocks:
        source = f"{path}: line {block.line}"
        if isinstance(block, Broken):
            yield Skipped(source, block.reason)
        elif block.type in _VOLUMES:
            yield Skipped(source, f"{block.key or 'the entry'} is a volume, not a paper")
        elif block.type not in _SHARED:
            outcome = _record(block, _inherited(block, parents), source, note)
            note = ""
            yield outcome


def _inherited(entry: Entry, parents: Mapping[str, Entry], level: int = 0) -> Fields:
    """Return an entry's fields with those of its `xdata` and of the volume that `crossref` names."""
    fields = entry.fields
    if level > _MAX_LEVELS or not ("crossref" in fields or "xdata" in fields):
        return fields
    for key in fields.get("xdata", "").split(","):
        if parent := parents.get(key.strip().lower()):
            fields = {**_inherited(parent, parents, level + 1), **fields}
    if parent := parents.get(fields.get("crossref", "").strip().lower()):
        theirs = _inherited(parent, parents, level + 1)
        shared = {name: value for name, value in theirs.items() if name not in _NOT_INHERITED}
        for name, source in (("booktitle", "title"), ("booksubtitle", "subtitle"), ("booktitleaddon", "titleaddon")):
            if source in theirs and entry.type not in _VOLUMES:
                shared.setdefault(name, theirs[source])
        fields = {**shared, **fields}
    return fields


def _record(entry: Entry, fields: Fields, source: str, note: str) -> Outcome:
    draft = Draft()
    if note:
        draft.note(note)
    for problem in entry.notes:
        draft.note(problem)
    text = _Texts(fields, draft)
    draft.put("title", text.joined(": ", "title", "subtitle", "titleaddon"), "title")
    for name in ("author", "editor"):
        if name in fields:
            draft.people(FIELDS[name], read_names(fields[name], draft.note), name)
    draft.put("published", _published(fields), "date" if "date" in fields else "year")
    arxiv = _arxiv(fields)
    if arxiv:
        draft.identify({"arxiv": arxiv}, "eprint")
    elif "eprint" in fields:
        _take_other_eprint(text, draft)
    if "doi" in fields:
        _take_doi(fields["doi"], draft)
    is_preprint = _take_venue(fields, text, draft, is_known=bool(arxiv))
    genre = _genre(entry.type, text)
    for name in fields:
        if name not in _TAKEN:
            _take(name, text, draft, is_preprint=is_preprint)
    if entry.key.startswith("DBLP:"):
        draft.identify({"dblp": entry.key.removeprefix("DBLP:")}, "biburl")
    draft.fields["genre"] = genre
    kind = _TYPES.get(entry.type, "")
    if is_preprint:
        kind = "" if "venue" in draft.fields else "article"
    draft.fields["x-type"] = unusual_type(kind, draft.fields)
    text.report()
    return draft.record(_identifier(entry.key, draft), source)


_TAKEN = frozenset(
    "title subtitle titleaddon author editor date year month day eprint archiveprefix eprinttype doi journal "
    "journaltitle journalsubtitle booktitle booksubtitle booktitleaddon type".split()
)


class _Texts:
    """The fields of one entry as plain text, and the commands in them that nobody knows."""

    def __init__(self, fields: Fields, draft: Draft) -> None:
        self._fields = fields
        self._draft = draft
        self._unknown: set[str] = set()

    def raw(self, name: str) -> str:
        return self._fields.get(name, "")

    def line(self, name: str) -> str:
        """Return a field as one line, TeX and HTML resolved."""
        value = self._fields.get(name, "")
        return one_line(plain(plain_title(value), self._unknown)) if value else ""

    def abstract(self, name: str) -> str:
        return markdown(plain(plain_abstract(self._fields[name]), self._unknown))

    def joined(self, colon: str, first: str, second: str, third: str = "") -> str:
        """Return a title with its subtitle and what is added to it."""
        whole = self.line(first)
        for name, separator in ((second, colon), (third, ". ")):
            if more := self.line(name) if name in self._fields else "":
                whole = f"{whole}{' ' if _ENDED.search(whole) else separator}{more}" if whole else more
                self._draft.came(name, FIELDS.get(name, ""))
        return whole

    def report(self) -> None:
        if self._unknown:
            names = ", ".join(f"\\{name}" for name in sorted(self._unknown)[:5])
            self._draft.note(f"unknown TeX commands were replaced by their arguments, if any: {names}")


def _take_doi(value: str, draft: Draft) -> None:
    text = _ESCAPED.sub(r"\1", _URL.sub(lambda match: match[1] or match[2], value))
    if found := doi(text):
        draft.identify({"doi": found} | {k: v for k, v in find_identifiers(found).items() if k == "arxiv"}, "doi")
    else:
        draft.keep("doi", text)


def _take_other_eprint(text: _Texts, draft: Draft) -> None:
    """Take an identifier that another archive than arXiv gave."""
    name = "archiveprefix" if text.raw("archiveprefix") else "eprinttype"
    archive, eprint = text.line(name).lower(), _verbatim(text.raw("eprint"))
    kind = {"pubmed": "pmid", "pmid": "pmid", "hal": "hal", "openreview": "openreview"}.get(archive)
    if kind:
        draft.put(kind, eprint, "eprint")
    else:
        draft.keep("eprint", eprint)
        draft.keep(name, text.line(name))


def _take_venue(fields: Fields, text: _Texts, draft: Draft, *, is_known: bool) -> bool:
    """Set where the paper appeared; return whether its journal is that of preprints."""
    journal = fields.get("journal", fields.get("journaltitle", ""))
    preprint = bool(_PREPRINT.match(journal))
    if preprint:
        stated = find_identifiers(f"{journal} {fields.get('volume', '')} {fields.get('number', '')}")
        if not is_known and "arxiv" in stated:
            draft.identify(stated, "journal")
        if (
            not is_known
            and "arxiv" not in stated
            and not re.fullmatch(r"(?i)\W*(?:arxiv|corr)\W*(?:preprint.*)?", journal)
        ):
            draft.keep("journal", text.line("journal") or text.line("journaltitle"))
        draft.came("journal", "arxiv")
    elif journal:
        name = "journal" if "journal" in fields else "journaltitle"
        macro = journal_name(journal)
        draft.put("venue", macro if macro != journal else text.joined(": ", name, "journalsubtitle"), name)
    if "booktitle" in fields:
        draft.put("venue", text.joined(": ", "booktitle", "booksubtitle", "booktitleaddon"), "booktitle")
    return preprint


def _genre(entry_type: str, text: _Texts) -> str:
    stated = text.line("type")
    known = _GENRES.get(stated.lower().replace(" ", ""), stated) if stated else ""
    if not stated and entry_type == "mastersthesis":
        known = _GENRES["mastersthesis"]
    return "" if known.lower() in _USUAL_GENRES else known


def _take(name: str, text: _Texts, draft: Draft, *, is_preprint: bool) -> None:
    """Put one field where it belongs."""
    raw = text.raw(name)
    becomes = FIELDS.get(name, "")
    if not raw.strip():
        return
    if name in LEFT_OUT or name.startswith(_LEFT_OUT_FAMILIES):
        draft.leave_out(name)
    elif becomes.startswith("links."):
        address = _verbatim(raw)
        if name == "url":
            draft.address(address, name)
        else:
            draft.link(becomes.removeprefix("links."), address, name)
    elif name in _READERS:
        _READERS[name](name, text, draft)
    elif is_preprint and name in ("volume", "number") and "abs" in raw.lower():
        draft.came(name, "arxiv")
    elif becomes:
        draft.put(becomes, text.line(name), name)
    else:
        value = text.line(name)
        address = _verbatim(raw)
        draft.identify(find_identifiers(address), name)
        if web_address(address) == address and _LINK.fullmatch(name):
            draft.link(name, address, name)
        else:
            draft.keep(name, value)


def _take_pages(name: str, text: _Texts, draft: Draft) -> None:
    draft.put("pages", en_dash(text.line(name)), name)


def _take_isbn(name: str, text: _Texts, draft: Draft) -> None:
    if found := isbn(text.raw(name)):
        draft.put("isbn", found, name)
    else:
        draft.keep(name, text.line(name))


def _take_tags(name: str, text: _Texts, draft: Draft) -> None:
    draft.put_list("tags", keywords(plain(plain_title(text.raw(name)))), name)


def _take_abstract(name: str, text: _Texts, draft: Draft) -> None:
    draft.abstract = text.abstract(name)
    draft.came(name, "abstract")


def _take_note(name: str, text: _Texts, draft: Draft) -> None:
    """Take a note, and the identifier or address that it may be nothing but."""
    raw = text.raw(name)
    addresses = [first or second for first, second in _URL.findall(raw)]
    draft.identify(find_identifiers(f"{_verbatim(raw)} {' '.join(addresses)}"), name)
    value = text.line(name)
    if addresses and value in addresses:
        draft.address(_verbatim(addresses[0]), name)
    elif name == "howpublished":
        draft.keep(name, value)
    else:
        draft.put("note", value, name)


def _take_arxiv(name: str, text: _Texts, draft: Draft) -> None:
    if found := find_identifiers(f"arxiv:{_verbatim(text.raw(name))}").get("arxiv"):
        draft.identify({"arxiv": found}, name)
    else:
        draft.keep(name, text.line(name))


def _take_identifier(name: str, text: _Texts, draft: Draft) -> None:
    kind, value = FIELDS[name], _verbatim(text.raw(name)).strip()
    value = find_identifiers(value).get(kind, value)
    draft.put(kind, value, name)


def _take_biburl(name: str, text: _Texts, draft: Draft) -> None:
    found = find_identifiers(_verbatim(text.raw(name)))
    if "dblp" in found:
        draft.identify({"dblp": found["dblp"]}, name)
    else:
        draft.leave_out(name)


def _take_preview(name: str, text: _Texts, draft: Draft) -> None:
    address = _verbatim(text.raw(name)).strip()
    if address.startswith(("https://", "http://")):
        draft.put_list("media", [address], name)
    else:
        draft.keep(name, address)
        draft.note(f"put the picture {address} beside the entry and name it as thumbnail")


def _take_ids(name: str, text: _Texts, draft: Draft) -> None:
    """Take former keys; a number comes from our own export, and is the identifier (see `_identifier`)."""
    names = [safe_id(key.strip()) for key in text.raw(name).split(",")]
    draft.put_list("aliases", [key for key in names if key and ENTRY_ID.fullmatch(key)], name)


_READERS = {
    **dict.fromkeys(("pages", "eid", "articleno"), _take_pages),
    "isbn": _take_isbn,
    **dict.fromkeys(("keywords", "keyword"), _take_tags),
    "abstract": _take_abstract,
    **dict.fromkeys(("note", "annote", "annotation", "addendum", "howpublished"), _take_note),
    **dict.fromkeys(("arxiv", "arxivid"), _take_arxiv),
    **dict.fromkeys(("hal", "hal_id", "acl", "openreview", "dblp", "pmid"), _take_identifier),
    "biburl": _take_biburl,
    "preview": _take_preview,
    "ids": _take_ids,
}


def _identifier(key: str, draft: Draft) -> str:
    """Return the entry's name: its key; in our own exports, an alias that is a number; without a key, a made one."""
    aliases = draft.fields.get("aliases")
    if isinstance(aliases, list):
        own = next((name for name in aliases if name[0].isdigit() or key.endswith(f"-{name}")), "")
        if own:
            aliases.remove(own)
            return own
    if safe_id(key):
        return key
    authors = draft.fields.get("authors")
    family = slug(family_of(authors[0])).replace("-", "") if isinstance(authors, list) and authors else ""
    words = slug(str(draft.fields.get("title", ""))).split("-")
    return f"{family}{str(draft.fields.get('published', ''))[:4]}{next((w for w in words if len(w) > 3), words[0])}"


def _verbatim(address: str) -> str:
    """Return an address or identifier, which is no TeX, without the escapes that people type all the same."""
    return _ESCAPED.sub(r"\1", _URL.sub(lambda match: match[1] or match[2], address)).strip()


def _published(fields: Fields) -> str:
    if date := parse_date(fields.get("date", "")):
        return date
    year = parse_date(fields.get("year", ""))
    if len(year) != 4:
        return year
    month = plain(fields.get("month", "")) if "\\" in fields.get("month", "") else fields.get("month", "")
    return iso_date(int(year), month_number(month), whole_number(fields.get("day", "")))


def _arxiv(fields: Fields) -> str:
    archive = fields.get("archiveprefix", fields.get("eprinttype", "arxiv"))
    if "eprint" not in fields or archive.lower() != "arxiv":
        return ""
    subject = fields.get("primaryclass", fields.get("eprintclass", ""))
    eprint = _verbatim(fields["eprint"])
    return arxiv_id(eprint, subject) or find_identifiers(eprint).get("arxiv", "")
