"""Reading lists in Markdown, "awesome lists", as people write them: an item or a row of a table for each paper.

No two lists are alike. What is certain is read: the title, links, what is emphasized or in parentheses, names behind
`by`. What only looks like names, a venue or a description is read as such where nothing speaks against it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from site_builder.exchange.importers.markdown_blocks import Item, heading_tags, split_items
from site_builder.exchange.importers.markdown_item import MAX_HEADING, ListItem
from site_builder.exchange.importers.markdown_text import are_names
from site_builder.exchange.list_links import label_kind
from site_builder.exchange.plain_text import decode, one_line
from site_builder.exchange.record import KnownTerms, Outcome, Record, Skipped
from site_builder.exchange.spellings import harmonised
from site_builder.text.pieces import Piece, plain_text, read_pieces
from site_builder.text.slugs import fold

MAX_LIST_BYTES = 50_000_000
MAX_ITEM = 20_000
_MAX_MARKS = 300
"""More brackets, stars and the like are not a line that somebody wrote, and would take long to parse."""


_MARKS = re.compile(r"[\[\]*_`<$&!\\]")


def read_markdown(paths: Sequence[Path], known: KnownTerms) -> Iterator[Outcome]:
    """Yield the papers of the lists; one that is listed twice is one paper with the tags and links of both places."""
    outcomes = list(_merged(outcome for path in paths for outcome in _read_file(path)))
    yield from harmonised(outcomes, outcomes, known)


def _merged(outcomes: Iterator[Outcome]) -> Iterator[Outcome]:
    first: dict[tuple[str, str], Record] = {}
    for outcome in outcomes:
        if isinstance(outcome, Skipped):
            yield outcome
            continue
        key = (outcome.id, fold(str(outcome.fields["title"])))
        if key not in first:
            first[key] = outcome
            continue
        for name, value in outcome.fields.items():
            known = first[key].fields.setdefault(name, value)
            if isinstance(known, dict) and isinstance(value, dict):
                first[key].fields[name] = value | known
            elif name == "tags" and isinstance(known, list) and isinstance(value, list):
                first[key].fields[name] = list(dict.fromkeys([*known, *value]))
    yield from first.values()


def _read_file(path: Path) -> Iterator[Outcome]:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_LIST_BYTES + 1)
    except OSError as error:
        yield Skipped(str(path), f"cannot be read: {error}")
        return
    if len(data) > MAX_LIST_BYTES:
        yield Skipped(str(path), f"has more than {MAX_LIST_BYTES // 1_000_000} MB: split it")
        return
    text, note = decode(data)
    tags: dict[tuple[str, ...], list[str]] = {}
    for item, pieces in _with_parts(split_items(text.replace("\r\n", "\n").replace("\r", "\n"))):
        source = f"{path}: line {item.line}"
        if item.headings not in tags:
            tags[item.headings] = heading_tags([plain_text(heading[:MAX_HEADING]) for heading in item.headings])
        if isinstance(pieces, str):
            yield Skipped(source, pieces)
        elif outcome := ListItem(tags[item.headings], item.headings).read(item, pieces, source, note):
            yield outcome
            note = ""


def _with_parts(items: Iterator[Item]) -> Iterator[tuple[Item, list[Piece] | str]]:
    """Yield items with their pieces, or with why they cannot be read; deeper items that only link belong to theirs."""
    last: tuple[Item, list[Piece]] | None = None
    for item in items:
        problem = _problem(item)
        pieces = [] if problem or item.cells else read_pieces(item.text)
        if last and item.indent > last[0].indent >= 0 and pieces and _only_labels(pieces):
            last[1].extend([Piece(" "), *pieces])
            continue
        if last and item.indent > last[0].indent >= 0 and not any(piece.address for piece in pieces):
            if detail := _detail(pieces):
                last[1].append(detail)
            else:
                yield item, problem or pieces
            continue
        if last:
            yield last
        last = None if problem else (item, pieces)
        if problem:
            yield item, problem
    if last:
        yield last


def _problem(item: Item) -> str:
    if len(item.text) > MAX_ITEM:
        return f"the item has {len(item.text):,} characters, more than {MAX_ITEM:,}"
    if len(_MARKS.findall(item.text)) > _MAX_MARKS:
        return f"the item has more than {_MAX_MARKS} brackets and other marks"
    return ""


def _only_labels(pieces: Sequence[Piece]) -> bool:
    links = [piece for piece in pieces if piece.address]
    return bool(links) and all(
        label_kind(piece.text) if piece.address else not re.search(r"\w{2}", piece.text) for piece in pieces
    )


_DETAIL = re.compile(r"\s*(authors?|summary|abstract|description|tl;?dr)\s*:\s*(.+)", re.IGNORECASE | re.DOTALL)


def _detail(pieces: Sequence[Piece]) -> Piece | None:
    """Return what a deeper item without links says of its paper: names or a description, as its own line would."""
    text = one_line("".join(piece.text for piece in pieces))
    match = _DETAIL.fullmatch(text)
    if match and not match[1].lower().startswith("author"):
        return Piece(f" - {match[2]}")
    names = re.sub(r"[.\s]*(?:\([0-9]{4}\))?\.?\Z", "", match[2] if match else text)
    return Piece(names, "em") if are_names(names) else None
