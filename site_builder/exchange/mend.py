"""A record's fields by the rules of entries: a value that breaks one is mended, moved to an `x-` field, or left out.

Each change is a note, so that an odd field costs no paper, and no paper stops the site.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from site_builder.content.fields import EXTRA, FIELDS
from site_builder.content.values import ENTRY_ID, MAX_ADDRESS, MAX_AUTHORS, MAX_NAME
from site_builder.exchange.dates import parse_date
from site_builder.exchange.notices import notice_field
from site_builder.exchange.plain_text import clean, one_line
from site_builder.model import Notice
from site_builder.reading.identifiers import IDENTIFIERS, MAX_IDENTIFIER, parse_identifier, parse_orcid
from site_builder.reading.plain_values import is_date, is_day, is_web_address
from site_builder.text.names import distinct

MAX_ABSTRACT = 100_000
MAX_REASON = 1_000
MAX_ITEM = 200
MAX_ITEMS = 2_000
# Together with an abstract, more authors could make a file larger than an entry may be.
MAX_NAMED = 2_000

Note = Callable[[str], None]

_EXTRA_KEY = re.compile(r"x-[a-z0-9_-]{1,60}")
_LINK_KIND = re.compile(r"[a-z][a-z0-9_-]{0,30}")
# Marks of equal contributions and affiliations: `Ana Author*`, `Bo Writer$^{1}$`.
_MARKS = re.compile(r"\A[*∗†‡]+\s*|(?<=[\w.])\s?(?:[*∗†‡§¶]+|\$\^[^$]*\$)+(?=\s|,|\Z)")
_AUTHOR_LIMITS = {"name": MAX_NAME, "family": MAX_NAME, "affiliation": 500}
_COUNTS = ("upvotes", "comments", "stars", "author_count")
_LIMITS = {
    name: int(field.shape.schema["maxLength"])
    for name, field in FIELDS.items()
    if "maxLength" in field.shape.schema and name not in IDENTIFIERS
}
_MAX_EXTRA = int(EXTRA.schema["maxLength"])


def mend(fields: Mapping[str, object], note: Note) -> dict[str, object]:
    """Return a record's fields as entries allow them, without those that are empty; `note` hears of each change."""
    mended: dict[str, object] = {}
    kept: dict[str, str] = {}
    for name, value in fields.items():
        if not value and value != 0:
            continue
        found: object
        if name in IDENTIFIERS:
            found = _identifier(name, str(value), kept, note)
        elif name in _MENDERS:
            found = _MENDERS[name](value, note)
        elif name in _COUNTS:
            found = value
        else:
            found = _text(name, str(value), kept, note)
        if found or found == 0:
            mended[name] = found
    for name, text in kept.items():
        if name not in mended and (value := one_line(text)[:_MAX_EXTRA].strip()):
            mended[name] = value
    if not any(name in mended for name in ("upvotes", "comments", "stars")):
        mended.pop("as_of", None)
    named = mended.get("authors")
    if isinstance(named, list) and len(named) > MAX_NAMED:
        note(f"of {len(named):,} authors the first {MAX_NAMED:,} are kept, and how many there are")
        mended |= {"authors": named[:MAX_NAMED], "author_count": len(named)}
    return mended


def mend_abstract(text: str, note: Note) -> str:
    """Return an abstract that is no longer than an entry's may be."""
    if len(text) <= MAX_ABSTRACT:
        return text
    note(f"the abstract has {len(text):,} characters and was cut")
    return text[: MAX_ABSTRACT - 1].rstrip() + "…"


def _text(name: str, value: str, kept: dict[str, str], note: Note) -> str:
    text = one_line(value)
    if name.startswith("x-"):
        if not _EXTRA_KEY.fullmatch(name):
            return ""
        if len(text) > _MAX_EXTRA:
            note(f"{name} has {len(text):,} characters and was cut")
        return text[:_MAX_EXTRA].strip()
    if name == "venue" and not _has_letter(text):
        kept["x-venue"] = text
        return ""
    limit = _LIMITS.get(name, MAX_ITEM)
    if len(text) > limit:
        kept[f"x-{name}"] = text
        if limit <= MAX_ITEM:
            note(f"{name} has {len(text):,} characters: kept as x-{name}")
            return ""
        note(f"{name} has {len(text):,} characters and was cut; it is whole in x-{name}")
        text = text[: limit - 1].rstrip() + "…"
    return text


def _identifier(kind: str, value: str, kept: dict[str, str], note: Note) -> str:
    text = one_line(value)
    found = parse_identifier(IDENTIFIERS[kind], text) if len(text) <= MAX_IDENTIFIER else None
    if found is None and text:
        kept[f"x-{kind}"] = text
        note(f"{text[:80]!r} is not an identifier of {IDENTIFIERS[kind].title}: kept as x-{kind}")
    return found or ""


def _people(value: object, note: Note) -> list[str | dict[str, str]]:
    people = [person for item in _items(value) if (person := _person(item, note))]
    if any(_MARKS.search(_name(item)) for item in _items(value) if isinstance(item, str | dict)):
        note("marks of equal contribution or affiliation in names were left out")
    if len(people) > 1 and len({_name(person) for person in people}) < len(people):
        people = distinct(people)
    return people[:MAX_AUTHORS]


def _person(value: object, note: Note) -> str | dict[str, str] | None:
    fields = dict(value) if isinstance(value, dict) else {"name": str(value)}
    for part, limit in _AUTHOR_LIMITS.items():
        if part in fields:
            fields[part] = one_line(str(fields[part]))
            if len(fields[part]) > limit:
                note(f"an author's {part} has {len(fields[part]):,} characters and was cut")
                fields[part] = fields[part][: limit - 1].rstrip() + "…"
    name = str(fields.get("name", ""))
    if _MARKS.search(name):
        fields |= {part: _MARKS.sub("", fields[part]) for part in ("name", "family") if part in fields}
        name = fields["name"]
    if not _has_letter(name):
        if name:
            note(f"the author {name!r} has no letter or digit, and was left out")
        return None
    if orcid := fields.pop("orcid", ""):
        if valid := parse_orcid(str(orcid)):
            fields["orcid"] = valid
        else:
            note(f"{str(orcid)[:40]!r} is not an ORCID, and was left out")
    if (url := fields.pop("url", "")) and _is_address(url):
        fields["url"] = url
    present = {key: text for key, text in fields.items() if text}
    return present if len(present) > 1 else name


def _name(person: str | dict[str, str]) -> str:
    return person if isinstance(person, str) else person["name"]


def _date(value: object, note: Note) -> str:
    text = str(value)
    found = text if is_date(text) else parse_date(text)
    if not found or not is_date(found):
        note(f"{text[:40]!r} is not a date, and was left out")
        return ""
    return found


def _day(value: object, note: Note) -> str:
    if is_day(str(value)):
        return str(value)
    note(f"{str(value)[:40]!r} is not a day, and was left out")
    return ""


def _terms(value: object, note: Note) -> list[str]:
    """Return tags or organizations; an overlong one is a list whose separator nobody guessed."""
    kept: dict[str, str] = {}
    for item in _items(value):
        text = one_line(str(item))
        for part in [text] if len(text) <= MAX_ITEM else map(str.strip, text.split(",")):
            if not part:
                continue
            if len(part) > MAX_ITEM or not _has_letter(part):
                note(f"{part[:60]!r} cannot be a tag or organization, and was left out")
            else:
                kept.setdefault(part, part)
    if len(kept) > MAX_ITEMS:
        note(f"of {len(kept):,} tags the first {MAX_ITEMS:,} are kept")
    return list(kept)[:MAX_ITEMS]


def _links(value: object, note: Note) -> dict[str, str]:
    links = {}
    for kind, address in value.items() if isinstance(value, dict) else ():
        if not _LINK_KIND.fullmatch(kind) or not _is_address(address):
            note(f"the link {kind} leads to {str(address)[:80]!r}, which is not a web address: left out")
        else:
            links[kind] = address
    return links


def _media(value: object, note: Note) -> list[str]:
    return list(dict.fromkeys(str(item) for item in _items(value) if _is_address(item)))[:MAX_ITEMS]


def _is_address(value: object) -> bool:
    return isinstance(value, str) and len(value) <= MAX_ADDRESS and clean(value) == value and is_web_address(value)


def _aliases(value: object, note: Note) -> list[str]:
    names = dict.fromkeys(str(item) for item in _items(value))
    return [name for name in names if ENTRY_ID.fullmatch(name)][:MAX_ITEMS]


def _versions(value: object, note: Note) -> list[dict[str, str]]:
    versions = []
    for item in _items(value):
        if isinstance(item, dict) and (name := one_line(str(item.get("name", "")))[:100]):
            date = str(item.get("date", ""))
            versions.append({"name": name, "date": date} if is_date(date) else {"name": name})
    return versions[:MAX_ITEMS]


def _withdrawn(value: object, note: Note) -> object:
    if not isinstance(value, dict):
        return one_line(str(value))[:MAX_REASON]
    fields = {name: one_line(str(text))[:MAX_REASON] for name, text in value.items() if text}
    if not is_web_address(fields.get("url", "")):
        fields.pop("url", "")
    return notice_field(Notice(**fields)) if fields else ""


def _provenance(value: object, note: Note) -> dict[str, str]:
    return {key: one_line(str(by))[:MAX_NAME] for key, by in value.items()} if isinstance(value, dict) else {}


def _has_letter(text: str) -> bool:
    return any(map(str.isalnum, text))


def _items(value: object) -> Iterable[object]:
    return value if isinstance(value, list | tuple) else [value]


_MENDERS: dict[str, Callable[[object, Note], object]] = {
    "authors": _people,
    "editors": _people,
    "date": _day,
    "as_of": _day,
    "published": _date,
    "tags": _terms,
    "organizations": _terms,
    "links": _links,
    "media": _media,
    "aliases": _aliases,
    "versions": _versions,
    "withdrawn": _withdrawn,
    "provenance": _provenance,
}
