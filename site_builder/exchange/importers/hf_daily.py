"""Hugging Face Daily Papers: one JSON file a day, as the API serves them.

The shapes have changed over the years, so every field but identifier and title may be missing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec

from site_builder.exchange.dates import parse_date
from site_builder.exchange.identifiers import arxiv_id, safe_id, web_address
from site_builder.exchange.plain_text import markdown, one_line
from site_builder.exchange.record import KnownTerms, Outcome, Record, Skipped
from site_builder.exchange.spellings import harmonised
from site_builder.text.names import distinct

# A longer one is the abstract over again, not a summary.
MAX_SUMMARY = 1_000

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# arXiv's abstracts start a paragraph with an indented line.
_PARAGRAPH = re.compile(r"\n[ \t]{2,}(?=\S)")


class _Author(msgspec.Struct):
    name: str


class _Organization(msgspec.Struct):
    name: str = ""
    fullname: str | None = None


class _User(msgspec.Struct):
    user: str = ""
    fullname: str | None = None


class _Paper(msgspec.Struct, rename="camel"):
    id: str
    title: str
    summary: str = ""
    authors: list[_Author] = []
    published_at: str = ""
    submitted_on_daily_at: str | None = None
    submitted_on_daily_by: _User | None = None
    upvotes: int | None = None
    media_urls: list[str] | None = None
    project_page: str | None = None
    github_repo: str | None = None
    github_repo_added_by: str | None = None
    github_stars: int | None = None
    ai_summary: str | None = msgspec.field(default=None, name="ai_summary")
    ai_summary_model: str | None = msgspec.field(default=None, name="ai_summary_model")
    ai_keywords: list[str] | None = msgspec.field(default=None, name="ai_keywords")
    organization: _Organization | None = None
    withdrawn_at: str | None = None


class _Item(msgspec.Struct, rename="camel"):
    paper: _Paper
    num_comments: int | None = None
    organization: _Organization | None = None
    media_urls: list[str] | None = None
    submitted_by: _User | None = None


def read_hf_daily(paths: Sequence[Path], known: KnownTerms) -> Iterator[Outcome]:
    """Yield the papers of the days' files; a paper that stands on two days is listed on the first.

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
            yield Skipped(outcome.source, f"the paper is listed on {first[outcome.id]} too, and stands there")
        else:
            kept.add(outcome.id)
            yield outcome


def _read_day(path: Path, as_of: str) -> Iterator[Outcome]:
    """Yield the papers of one file, and one line about those of its items that are none."""
    try:
        items = msgspec.json.decode(path.read_bytes())
    except (OSError, msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        yield Skipped(str(path), f"cannot be read: {error}")
        return
    if not isinstance(items, list):
        yield Skipped(str(path), "holds one object, not a list of papers: the day failed at its source")
        return
    wrong: list[str] = []
    for number, item in enumerate(items, start=1):
        try:
            parsed = msgspec.convert(item, _Item)
        except msgspec.ValidationError as error:
            wrong.append(f"item {number}: {error}")
            continue
        record = _record(parsed, _day_of(path), as_of, source=f"{path}: item {number}")
        if record.id and record.fields["title"]:
            yield record
        else:
            wrong.append(f"item {number}: no identifier or no title")
    if wrong:
        yield Skipped(str(path), f"{len(wrong)} of {len(items)} items are not papers ({wrong[0]})")


def parse_paper(paper: object, today: str, source: str) -> Outcome:
    """Return the paper of a `paper` object by itself; its counts are those of `today`."""
    try:
        item = msgspec.convert({"paper": paper}, _Item)
    except msgspec.ValidationError as error:
        return Skipped(source, str(error))
    record = _record(item, "", today, source)
    return record if record.id and record.fields["title"] else Skipped(source, "it has no identifier or no title")


def _record(item: _Item, day: str, as_of: str, source: str) -> Record:
    paper = item.paper
    identifier = arxiv_id(paper.id)
    summary = one_line(paper.ai_summary or "")
    has_summary = 0 < len(summary) <= MAX_SUMMARY
    date = parse_date(paper.submitted_on_daily_at or "") or day
    fields: dict[str, Any] = {
        "title": one_line(paper.title),
        "authors": distinct(name for author in paper.authors if (name := one_line(author.name))),
        "date": date,
        "published": parse_date(paper.published_at),
        "arxiv": identifier,
        "organizations": _organizations(paper.organization or item.organization),
        "tags": [tag for keyword in paper.ai_keywords or () if (tag := one_line(keyword))],
        "links": _links(paper, identifier),
        "media": list(dict.fromkeys(filter(None, map(web_address, paper.media_urls or item.media_urls or ())))),
        **_counts(item, as_of or date),
        "submitted_by": _user_name(paper.submitted_on_daily_by or item.submitted_by),
        "summary": summary if has_summary else "",
        "withdrawn": parse_date(paper.withdrawn_at or ""),
        "provenance": _provenance(paper, has_summary=has_summary),
    }
    abstract = markdown(_PARAGRAPH.sub("\n\n", paper.summary.strip()))
    present = {name: value for name, value in fields.items() if value not in ("", [], {}, None)}
    return Record(safe_id(paper.id), {"title": "", **present}, abstract, source)


def _organizations(organization: _Organization | None) -> list[str]:
    name = one_line(organization.fullname or organization.name) if organization else ""
    return [name] if name else []


def _links(paper: _Paper, identifier: str) -> dict[str, str]:
    links = {
        "pdf": f"https://arxiv.org/pdf/{identifier}" if identifier else "",
        "code": web_address(paper.github_repo),
        "project": web_address(paper.project_page),
    }
    if links["project"] == links["code"]:
        del links["project"]
    return {kind: address for kind, address in links.items() if address}


def _counts(item: _Item, as_of: str) -> dict[str, object]:
    counts = {"upvotes": item.paper.upvotes, "comments": item.num_comments, "stars": item.paper.github_stars}
    known = {name: count for name, count in counts.items() if count is not None and count >= 0}
    return {**known, "as_of": as_of} if known and as_of else {}


def _user_name(user: _User | None) -> str:
    return one_line(user.fullname or user.user) if user else ""


def _provenance(paper: _Paper, *, has_summary: bool) -> dict[str, str]:
    filled = {
        "summary": (one_line(paper.ai_summary_model or "") or "machine") if has_summary else "",
        "code": one_line(paper.github_repo_added_by or "") if paper.github_repo else "",
    }
    return {name: by for name, by in filled.items() if by}


def _day_of(path: Path) -> str:
    match = _DAY.search(path.name)
    return parse_date(match[0]) if match else ""
