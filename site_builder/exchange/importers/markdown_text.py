"""What plain text of a Markdown list says: names, a date, where a title or a description begins."""

from __future__ import annotations

import re

from site_builder.exchange.dates import iso_date, month_number, parse_date

DATE = r"(?:19|20)[0-9]{2}(?:[-/.][0-9]{1,2}){0,2}"
_DATE = re.compile(rf"(?<![0-9]){DATE}(?![0-9])")
_MONTH_DATE = re.compile(r"([A-Z][a-z]{2,8})\.?\s+(?:([0-9]{1,2}),?\s+)?((?:19|20)[0-9]{2})")
_DESCRIPTION = re.compile(r"(?:\A|[\s\])}.,:])(?:[-–—|]+|:)\s+(?=\S)")
_NAME = re.compile(r"(?:[^\W\d_][\w.'’‐-]*)(?:\s+[^\W\d_][\w.'’‐-]*){1,4}")
_ET_AL = re.compile(r"\s*,?\s*\bet\.?\s+al\b\.?\s*\Z", re.IGNORECASE)


def split_names(text: str) -> list[str]:
    """Return the names of a list, split at semicolons if it has any, else at commas and `and`.

    A list that ends in a semicolon has no `and` before its last name: exports end it so if a name begins with `and`.
    """
    others = bool(_ET_AL.search(text))
    parts = (_ET_AL.sub("", text)).split(";") if ";" in text else re.split(r",|\s+and\s+|\s*&\s*", _ET_AL.sub("", text))
    if parts[-1].strip():
        parts = [re.sub(r"\A(?:and|&)\s+", "", part.strip()) for part in parts]
    names = [name for part in parts if (name := part.strip())]
    return [*names, "et al."] if others else names


def are_names(text: str, *, family: bool = False) -> bool:
    """Return whether a text looks like names: several, or one and `et al.`, each of a few words in capitals.

    `family` also allows names of one word.
    """
    if len(text) > 2_000 or re.search(r"[0-9:?!]", text):
        return False
    names = split_names(text)
    people = [name for name in names if name != "et al."]
    return len(names) > 1 and all(
        (_NAME.fullmatch(name) or family or len(names) > len(people)) and name[:1].isupper() and _capitals(name)
        for name in people
    )


def _capitals(name: str) -> bool:
    """Return whether every word starts with a capital, except particles such as `van der`."""
    return all(word[:1].isupper() or len(word) < 4 or not word.isascii() for word in name.split())


def only_date(text: str) -> str:
    """Return the date if a text is nothing but a date, else an empty text."""
    bare = text.strip(" []().:,#*")
    if month := _MONTH_DATE.fullmatch(bare):
        number = month_number(month[1])
        return iso_date(int(month[3]), number, int(month[2] or 0)) if number else ""
    match = _DATE.fullmatch(bare)
    return parse_date(bare.replace(".", "-")) if match else ""


def cut_description(text: str) -> tuple[str, bool, str]:
    """Return what comes before a description, whether there is one, and the description."""
    match = _DESCRIPTION.search(text)
    return (text[: match.start()], True, text[match.end() :]) if match else (text, False, "")


def cut_sentence(text: str) -> tuple[str, str]:
    """Return a title that is plain text, and what follows it."""
    match = re.search(r"\.\s|\s[-–—|]\s|\s\[", text)
    end = match.start() if match else len(text)
    return text[:end].strip(" ,.[("), text[match.end() :] if match else ""
