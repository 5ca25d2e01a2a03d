"""OpenReview: the notes of its API, in files or answers.

Values are wrapped in `{"value": …}` in the API's second version and bare in the first.
Source: https://docs.openreview.net/reference/api-v2
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from site_builder.exchange.draft import Draft
from site_builder.exchange.identifiers import safe_id, web_address
from site_builder.exchange.importers.json_streams import open_stream, split_items
from site_builder.exchange.loose_json import items, line, mapping, text
from site_builder.exchange.plain_text import markdown
from site_builder.exchange.record import KnownTerms, Outcome, Skipped
from site_builder.exchange.spellings import harmonised_files
from site_builder.exchange.tex import without_commands

_HOME = "https://openreview.net"
_MAX_SUMMARY = 1_000

# What the values of a note become; an address becomes a link of its name, and any other text is kept as `x-…`.
FIELDS = {
    "title": "title",
    "authors": "authors",
    "abstract": "abstract",
    "keywords": "tags",
    "venue": "venue",
    "TLDR": "summary",
    "TL;DR": "summary",
    "pdf": "links.pdf",
    "code": "links.code",
    "supplementary_material": "links.supplement",
}
# What OpenReview and the forms of conferences keep for themselves.
LEFT_OUT = frozenset(
    "_bibtex paperhash authorids venueid anonymous_url code_of_conduct code_of_ethics submission_guidelines "
    "no_acknowledgement_section reciprocal_reviewing reviewer_nomination checklist_confirmation "
    "flagged_for_ethics_review".split()
)

Note = Mapping[str, Any]


def read_openreview(paths: Sequence[Path], known: KnownTerms) -> Iterator[Outcome]:
    """Yield the papers among the notes of the files, each with the identifier of its forum."""
    yield from harmonised_files(paths, _read_file, known)


def _read_file(path: Path) -> Iterator[Outcome]:
    try:
        with open_stream(path) as file:
            for number, note in split_items(file, _notes_of):
                source = f"{path}: {number}"
                yield Skipped(source, note.reason) if isinstance(note, Skipped) else parse_note(mapping(note), source)
    except (OSError, EOFError, zlib.error, msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        yield Skipped(str(path), f"cannot be read: {error}")


def _notes_of(answer: object) -> list[object] | None:
    """Return the notes that an answer of the API holds; `None` where it is a note itself."""
    notes = mapping(answer).get("notes")
    return notes if isinstance(notes, list) else None


def parse_note(note: Note, source: str) -> Outcome:
    """Return the paper of a note; a reply to another note is a review, a comment or a decision."""
    name = line(note.get("id"))
    forum = line(note.get("forum")) or name
    if name and name != forum:
        return Skipped(source, f"it is a reply to {forum}, not a paper")
    content = {
        key: value.get("value") if isinstance(value, dict) else value
        for key, value in mapping(note.get("content")).items()
    }
    draft = Draft()
    draft.put("title", line(content.get("title")), "title")
    draft.people("authors", _people(content.get("authors")), "authors")
    draft.put("published", _day(note), "pdate")
    draft.put("openreview", forum, "forum")
    for key, value in content.items():
        _take(key, value, draft)
    return draft.record(safe_id(forum), source)


def _people(value: object) -> list[str]:
    """Return the names of authors; newer notes have objects with a `fullname`."""
    found = [line(one) or line(mapping(one).get("fullname")) for one in items(value)]
    return [name for name in found if name not in ("", "Anonymous")]


def _take(name: str, value: object, draft: Draft) -> None:
    becomes = FIELDS.get(name, "")
    stated = line(value) or "; ".join(map(text, items(value)))
    if name in ("title", "authors") or not stated:
        return
    if name in LEFT_OUT:
        draft.leave_out(name)
    elif becomes == "abstract":
        draft.abstract = markdown(without_commands(text(value)))
        draft.came(name, "abstract")
    elif becomes == "venue":
        draft.put("venue", _venue(stated), name)
    elif becomes == "tags":
        keywords = items(value) or stated.replace(";", ",").split(",")
        draft.put_list("tags", [tag for keyword in keywords if (tag := line(keyword))], name)
    elif becomes == "summary":
        draft.put("summary", stated if len(stated) <= _MAX_SUMMARY else "", name)
    elif address := _address(stated):
        draft.link(becomes.removeprefix("links.") or re.sub(r"[^a-z0-9_-]+", "-", name.lower()), address, name)
    else:
        draft.keep(name, stated)


def _address(value: str) -> str:
    """Return a web address; files that OpenReview keeps have only a path."""
    if re.match(r"/?(?:pdf|attachment)/\S+\Z", value):
        return f"{_HOME}/{value.removeprefix('/')}"
    return web_address(value) if "://" in value and " " not in value else ""


def _venue(venue: str) -> str:
    """Return where a paper appeared; a submission has appeared nowhere yet, or never will."""
    return "" if re.match(r"submitted to|under review|.*\bsubmission\Z", venue, re.IGNORECASE) else venue


def _day(note: Note) -> str:
    """Return the day on which a note was published, else made public or created."""
    milliseconds = next((note[key] for key in ("pdate", "odate", "cdate", "tcdate") if note.get(key)), 0)
    if not isinstance(milliseconds, int) or not 0 < milliseconds < 4_102_444_800_000:
        return ""
    return datetime.fromtimestamp(milliseconds / 1000, UTC).date().isoformat()
