"""The search's tokenizer and stemmer; `search-engine/1-text.js` does the same, and tests compare the two."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Sequence
from functools import lru_cache
from itertools import compress, pairwise
from string import ascii_letters, digits
from typing import NamedTuple, cast

from lunr.stemmer import PorterStemmer

MAX_TERM = 40
"""Longer runs of letters, such as keys and addresses, are cut to this many characters."""

ENDING = 1
"""At most this many letters at the end of a stem differ from those of its words."""

STOP_WORDS = frozenset(
    "a an and are as at be by for from in into is it its of on or our that the these this to we with".split()
)
"""Words that abstracts and summaries are not indexed by; far fewer than Lunr's, which include `often` and `which`."""

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
_CAMEL = re.compile("[a-z]{2}(?=[A-Z][A-Za-z])|[A-Z]{2}(?=[A-Z][a-z]{2})")
# The same, found by what is rare: a capital letter.
_CAPITAL_WITHIN = re.compile("[A-Z](?:(?<=[a-z]{2}[A-Z])[A-Za-z]|(?<=[A-Z]{3})[a-z]{2})")
# Folded text has no underscores.
_COMPOUND = re.compile(rf"[\w{MARKS}]+(?:[-.][\w{MARKS}]+)*")
_ASCII_COMPOUND = re.compile(r"[a-z0-9]+(?:[-.][a-z0-9]+)*")
_WORD = re.compile(rf"[\w{MARKS}]+")
_CASED_WORD = re.compile(r"[^\W_]+")
_PART = re.compile(r"\d+|\D+")
# Bytes of text with ASCII letters in lower case, and spaces for those of ASCII that are in no compound: words are then
# found without an expression.
_PLAIN = {letter: letter.lower() for letter in ascii_letters + digits + "-."} | {"_": "-"}
_SPACED = bytes(byte if byte > 127 else ord(_PLAIN.get(chr(byte), " ")) for byte in range(256))
_MOST_REMEMBERED = 1 << 17
# Chinese, Japanese, Korean; Thai, Lao, Burmese, Khmer: scripts without spaces between words, found by pairs of letters.
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
_UNSPACED_OR_NOT = re.compile(f"[{_UNSPACED}]+|[^{_UNSPACED}]+")
_UNSPACED_LETTER = re.compile(f"[{_UNSPACED}]")
_UNIT = re.compile(f"[^{MARKS}][{MARKS}]*|[{MARKS}]+")
"""A letter with its marks."""


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
            text = _WORD.sub(_greek_name, text)
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
    return _PART.sub(lambda part: _GREEK.get(part[0], part[0]), word[0])


def _is_more_than_its_pieces(text: str) -> bool:
    """Return whether `fold` may change a text in other ways than its pieces between spaces and ASCII punctuation."""
    if text.isascii():
        return "++" in text or "#" in text or ("'" in text and _PERHAPS_ELIDED.search(text) is not None)
    return "'" in text or "+" in text or "#" in text


def analyze(compound: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the parts of a folded compound, in order, and its joined forms that are not parts.

    `gpt-4` has the parts `gpt` and `4` and the joined form `gpt4`; `深度学习` the parts `深度`, `度学`, `学习` and, in
    place of a joined form, its last letter. Any other letter begins a part, so each is found wherever it occurs.
    """
    if compound.isalpha() and compound.isascii():
        return (compound[:MAX_TERM],), ()
    parts: list[str] = []
    joined: list[str] = []
    words = _WORD.findall(compound)
    for word in words:
        pieces, last_letters = _pieces(word)
        parts += pieces
        joined += last_letters
        if len(pieces) > 1 and not is_unspaced(word):
            joined.append(word[:MAX_TERM])
    if len(words) > 1 and not is_unspaced(compound):
        joined.append("".join(words)[:MAX_TERM])
    return tuple(parts), tuple(dict.fromkeys(joined))


def _pieces(word: str) -> tuple[list[str], list[str]]:
    """Return the parts of a word, and the last letters of its runs of a script without spaces."""
    if word.isascii():
        return [part[:MAX_TERM] for part in _PART.findall(word)], []
    pieces: list[str] = []
    last: list[str] = []
    for run in _UNSPACED_OR_NOT.findall(word):
        if _UNSPACED_LETTER.match(run):
            letters = _UNIT.findall(run)
            pieces += map("".join, pairwise(letters)) if len(letters) > 1 else letters
            last += letters[-1:] if len(letters) > 1 else []
        else:
            pieces += [part[:MAX_TERM] for part in _PART.findall(run)]
    return pieces, last


def is_unspaced(text: str) -> bool:
    """Return whether `text` has letters of a script without spaces between words, such as Chinese or Thai."""
    return not text.isascii() and bool(_UNSPACED_LETTER.search(text))


def parted(text: str) -> str:
    """Return `text` with a hyphen where the case of letters shows two words in one: `KVCache` is `KV-Cache`."""
    return _CAMEL.sub(r"\g<0>-", text)


def compounds(text: str) -> list[str]:
    """Return the words of `text`, folded; words joined by `-`, `_` or `.` stay together."""
    folded = fold(text)
    return (_ASCII_COMPOUND if folded.isascii() else _COMPOUND).findall(folded)


def terms(text: str) -> list[tuple[str, str, int]]:
    """Return every token of `text` with its stem and its position."""
    found = []
    position = 0
    for compound in compounds(text):
        size, forms = _terms(compound)
        for token, stemmed, offset in forms:
            found.append((token, stemmed, position + offset))
        position += size
    return found


def title_terms(title: str) -> list[tuple[str, str, int]]:
    """Return the terms of a title or a tag with those that other spellings have.

    The parts of `KVCache` are placed after the title, so that no other word's position depends on a name's spelling.
    """
    found = terms(title)
    parts = name_parts(title, {token for token, _, _ in found})
    behind = max(position for _, _, position in found) + 2 if parts else 0
    return found + abbreviated(found) + [(token, stem, behind + position) for token, stem, position in parts]


def name_parts(text: str, known: Container[str]) -> list[tuple[str, str, int]]:
    """Return the terms that names such as `KVCache` in `text` are made of, but for tokens that are `known`."""
    names: dict[str, None] = {}
    end = 0
    for capital in _CAPITAL_WITHIN.finditer(text):
        start = capital.start()
        while start > end and text[start - 1].isalnum():
            start -= 1
        # Otherwise it is in the word before.
        if start >= end and (word := _CASED_WORD.match(text, start)):
            names[parted(word[0])] = None
            end = word.end()
    return [term for term in terms(" ".join(names)) if term[0] not in known] if names else []


def abbreviated(found: Sequence[tuple[str, str, int]]) -> list[tuple[str, str, int]]:
    """Return pairs of neighbouring terms as one if either has two letters: people write `kvcache` for `KV cache`."""
    known = {token for token, _, _ in found}
    parts = [(token, position) for token, _, position in found if token.isalpha()]
    joined = [
        (first + second, position)
        for (first, position), (second, next_position) in pairwise(parts)
        if next_position == position + 1 and is_abbreviation(first, second)
    ]
    return [(token[:MAX_TERM], stem(token[:MAX_TERM]), position) for token, position in joined if token not in known]


def is_abbreviation(first: str, second: str) -> bool:
    """Return whether two neighbouring words may also be written as one: if either has two letters."""
    return 2 in (len(first), len(second)) and not STOP_WORDS & {first, second} and not is_unspaced(first + second)


@lru_cache(maxsize=1 << 16)
def name_tokens(name: str) -> tuple[str, ...]:
    """Return every token of a name; cached, since names recur."""
    analyzed = map(analyze, compounds(name))
    return tuple([token for parts, joined in analyzed for token in (*joined, *parts)])


@lru_cache(maxsize=1 << 14)
def name_terms(name: str) -> tuple[tuple[str, str], ...]:
    """Return every token of a name with its stem, remembered."""
    return tuple((token, stemmed) for token, stemmed, _ in terms(name))


class ContentTerms(NamedTuple):
    """What a text is searched by: the stem that stands in each place, empty for a stop word; the stems of joined forms,
    each with its place; all stems in the order of the text; and the tokens."""

    places: list[str]
    joined: list[tuple[str, int]]
    stems: list[str]
    tokens: list[str]


class _Stems(dict[str, str | None]):
    """The stems of folded words, empty for a stop word, `None` for what is more than a plain word.

    Abstracts share most of their words. Millions are looked up: a lookup is to touch little memory, and no order of
    what was asked for last, as `lru_cache` has one.
    """

    def __missing__(self, word: str) -> str | None:
        if not (word.isalpha() and word.isascii() and len(word) <= MAX_TERM):
            return None
        if len(self) >= _MOST_REMEMBERED:
            self.clear()
        found = self[word] = "" if word in STOP_WORDS else stem(word)
        return found


_stems = _Stems()


def content_terms(text: str) -> ContentTerms:
    """Return what a text is searched by, without other spellings."""
    if _is_more_than_its_pieces(text):
        text = fold(text)
    spaced = text.encode("utf-8", "surrogatepass").translate(_SPACED, b"'").decode("utf-8", "surrogatepass")
    pieces = spaced.replace(". ", " ").split()
    found = list(map(_stems.__getitem__, pieces))
    tokens = list(compress(pieces, found))
    places: list[str] = []
    joined: list[tuple[str, int]] = []
    stems: list[str] = []
    last = 0
    for number in [number for number, plain in enumerate(found) if plain is None]:
        before = cast(list[str], found[last:number])
        of_piece = _piece_terms(pieces[number])
        places += before
        joined += [(stem, len(places) + place) for stem, place in of_piece.joined]
        places += of_piece.places
        stems += before
        stems += of_piece.stems
        tokens += of_piece.tokens
        last = number + 1
    rest = cast(list[str], found[last:])
    return ContentTerms(places + rest, joined, stems + rest, tokens)


@lru_cache(maxsize=1 << 16)
def _piece_terms(piece: str) -> ContentTerms:
    found = ContentTerms([], [], [], [])
    for compound in compounds(piece):
        parts, joined = analyze(compound)
        forms = [form for form in joined if form not in STOP_WORDS]
        stems = ["" if part in STOP_WORDS else stem(part) for part in parts]
        found.joined.extend((stem(form), len(found.places)) for form in forms)
        found.places.extend(stems)
        found.stems.extend((*map(stem, forms), *stems))
        found.tokens.extend((*forms, *[part for part in parts if part not in STOP_WORDS]))
    return found


@lru_cache(maxsize=1 << 16)
def _terms(compound: str) -> tuple[int, tuple[tuple[str, str, int], ...]]:
    parts, joined = analyze(compound)
    forms = [(form, stem(form), 0) for form in joined]
    forms += [(part, stem(part), offset) for offset, part in enumerate(parts)]
    return len(parts), tuple(forms)


def forget_terms() -> None:
    """Give back the memory of what is remembered while abstracts are read; stems are wanted later on."""
    _stems.clear()
    _piece_terms.cache_clear()
    _terms.cache_clear()


class _Stemmer(PorterStemmer):  # type: ignore[misc]
    """lunr.py's stemmer where it keeps to lunr.js's: a final `y`, a double `y`."""

    b: str
    k: int

    def step1c(self) -> None:
        """Turn a final `y` after a consonant into `i`; lunr.py asks for any vowel before it."""
        end = self.k
        if end > 1 and self.b[end] == "y" and self.b[end - 1] not in "aeiou":
            self.b = self.b[:end] + "i"

    def doublec(self, j: int) -> bool:
        """Return whether a double consonant ends at `j`; `yy` is none in lunr.js."""
        return self.b[j] != "y" and bool(super().doublec(j))


# Words that are nothing but a suffix, which lunr.js treats by the suffix's last letters.
_SUFFIXES = {"ies": "ie", "sses": "sse", "eed": "e", "eeds": "e"}


@lru_cache(maxsize=1 << 16)
def stem(token: str) -> str:
    """Return the token's stem, as `lunr.stemmer` does in the browser."""
    return _SUFFIXES.get(token) or str(_Stemmer().stem(token))
