"""The rules of a source: which of its papers an archive takes, and the tags that they get."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial

import msgspec

from site_builder.exchange.identity import identifiers_of
from site_builder.exchange.record import Record
from site_builder.model import Entry, Taxonomy
from site_builder.reading.identifiers import IDENTIFIERS
from site_builder.search.documents import SearchDocument, text_terms
from site_builder.search.matching import Matcher, PaperTerms, SharedNames, shared_names
from site_builder.settings.daily import DailySource
from site_builder.settings.queries import items_of, own_filters
from site_builder.text.markdown import plain_paragraphs


class Rules:
    """A source's rules, ready to be applied to papers; `shared` are the names that papers of the archive share."""

    def __init__(self, source: DailySource, taxonomies: Mapping[str, Taxonomy], shared: SharedNames) -> None:
        self._own = {taxonomies[name].field: found for name, found in own_filters(taxonomies).items()}
        self._include = source.include and Matcher(items_of(source.include, taxonomies), shared)
        self._exclude = source.exclude and Matcher(items_of(source.exclude, taxonomies), shared)
        self._tags = {tag: Matcher(items_of(query, taxonomies), shared) for tag, query in source.tag.items()}

    def refusal(self, record: Record) -> str:
        """Return why a paper is not taken; empty where it is."""
        terms = record_terms(record, self._own)
        if self._include and not self._include.matches(terms):
            return "it does not match include"
        return "it matches exclude" if self._exclude and self._exclude.matches(terms) else ""

    def tagged(self, record: Record) -> Record:
        """Return a paper with the tags of the rules that it matches."""
        terms = record_terms(record, self._own) if self._tags else None
        new = [tag for tag, matcher in self._tags.items() if terms and matcher.matches(terms)]
        tags = dict.fromkeys([*_texts(record.fields.get("tags")), *new])
        return msgspec.structs.replace(record, fields=record.fields | {"tags": list(tags)}) if new else record


def record_terms(record: Record, own: Mapping[str, str]) -> PaperTerms:
    """Return what queries compare a paper with that is about to be an entry; `own` are filters by their fields."""
    fields = record.fields
    title, summary = str(fields["title"]), str(fields.get("summary", ""))
    authors = fields.get("authors")
    links = fields.get("links")
    document = SearchDocument(
        id=record.id,
        url="",
        title=title,
        text="",
        summary=summary,
        authors=tuple(
            author["name"] if isinstance(author, dict) else str(author)
            for author in (authors if isinstance(authors, list) else ())
        ),
        organizations=tuple(_texts(fields.get("organizations"))),
        venue=str(fields.get("venue", "")),
        tags=tuple(_texts(fields.get("tags"))),
        identifiers=tuple(identifiers_of(record, tuple(IDENTIFIERS)).values()),
        date=str(fields.get("date") or fields.get("published") or ""),
        has=tuple(links) if isinstance(links, dict) else (),
        terms=tuple((name, term) for field, name in own.items() for term in _texts(fields.get(field))),
    )
    return PaperTerms(document, partial(text_terms, title, plain_paragraphs(record.abstract), summary))


def names_of_entries(entries: Iterable[Entry]) -> SharedNames:
    """Return the names that two entries or more have."""
    return shared_names(
        SearchDocument(
            id=entry.id,
            url="",
            title="",
            text="",
            organizations=entry.organizations,
            venue=entry.venue,
            tags=entry.tags,
        )
        for entry in entries
    )


def _texts(value: object) -> list[str]:
    return [str(item) for item in value] if isinstance(value, list) else []
