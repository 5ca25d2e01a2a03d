"""CSL-JSON: the items of citation processors, one or many, as an array or as JSON lines, gzipped or not.

Source: https://docs.citationstyles.org/en/stable/specification.html (variables, names, dates)
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from site_builder.exchange.draft import Draft
from site_builder.exchange.identifiers import arxiv_id, doi, find_identifiers, isbn, safe_id
from site_builder.exchange.importers.csl_values import read_date, read_line, read_object, read_other_date, read_people
from site_builder.exchange.importers.json_streams import open_stream, split_items
from site_builder.exchange.loose_json import mapping, text
from site_builder.exchange.plain_text import (
    en_dash,
    keywords,
    markdown,
    one_line,
    plain_abstract,
    plain_title,
    unescape,
)
from site_builder.exchange.record import KnownTerms, Outcome, Skipped, unusual_type
from site_builder.exchange.spellings import harmonised
from site_builder.exchange.tex import without_commands
from site_builder.reading.plain_values import is_web_address

# Crossref's types as CSL's.
CROSSREF_TYPES = {
    "proceedings-article": "paper-conference",
    "journal-article": "article-journal",
    "posted-content": "article",
    "book-chapter": "chapter",
    "dissertation": "thesis",
    "monograph": "book",
}
# What each variable becomes; any other text is kept as `x-…` with its name. Of several that become one, the first wins.
FIELDS = {
    **dict.fromkeys(("id", "citation-key"), "id"),
    "type": "x-type",
    **dict.fromkeys(("title", "subtitle"), "title"),
    "author": "authors",
    "editor": "editors",
    **dict.fromkeys(("issued", "published", "published-print", "published-online"), "published"),
    **dict.fromkeys(("container-title", "event-title", "event"), "venue"),
    "collection-title": "series",
    "volume": "volume",
    **dict.fromkeys(("issue", "number"), "issue"),
    **dict.fromkeys(("page", "article-number"), "pages"),
    "edition": "edition",
    "publisher": "publisher",
    **dict.fromkeys(("publisher-place", "publisher-location"), "address"),
    "genre": "genre",
    "DOI": "doi",
    "ISBN": "isbn",
    "ISSN": "issn",
    "PMID": "pmid",
    **dict.fromkeys(("archive", "archive_location"), "arxiv"),
    "URL": "links.page",
    **dict.fromkeys(("keyword", "subject", "categories"), "tags"),
    "abstract": "abstract",
    "note": "note",
}
# What processors and registrars keep for themselves.
LEFT_OUT = frozenset(
    "accessed indexed created deposited submitted score prefix member resource link license reference "
    "reference-count references-count is-referenced-by-count content-domain relation alternative-id assertion "
    "source author-count published-other issn-type isbn-type update-policy short-container-title journal-issue "
    "institution approved posted accepted funder archived free-to-read system_id multi language-country".split()
)
_KEPT_CUSTOM = ("hal", "acl", "openreview", "dblp", "collaboration")
_SERIES = re.compile(
    r"lecture notes|\bseries\b|communications in|advances in|studies in|\bnotes\b|texts in", re.IGNORECASE
)
_ENDED = re.compile(r"[?!.:]\Z")

Item = Mapping[str, Any]


def read_csl_json(paths: Sequence[Path], known: KnownTerms) -> Iterator[Outcome]:
    """Yield the papers of the files, an item's `id` as the identifier; JSON lines are read as a stream."""
    yield from harmonised(_read_files(paths, is_brief=True), _read_files(paths), known)


def _read_files(paths: Sequence[Path], *, is_brief: bool = False) -> Iterator[Outcome]:
    for path in paths:
        try:
            with open_stream(path) as file:
                for number, item in split_items(file, _items_of):
                    source = f"{path}: {number}"
                    if isinstance(item, Skipped):
                        yield Skipped(source, item.reason)
                    else:
                        yield parse_item(item, source, is_brief=is_brief)
        except (OSError, EOFError, zlib.error, msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            yield Skipped(str(path), f"cannot be read: {error}")


def _items_of(answer: object) -> list[object] | None:
    """Return the items that an answer of Zotero's API or Crossref's holds; None where it is an item itself."""
    inner = mapping(answer).get("message", answer)
    if not isinstance(inner, dict) or "title" in mapping(answer):
        return None
    return inner["items"] if isinstance(inner.get("items"), list) else None if inner is answer else [inner]


def parse_item(item: object, source: str, *, is_brief: bool = False) -> Outcome:
    """Return the paper of one item; one that `is_brief` lacks its authors and abstract."""
    item = mapping(item).get("csljson", item)  # as Zotero's API wraps it
    if not isinstance(item, dict):
        return Skipped(source, "not a CSL item: it is not an object")
    draft = Draft()
    draft.put("title", _title(item), "title")
    if not is_brief:
        for name in ("author", "editor"):
            if found := read_people(item.get(name)):
                draft.people(FIELDS[name], found, name)
        if abstract := text(item.get("abstract")):
            draft.abstract = markdown(without_commands(plain_abstract(abstract)))
            draft.came("abstract", "abstract")
    kind = text(item.get("type"))
    kind = CROSSREF_TYPES.get(kind, kind)
    for name in ("issued", "published", "published-print", "published-online"):
        if "published" not in draft.fields and name in item:
            draft.put("published", read_date(item[name]), name)
            if other := read_other_date(item[name], draft.fields.get("published")):
                draft.keep(name, other)
    _take_containers(item, kind, draft)
    for name, value in item.items():
        if name not in _TAKEN and value is not None and value != [] and value != "":
            _take(name, value, draft)
    draft.put("x-type", unusual_type(kind, draft.fields) if kind else "", "type")
    return draft.record(_identifier(item, draft), source)


_TAKEN = frozenset(
    "id citation-key title subtitle author editor abstract type issued published published-print published-online "
    "container-title collection-title".split()
)


def _title(item: Item) -> str:
    title, subtitle = (plain_title(without_commands(text(item.get(name)))) for name in ("title", "subtitle"))
    if not subtitle or subtitle.lower() in title.lower():
        return title
    return f"{title}{' ' if _ENDED.search(title) else ': '}{subtitle}" if title else subtitle


def _take_containers(item: Item, kind: str, draft: Draft) -> None:
    """Set venue and series; where Crossref names both in one list, tell them apart."""
    series = read_line(item.get("collection-title"))
    value = item.get("container-title")
    titles = [line for title in value if (line := read_line(title))] if isinstance(value, list) else [read_line(value)]
    if len(titles) > 1 and kind == "article-journal":
        titles = titles[:1]  # the others are abbreviations of the first
    if len(titles) > 1:
        wanted = next((n for n, title in enumerate(titles) if _SERIES.search(title)), 0 if kind == "chapter" else 1)
        series = titles.pop(wanted)
    draft.put("venue", titles[0] if titles else "", "container-title")
    draft.put("series", series, "collection-title")


def _take(name: str, value: object, draft: Draft) -> None:
    """Put one variable where it belongs."""
    stated = text(value) or read_object(value)
    becomes = FIELDS.get(name, "")
    if name == "custom" and isinstance(value, dict):
        _take_custom(value, draft)
    elif name in LEFT_OUT or not stated:
        draft.leave_out(name)
    elif name == "DOI":
        if found := doi(stated):
            draft.identify({"doi": found, **{k: v for k, v in find_identifiers(found).items() if k == "arxiv"}}, name)
        else:
            draft.keep(name, stated)
    elif name == "URL":
        draft.address(stated, name)
    elif name == "ISBN":
        draft.put("isbn", isbn(" ".join(map(text, value)) if isinstance(value, list) else stated), name)
        if "isbn" not in draft.fields:
            draft.keep(name, stated)
    elif name == "ISSN":
        issn = ", ".join(read_line(one) for one in value if text(one)) if isinstance(value, list) else read_line(value)
        draft.put("issn", issn, name)
    elif name in ("archive", "archive_location"):
        _take_archive(name, stated, draft)
    elif becomes == "tags":
        values = value if isinstance(value, list) else [value]
        draft.put_list("tags", [tag for one in values for tag in _tags(text(one), whole=isinstance(value, list))], name)
    elif becomes == "pages":
        draft.put("pages", en_dash(read_line(value)), name)
    elif name == "note" and draft.notice(read_line(value), name):
        return
    elif name == "note":
        draft.identify(find_identifiers(stated), name)
        draft.put("note", read_line(value), name)
    elif becomes == "issue":
        draft.issue(read_line(value), name)
    elif becomes:
        draft.put(becomes, plain_title(stated), name)
    else:
        draft.identify(find_identifiers(stated), name)
        draft.keep(name, plain_title(stated))


def _take_archive(name: str, stated: str, draft: Draft) -> None:
    if stated.lower() == "arxiv":
        draft.came(name, "arxiv")
    elif found := arxiv_id(stated):
        draft.identify({"arxiv": found}, name)
    else:
        draft.keep(name, stated)


def _take_custom(values: Item, draft: Draft) -> None:
    """Take what our own export keeps of an entry that CSL has no variable for."""
    for name, value in values.items():
        stated = read_line(value)
        if name in _KEPT_CUSTOM:
            draft.put(name, stated, f"custom.{name}")
        elif is_web_address(stated):
            draft.link(name, stated, name)
        elif stated:
            draft.keep(name, stated)


def _tags(stated: str, *, whole: bool) -> list[str]:
    return [one_line(unescape(stated))] if whole and stated else keywords(unescape(stated))


def _identifier(item: Item, draft: Draft) -> str:
    """Return the item's name: its `id`, or a substitute if that is an address or missing."""
    name, key = text(item.get("id")), text(item.get("citation-key"))
    if "://" in name:
        name = key or ("" if "doi.org/" in name else name)
    others = (key, draft.fields.get("doi", ""), draft.fields.get("title", ""))
    return next((found for one in (name, *others) if one and (found := safe_id(str(one)))), "paper")
