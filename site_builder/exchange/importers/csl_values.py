"""The names, dates and other objects of CSL-JSON, in the forms that tools give them.

Source: https://docs.citationstyles.org/en/stable/specification.html (names, dates)
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from site_builder.exchange.dates import is_whole_date, iso_date, parse_date, whole_number
from site_builder.exchange.loose_json import items, mapping, objects, text
from site_builder.exchange.plain_text import plain_title
from site_builder.text.names import Author, person

_ORCID = re.compile(r"(?:[0-9]{4}-){3}[0-9]{3}[0-9X]")


def read_object(value: object) -> str:
    """Return what an object says: names, a date, or the name of something."""
    found = read_people(value)
    if found:
        return "; ".join(one if isinstance(one, str) else one["name"] for one in found)
    return read_date(value) or text(mapping(value).get("name"))


def read_people(value: object) -> list[Author]:
    """Return authors; some tools write them as texts."""
    if isinstance(value, str):
        value = re.split(r"\s*;\s*|\s+and\s+", value)
    found = (_author(one) if isinstance(one, dict) else _spoken(text(one)) for one in items(value))
    return [author for author in found if author]


def _spoken(name: str) -> Author:
    family, _, given = read_line(name).partition(", ")
    return person(given, "", family) if given else family


def read_other_date(issued: object, published: object) -> str:
    """Return what a date says beyond the day of publication: its end, a season, or words."""
    if not isinstance(issued, dict):
        return "" if is_whole_date(text(issued)) else text(issued)
    if literal := text(issued.get("raw")) or text(issued.get("literal")):
        return "" if is_whole_date(literal) and published else literal
    ends = [read_date({"date-parts": [part]}) for part in items(issued.get("date-parts"))]
    season = text(issued.get("season"))
    return "/".join(ends) if len(ends) > 1 else f"{published or ''} {season}".strip() if season else ""


def read_date(issued: object) -> str:
    """Return an ISO date of the precision that is known; empty where there is none."""
    if isinstance(issued, list):
        issued = next((date for date in issued if isinstance(date, dict)), None)
    if not isinstance(issued, dict):
        return parse_date(text(issued))
    first = next(iter(items(issued.get("date-parts"))), None)
    numbers = [whole_number(text(part)) for part in items(first)[:3]]
    if numbers and numbers[0]:
        return iso_date(*numbers)
    return parse_date(text(first) or text(issued.get("raw")) or text(issued.get("literal")))


def _author(name: Mapping[str, Any]) -> Author | None:
    orcid = _ORCID.search(text(name.get("ORCID")))
    found = orcid[0] if orcid else ""
    affiliation = "; ".join(filter(None, (read_line(one.get("name")) for one in objects(name.get("affiliation")))))
    if literal := read_line(name.get("literal")) or read_line(name.get("name")):
        return person(family=literal, orcid=found, affiliation=affiliation)
    parts = ("given", "dropping-particle", "non-dropping-particle", "family", "suffix")
    given, dropped, particle, family, suffix = (read_line(name.get(part)) for part in parts)
    if not (given or family):
        return None
    given, comma = f"{given} {dropped}".strip(), bool(name.get("comma-suffix"))
    return person(given, particle, family, suffix, comma=comma, orcid=found, affiliation=affiliation)


def read_line(value: object) -> str:
    """Return a text as one line without HTML."""
    return plain_title(text(value))
