"""Hugging Face Daily Papers: one JSON file a day, as the API serves them.

The shapes have changed over the years, so every field but identifier and title may be missing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from site_builder.exchange.dates import parse_date
from site_builder.exchange.draft import Draft
from site_builder.exchange.identifiers import arxiv_id, safe_id, web_address
from site_builder.exchange.loose_json import count, items, line, mapping, names, text
from site_builder.exchange.plain_text import markdown
from site_builder.exchange.record import KnownTerms, Outcome, Record, Skipped
from site_builder.exchange.spellings import harmonised
from site_builder.exchange.tex import without_commands
from site_builder.text.names import distinct

# A longer one is the abstract over again, not a summary.
MAX_SUMMARY = 1_000

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# arXiv's abstracts start a paragraph with an indented line.
_PARAGRAPH = re.compile(r"\n[ \t]{2,}(?=\S)")


# Fields of the entry that have another name in the API.
ORIGINS = {
    "date": "submittedOnDailyAt",
    "published": "publishedAt",
    "arxiv": "id",
    "organizations": "organization",
    "tags": "ai_keywords",
    "links": "githubRepo",
    "media": "mediaUrls",
    "comments": "numComments",
    "stars": "githubStars",
    "submitted_by": "submittedOnDailyBy",
    "summary": "ai_summary",
    "withdrawn": "withdrawnAt",
    "provenance": "ai_summary_model",
}

Object = Mapping[str, Any]


def read_hf_daily(paths: Sequence[Path], known: KnownTerms) -> Iterator[Outcome]:
    """Yield the papers of the days' files; a paper on two days is listed on the first.

    The newest day among the files is taken for the day on which the counts were read.
    """
    as_of = max((day for path in paths if (day := _day_of(path))), default="")
    outcomes = [outcome for path in paths for outcome in _read_day(path, as_of)]
    first: dict[str, str] = {}
    for record in outcomes:
        if isinstance(record, Record):
            first[record.id] = min(first.get(record.id, "9999"), str(record.fields.get("date", "9999")))
    once = list(_each_once(outcomes, first))
    yield from harmonised(once, once, known)


def _each_once(outcomes: Sequence[Outcome], first: dict[str, str]) -> Iterator[Outcome]:
    """Yield the papers as their first day has them; `first` holds that day by identifier."""
    kept: set[str] = set()
    for outcome in outcomes:
        if isinstance(outcome, Skipped):
            yield outcome
        elif outcome.id in kept or first[outcome.id] != outcome.fields.get("date", "9999"):
            yield Skipped(outcome.source, f"the paper is listed on {first[outcome.id]} too, and is kept there")
        else:
            kept.add(outcome.id)
            yield outcome


def _read_day(path: Path, as_of: str) -> Iterator[Outcome]:
    """Yield the papers of one file, and one line about those of its items that are none."""
    try:
        found = msgspec.json.decode(path.read_bytes().removeprefix(b"\xef\xbb\xbf"))
    except (OSError, msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        yield Skipped(str(path), f"cannot be read: {error}")
        return
    if not isinstance(found, list):
        yield Skipped(str(path), "holds one object, not a list of papers: the day failed at its source")
        return
    wrong: list[str] = []
    for number, item in enumerate(found, start=1):
        record = _record(mapping(item), _day_of(path), as_of, source=f"{path}: item {number}")
        if isinstance(record, Skipped):
            wrong.append(f"item {number}: {record.reason}")
        else:
            yield record
    if wrong:
        yield Skipped(str(path), f"{len(wrong)} of {len(found)} items are not papers ({wrong[0]})")


def parse_paper(paper: object, today: str, source: str) -> Outcome:
    """Return the paper of a `paper` object by itself; its counts are those of `today`."""
    return _record({"paper": paper}, "", today, source)


def _record(item: Object, day: str, as_of: str, source: str) -> Outcome:
    paper = mapping(item.get("paper"))
    identifier = arxiv_id(text(paper.get("id")))
    summary = line(paper.get("ai_summary"))
    has_summary = 0 < len(summary) <= MAX_SUMMARY
    date = parse_date(text(paper.get("submittedOnDailyAt"))) or day
    withdrawn = parse_date(text(paper.get("withdrawnAt")))
    media = items(paper.get("mediaUrls")) or items(item.get("mediaUrls"))
    fields: dict[str, object] = {
        "title": without_commands(line(paper.get("title")) or line(item.get("title"))),
        "authors": distinct(names(paper.get("authors"))),
        "date": date,
        "published": parse_date(text(paper.get("publishedAt"))),
        "arxiv": identifier,
        "organizations": _organizations(mapping(paper.get("organization") or item.get("organization"))),
        "tags": [tag for keyword in items(paper.get("ai_keywords")) if (tag := line(keyword))],
        "links": _links(paper, identifier),
        "media": list(dict.fromkeys(filter(None, (web_address(text(address)) for address in media)))),
        **_counts(item, paper, as_of or date),
        "submitted_by": _user_name(mapping(paper.get("submittedOnDailyBy") or item.get("submittedBy"))),
        "summary": summary if has_summary else "",
        "withdrawn": {"date": withdrawn} if withdrawn else "",
        "provenance": _provenance(paper, has_summary=has_summary),
    }
    draft = Draft()
    draft.fill(fields, ORIGINS)
    draft.abstract = markdown(without_commands(_PARAGRAPH.sub("\n\n", text(paper.get("summary")).strip())))
    return draft.record(safe_id(text(paper.get("id"))), source)


def _organizations(organization: Object) -> list[str]:
    name = line(organization.get("fullname")) or line(organization.get("name"))
    return [name] if name else []


def _links(paper: Object, identifier: str) -> dict[str, str]:
    links = {
        "pdf": f"https://arxiv.org/pdf/{identifier}" if identifier else "",
        "code": web_address(text(paper.get("githubRepo"))),
        "project": web_address(text(paper.get("projectPage"))),
    }
    if links["project"] == links["code"]:
        del links["project"]
    return {kind: address for kind, address in links.items() if address}


def _counts(item: Object, paper: Object, as_of: str) -> dict[str, object]:
    counts = {
        "upvotes": count(paper.get("upvotes")),
        "comments": count(item.get("numComments")),
        "stars": count(paper.get("githubStars")),
    }
    known = {name: number for name, number in counts.items() if number is not None}
    return {**known, "as_of": as_of} if known and as_of else {}


def _user_name(user: Object) -> str:
    return line(user.get("fullname")) or line(user.get("user"))


def _provenance(paper: Object, *, has_summary: bool) -> dict[str, str]:
    filled = {
        "summary": (line(paper.get("ai_summary_model")) or "machine") if has_summary else "",
        "code": line(paper.get("githubRepoAddedBy")) if paper.get("githubRepo") else "",
    }
    return {name: by for name, by in filled.items() if by}


def _day_of(path: Path) -> str:
    match = _DAY.search(path.name)
    return parse_date(match[0]) if match else ""
