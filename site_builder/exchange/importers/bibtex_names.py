"""Lists of names as BibTeX and BibLaTeX write them, TeX and braces included, to authors."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from slugify import slugify

from site_builder.exchange.plain_text import one_line, plain_title
from site_builder.exchange.tex import plain
from site_builder.text.names import Author, group, name_parts, person

Note = Callable[[str], None]

# One piece of a text: a command with the blanks that belong to it, a group, a separator, or other characters.
_PIECE = re.compile(r"\\[A-Za-z]+\s*|\\.|[{}]|[\s~]+|,|[^\\{}\s~,]+", re.DOTALL)
# Marks of equal contributions, and notes: no part of a name.
_NOTES = re.compile(r"\\(?:thanks|footnote)\s*\{[^{}]*\}|\\footnotemark(?:\[[^\]]*\])?")
_SUFFIX = re.compile(r"[JS]r\.?|[IV]+|[0-9](?:st|nd|rd|th)|Ph\.?\s?D\.?|M\.?D\.?|Esq\.?")
# An ampersand between two names of two words or more each, which no group has.
_AMPERSAND = re.compile(r"(?<=\w)\s+\\?&\s+(?=\S+\s\S)")
_OTHERS = re.compile(r"[,\s]*\b(?:et\.?\s+al\b\.?|and\s+others)[\s,]*$", re.IGNORECASE)
_EXTENDED = re.compile(
    r"\s*(?:family|given|prefix|suffix|id|useprefix|(?:family|given|prefix|suffix)-i)\s*=", re.IGNORECASE
)
# DBLP tells people of one name apart by a number.
_HOMONYM = re.compile(r"(.+\D)\s(0[0-9]{3})")
_PLAIN = re.compile(r"[^\\{}~,]*")


def read_names(text: str, note: Note) -> Iterator[Author]:
    """Yield the authors of a field; `others` is one of them, and means that there are more."""
    names = [one for name in _split_list(_NOTES.sub("", plain_title(text))) for one in _split_other(name, note)]
    for name in names:
        if name == "others":
            yield name
            continue
        bare = _OTHERS.sub("", name)
        if bare.strip():
            yield _author(bare)
        if bare != name:
            yield "others"


def _split_other(name: str, note: Note) -> list[str]:
    """Return the names of what should be one name, but is a list with other separators."""
    if "{" in name:
        return [name]
    parts = [part.strip() for part in name.split(",")]
    if ";" in name:
        found, separator = name.split(";"), "semicolons"
    elif len(parts) > 2 and all(" " in part and not _SUFFIX.fullmatch(part) for part in parts):
        found, separator = parts, "commas"
    elif len(found := _AMPERSAND.split(name)) > 1 and all(" " in part.strip() for part in found):
        separator = "'&'"
    else:
        return [name]
    note(f"the names are separated by {separator}, not by 'and'")
    return [part for part in found if part.strip()]


def _split_list(text: str) -> list[str]:
    """Return the names, which the word `and` separates outside braces."""
    if "{" not in text:
        return [name.strip() for name in re.split(r"\s+and\s+", f" {text} ", flags=re.IGNORECASE) if name.strip()]
    names, depth, start = [], 0, 0
    for match in re.finditer(r"[{}]|\sand(?=\s)", text, re.IGNORECASE):
        if match[0] in "{}":
            depth = max(depth + (1 if match[0] == "{" else -1), 0)
        elif depth == 0:
            names.append(text[start : match.start()])
            start = match.end()
    names.append(text[start:])
    return [name.strip() for name in names if name.strip()]


@lru_cache(maxsize=1 << 15)
def _author_cached(text: str) -> tuple[tuple[str, str], ...] | str:
    found = _parse(text)
    return found if isinstance(found, str) else tuple(found.items())


def _author(text: str) -> Author:
    found = _author_cached(text)
    return found if isinstance(found, str) else dict(found)


def _parse(text: str) -> Author:
    if _EXTENDED.match(text):
        return _extended(text)
    if _PLAIN.fullmatch(text):  # `Ana Author`, as nearly half of them are
        return _numbered(one_line(text))
    parts = _split_parts(text)
    if len(parts) == 1:
        return _spoken(parts[0])
    last, *middle, first = parts
    particle, family = _particle(last)
    suffix = " ".join(word for words in middle for word in _texts(words))
    given = " ".join(_texts(first))
    if suffix and not _SUFFIX.fullmatch(suffix):
        # `Oak, Ana, PhD`; otherwise there are more commas than a name has, and what follows the first is given name.
        given, suffix = (suffix, given) if _SUFFIX.fullmatch(given) else (f"{suffix} {given}".strip(), "")
    elif not suffix and len(last) > 1 and _SUFFIX.fullmatch(given) and not particle:
        *words, family = _texts(last)  # `Bo Oak, Jr.`
        given, suffix = " ".join(words), given
    if match := _HOMONYM.fullmatch(f"{given} {family}"):
        return _numbered(match[0])
    return person(given, particle, family, suffix)


def _spoken(words: list[str]) -> Author:
    """Return a name in the order of speech; a part in braces stays together."""
    texts = _texts(words)
    if len(words) == 1 and words[0].startswith("{") and not words[0].startswith("{\\"):
        return group(texts[0]) if texts else ""
    if all(" " not in text for text in texts):
        return _numbered(" ".join(texts))
    start = next((n for n, word in enumerate(words[1:-1], start=1) if _is_lower(word)), len(words) - 1)
    particle, family = _particle(words[start:])
    return person(" ".join(_texts(words[:start])), particle, family)


def _numbered(name: str) -> Author:
    if match := _HOMONYM.fullmatch(name):
        return {"name": match[1], "id": slugify(name, max_length=80)}
    return name


def _extended(text: str) -> Author:
    """Return a name of BibLaTeX's extended form: `family=Pine, given=Pia, prefix=van, useprefix=true`."""
    fields = {}
    for words in _split_parts(text):
        name, _, value = " ".join(words).partition("=")
        fields[name.strip().lower()] = one_line(plain(value))
    given, prefix = fields.get("given", ""), fields.get("prefix", "")
    if prefix and fields.get("useprefix", "").lower() != "true":
        given, prefix = f"{given} {prefix}".strip(), ""
    return person(given, prefix, fields.get("family", ""), fields.get("suffix", ""))


def _split_parts(text: str) -> list[list[str]]:
    """Return the words of each part of a name, which commas separate outside braces; TeX as typed."""
    parts: list[list[str]] = [[]]
    word, depth = "", 0
    for match in _PIECE.finditer(text):
        piece = match[0]
        if depth == 0 and (piece == "," or piece[0] in "~" or piece.isspace()):
            if word:
                parts[-1].append(word)
            word = ""
            if piece == ",":
                parts.append([])
            continue
        depth = max(depth + (piece == "{") - (piece == "}"), 0)
        word += piece
    if word:
        parts[-1].append(word)
    return [words for words in parts if words] or [[]]


def _particle(words: list[str]) -> tuple[str, str]:
    """Return the leading lower-case words, which are a particle, and the family name."""
    count = max((n for n, word in enumerate(words[:-1], start=1) if _is_lower(word)), default=0)
    return " ".join(_texts(words[:count])), " ".join(_texts(words[count:]))


def _is_lower(word: str) -> bool:
    """Return whether a word counts as lower case for BibTeX; one in braces does not."""
    if word.startswith("{") and not word.startswith("{\\"):
        return False
    return next((char for char in _text(word) if char.isalpha()), "A").islower()


def _texts(words: list[str]) -> list[str]:
    return [text for word in words if (text := _text(word))]


@lru_cache(maxsize=1 << 15)
def _text(word: str) -> str:
    return one_line(plain(word))


def family_of(author: Author) -> str:
    """Return an author's family name."""
    name, family = (author, "") if isinstance(author, str) else (author["name"], author.get("family", ""))
    return name_parts(name, family).family
