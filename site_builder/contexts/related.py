"""Related papers with the words that relate them, as the paper on the page writes them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import chain

from markupsafe import Markup

from site_builder.contract.insight import RelatedPaper
from site_builder.contract.parts import Date
from site_builder.library.library import Library
from site_builder.model import Entry
from site_builder.related.relations import Relation
from site_builder.site.addresses import paper_url
from site_builder.text.letters import is_unspaced
from site_builder.text.math import render_inline
from site_builder.text.stems import ENDING
from site_builder.text.stems import stem as stem_of
from site_builder.text.tokens import analyze, compounds

WORDS = 4
"""The most words shown with a related paper."""

_PART = re.compile(r"\d+|[^\W\d_]+")
_TOKEN = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_ASCII_TOKEN = re.compile(r"[A-Za-z0-9]+(?:[-'][A-Za-z0-9]+)*")  # takes two thirds of the time


def related_papers(
    library: Library, position: int, text: str, relations: Iterable[Relation], date: Callable[[str], Date | None]
) -> tuple[RelatedPaper, ...]:
    """Return the related papers that a paper's page shows; `text` is its abstract, `date` makes a date from ISO.

    Papers that the entry itself names as related are left out, since the page shows them already.
    """
    entry = library.entries[position]
    shown = [relation for relation in relations if library.entries[relation.position].id not in entry.related]
    words = _spellings(entry, text, {feature for relation in shown for feature in relation.features})
    names = dict(_term_names(library, position))
    return tuple(_related(library.entries[relation.position], relation, words | names, date) for relation in shown)


def _related(
    entry: Entry, relation: Relation, words: Mapping[str, str], date: Callable[[str], Date | None]
) -> RelatedPaper:
    # Several stems can come from one word: "gpt" and "gpt4" from "GPT-4". A tag can be a word of the text too.
    spelled = {word.casefold(): word for feature in reversed(relation.features) if (word := words.get(feature))}
    shown = tuple(reversed(spelled.values()))[:WORDS]
    listed, first = date(entry.listed), entry.authors[0].name if entry.authors else ""
    return RelatedPaper(
        id=entry.id,
        url=paper_url(entry.id),
        title_html=Markup(render_inline(entry.title)),
        author=first,
        more_authors=max(len(entry.authors), entry.author_count) - 1 if first else 0,
        date=listed.short if listed else "",
        words=shown,
    )


def _spellings(entry: Entry, text: str, stems: set[str]) -> dict[str, str]:
    """Return the most frequent spelling of each stem's word in a paper, lower case before capitals as in titles."""
    begun = _beginnings(stems)
    find = (_ASCII_TOKEN if text.isascii() else _TOKEN).findall
    tokens = Counter(chain(find(text), *map(_TOKEN.findall, (entry.summary, entry.title))))
    # Most words belong to no stem, and a look at their first letters shows it.
    likely = [
        token
        for token, word in zip(tokens, map(str.lower, tokens), strict=True)
        if word.startswith(begun.get(word[0], ())) or not (word.isalpha() and word.isascii())
    ]
    found: dict[str, tuple[tuple[bool, bool, int], str]] = {}
    for token in likely:
        if not (token.isalpha() or _has_part(token.lower(), begun)):
            continue
        forms = _forms(token)
        for number, form in enumerate(forms):
            if form in stems:
                # A part of a compound counts only if the word occurs nowhere by itself.
                rank = (number == 0, not token.istitle(), tokens[token])
                if form not in found or rank > found[form][0]:
                    # Some scripts have no spaces: a token may be a whole sentence.
                    found[form] = (rank, form if not token.isascii() and is_unspaced(token) else token)
    return {form: token for form, (_, token) in found.items()}


def _beginnings(stems: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return the beginnings that words of some stems can have, by their first letter."""
    found: dict[str, list[str]] = {}
    for stem in stems:
        found.setdefault(stem[0], []).append(stem[: max(1, len(stem) - ENDING)])
    return {letter: tuple(beginnings) for letter, beginnings in found.items()}


def _has_part(compound: str, begun: Mapping[str, tuple[str, ...]]) -> bool:
    """Return whether a compound or one of its parts can belong to a stem; with accents it can belong to any."""
    return not compound.isascii() or any(word.startswith(begun.get(word[0], ())) for word in _parts(compound))


@lru_cache(maxsize=1 << 14)
def _parts(compound: str) -> tuple[str, ...]:
    """Return a compound joined to one word, and its parts."""
    parts = _PART.findall(compound)
    return "".join(parts), *parts


@lru_cache(maxsize=1 << 14)
def _forms(token: str) -> tuple[str, ...]:
    """Return the stems of a word, its own before those of its parts; cached, as abstracts share most words."""
    analyzed = map(analyze, compounds(token))
    return tuple([stem_of(form) for parts, joined in analyzed for form in (*joined, *parts)])


def _term_names(library: Library, position: int) -> Iterator[tuple[str, str]]:
    for taxonomy, by_entry in library.entry_terms.items():
        terms = library.terms[taxonomy]
        for index in by_entry[position]:
            yield f"{taxonomy}/{terms[index].slug}", terms[index].name
