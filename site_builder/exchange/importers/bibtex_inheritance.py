"""Fields that a BibTeX entry inherits: those of its `xdata` entries and of the volume that `crossref` names."""

from __future__ import annotations

from collections.abc import Mapping

from site_builder.exchange.importers.bibtex_syntax import Entry

VOLUMES = "proceedings collection reference periodical mvproceedings mvcollection mvbook mvreference".split()
# What belongs to a volume itself, not to the papers in it.
_NOT_INHERITED = frozenset(
    "doi url urldate abstract keywords keyword pages pagetotal eprint eprinttype eprintclass archiveprefix "
    "primaryclass arxiv pmid pmcid hal_id biburl bibsource timestamp file pdf note annote ids author title subtitle "
    "titleaddon shorttitle crossref xdata key options type html slides video poster preview code website acl "
    "openreview dblp".split()
)
_MAX_LEVELS = 5


def inherited_fields(entry: Entry, parents: Mapping[str, Entry], level: int = 0) -> Mapping[str, str]:
    """Return the fields of an entry with those that it inherits; its own come first."""
    fields = entry.fields
    if level > _MAX_LEVELS or not ("crossref" in fields or "xdata" in fields):
        return fields
    for key in fields.get("xdata", "").split(","):
        if parent := parents.get(key.strip().lower()):
            fields = {**inherited_fields(parent, parents, level + 1), **fields}
    if parent := parents.get(fields.get("crossref", "").strip().lower()):
        theirs = inherited_fields(parent, parents, level + 1)
        shared = {name: value for name, value in theirs.items() if name not in _NOT_INHERITED}
        for name, source in (("booktitle", "title"), ("booksubtitle", "subtitle"), ("booktitleaddon", "titleaddon")):
            if source in theirs and entry.type not in VOLUMES:
                shared.setdefault(name, theirs[source])
        fields = {**shared, **fields}
    return fields
