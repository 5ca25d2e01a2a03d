"""Letters as the search compares them: texts are folded, and some scripts have no spaces between words.

The browser does the same in `search-engine/1-text.js`.
"""

from __future__ import annotations

import re
import unicodedata

# Accents; vowel points of Hebrew and Arabic; the nukta of Indic scripts; soft hyphens and other invisible characters.
_DROPPED = re.compile(
    "[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc"
    "\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u093c\u09bc\u0a3c\u0abc\u0b3c\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064"
    "\u2066-\u2069\ufe00-\ufe0f\ufeff]"
)
_LETTERS = str.maketrans(
    {
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "ı": "i",
        "ς": "σ",
        "\u2010": "-",
        "_": "-",
    }
)
_GREEK_NAMES = (
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma tau upsilon phi chi"
    " psi omega"
).split()
_GREEK = dict(zip("αβγδεζηθικλμνξοπρστυφχψω", _GREEK_NAMES, strict=True))
_GREEK_RUN = re.compile("[α-ω]")
# French and Italian words that lose their last vowel before another word: `l'été` is two words, `model's` is one.
_ELISION = re.compile(
    "(^|[\\W_])(l|d|j|m|t|s|n|c|qu|jusqu|lorsqu|puisqu|quoiqu|un|dell|nell|sull|dall|all|coll|quell)['\u2019]"
    "(?=[^\\W\\d_])(?!(?:s|t|d|m|re|ve|ll)(?![^\\W_]))"
)
_PERHAPS_ELIDED = re.compile(r"'(?=[a-zA-Z])(?!(?:s|t|d|m|re|ve|ll)(?![^\W_]))")
_APOSTROPHES = re.compile("['\u2019]")
# Names of languages that letters alone do not tell apart: C++, C#, .NET.
_PLUSES = re.compile(r"(^|[\W_])([a-z])\+\+")
_SHARP = re.compile(r"(^|[\W_])([a-z])#(?![^\W_])")
_DOT_NET = re.compile(r"(^|[\W_])\.net(?![^\W_])")
# Combining marks that spell words, as vowel signs do in Indic and Southeast Asian scripts.
MARKS = (
    "\u0483-\u0489\u0900-\u0903\u093a-\u094f\u0951-\u0957\u0962\u0963\u0981-\u0983\u09be-\u09cd\u09d7\u09e2\u09e3"
    "\u0a01-\u0a03\u0a3e-\u0a51\u0a70\u0a71\u0a75\u0a81-\u0a83\u0abe-\u0acd\u0ae2\u0ae3\u0b01-\u0b03\u0b3e-\u0b57\u0b62\u0b63"
    "\u0b82\u0bbe-\u0bcd\u0bd7\u0c00-\u0c04\u0c3c\u0c3e-\u0c56\u0c62\u0c63\u0c81-\u0c83\u0cbc\u0cbe-\u0cd6\u0ce2\u0ce3\u0d00-\u0d03"
    "\u0d3b\u0d3c\u0d3e-\u0d4d\u0d57\u0d62\u0d63\u0d81-\u0d83\u0dca-\u0df3\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc"
    "\u0ec8-\u0ece\u0f18\u0f19\u0f35\u0f37\u0f39\u0f3e\u0f3f\u0f71-\u0f84\u0f86\u0f87\u0f8d-\u0fbc\u102b-\u103e\u1056-\u1059"
    "\u105e-\u1064\u1067-\u106d\u1071-\u1074\u1082-\u108d\u108f\u109a-\u109d\u17b4-\u17d3\u17dd\u18a9\u1920-\u193b"
    "\u3099\u309a"
)
_VIRAMA_NASAL = re.compile("[\u0919\u091e\u0923\u0928\u092e]\u094d(?=[\u0915-\u0939])")
WORD = re.compile(rf"[\w{MARKS}]+")
PART = re.compile(r"\d+|\D+")
# Chinese, Japanese, Korean; Thai, Lao, Burmese, Khmer: scripts without spaces between words, found by pairs of letters.
UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
_UNSPACED_LETTER = re.compile(f"[{UNSPACED}]")


def fold(text: str) -> str:
    """Return `text` in lower case, without accents, apostrophes and typographic variants of letters.

    Single Greek letters become their names, `C++` `cplusplus`, `C#` `csharp`, `.NET` `dotnet`.
    """
    if text.isascii():
        text = text.lower().replace("_", "-")
    else:
        text = unicodedata.normalize("NFC", _DROPPED.sub("", unicodedata.normalize("NFKD", text)))
        text = text.lower().translate(_LETTERS)
        text = _VIRAMA_NASAL.sub("\u0902", text).replace("\u0901", "\u0902")
        if _GREEK_RUN.search(text):
            text = WORD.sub(_greek_name, text)
    if "'" in text or "\u2019" in text:
        text = _APOSTROPHES.sub("", _ELISION.sub(r"\1\2-", text))
    if "++" in text:
        text = _PLUSES.sub(r"\1\2plusplus", text)
    if "#" in text:
        text = _SHARP.sub(r"\1\2sharp", text)
    if ".net" in text:
        text = _DOT_NET.sub(r"\1dotnet", text)
    return text


def _greek_name(word: re.Match[str]) -> str:
    return PART.sub(lambda part: _GREEK.get(part[0], part[0]), word[0])


def is_more_than_its_pieces(text: str) -> bool:
    """Return whether `fold` may change a text in other ways than its pieces between spaces and ASCII punctuation."""
    if text.isascii():
        return "++" in text or "#" in text or ("'" in text and _PERHAPS_ELIDED.search(text) is not None)
    return "'" in text or "+" in text or "#" in text


def is_unspaced(text: str) -> bool:
    """Return whether `text` has letters of a script without spaces between words, such as Chinese or Thai."""
    return not text.isascii() and bool(_UNSPACED_LETTER.search(text))
