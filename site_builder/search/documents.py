"""What the build hands to the search: a paper's searchable fields, and its text as counted terms."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from itertools import chain
from operator import itemgetter

import msgspec

from .text import MAX_TERM, STOP_WORDS, compounds, content_terms, fold, name_parts, name_tokens, terms, title_terms

TEXT_FIELDS = ("abstract", "title", "summary", "tags")
"""Fields that are searched by stems; the order of the frequencies in a posting."""
TEXT_RADICES = (7, 3, 3, 2)
WORD_FIELDS = ("exact", "authors", "organizations", "venue", "identifiers")
"""Fields that are searched by words as they stand; `exact` is the title's."""
WORD_RADICES = (3, 3, 2, 2, 2)
NAME_KINDS = ("tag", "org", "venue", "has")
"""Names that are filters and facets as wholes."""

MOST = 255
"""A term is counted up to this often in a field."""
_LONGEST_NAME = 4
"""Tokens before a title's colon that may be a name; each counts once more among the title's words."""
_FIELD_GAP = 4
"""Positions left free between title, abstract, and the parts of its names, so that phrases do not cross over."""


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


def in_order(documents: Iterable[SearchDocument]) -> list[SearchDocument]:
    """Return documents as the index numbers them: the oldest first."""
    return sorted(documents, key=lambda document: (document.date, document.id))


class TextTerms(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """The counted terms of one paper's text.

    `counts` holds for each stem its frequencies in abstract, title and summary, eight bits each; `positions`, stem
    after stem, where it stands in title and abstract; `exact` the title's words with their frequencies; `words` every
    word as it stands.
    """

    stems: list[str]
    counts: list[int]
    positions: list[int]
    exact: dict[str, int]
    words: list[str]


def text_terms(title: str, abstract: str, summary: str) -> bytes:
    """Return the terms of a paper's text, packed; a pure function, to be kept by the digest of its arguments."""
    places: defaultdict[str, list[int]] = defaultdict(list)
    exact: dict[str, int] = {}
    offset = 0
    for token, stem, position in sorted(title_terms(title), key=itemgetter(2)):
        exact[token] = min(exact.get(token, 0) + 1, MOST)
        places[stem].append(position)
        offset = position + 1 + _FIELD_GAP
    for token in _system_name(title):
        exact[token] = min(exact[token] + 1, MOST)
    title_counts = {stem: min(len(standing), MOST) for stem, standing in places.items()}

    words = dict.fromkeys(exact)
    found = list(map(content_terms, compounds(abstract)))
    for size, stems, _ in found:
        for stem, place in stems:
            places[stem].append(offset + place)
        offset += size
    words |= dict.fromkeys(chain.from_iterable([tokens for _, _, tokens in found]))
    for token, stem, place in name_parts(abstract, words):
        if token not in STOP_WORDS:
            words[token] = None
            places[stem].append(offset + _FIELD_GAP + place)
    if max(map(len, places.values()), default=0) > MOST:
        for standing in places.values():
            del standing[MOST:]

    counts = dict(zip(places, map(len, places.values()), strict=True))
    for stem, count in title_counts.items():
        counts[stem] += (count << 8) - count
    for _, stems, tokens in map(content_terms, compounds(summary)):
        words |= dict.fromkeys(tokens)
        for stem, _ in stems:
            count = counts.get(stem, 0)
            counts[stem] = count + (1 << 16) if count >> 16 < MOST else count
    positions = list(chain.from_iterable(places.values()))
    return msgspec.msgpack.encode(TextTerms(list(counts), list(counts.values()), positions, exact, list(words)))


def _system_name(title: str) -> list[str]:
    """Return the words before a title's colon where they are few: the name by which people remember the paper."""
    name, colon, _ = title.partition(":")
    found = terms(name) if colon else []
    return list({token: None for token, _, _ in found}) if len(found) <= _LONGEST_NAME else []


@lru_cache(maxsize=1 << 15)
def tag_stems(tag: str) -> tuple[str, ...]:
    """Return the stems of a tag; tags come again and again, hence remembered."""
    return tuple([stem for _, stem, _ in title_terms(tag)])


def name_words(document: SearchDocument) -> tuple[list[str], ...]:
    """Return the words of the paper's authors, organizations, venue and identifiers; surnames stand twice.

    People remember papers by them.
    """
    authors = [found for found in map(name_tokens, document.authors) if found]
    words = [token for found in authors for token in found] + [found[-1] for found in authors]
    organizations = [token for name in document.organizations for token in name_tokens(name)]
    venue = list(name_tokens(document.venue))
    identifiers = dict.fromkeys(map(identifier_term, (document.id, *document.identifiers)))
    return words, organizations, venue, [identifier for identifier in identifiers if identifier]


def identifier_term(identifier: str) -> str:
    """Return an identifier as the index has it: `10.1145/33.44` as `101145` and `3344` in one, without marks."""
    return "".join(filter(str.isalnum, fold(identifier)))[: 2 * MAX_TERM]


def vocabulary_words(document: SearchDocument, text: TextTerms) -> list[str]:
    """Return every word that a reader may type to find the paper; the title's twice, since they are typed most."""
    words = dict.fromkeys(text.words)
    for name in (*document.authors, *document.organizations):
        words.update(dict.fromkeys(name_tokens(name)))
    return [*words, *text.exact]


def filter_names(document: SearchDocument) -> list[tuple[str, str]]:
    """Return the paper's names that are filters, as (kind, name), each once."""
    groups = (document.tags, document.organizations, (document.venue,), document.has)
    return list(
        dict.fromkeys((kind, name) for kind, names in zip(NAME_KINDS, groups, strict=True) for name in names if name)
    )
