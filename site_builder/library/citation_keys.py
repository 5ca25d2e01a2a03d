"""Citation keys for BibTeX."""

from __future__ import annotations

import re
from collections.abc import Sequence

from site_builder.model import Entry
from site_builder.text.names import name_parts
from site_builder.text.slugs import slug

# What BibTeX and biber take for a key.
_KEY = re.compile(r"[^\s{},%#~\\\"'()=@]{1,200}")


def citation_keys(entries: Sequence[Entry]) -> list[str]:
    """Return each entry's key; if several would have the same, all but the oldest add their identifier."""
    keys = [citation_key(entry) for entry in entries]
    taken: set[str] = set()
    for position in sorted(range(len(entries)), key=lambda n: (_date(entries[n]) or "9999", entries[n].id)):
        # BibTeX compares keys without case.
        if keys[position].lower() in taken:
            keys[position] = f"{keys[position]}-{entries[position].id}"
        taken.add(keys[position].lower())
    return keys


def citation_key(entry: Entry) -> str:
    """Return the key by which an entry's source cites it, otherwise its identifier if that is a word.

    For a number, the key is made from the first author, the year and a word of the title.
    """
    if _KEY.fullmatch(entry.extra.get("x-key", "")):
        return entry.extra["x-key"]
    if entry.id[0].isalpha() or not entry.authors:
        return entry.id
    parts = name_parts(entry.authors[0].name, entry.authors[0].family)
    family = slug(f"{parts.particle} {parts.family}").replace("-", "")
    words = (word for part in entry.title.split() for word in slug(part).split("-"))
    return f"{family}{_date(entry)[:4]}{next((word for word in words if len(word) > 3), '')}" or entry.id


def _date(entry: Entry) -> str:
    return entry.published or entry.date
