"""Puts the fields of a BibTeX entry into the draft of a record, each by its name."""

from __future__ import annotations

import re

from site_builder.content.values import ENTRY_ID
from site_builder.exchange.draft import Draft
from site_builder.exchange.identifiers import doi, find_identifiers, isbn, safe_id, web_address
from site_builder.exchange.importers.bibtex_fields import FIELDS, LEFT_OUT, LEFT_OUT_FAMILIES
from site_builder.exchange.importers.bibtex_values import URL, Values, unescaped, verbatim
from site_builder.exchange.plain_text import en_dash, keywords, plain_title, unescape
from site_builder.exchange.tex import plain

_LINK = re.compile(r"[a-z][a-z0-9_-]{0,30}")


def take_field(name: str, values: Values, draft: Draft, *, is_preprint: bool) -> None:
    """Put a field where it belongs; `is_preprint` says whether the journal is that of preprints."""
    raw = values.raw(name)
    becomes = FIELDS.get(name, "")
    if not raw.strip():
        return
    if name in LEFT_OUT or name.startswith(LEFT_OUT_FAMILIES):
        draft.leave_out(name)
    elif becomes.startswith("links."):
        address = verbatim(raw)
        if name == "url":
            draft.address(address, name)
        else:
            draft.link(becomes.removeprefix("links."), address, name)
    elif name in _READERS:
        _READERS[name](name, values, draft)
    elif is_preprint and name in ("volume", "number") and "abs" in raw.lower():
        draft.came(name, "arxiv")
    elif becomes == "issue":
        draft.issue(values.line(name), name)
    elif becomes:
        draft.put(becomes, values.line(name), name)
    else:
        value = values.line(name)
        address = verbatim(raw)
        draft.identify(find_identifiers(address), name)
        if web_address(address) == address and _LINK.fullmatch(name):
            draft.link(name, address, name)
        else:
            draft.keep(name, value)


def take_doi(value: str, draft: Draft) -> None:
    """Take a DOI, and the arXiv identifier that it may contain."""
    text = unescaped(value)
    if found := doi(text):
        draft.identify({"doi": found} | {k: v for k, v in find_identifiers(found).items() if k == "arxiv"}, "doi")
    else:
        draft.keep("doi", text)


def take_other_eprint(values: Values, draft: Draft) -> None:
    """Take an identifier of an archive other than arXiv."""
    name = "archiveprefix" if values.raw("archiveprefix") else "eprinttype"
    archive, eprint = values.line(name).lower(), verbatim(values.raw("eprint"))
    kind = {"pubmed": "pmid", "pmid": "pmid", "hal": "hal", "openreview": "openreview"}.get(archive)
    if kind:
        draft.put(kind, eprint, "eprint")
    else:
        draft.keep("eprint", eprint)
        draft.keep(name, values.line(name))


def _take_pages(name: str, values: Values, draft: Draft) -> None:
    draft.put("pages", en_dash(values.line(name)), name)


def _take_isbn(name: str, values: Values, draft: Draft) -> None:
    if found := isbn(values.raw(name)):
        draft.put("isbn", found, name)
    else:
        draft.keep(name, values.line(name))


def _take_tags(name: str, values: Values, draft: Draft) -> None:
    draft.put_list("tags", map(plain_title, keywords(plain(unescape(values.raw(name))))), name)


def _take_abstract(name: str, values: Values, draft: Draft) -> None:
    draft.abstract = values.abstract(name)
    draft.came(name, "abstract")


def _take_note(name: str, values: Values, draft: Draft) -> None:
    """Take a note with the identifiers in it; a note that is only an address becomes a link."""
    if draft.notice(values.line(name), name):
        return
    raw = values.raw(name)
    addresses = [first or second for first, second in URL.findall(raw)]
    draft.identify(find_identifiers(f"{verbatim(raw)} {' '.join(addresses)}"), name)
    value = values.line(name)
    if addresses and value in addresses:
        draft.address(verbatim(addresses[0]), name)
    elif name == "howpublished":
        draft.keep(name, value)
    else:
        draft.put("note", value, name)


def _take_arxiv(name: str, values: Values, draft: Draft) -> None:
    if found := find_identifiers(f"arxiv:{verbatim(values.raw(name))}").get("arxiv"):
        draft.identify({"arxiv": found}, name)
    else:
        draft.keep(name, values.line(name))


def _take_identifier(name: str, values: Values, draft: Draft) -> None:
    kind, value = FIELDS[name], verbatim(values.raw(name)).strip()
    value = find_identifiers(value).get(kind, value)
    draft.put(kind, value, name)


def _take_biburl(name: str, values: Values, draft: Draft) -> None:
    found = find_identifiers(verbatim(values.raw(name)))
    if "dblp" in found:
        draft.identify({"dblp": found["dblp"]}, name)
    else:
        draft.leave_out(name)


def _take_preview(name: str, values: Values, draft: Draft) -> None:
    address = verbatim(values.raw(name)).strip()
    if address.startswith(("https://", "http://")):
        draft.put_list("media", [address], name)
    else:
        draft.keep(name, address)
        draft.note(f"to keep the picture {address}: papershelf pictures NAME --from {address}")


def _take_ids(name: str, values: Values, draft: Draft) -> None:
    """Take former keys as aliases; in our own exports one may be the identifier (see `bibtex.py`)."""
    names = [safe_id(key.strip()) for key in values.raw(name).split(",")]
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
