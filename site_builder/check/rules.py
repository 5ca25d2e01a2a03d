"""What a build accepts and a curator would mend: warnings that are rare enough to be believed.

Each rule was tried on 8,206 and on 103,923 real papers and narrowed until what it says is nearly always so.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Container, Iterable, Iterator
from datetime import date, timedelta

from site_builder.content.entries import PAPERS, is_entry, locate
from site_builder.content.front_matter import FrontMatter, split_file
from site_builder.core.diagnostics import Diagnostic, quote
from site_builder.library.problems import Problem
from site_builder.model import Entry
from site_builder.reading.yaml_nodes import Reader, plain_scalars
from site_builder.text.links import find_addresses
from site_builder.text.math import MATH
from site_builder.text.slugs import slug

# Formulas, code and addresses: nothing in them is prose.
_NO_PROSE = re.compile(rf"{MATH.pattern}|`[^`]*`|https?://\S+", re.DOTALL)

_CLOSING = "*_)]}\"'”’»` \n"
_OPEN_END = re.compile(r"[a-z,;:(-]")
_ADDRESS = re.compile(r"\S*(?:://|www\.|\.[a-z]{2,}/|\.(?:com|org|net|edu|gov|io|ai|cn|dev|git|html)\b)\S*|\S+/\S+")
# The rarest part first, which is found many times faster; `_no_space` looks at the word before it.
_STOP_AND_CAPITAL = re.compile(r"[.!?](?!(?:Js|Com|Net|Org|Ai|Py)\b)(?:[A-Z][a-z]+|A|I)(?= )")
_WORD_BEFORE = re.compile(r"(?:\A|[^\w.@/])([a-z]{3,})\Z")
_TEX = re.compile(
    r"\\(?:[a-zA-Z]{2,}\s*\{|(?:cite|ref|label|emph|item|it|bf|em|sc|tt|begin|end|footnote|url|href|text[a-z]+)\b)"
    r"|\{\\[a-zA-Z]+|\\[\"'`^~=.]\{?[a-zA-Z]|~\\"
)
_TEX_SIGN = re.compile(r"\\[a-zA-Z\"'`^~=.]|\{\\")

# Addresses that are nearly always a paper's own code, or its own page.
_LINKED = {
    "code": re.compile(r"https?://(?:www\.)?(?:github\.com|gitlab\.com|codeberg\.org|bitbucket\.org)/[^/]+/[^/]"),
    "project": re.compile(r"https?://[\w-]+\.(?:github|gitlab)\.io\b"),
}
_LINK_NAMES = {"code": "code", "project": "a project page"}

# Cyrillic and Greek letters that look like Latin ones; a nu is no mistake (νSAM).
_TWINS = "аеорсухіјѕһԁԛԝАВЕКМНОРСТУХІЈЅοΑΒΕΖΗΙΚΜΝΟΡΤΥΧ"
# Joiners have their use between letters of other scripts, and in pictures of several people.
_FALSE_LETTER = re.compile(
    rf"(?<=[A-Za-z])[{_TWINS}]|[{_TWINS}](?=[A-Za-z])|[\u00ad\u200b\u2060\ufeff]|(?<![^\0-\x7f])[\u200c\u200d]"
)
_REMARK = re.compile(r" +(#\w[^\n]*)")

# A tag that this many entries carry is one of the archive's own words, as is a declared one.
_ESTABLISHED = 5
_MIN_LETTERS = 6
_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"[^\W_]+")


def lint_entry(entry: Entry, data: bytes, abstract: str) -> tuple[Diagnostic, ...]:
    """Return the warnings about one entry's file."""
    alone = (*_lint_fields(entry, data), *_lint_letters(entry, data), *_lint_remarks(entry.path, data))
    return (*alone, *_lint_abstract(entry.path, data, abstract), *_lint_unlinked(entry, data, abstract))


def _lint_fields(entry: Entry, data: bytes) -> Iterator[Diagnostic]:
    path, title = entry.path, entry.title
    if title.isupper() and len(title.split()) > 2:
        hint = "write capitals where a sentence has them"
        yield _at(path, data, "title", "W104", f"the title is all in capitals: {quote(title)}", hint)
    if found := _TEX.search(_without(title)) if "\\" in title else None:
        yield _at(path, data, "title", "W103", f"TeX is left in the title: {quote(found[0])}", _TEX_HINT)
    for key, address in entry_addresses(entry):
        if address.startswith("http://"):
            hint = "write https:// if the host has it: http can be read and changed on the way"
            yield _at(path, data, key, "W107", f"the address is not encrypted: {quote(address)}", hint, address)


def _lint_letters(entry: Entry, data: bytes) -> Iterator[Diagnostic]:
    names = [("title", entry.title), ("venue", entry.venue)]
    names += [("authors", author.name) for author in entry.authors]
    names += [("organizations", name) for name in entry.organizations] + [("tags", tag) for tag in entry.tags]
    for key, name in names:
        if not name.isascii() and (found := _FALSE_LETTER.search(name)):
            letter = unicodedata.name(found[0])
            message = f"{quote(name)} holds the character U+{ord(found[0]):04X}, {letter}"
            hint = "type the word anew, if it looks like another character or like none"
            yield _at(entry.path, data, key, "W110", message, hint, name)


def _lint_remarks(path: str, data: bytes) -> Iterator[Diagnostic]:
    """Yield the remarks that read as the rest of a value (`session #12`); one with a blank after its `#` does not."""
    if b" #" not in data:
        return
    parts = split_file(path, data)
    if not isinstance(parts, FrontMatter) or not _REMARK.search(parts.yaml):
        return
    reader = Reader(path, parts.first_line)
    lines = parts.yaml.split("\n")
    for node in plain_scalars(reader.parse(parts.yaml)):
        line, column = node.end_mark.line, node.end_mark.column
        if remark := _REMARK.match(lines[line], column):
            message = f"to YAML, {quote(remark[1])} is a remark and no part of the value"
            hint = "put the value in quotes, or write a blank after the # of a remark"
            yield Diagnostic(path, line + parts.first_line, remark.start(1) + 1, "W112", message, hint)


def entry_addresses(entry: Entry) -> Iterator[tuple[str, str]]:
    """Yield the web addresses that an entry names, each with its field."""
    yield from (("links", address) for address in entry.links.values() if ":" in address)  # else a file's name
    yield from (("media", address) for address in entry.media)
    yield from (("authors", author.url) for author in entry.authors if author.url)
    yield from (("versions", version.url) for version in entry.versions if version.url)


def _lint_abstract(path: str, data: bytes, abstract: str) -> Iterator[Diagnostic]:
    if problem := _cut_off(abstract):
        hint = "copy the rest of it, or end it with a full stop"
        yield _in_abstract(path, data, len(abstract.rstrip()) - 1, "W101", problem, hint)
    prose, found = abstract, _no_space(abstract)
    if found or ("\\" in abstract and _TEX_SIGN.search(abstract)):
        prose = _without(abstract)
        found = _no_space(prose)
    if found:
        start, words = found
        message = f"there is no space between two sentences: {quote(words)}"
        yield _in_abstract(path, data, start, "W102", message, "write a space after the full stop")
    matches = list(_TEX.finditer(prose)) if "\\" in prose else []
    if matches:
        more = f", the first of {len(matches)}" if len(matches) > 1 else ""
        message = f"TeX is left in the abstract: {quote(matches[0][0])}{more}"
        yield _in_abstract(path, data, matches[0].start(), "W103", message, _TEX_HINT)


def _lint_unlinked(entry: Entry, data: bytes, abstract: str) -> Iterator[Diagnostic]:
    """Yield the code and the project page that the abstract names, where the entry's links have none."""
    text = abstract.replace("\\_", "_")
    for kind, pattern in _LINKED.items():
        for start, end, address in find_addresses(text) if kind not in entry.links else ():
            if pattern.match(address) and address not in entry.links.values():
                message = f"the abstract names {_LINK_NAMES[kind]} that links: lacks: {quote(address)}"
                place = max(abstract.find(text[start:end].partition("_")[0]), 0)
                yield _in_abstract(entry.path, data, place, "W113", message, f"write links: {{{kind}: '{address}'}}")
                break


_TEX_HINT = "write Markdown (*italic*, **bold**), letters with their accents (é), formulas between $ signs"


def _cut_off(abstract: str) -> str:
    text = abstract.rstrip()
    if text.endswith(("...", "…")):
        return "the abstract ends with '…': it is cut off"
    words = text.rstrip(_CLOSING)
    if _OPEN_END.fullmatch(words[-1:]) and not _ADDRESS.fullmatch(words.split()[-1]):
        return f"the abstract ends within a sentence: {quote('… ' + words[-40:].rpartition(chr(10))[2])}"
    return ""


def _no_space(text: str) -> tuple[int, str] | None:
    """Return the first words that a full stop joins, and where they stand."""
    for stop in _STOP_AND_CAPITAL.finditer(text):
        line = max(text.rfind(" ", 0, stop.start()), text.rfind("\n", 0, stop.start()), 0)
        if before := _WORD_BEFORE.search(text[line : stop.start()]):
            return line + before.start(1), before[1] + stop[0]
    return None


def _without(text: str) -> str:
    """Return a text with blanks for all that is no prose; offsets stay."""
    return _NO_PROSE.sub(lambda match: " " * len(match[0]), text)


def lint_dates(entries: Iterable[Entry], today: date) -> Iterator[Problem]:
    """Yield the dates that are still to come; a day may have begun elsewhere."""
    last = (today + timedelta(days=1)).isoformat()
    for entry in entries:
        dates = {"date": entry.date, "published": entry.published, "as_of": entry.as_of}
        for key, value in dates.items():
            if value > last[: len(value)]:
                message = f"{key} is {quote(value)}, which is still to come"
                yield Problem((entry.path, key, ""), "W106", message, f"write a day up to today, {today.isoformat()}")


def lint_files(paths: Iterable[str], named: Container[str]) -> Iterator[Diagnostic]:
    """Yield the files beside entries that no entry names: most are entries whose ending is missing or another one."""
    for path in paths:
        if path.startswith(f"{PAPERS}/") and not is_entry(path) and path not in named:
            hint = "end an entry's file in .md; name any other one in links: or thumbnail: of an entry, or delete it"
            yield Diagnostic(path, 0, 0, "W109", "this is no entry, and no entry names it: it is not published", hint)


def lint_links(paths: Iterable[str]) -> Iterator[Diagnostic]:
    """Yield the symbolic links: an entry that is one is in no build, and nothing else would say so."""
    for path in paths:
        hint = "put the file itself here, or delete the link"
        yield Diagnostic(path, 0, 0, "W111", "this is a symbolic link, and none is followed", hint)


def lint_tags(entries: Iterable[Entry], declared: Iterable[str]) -> Iterator[Problem]:
    """Yield the tags that one entry carries and that are all but one of the archive's own.

    Nearness is a hyphen, a space or one letter more or less; names with capitals inside are names of things,
    which often differ by a letter and mean to.
    """
    places: dict[str, tuple[str, str]] = {}
    counts: Counter[str] = Counter()
    for entry in entries:
        for tag in entry.tags:
            key = slug(tag)
            counts[key] += 1
            places.setdefault(key, (entry.path, tag))
    known = {slug(name): name for name in declared}
    known |= {key: places[key][1] for key, count in counts.items() if count >= _ESTABLISHED and key not in known}
    near = _Near({key.replace("-", ""): name for key, name in sorted(known.items(), key=lambda item: counts[item[0]])})
    for key, count in counts.items():
        if count > 1 or key in known or len(key) < _MIN_LETTERS or _DIGIT.search(key):
            continue
        path, tag = places[key]
        if name := near.name(key.replace("-", ""), is_name=_is_name(tag)):
            message = f"the tag {quote(tag)} stands here alone; the archive has {quote(name)}"
            yield Problem((path, "tags", tag), "W105", message, f"write {name}, or declare it in content/tags.yml")


class _Near:
    """Finds the word that is another one but for a letter more or less; a miss, which most are, costs little."""

    def __init__(self, words: dict[str, str]) -> None:
        self._words = words
        self._shorter = {shorter: whole for whole in words for shorter in _one_letter_less(whole)}
        # A letter more stands in one half of a word; the other half is as it was.
        self._heads = {(len(word), word[: len(word) // 2]) for word in words}
        self._tails = {(len(word), word[len(word) // 2 :]) for word in words}

    def name(self, word: str, *, is_name: bool) -> str:
        """Return the name of the nearest word; for a word that `is_name` only of the same letters."""
        if word in self._words or is_name:
            return self._words.get(word, "")
        if word in self._shorter:
            return self._words[self._shorter[word]]
        length = len(word) - 1
        half = length // 2
        if (length, word[:half]) in self._heads or (length, word[half + 1 :]) in self._tails:
            return next((self._words[less] for less in _one_letter_less(word) if less in self._words), "")
        return ""


def _one_letter_less(word: str) -> list[str]:
    """Return a word without each of its letters but the first, which typing errors spare."""
    return [word[:position] + word[position + 1 :] for position in range(1, len(word))]


def _is_name(tag: str) -> bool:
    """Return whether a word of a tag has capitals beyond its first letter."""
    return tag != tag.lower() and any(len(word) > 1 and not word[1:].islower() for word in _WORD.findall(tag))


def _at(path: str, data: bytes, key: str, code: str, message: str, hint: str, value: str = "") -> Diagnostic:
    return Diagnostic(path, *locate(path, data, key, value), code, message, hint)


def _in_abstract(path: str, data: bytes, offset: int, code: str, message: str, hint: str) -> Diagnostic:
    """Return a warning at a place of the abstract; in a file that is YAML as a whole, at its key."""
    parts = split_file(path, data)
    if not isinstance(parts, FrontMatter) or not parts.body.strip():
        return _at(path, data, "abstract", code, message, hint)
    before = parts.body[: len(parts.body) - len(parts.body.lstrip()) + offset]
    line, column = parts.body_line + before.count("\n"), len(before) - (before.rfind("\n") + 1) + 1
    return Diagnostic(path, line, column, code, message, hint)
