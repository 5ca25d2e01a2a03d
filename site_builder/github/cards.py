"""Entries that changed since a commit, a card for each, as Markdown for whoever looks a change over."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec

from site_builder.content.entries import ENTRY_SUFFIXES, ParsedEntry, parse_entry
from site_builder.content.sources import has_link
from site_builder.core.git import ToolError, changed_since, git
from site_builder.github.report import code_span

PAPERS = "content/papers"
MAX_CARDS = 100
MAX_NAMES = 12

_SHOWN = ("title", "authors", "date", "published", "identifiers", "venue", "organizations", "tags", "links", "summary")
_NOT_FIELDS = {"id", "path", "digest", "excerpt", "facts", "text"}


def change_cards(root: Path, since: str, taxonomy_fields: tuple[str, ...]) -> str:
    """Return a card for each entry that changed since this branch left a commit: all of a new one, else news.

    Raises `ToolError` where git knows no such commit.
    """
    files = sorted(changed_since(root, since))
    changed = [path for path in files if path.startswith(f"{PAPERS}/") and path.endswith(ENTRY_SUFFIXES)]
    base = git(root, "merge-base", since, "HEAD").strip()
    cards = [_card(root, base, path, taxonomy_fields) for path in changed[:MAX_CARDS]]
    if not changed:
        return "No entry changed.\n"
    rest = len(changed) - len(cards)
    more = [f"And {rest:,} more.\n"] if rest else []
    return "\n".join([f"## {len(changed):,} {'entry' if len(changed) == 1 else 'entries'} changed\n", *cards, *more])


def _card(root: Path, base: str, path: str, taxonomy_fields: tuple[str, ...]) -> str:
    try:
        old = _fields(parse_entry(path, git(root, "show", f"{base}:{path}").encode(), "", taxonomy_fields))
    except ToolError:
        old = None
    file = root / path
    if has_link(root, path) or not file.is_file():
        return f"### Removed: {code_span(path)}\n"
    new = _fields(parse_entry(path, file.read_bytes(), "", taxonomy_fields))
    if new is None:
        return f"### {code_span(path)}\n\nThis file has errors; the check names them.\n"
    lines = _news(new) if old is None else _differences(old, new)
    return "\n".join([f"### {'New' if old is None else 'Changed'}: {code_span(path)}", "", *lines, ""])


def _news(entry: dict[str, object]) -> list[str]:
    lines = [f"- {field}: {_shown(entry[field])}" for field in _SHOWN if field in entry]
    return lines + [f"- {field}" for field in entry if field not in _SHOWN]


def _differences(old: dict[str, object], new: dict[str, object]) -> list[str]:
    fields = [field for field in dict.fromkeys([*new, *old]) if old.get(field) != new.get(field)]
    lines = [f"- {field}: {_shown(old.get(field))} becomes {_shown(new.get(field))}" for field in fields]
    return lines or ["- only how it is written"]


def _fields(parsed: ParsedEntry) -> dict[str, object] | None:
    if parsed.entry is None:
        return None
    fields: dict[str, object] = msgspec.to_builtins(parsed.entry)
    abstract = {"abstract": parsed.body.markdown} if parsed.body.markdown else {}
    return {key: value for key, value in fields.items() if key not in _NOT_FIELDS} | abstract


def _shown(value: object) -> str:
    parts = list(_parts(value))
    rest = len(parts) - MAX_NAMES
    shown = ", ".join(code_span(part) for part in parts[:MAX_NAMES])
    return f"{shown} and {rest:,} more" if rest > 0 else shown or "nothing"


def _parts(value: object) -> Iterator[str]:
    if isinstance(value, dict) and "name" in value:
        yield f"{value['name']} ({value['orcid']})" if "orcid" in value else str(value["name"])
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from (f"{key}: {part}" for part in _parts(item))
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _parts(item)
    elif value is not None:
        yield str(value)
