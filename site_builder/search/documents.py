"""What the build hands to the search: a paper's searchable fields, and its text as counted terms."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from operator import itemgetter

import msgspec

from .codes import frequencies, number
from .text import MAX_TERM, STOP_WORDS, abbreviated, fold, name_terms, terms

TEXT_FIELDS = ("abstract", "title", "summary", "tags")
"""Fields that are searched by stems; the order of the frequencies in a posting."""
TEXT_RADICES = (7, 3, 3, 2)
WORD_FIELDS = ("exact", "authors", "organizations", "venue", "identifiers")
"""Fields that are searched by words as they stand; `exact` is the title's."""
WORD_RADICES = (3, 3, 2, 2, 2)
NAME_KINDS = ("tag", "org", "venue", "has")
"""Names that are filters and facets as wholes."""

_MOST = 255
"""A term is counted up to this often in a field."""
_LONGEST_NAME = 4
"""Tokens before a title's colon that may be a name; each counts once more among the title's words."""
_FIELD_GAP = 10
"""Positions left free between title and abstract, so that no phrase crosses over."""


class SearchDocument(msgspec.Struct, frozen=True, gc=False):
    """A paper as the search shows and filters it; `text` is the digest of title, abstract and summary.

    `url` is relative to the site's root; `date` has the precision that is known; `has` names the links: `code`, `data`.
    """

    id: str
    url: str
    title: str
    text: str
    summary: str = ""
    authors: tuple[str, ...] = ()
    organizations: tuple[str, ...] = ()
    venue: str = ""
    tags: tuple[str, ...] = ()
    identifiers: tuple[str, ...] = ()
    date: str = ""
    has: tuple[str, ...] = ()


class TextTerms(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """The counted terms of one paper's text.

    `counts` holds for each stem its frequencies in abstract, title and summary, eight bits each; `positions` where it
    stands in title and abstract; `exact` the title's words with their frequencies; `words` every word as it stands.
    """

    stems: list[str]
    counts: list[int]
    positions: list[str]
    exact: dict[str, int]
    words: list[str]


def text_terms(title: str, abstract: str, summary: str) -> bytes:
    """Return the terms of a paper's text, packed; a pure function, to be kept by the digest of its arguments."""
    exact: dict[str, int] = {}
    words: dict[str, None] = {}
    counts: dict[str, int] = {}
    places: dict[str, str] = {}
    last: dict[str, int] = {}
    offset = 0
    in_title = terms(title)
    in_title += abbreviated(in_title)
    for token, stem, position in in_title:
        exact[token] = min(exact.get(token, 0) + 1, _MOST)
        counts[stem] = min(counts.get(stem, 0) + (1 << 8), _MOST << 8)
        offset = max(offset, position + 1 + _FIELD_GAP)
    for _, stem, position in sorted(in_title, key=itemgetter(2)):
        places[stem] = places.get(stem, "") + number(position - last.get(stem, -1) - 1)
        last[stem] = position
    for token in _system_name(title):
        exact[token] = min(exact[token] + 1, _MOST)
    words.update(dict.fromkeys(exact))
    for token, stem, position in terms(abstract):
        if token in STOP_WORDS:
            continue
        words[token] = None
        count = counts.get(stem, 0)
        if count & _MOST < _MOST:
            counts[stem] = count + 1
            position += offset
            if stem in last:
                places[stem] += number(position - last[stem] - 1)
            else:
                places[stem] = number(position)
            last[stem] = position
    for token, stem, _ in terms(summary):
        if token not in STOP_WORDS:
            words[token] = None
            counts[stem] = min(counts.get(stem, 0) + (1 << 16), (_MOST << 16) + 0xFFFF)
    positions = [places.get(stem, "") for stem in counts]
    return msgspec.msgpack.encode(TextTerms(list(counts), list(counts.values()), positions, exact, list(words)))


def _system_name(title: str) -> list[str]:
    """Return the words before a title's colon where they are few: the name by which people remember the paper."""
    name, colon, _ = title.partition(":")
    found = terms(name) if colon else []
    return list({token: None for token, _, _ in found}) if len(found) <= _LONGEST_NAME else []


def text_postings(document: SearchDocument, text: TextTerms) -> list[tuple[str, str, str]]:
    """Return each stem of the paper with its frequencies and its positions, as symbols."""
    codes = map(_text_code, text.counts)
    if not document.tags:
        return list(zip(text.stems, codes, text.positions, strict=True))
    postings = {
        stem: (stem, code, places) for stem, code, places in zip(text.stems, codes, text.positions, strict=True)
    }
    known = dict(zip(text.stems, text.counts, strict=True))
    for stem, count in Counter(stem for tag in document.tags for stem in _tag_stems(tag)).items():
        code = _text_code(known.get(stem, 0) | min(count, _MOST) << 24)
        postings[stem] = (stem, code, postings[stem][2] if stem in postings else "")
    return list(postings.values())


@lru_cache(maxsize=1 << 17)
def _tag_stems(tag: str) -> tuple[str, ...]:
    found = terms(tag)
    return tuple(stem for _, stem, _ in (*found, *abbreviated(found)))


@lru_cache(maxsize=1 << 16)
def _text_code(counts: int) -> str:
    return frequencies((counts & 255, counts >> 8 & 255, counts >> 16 & 255, counts >> 24), TEXT_RADICES)


def word_postings(document: SearchDocument, text: TextTerms) -> list[tuple[str, str, str]]:
    """Return each word of the title, the names and the identifiers with its frequencies, as symbols."""
    counts = {word: [count, 0, 0, 0, 0] for word, count in text.exact.items()}
    for field, word in _name_words(document):
        fields = counts.setdefault(word, [0, 0, 0, 0, 0])
        fields[field] = min(fields[field] + 1, _MOST)
    return [(word, frequencies(tuple(fields), WORD_RADICES), "") for word, fields in counts.items()]


def _name_words(document: SearchDocument) -> Iterator[tuple[int, str]]:
    for field, names in enumerate((document.authors, document.organizations, (document.venue,)), start=1):
        for name in names:
            token = ""
            for token, _ in name_terms(name):
                yield field, token
            # A surname counts twice: people remember papers by it.
            if token and field == WORD_FIELDS.index("authors"):
                yield field, token
    for identifier in dict.fromkeys(map(identifier_term, (document.id, *document.identifiers))):
        if identifier:
            yield WORD_FIELDS.index("identifiers"), identifier


def identifier_term(identifier: str) -> str:
    """Return an identifier as the index has it: `10.1145/33.44` as `101145` and `3344` in one, without marks."""
    return "".join(filter(str.isalnum, fold(identifier)))[: 2 * MAX_TERM]


def vocabulary_words(document: SearchDocument, text: TextTerms) -> list[str]:
    """Return every word that a reader may type to find the paper; the title's twice, since they are typed most."""
    words = dict.fromkeys(text.words)
    for name in (*document.authors, *document.organizations):
        for token, _ in name_terms(name):
            words[token] = None
    return [*words, *text.exact]


def filter_names(document: SearchDocument) -> list[tuple[str, str]]:
    """Return the paper's names that are filters, as (kind, name), each once."""
    groups = (document.tags, document.organizations, (document.venue,), document.has)
    return list(
        dict.fromkeys((kind, name) for kind, names in zip(NAME_KINDS, groups, strict=True) for name in names if name)
    )
