"""BibTeX and BibLaTeX: entries as bibliographies, DBLP, the ACL Anthology and reference managers write them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from site_builder.exchange.dates import is_whole_date, iso_date, month_and_day, parse_date, whole_number
from site_builder.exchange.draft import Draft
from site_builder.exchange.identifiers import arxiv_id, find_identifiers, safe_id
from site_builder.exchange.importers.bibtex_draft import take_doi, take_field, take_other_eprint
from site_builder.exchange.importers.bibtex_fields import FIELDS
from site_builder.exchange.importers.bibtex_inheritance import VOLUMES, inherited_fields
from site_builder.exchange.importers.bibtex_names import family_of, read_names
from site_builder.exchange.importers.bibtex_syntax import Broken, Entry, parse
from site_builder.exchange.importers.bibtex_values import Values, verbatim
from site_builder.exchange.journals import journal_name
from site_builder.exchange.plain_text import decode
from site_builder.exchange.record import KnownTerms, Outcome, Skipped, unusual_type
from site_builder.exchange.spellings import harmonised_files
from site_builder.text.slugs import slug

# Entry types, as the types of CSL.
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
# The journal of a preprint is not a venue, and CSL's type for preprints is `article`.
_PREPRINT = re.compile(r"\s*(?:arxiv\b|corr\s*\Z|computing research repository)", re.IGNORECASE)

# Fields that `_record` reads by itself.
_TAKEN = frozenset(
    "title subtitle titleaddon author editor date year month day eprint archiveprefix eprinttype doi journal "
    "journaltitle journalsubtitle booktitle booksubtitle booktitleaddon type".split()
)

Fields = Mapping[str, str]


def read_bibtex(paths: Sequence[Path], known: KnownTerms) -> Iterator[Outcome]:
    """Yield the papers of the files, each with its citation key as the identifier."""
    yield from harmonised_files(paths, _read_file, known)


def _read_file(path: Path) -> Iterator[Outcome]:
    try:
        text, note = decode(path.read_bytes())
    except OSError as error:
        yield Skipped(str(path), f"cannot be read: {error}")
        return
    found = parse_bibtex(text, str(path), note)
    del text  # it is as large as the file
    yield from found


def parse_bibtex(text: str, path: str, note: str = "") -> Iterator[Outcome]:
    """Return the papers of a text; `path` is its source, and `note` is added to the first of them."""
    return _papers(list(parse(text)), path, note)


def _papers(blocks: list[Entry | Broken], path: str, note: str) -> Iterator[Outcome]:
    """Yield the papers of what a text holds; `blocks` is emptied, as a large file's take much memory."""
    entries = [block for block in blocks if isinstance(block, Entry)]
    lists = [entry.fields[field] for entry in entries for field in ("crossref", "xdata") if field in entry.fields]
    named = {name.strip().lower() for names in lists for name in names.split(",")}
    parents: dict[str, Entry] = {}
    for entry in entries:
        if (key := entry.key.lower()) in named:
            parents.setdefault(key, entry)
    del entries
    blocks.reverse()
    while blocks:
        block = blocks.pop()
        source = f"{path}: line {block.line}"
        if isinstance(block, Broken):
            yield Skipped(source, block.reason)
        elif block.type in VOLUMES:
            yield Skipped(source, f"{block.key or 'the entry'} is a volume, not a paper")
        elif block.type not in _SHARED:
            outcome = _record(block, inherited_fields(block, parents), source, note)
            note = ""
            yield outcome


def _record(entry: Entry, fields: Fields, source: str, note: str) -> Outcome:
    draft = Draft()
    if note:
        draft.note(note)
    for problem in entry.notes:
        draft.note(problem)
    values = Values(fields, draft)
    draft.put("title", values.joined(": ", "title", "subtitle", "titleaddon"), "title")
    for name in ("author", "editor"):
        if name in fields:
            draft.people(FIELDS[name], read_names(fields[name], draft.note), name)
    _take_date(fields, values, draft)
    arxiv = _arxiv(fields)
    if arxiv:
        draft.identify({"arxiv": arxiv}, "eprint")
    elif "eprint" in fields:
        take_other_eprint(values, draft)
    if "doi" in fields:
        take_doi(fields["doi"], draft)
    is_preprint = _take_venue(fields, values, draft, is_known=bool(arxiv))
    genre = _genre(entry.type, values)
    for name in fields:
        if name not in _TAKEN:
            take_field(name, values, draft, is_preprint=is_preprint)
    if entry.key.startswith("DBLP:"):
        draft.identify({"dblp": entry.key.removeprefix("DBLP:")}, "biburl")
    draft.fields["genre"] = genre
    kind = _TYPES.get(entry.type, "")
    if is_preprint:
        kind = "" if "venue" in draft.fields else "article"
    draft.fields["x-type"] = unusual_type(kind, draft.fields)
    values.report()
    return draft.record(_identifier(entry.key, draft), source)


def _take_venue(fields: Fields, values: Values, draft: Draft, *, is_known: bool) -> bool:
    """Set the venue; return whether the journal is that of preprints."""
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
            draft.keep("journal", values.line("journal") or values.line("journaltitle"))
        draft.came("journal", "arxiv")
    elif journal:
        name = "journal" if "journal" in fields else "journaltitle"
        macro = journal_name(journal)
        draft.put("venue", macro if macro != journal else values.joined(": ", name, "journalsubtitle"), name)
    if "booktitle" in fields:
        draft.put("venue", values.joined(": ", "booktitle", "booksubtitle", "booktitleaddon"), "booktitle")
    return preprint


def _genre(entry_type: str, values: Values) -> str:
    stated = values.line("type")
    known = _GENRES.get(stated.lower().replace(" ", ""), stated) if stated else ""
    if not stated and entry_type == "mastersthesis":
        known = _GENRES["mastersthesis"]
    return "" if known.lower() in _USUAL_GENRES else known


def _take_date(fields: Fields, values: Values, draft: Draft) -> None:
    """Set when the paper was published; a range, an estimate or a word is kept as the source has it."""
    month, day, is_whole = month_and_day(values.line("month"))
    day = whole_number(values.line("day")) or day
    published = _published(fields, month, day)
    draft.put("published", published, "date" if "date" in fields else "year")
    for name in ("date", "year"):
        stated = values.raw(name)
        if stated and not (is_whole_date(stated) and parse_date(stated) in published):
            # A tie is not a space here: `2020~` is an estimate.
            draft.keep(name, values.line(name) if "\\" in stated else stated.strip("{}"))
    if not (is_whole and published[4:].startswith(f"-{month:02}-{day:02}" if day else f"-{month:02}")):
        draft.keep("month", values.line("month"))
    if not (day and published.endswith(f"-{day:02}")):
        draft.keep("day", values.line("day"))


def _published(fields: Fields, month: int, day: int) -> str:
    if date := parse_date(fields.get("date", "")):
        return date
    year = parse_date(fields.get("year", ""))
    if len(year) != 4:
        return year or parse_date(fields.get("eventdate", ""))
    return iso_date(int(year), month, day)


def _arxiv(fields: Fields) -> str:
    archive = fields.get("archiveprefix", fields.get("eprinttype", "arxiv"))
    if "eprint" not in fields or archive.lower() != "arxiv":
        return ""
    subject = fields.get("primaryclass", fields.get("eprintclass", ""))
    eprint = verbatim(fields["eprint"])
    return arxiv_id(eprint, subject) or find_identifiers(eprint).get("arxiv", "")


def _identifier(key: str, draft: Draft) -> str:
    """Return the identifier: the key, in our own exports an alias, and without a key one made from the fields."""
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
