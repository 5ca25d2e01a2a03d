"""The search's tokenizer; `search-engine/1-text.js` does the same, and tests compare the two."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from functools import lru_cache
from itertools import compress, pairwise
from string import ascii_letters, digits
from typing import NamedTuple, cast

from site_builder.text.letters import MARKS, PART, UNSPACED, WORD, fold, is_more_than_its_pieces, is_unspaced
from site_builder.text.stems import stem

MAX_TERM = 40
"""Longer runs of letters, such as keys and addresses, are cut to this many characters."""

STOP_WORDS = frozenset(
    "a an and are as at be by for from in into is it its of on or our that the these this to we with".split()
)
"""Words that abstracts and summaries are not indexed by; far fewer than Lunr's, which include `often` and `which`."""

_CAMEL = re.compile("[a-z]{2}(?=[A-Z][A-Za-z])|[A-Z]{2}(?=[A-Z][a-z]{2})")
# The same, found by what is rare: a capital letter.
_CAPITAL_WITHIN = re.compile("[A-Z](?:(?<=[a-z]{2}[A-Z])[A-Za-z]|(?<=[A-Z]{3})[a-z]{2})")
# Folded text has no underscores.
_COMPOUND = re.compile(rf"[\w{MARKS}]+(?:[-.][\w{MARKS}]+)*")
_ASCII_COMPOUND = re.compile(r"[a-z0-9]+(?:[-.][a-z0-9]+)*")
_CASED_WORD = re.compile(r"[^\W_]+")
_UNSPACED_OR_NOT = re.compile(f"[{UNSPACED}]+|[^{UNSPACED}]+")
_UNIT = re.compile(f"[^{MARKS}][{MARKS}]*|[{MARKS}]+")
"""A letter with its marks."""
# Bytes of text with ASCII letters in lower case, and spaces for those of ASCII that are in no compound: words are then
# found without an expression.
_PLAIN = {letter: letter.lower() for letter in ascii_letters + digits + "-."} | {"_": "-"}
_SPACED = bytes(byte if byte > 127 else ord(_PLAIN.get(chr(byte), " ")) for byte in range(256))
_MOST_REMEMBERED = 1 << 17


def analyze(compound: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the parts of a folded compound, in order, and its joined forms that are not parts.

    `gpt-4` has the parts `gpt` and `4` and the joined form `gpt4`; `深度学习` the parts `深度`, `度学`, `学习` and, in
    place of a joined form, its last letter. Any other letter begins a part, so each is found wherever it occurs.
    """
    if compound.isalpha() and compound.isascii():
        return (compound[:MAX_TERM],), ()
    parts: list[str] = []
    joined: list[str] = []
    words = WORD.findall(compound)
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
        return [part[:MAX_TERM] for part in PART.findall(word)], []
    pieces: list[str] = []
    last: list[str] = []
    for run in _UNSPACED_OR_NOT.findall(word):
        if is_unspaced(run):
            letters = _UNIT.findall(run)
            pieces += map("".join, pairwise(letters)) if len(letters) > 1 else letters
            last += letters[-1:] if len(letters) > 1 else []
        else:
            pieces += [part[:MAX_TERM] for part in PART.findall(run)]
    return pieces, last


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
    """What a text is searched by: the stem in each place, empty for a stop word; the stems of joined forms,
    each with its place; all stems in the order of the text; and the tokens."""

    places: list[str]
    joined: list[tuple[str, int]]
    stems: list[str]
    tokens: list[str]


class _Stems(dict[str, str | None]):
    """The stems of folded words, empty for a stop word, `None` for what is more than a plain word.

    Abstracts share most of their words. With millions of lookups, a plain dict is faster than `lru_cache`, which
    also records the order of access.
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
    if is_more_than_its_pieces(text):
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
