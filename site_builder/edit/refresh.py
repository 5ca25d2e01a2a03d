"""Suggestions that keep entries true: each changes fields of one entry, and its reason names who says so."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import groupby
from pathlib import Path

import msgspec

from site_builder.content.entries import read_entry
from site_builder.core.diagnostics import quote
from site_builder.edit.change import Change
from site_builder.edit.news import MOVING, News
from site_builder.exchange.identity import title_key, titles_agree
from site_builder.exchange.record import present
from site_builder.exchange.services.arxiv import Preprint
from site_builder.exchange.services.works import Update, Work
from site_builder.exchange.update_entry import UnreadableEntryError, set_fields
from site_builder.model import NOTICE_KINDS, Entry
from site_builder.reading.identifiers import IDENTIFIERS

KINDS = {
    "notices": "withdrawn, retracted or corrected",
    "published": "where a preprint was published",
    "links": "code that has moved",
    "versions": "new versions",
}
"""The kinds of suggestions, the most pressing first, with what each is about."""

# What Crossref calls a notice, as the kind that an entry has; all others are for a person to look at.
_NOTICES = {
    "retraction": "retracted",
    "withdrawal": "withdrawn",
    "removal": "withdrawn",
    "correction": "corrected",
    "corrigendum": "corrected",
    "erratum": "corrected",
}
_TO_LOOK_AT = ("expression_of_concern", "partial_retraction")
_OF_A_PUBLICATION = ("venue", "volume", "issue", "pages", "publisher", "issn")
_ARXIV_DOI = "10.48550/"
_DOI_ADDRESS = IDENTIFIERS["doi"].address.format("")
_MAX_REASON = 1_000

DECLINED = "x-declined"
"""The field of an entry that names what is not to be suggested for it again, by words of the suggestions."""


class Suggestion(msgspec.Struct, frozen=True):
    """New values of an entry's fields, and a version to add; neither where a person has to look."""

    entry: Entry
    kind: str
    reason: str
    fields: Mapping[str, object] = {}
    version: Mapping[str, str] = {}

    @property
    def is_declined(self) -> bool:
        """Whether the entry declines it, by a word of its reason such as a DOI, an address or `v2`."""
        return not _declined(self.entry).isdisjoint(_words(self.reason))

    @property
    def has_change(self) -> bool:
        """Whether it changes anything."""
        return bool(self.fields or self.version)

    def __str__(self) -> str:
        what = ", ".join([*self.fields, *(["versions"] if self.version else [])])
        return f"{self.entry.path}: {what or 'look at it'}: {self.reason}"


def suggest(
    entries: Iterable[Entry], news: News, kinds: Collection[str], owners: Mapping[str, str]
) -> list[Suggestion]:
    """Return suggestions of some kinds, the most pressing first; `owners` are the files of the archive by DOI."""
    taken = dict(owners)
    found = [
        one for entry in entries for one in _suggest(entry, news, taken) if one.kind in kinds and not one.is_declined
    ]
    ranks = list(KINDS)
    return sorted(found, key=lambda one: ranks.index(one.kind))


def _declined(entry: Entry) -> frozenset[str]:
    return frozenset(_words(entry.extra.get(DECLINED, "")))


def _words(text: str) -> Iterator[str]:
    """Yield the words of a text; an address of a DOI is the DOI."""
    for word in text.split():
        yield word.strip("\"',.;:").removeprefix(_DOI_ADDRESS)


def most_pressing(suggestions: Iterable[Suggestion], most: int) -> list[Suggestion]:
    """Return the suggestions for the first entries, up to a limit, and all that change no entry."""
    grouped: dict[str, list[Suggestion]] = {}
    for one in suggestions:
        grouped.setdefault(one.entry.path, []).append(one)
    kept: list[Suggestion] = []
    for group in grouped.values():
        changes = any(one.has_change for one in group)
        if most or not changes:
            kept += group
            most -= changes
    return kept


def refresh_change(
    root: Path, suggestions: Iterable[Suggestion], taxonomy_fields: tuple[str, ...]
) -> tuple[Change, list[str]]:
    """Return the change that suggestions make, and why those were left out that would break an entry."""
    written: dict[str, bytes] = {}
    refused: list[str] = []
    ordered = sorted(suggestions, key=lambda one: one.entry.path)
    for path, group in groupby(ordered, lambda one: one.entry.path):
        old = (root / path).read_bytes()
        try:
            new = set_fields(path, old, _fields(list(group)))
        except UnreadableEntryError as error:
            refused.append(f"{path}: {error}")
            continue
        errors = [one for one in read_entry(path, new, "", taxonomy_fields).diagnostics if one.severity == "error"]
        if errors:
            refused.append(f"{path}: {errors[0].message}")
        elif new != old:
            written[path] = new
    return Change(written), refused


def _fields(suggestions: list[Suggestion]) -> dict[str, object]:
    """Return the fields that the suggestions for one entry give it."""
    fields = {name: value for one in suggestions for name, value in one.fields.items()}
    if added := [one.version for one in suggestions if one.version]:
        fields["versions"] = [*map(msgspec.to_builtins, suggestions[0].entry.versions), *added]
    return fields


def _suggest(entry: Entry, news: News, owners: dict[str, str]) -> Iterator[Suggestion]:
    own = entry.identifiers.get("doi", "")
    preprint = news.preprints.get(entry.identifiers.get("arxiv", ""))
    notices = list(_notices(entry, news.works[own])) if own in news.works else []
    yield from notices
    if preprint:
        if not any(one.fields for one in notices):
            yield from _withdrawal(entry, preprint)
        yield from _versions(entry, preprint)
    yield from _publication(entry, news, owners, preprint)
    moved = {kind: news.moved[address] for kind in MOVING if (address := entry.links.get(kind, "")) in news.moved}
    if links := {kind: address for kind, address in moved.items() if address not in _declined(entry)}:
        reason = "; ".join(f"its host has moved {entry.links[kind]} to {there}" for kind, there in links.items())
        yield Suggestion(entry, "links", reason, {"links": entry.links | links})


def _notices(entry: Entry, work: Work) -> Iterator[Suggestion]:
    """Yield the gravest notice that the entry does not have, and those that no field of an entry is for."""
    known = _gravity(entry.withdrawn.kind) if entry.withdrawn else -1
    news = [one for one in work.updates if one.kind in _NOTICES and _gravity(_NOTICES[one.kind]) > known]
    if news:
        gravest = max(news, key=lambda one: (_gravity(_NOTICES[one.kind]), one.date))
        notice = {"kind": _NOTICES[gravest.kind], "date": gravest.date, "url": _doi_address(gravest.doi)}
        yield Suggestion(entry, "notices", f"Crossref has {_of(gravest)}", {"withdrawn": present(notice)})
    for one in work.updates if not entry.withdrawn else ():
        if one.kind in _TO_LOOK_AT:
            yield Suggestion(entry, "notices", f"Crossref has {_of(one)}")


def _gravity(kind: str) -> int:
    """Return how grave a kind of notice is: what was retracted may say so after it was corrected, and not before."""
    return 0 if kind == "corrected" else NOTICE_KINDS.index(kind) + 1


def _of(update: Update) -> str:
    article = "an" if update.kind[0] in "aeiou" else "a"
    named = f"{article} {update.kind.replace('_', ' ')}"
    return " ".join(part for part in (named, update.date and f"of {update.date}", _doi_address(update.doi)) if part)


def _withdrawal(entry: Entry, preprint: Preprint) -> Iterator[Suggestion]:
    if preprint.withdrawn and not entry.withdrawn:
        url = IDENTIFIERS["arxiv"].address.format(entry.identifiers["arxiv"])
        reason = preprint.withdrawn[:_MAX_REASON]
        notice = {"kind": "withdrawn", "reason": reason, "date": preprint.updated, "url": url}
        yield Suggestion(entry, "notices", f"arXiv says: {reason}", {"withdrawn": present(notice)})


def _versions(entry: Entry, preprint: Preprint) -> Iterator[Suggestion]:
    name = f"v{preprint.version}"
    if preprint.version > 1 and all(version.name != name for version in entry.versions):
        reason = f"arXiv has {name}" + (f" of {preprint.updated}" if preprint.updated else "")
        yield Suggestion(entry, "versions", reason, version=present({"name": name, "date": preprint.updated}))


def _publication(entry: Entry, news: News, owners: dict[str, str], preprint: Preprint | None) -> Iterator[Suggestion]:
    """Yield where a preprint was published: by what DOI, and in what venue."""
    own = entry.identifiers.get("doi", "")
    doi, said_by = own, ""
    if (became := news.works[own].published_as if own in news.works else "") and became != own:
        doi, said_by = became, f"Crossref says that {own} became {became}"
    elif preprint and preprint.doi and (not own or own.startswith(_ARXIV_DOI)) and preprint.doi != own:
        doi, said_by = preprint.doi, f"arXiv says that it was published as {preprint.doi}"
    if doi in _declined(entry):
        doi, said_by = own, ""
    if doi.startswith(_ARXIV_DOI):
        return
    work = news.works.get(doi, Work())
    if said_by:
        title = str(work.fields.get("title", ""))
        if doi in owners:
            yield Suggestion(entry, "published", f"{said_by}, which {owners[doi]} has: merge the two")
            return
        if title and not titles_agree(title_key(title), title_key(entry.title)):
            yield Suggestion(entry, "published", f"{said_by}, but its title there is {quote(title)}")
            return
        owners[doi] = entry.path
        # The DOI of the preprint stays as a version.
        version = {"name": "preprint", "url": _doi_address(own)} if own and not own.startswith(_ARXIV_DOI) else {}
        yield Suggestion(entry, "published", said_by, {"doi": doi}, version)
    lacking = {name: work.fields[name] for name in _OF_A_PUBLICATION if work.fields.get(name)}
    if not entry.venue and "venue" in lacking:
        missing = {name: value for name, value in lacking.items() if not getattr(entry, name)}
        yield Suggestion(entry, "published", f"Crossref has {doi} in {quote(str(lacking['venue']))}", missing)
    elif preprint and preprint.journal_ref and not entry.venue and "x-journal-ref" not in entry.extra:
        fields = {"x-journal-ref": preprint.journal_ref[:2_000]}
        yield Suggestion(entry, "published", f"arXiv says that it was published in {preprint.journal_ref}", fields)


def _doi_address(doi: str) -> str:
    return IDENTIFIERS["doi"].address.format(doi) if doi else ""
