"""Names as addresses (slugs) and as keys that are equal for two spellings of one name."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from slugify import slugify

MAX_SLUG = 80

# Latin letters that Unicode does not decompose, without their mark.
_LETTERS = str.maketrans({"ł": "l", "ø": "o", "ı": "i", "đ": "d", "ð": "d", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th"})
_APOSTROPHES = re.compile(r"['’‘ʼ`´]")
_MARKS = re.compile(r"[\u0300-\u036f]")
# ASCII without the characters that slugify does not treat as a gap between words: `&amp;`, `1,000`.
_PLAIN = re.compile(r"[\0-%'-+\--\x7f]{0,80}")
# ASCII that slugs and folded names treat alike, as letters or as gaps.
_SIMPLE = re.compile(r"[\0-%(-+\--_a-\x7f]{0,80}")
_WORD = re.compile(r"[^\W_]+")
_NAME_SUFFIX = re.compile(r"(?:[JS]r\.?|I{2,3}|IV)")


@lru_cache(maxsize=1 << 15)
def slug(name: str, longest: int = MAX_SLUG) -> str:
    """Return a name as part of an address: lower-case ASCII letters, digits and hyphens.

    Empty if the name has no letter or digit. `longest` is the most characters, 0 for no limit.
    """
    plain = name if name.isascii() else _MARKS.sub("", unicodedata.normalize("NFKD", name))
    if _PLAIN.fullmatch(plain) and (not longest or len(plain) <= longest):  # same result, thirty times faster
        return "-".join(_WORD.findall(plain.lower()))
    # The backend is named: slugify would take another one if that happens to be installed.
    return slugify(name, max_length=longest, word_boundary=True, backend="text-unidecode")


def spelling_key(name: str) -> str:
    """Return a key that all spellings of one term share: its slug, never cut, so that long names stay distinct."""
    return slug(name, 0)


@lru_cache(maxsize=1 << 15)
def fold(text: str) -> str:
    """Return the words of a text without case, accents and punctuation; equal for two spellings of one name."""
    if text.isascii():
        plain = text.lower()
    else:
        decomposed = unicodedata.normalize("NFKD", text).casefold().translate(_LETTERS)
        plain = "".join(c for c in decomposed if not unicodedata.combining(c))
    if _APOSTROPHES.search(plain):
        plain = _APOSTROPHES.sub("", plain)
    return " ".join(_WORD.findall(plain))


def slug_and_fold(name: str) -> tuple[str, str]:
    """Return a name's slug and its folded form, uncached: for the many names that an archive uses only once."""
    if _SIMPLE.fullmatch(name):
        words = _WORD.findall(name.lower())
        return "-".join(words), " ".join(words)
    return slug(name), fold(name)


def split_name(name: str) -> tuple[str, str]:
    """Return `(given, family)`; particles such as `van der` and a suffix such as `Jr.` belong to the family name.

    Source: BibTeX's rule that lower-case words before the last one start the family name.
    """
    if "," in name:
        family, _, given = name.partition(",")
        return given.strip(), family.strip()
    words = name.split()
    last = len(words) - 2 if len(words) > 2 and is_name_suffix(words[-1]) else len(words) - 1
    start = next((n for n, word in enumerate(words[1:last], start=1) if word[:1].islower()), last)
    return " ".join(words[:start]), " ".join(words[start:])


def is_name_suffix(word: str) -> bool:
    """Return whether a name's last word is a generational suffix: `Jr.`, `III`."""
    return bool(_NAME_SUFFIX.fullmatch(word))


def initial(name: str) -> str:
    """Return the letter under which an index lists a name: `A` to `Z`, a letter of another script, or `#`."""
    first = fold(name)[:1].upper()
    return first if first.isalpha() else "#"
