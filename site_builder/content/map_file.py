"""`content/map.csv`: the position of each paper on the map, so that builds need not compute a layout."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from site_builder.content.front_matter import decode
from site_builder.content.sources import has_link
from site_builder.core.diagnostics import Diagnostic, quote

MAP_FILE = "content/map.csv"
SIZE = 4096
"""Positions are whole numbers below this, on both axes."""

Places = Mapping[str, tuple[int, int]]
"""The position of each paper by its identifier."""

_HEADER = "id,x,y"
_LINE = re.compile(r"([^,]+),([0-9]{1,9}),([0-9]{1,9})")
_MAX_BYTES = 50_000_000
_MOST_PROBLEMS = 20
_CURE = "delete the line, or delete the file and run papershelf map"


def load_places(root: Path) -> tuple[Places | None, tuple[Diagnostic, ...]]:
    """Return the positions in an archive's map file, None if there is no such file, and its problems."""
    file = root / MAP_FILE
    if has_link(root, MAP_FILE) or not file.is_file():
        return None, ()
    return parse_places(file.read_bytes())


def parse_places(data: bytes) -> tuple[Places, tuple[Diagnostic, ...]]:
    """Return the positions in a map file and its problems, only the first if there are many."""
    text, problem = decode(MAP_FILE, data, _MAX_BYTES)
    if problem:
        return {}, (problem,)
    header, _, lines = text.partition("\n")
    problems = []
    if header != _HEADER:
        problems.append(Diagnostic(MAP_FILE, 1, 1, "E307", f"the first line is not {_HEADER}", f"write: {_HEADER}"))
    places: dict[str, tuple[int, int]] = {}
    for number, line in enumerate(lines.split("\n"), start=2):
        if not line:
            continue
        wrong = _read_line(line, places)
        if wrong:
            problems.append(Diagnostic(MAP_FILE, number, 1, "E307", wrong, _CURE))
        if len(problems) == _MOST_PROBLEMS:
            break
    return places, tuple(problems)


def _read_line(line: str, places: dict[str, tuple[int, int]]) -> str:
    """Add the position in a line; return what is wrong with the line."""
    match = _LINE.fullmatch(line)
    if not match:
        return f"{quote(line)} is not an identifier and two whole numbers"
    name, x, y = match[1], int(match[2]), int(match[3])
    if x >= SIZE or y >= SIZE:
        return f"{x},{y} is outside the map; the largest number is {SIZE - 1}"
    if name in places:
        return f"duplicate position for {quote(name)}"
    places[name] = (x, y)
    return ""


def render_places(places: Places) -> str:
    """Return the map file with these positions, in the order of the identifiers."""
    return "\n".join([_HEADER, *(f"{name},{x},{y}" for name, (x, y) in sorted(places.items())), ""])


def check_places(places: Places, papers: Collection[str]) -> Iterator[Diagnostic]:
    """Yield a warning if more than a tenth of the papers have no position in the file."""
    lacking = sum(paper not in places for paper in papers)
    if lacking * 10 > len(papers):
        message = f"{lacking:,} of {len(papers):,} papers have no position here and are placed near related ones"
        yield Diagnostic(MAP_FILE, 0, 0, "W302", message, "run papershelf map and commit the file")
