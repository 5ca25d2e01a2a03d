"""Bare addresses in texts: `https://example.org/code.`, `www.example.org`, `github.com/you/code`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from linkify_it import LinkifyIt

_HOST_END = re.compile(r"\.[a-zA-Z]{2,}/")
_SIGN = re.compile(rf"://|www\.|{_HOST_END.pattern}")
_BEFORE = re.compile(r"(?:(?<![\w.-])https?|(?<![\w@./-])(?:[a-z0-9-]+\.)*[a-z0-9-]+|(?<![\w@./-]))\Z", re.IGNORECASE)
# No braces: TeX's `\href{https://example.org}{here}` often arrives as `https://example.org{here}`.
_REST = re.compile(r"[^\s<>{}\\^`|\"“”‘’，。、；：！？（）「」『』《》【】]+")
_LONGEST_HOST = 253
_LONGEST_SCHEME = 6  # and what is before it


def find_addresses(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield `(start, end, address)` for each bare address of a web page; one without a scheme gets `https://`."""
    if not ("://" in text or "www." in text or ("/" in text and _HOST_END.search(text))):
        return  # as most texts have none, and this is quickly seen
    end = 0
    for sign in _SIGN.finditer(text):
        if sign.start() < end:
            continue
        first = max(end, sign.start() - (_LONGEST_SCHEME if sign[0] == "://" else _LONGEST_HOST))
        before = _BEFORE.search(text[first : sign.start()])
        if before is None:
            continue
        start = first + before.start()
        rest = _REST.match(text, start)
        found = _match(rest[0]) if rest else None
        if found:
            end = start + len(found)
            yield start, end, _encoded(found if "://" in found[:8] else f"https://{found}")


def link_addresses(text: str) -> str:
    """Return plain text as HTML with its bare addresses as links."""
    parts: list[str] = []
    end = 0
    for start, stop, address in find_addresses(text):
        parts += [escape(text[end:start], quote=False), f'<a href="{escape(address)}">{escape(text[start:stop])}</a>']
        end = stop
    return "".join([*parts, escape(text[end:], quote=False)])


def _match(text: str) -> str:
    """Return the address that a text starts with, without the punctuation of the sentence around it."""
    if "://" in text[:8]:
        found = _linkify().match_at_start(text) if text[:4].lower() == "http" else None
    else:
        found = next((match for match in _linkify().match(text) or () if match.index == 0), None)
    return found.raw if found else ""


@cache
def _linkify() -> LinkifyIt:
    from linkify_it import LinkifyIt  # here, since most builds parse no new text

    return LinkifyIt(options={"fuzzy_email": False})


def _encoded(address: str) -> str:
    if address.isascii():
        return address
    from markdown_it.common.normalize_url import normalizeLink

    return normalizeLink(address)
