"""The fields of BibTeX and BibLaTeX: what each becomes in an entry, and which are left out."""

from __future__ import annotations

# What each field becomes; any other is kept under its name as `x-…`. Of several, exports use the first.
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
# What programs store for their own use.
LEFT_OUT = frozenset(
    "timestamp bibsource file bibtex_show date-added date-modified owner __markedentry groups mendeley-groups "
    "mendeley-tags local-url rating read username added-at interhash intrahash posted-at priority qualityassured "
    "printed ranking relevance creationdate modificationdate crossref xdata xref options sortkey sorttitle sortname "
    "presort entryset execute web_url key".split()
)
LEFT_OUT_FAMILIES = ("bdsk-", "citeulike-", "opt")
