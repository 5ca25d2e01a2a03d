"""What the build hands to the search: a paper's searchable fields, and its text as counted terms."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from itertools import chain
from operator import itemgetter

import msgspec

from site_builder.text.letters import fold
from site_builder.text.tokens import MAX_TERM, STOP_WORDS, content_terms, name_parts, name_tokens, terms, title_terms

TEXT_RADICES = (7, 3, 3, 2)
"""Fields that are searched by stems, in the order of the frequencies in a posting: abstract, title, summary, tags."""
WORD_RADICES = (3, 3, 2, 2, 2)
"""Fields that are searched by unstemmed words: those of the title as written, authors, organizations, venue,
identifiers."""
NAME_KINDS = ("tag", "org", "venue", "has")
"""Names that are filters and facets as wholes, besides the terms of an archive's own taxonomies."""

MOST = 255
"""A term is counted up to this often in a field."""
_LONGEST_NAME = 4
"""Tokens before a title's colon that may be a name; each counts once more among the title's words."""
_FIELD_GAP = 4
"""Positions left free between title, abstract, and the parts of its names, so that phrases do not cross over."""


class SearchDocument(msgspec.Struct, frozen=True, gc=False):
    """A paper as the search shows and filters it; `text` is the digest of title, abstract and summary.

    `url` is relative to the site's root; `date` has the precision that is known; `has` names the links: `code`, `data`.
    `terms` are those of the archive's own taxonomies, each with the name of its filter: `("track", "Oral")`.
    `spellings` are other ways to write the tags, which are searched but not shown.
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
    terms: tuple[tuple[str, str], ...] = ()
    spellings: tuple[str, ...] = ()
    picture: str = ""


def in_order(documents: Iterable[SearchDocument]) -> list[SearchDocument]:
    """Return documents as the index numbers them: the oldest first."""
    return sorted(documents, key=lambda document: (document.date, document.id))


class TextTerms(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """The counted terms of one paper's text.

    `counts` holds for each stem its frequencies in abstract, title and summary, eight bits each. Of the places of title
    and abstract, those from `first` on have the stems whose numbers are in `row`, -1 for none; `others` are a stem's
    number and a place, pair after pair. `exact` has the title's words with their frequencies; `words` every word as it
    is written.
    """

    stems: list[str]
    counts: list[int]
    first: int
    row: list[int]
    others: list[int]
    exact: dict[str, int]
    words: list[str]


class TermCounts(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """The first fields of `TextTerms`: stems with their counts."""

    stems: list[str]
    counts: list[int]


unpack_counts = msgspec.msgpack.Decoder(TermCounts).decode
"""Return the stems of packed terms with their counts, and skip the rest."""


def text_terms(title: str, abstract: str, summary: str) -> bytes:
    """Return the terms of a paper's text, packed; a pure function, to be kept by the digest of its arguments."""
    exact: dict[str, int] = {}
    first = 0
    others: list[tuple[str, int]] = []
    for token, stem, place in sorted(title_terms(title), key=itemgetter(2)):
        exact[token] = min(exact.get(token, 0) + 1, MOST)
        others.append((stem, place))
        first = place + 1 + _FIELD_GAP
    for token in _system_name(title):
        exact[token] = min(exact[token] + 1, MOST)
    in_title = Counter([stem for stem, _ in others])

    text = content_terms(abstract)
    places = text.places
    words = dict.fromkeys(chain(exact, text.tokens))
    parts = [part for part in name_parts(abstract, words) if part[0] not in STOP_WORDS]
    words |= dict.fromkeys([token for token, _, _ in parts])
    others += [(stem, first + place) for stem, place in text.joined]
    others += [(stem, first + len(places) + _FIELD_GAP + place) for _, stem, place in parts]

    counts = Counter(chain(in_title.elements(), text.stems, [stem for _, stem, _ in parts]))
    counts.pop("", None)
    if max(counts.values(), default=0) > MOST:
        places, others = _bounded(places, others)
        counts = Counter({stem: min(count, MOST) for stem, count in counts.items()})
    for stem, count in in_title.items():
        count = min(count, MOST)
        counts[stem] += (count << 8) - count
    of_summary = content_terms(summary)
    words |= dict.fromkeys(of_summary.tokens)
    for stem in filter(None, of_summary.stems):
        counts[stem] += 1 << 16 if counts[stem] >> 16 < MOST else 0
    numbers = dict(zip(counts, range(len(counts)), strict=True)) | {"": -1}
    row = list(map(numbers.__getitem__, places))
    pairs = [part for stem, place in others for part in (numbers[stem], place)]
    found = TextTerms(list(counts), list(counts.values()), first, row, pairs, exact, list(words))
    return msgspec.msgpack.encode(found)


def _bounded(places: list[str], others: list[tuple[str, int]]) -> tuple[list[str], list[tuple[str, int]]]:
    """Return the places and the others, each stem as often as it is counted."""
    seen: Counter[str] = Counter()

    def is_counted(stem: str) -> bool:
        seen[stem] += 1
        return seen[stem] <= MOST

    kept = [other for other in others if is_counted(other[0])]
    return [stem if is_counted(stem) else "" for stem in places], kept


def _system_name(title: str) -> list[str]:
    """Return the words before a title's colon where they are few: the name by which people remember the paper."""
    name, colon, _ = title.partition(":")
    found = terms(name) if colon else []
    return list({token: None for token, _, _ in found}) if len(found) <= _LONGEST_NAME else []


@lru_cache(maxsize=1 << 15)
def tag_stems(tag: str) -> tuple[str, ...]:
    """Return the stems of a tag; cached, since tags recur."""
    return tuple([stem for _, stem, _ in title_terms(tag)])


def tag_words(document: SearchDocument) -> list[str]:
    """Return the stems of the paper's tags, and once each those that only other spellings of the tags have."""
    stems = [stem for tag in document.tags for stem in tag_stems(tag)]
    others = dict.fromkeys(stem for spelling in document.spellings for stem in tag_stems(spelling))
    return [*stems, *(stem for stem in others if stem not in stems)]


def name_words(document: SearchDocument) -> tuple[list[str], ...]:
    """Return the words of the paper's authors, organizations, venue and identifiers; surnames are there twice.

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
    named = [(kind, name) for kind, names in zip(NAME_KINDS, groups, strict=True) for name in names if name]
    return list(dict.fromkeys((*named, *document.terms)))
