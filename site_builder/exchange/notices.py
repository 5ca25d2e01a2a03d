"""That a paper was withdrawn, retracted or corrected, as one line of text: `Retracted 2026-05-03: A proof is wrong.`"""

from __future__ import annotations

import re

from site_builder.model import NOTICE_KINDS, Entry, Notice
from site_builder.reading.plain_values import is_date, is_web_address

_TEXT = re.compile(
    rf"({'|'.join(NOTICE_KINDS)})(?:\s+([0-9]{{4}}(?:-[0-9]{{2}}){{0,2}}))?(?:\s*:\s*(.*?))?(?:\s*(https?://\S+))?",
    re.IGNORECASE | re.DOTALL,
)

# Only a comment that begins so is about the paper itself: others name a withdrawn paper that this one supersedes.
_WITHDRAWN = re.compile(
    r"\W*(?:(?:this|the)\s+(?:\w+\s+)?(?:paper|article|submission|manuscript|preprint|version|work|note|draft|document)"
    r"\s+(?:has|have|had|is|was)\s+(?:now\s+)?(?:been\s+)?(?:temporarily\s+)?withdrawn|withdrawn)\b",
    re.IGNORECASE,
)


def notice_text(notice: Notice) -> str:
    """Return a notice as a line for formats that have no field for it."""
    head = " ".join(part for part in (notice.kind.capitalize(), notice.date) if part)
    says = " ".join(part for part in (notice.reason, notice.url) if part)
    return f"{head}: {says}" if says else head


def parse_notice(text: str) -> dict[str, str]:
    """Return the fields of such a line; empty for any other text."""
    match = _TEXT.fullmatch(text.strip())
    if not match:
        return {}
    kind, date, reason, url = (part or "" for part in match.groups())
    if (date and not is_date(date)) or (url and not is_web_address(url)):
        return {}
    fields = {"kind": kind.lower(), "reason": " ".join(reason.split()), "date": date, "url": url}
    return {name: value for name, value in fields.items() if value}


def gone_because(entry: Entry) -> str:
    """Return why a paper was withdrawn or retracted; empty if it was not."""
    notice = entry.withdrawn
    if notice is None or notice.kind == "corrected":
        return ""
    return notice.reason or notice_text(notice)


def withdrawn_by(comment: str) -> str:
    """Return a comment of arXiv that says that its paper was withdrawn; empty for any other."""
    return comment if _WITHDRAWN.match(comment) else ""


def notice_field(notice: Notice) -> str | dict[str, str]:
    """Return a notice as an entry's file writes it: the reason alone where it says no more."""
    if notice == Notice(reason=notice.reason):
        return notice.reason
    fields = {"kind": notice.kind, "reason": notice.reason, "date": notice.date, "url": notice.url}
    return {name: value for name, value in fields.items() if value}
