"""Numbers as printable characters: what shards are written in, and `search-engine/4-index.js` reads.

A number is one character up to 75, two up to about 1,300. Neither quotes, backslashes nor spaces occur, so a string of
numbers goes into a JavaScript literal unchanged, one byte a character.
"""

from __future__ import annotations

import math
import re
from functools import lru_cache

SYMBOLS = "!" + "".join(map(chr, range(0x23, 0x5C))) + "".join(map(chr, range(0x5D, 0x7F)))
_VALUES = {symbol: value for value, symbol in enumerate(SYMBOLS)}
_LAST = 76
"""Symbols below this end a number; the other 16 announce more."""


@lru_cache(maxsize=1 << 17)
def number(value: int) -> str:
    """Return a number of 0 or more as symbols, the least significant first."""
    if value < 0:
        raise ValueError(f"no symbols for {value}")
    text = ""
    while value >= _LAST:
        symbol = _LAST + (value - _LAST) % (len(SYMBOLS) - _LAST)
        text += SYMBOLS[symbol]
        value = (value - symbol) // (len(SYMBOLS) - _LAST)
    return text + SYMBOLS[value]


def numbers(text: str) -> list[int]:
    """Return all the numbers that `text` is made of."""
    values = []
    value, scale = 0, 1
    for character in text:
        symbol = _VALUES[character]
        value += symbol * scale
        if symbol < _LAST:
            values.append(value)
            value, scale = 0, 1
        else:
            scale *= len(SYMBOLS) - _LAST
    return values


_NUMBER_PATTERN = f"[{re.escape(SYMBOLS[_LAST:])}]*[{re.escape(SYMBOLS[:_LAST])}]"
_NUMBER = re.compile(_NUMBER_PATTERN)


def split_numbers(text: str) -> list[str]:
    """Return the symbols of each number that `text` is made of."""
    return _NUMBER.findall(text)


def first_number(text: str) -> tuple[str, str]:
    """Return the symbols of the first number of `text`, and those of the others."""
    symbols = _NUMBER.match(text)
    end = symbols.end() if symbols else 0
    return text[:end], text[end:]


def posting(gap: int, code: str) -> str:
    """Return one posting: the number of papers left out before it, and its frequencies unless they are the usual."""
    return number(2 * gap + 1) + code if code else number(2 * gap)


def posting_pattern(radices: tuple[int, ...]) -> re.Pattern[str]:
    """Return a pattern that matches one posting of a list; the symbol with which a number begins says if it is odd."""
    escaped = f"{re.escape(number(escape(radices)))}(?:{_NUMBER_PATTERN}){{{len(radices)}}}"
    odd = re.escape(SYMBOLS[1::2])
    return re.compile(f"(?=[{odd}]){_NUMBER_PATTERN}(?:{escaped}|{_NUMBER_PATTERN})|{_NUMBER_PATTERN}")


def postings(text: str, radices: tuple[int, ...]) -> list[tuple[int, tuple[int, ...]]]:
    """Return the ordinal and the frequencies of every posting in a list."""
    found = []
    values = iter(numbers(text))
    ordinal = -1
    usual = _counts(0, radices)
    for value in values:
        ordinal += value // 2 + 1
        if value % 2 == 0:
            found.append((ordinal, usual))
        elif (packed := next(values)) < escape(radices):
            found.append((ordinal, _counts(packed, radices)))
        else:
            found.append((ordinal, tuple(next(values) for _ in radices)))
    return found


@lru_cache(maxsize=1 << 16)
def frequencies(counts: tuple[int, ...], radices: tuple[int, ...]) -> str:
    """Return one paper's term frequencies, one a field, as symbols; empty for the usual: once in the first field."""
    packed, scale = -1, 1
    for count, radix in zip(counts, radices, strict=True):
        if count >= radix:
            return number(escape(radices)) + "".join(map(number, counts))
        packed += count * scale
        scale *= radix
    return number(packed) if packed else ""


@lru_cache(maxsize=1 << 12)
def _counts(packed: int, radices: tuple[int, ...]) -> tuple[int, ...]:
    rest = packed + 1
    counts = []
    for radix in radices:
        rest, count = divmod(rest, radix)
        counts.append(count)
    return tuple(counts)


@lru_cache(maxsize=16)
def escape(radices: tuple[int, ...]) -> int:
    """Return the number after which the frequencies are listed one by one."""
    return math.prod(radices) - 1
