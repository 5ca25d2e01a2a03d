"""Rules about one entry: warnings about what a build accepts and a curator would correct.

A rule is a function with its code, a title and, as its docstring, the explanation that `papershelf explain` prints.
Warnings must be rare enough to be believed: each rule was tried on 8,206 and on 103,923 real papers, and narrowed until
what it reports is nearly always wrong.
"""

from __future__ import annotations

import inspect
import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import cached_property

import msgspec

from site_builder.content.entries import locate
from site_builder.content.front_matter import FrontMatter, split_file
from site_builder.core.diagnostics import Diagnostic, quote
from site_builder.model import Entry
from site_builder.reading.yaml_nodes import Reader, plain_scalars
from site_builder.text.links import find_addresses
from site_builder.text.math import MATH

# Formulas, code and addresses, which are not prose.
_NO_PROSE = re.compile(rf"{MATH.pattern}|`[^`]*`|https?://\S+", re.DOTALL)

_CLOSING = "*_)]}\"'”’»` \n"
_OPEN_END = re.compile(r"[a-z,;:(-]")
_ADDRESS = re.compile(r"\S*(?:://|www\.|\.[a-z]{2,}/|\.(?:com|org|net|edu|gov|io|ai|cn|dev|git|html)\b)\S*|\S+/\S+")
# The rarest part first, which is found much faster; `_joined_sentences` looks at the word before it.
_STOP_AND_CAPITAL = re.compile(r"[.!?](?!(?:Js|Com|Net|Org|Ai|Py)\b)(?:[A-Z][a-z]+|A|I)(?= )")
_WORD_BEFORE = re.compile(r"(?:\A|[^\w.@/])([a-z]{3,})\Z")
_TEX = re.compile(
    r"\\(?:[a-zA-Z]{2,}\s*\{|(?:cite|ref|label|emph|item|it|bf|em|sc|tt|begin|end|footnote|url|href|text[a-z]+)\b)"
    r"|\{\\[a-zA-Z]+|\\[\"'`^~=.]\{?[a-zA-Z]|~\\"
)
_TEX_SIGN = re.compile(r"\\[a-zA-Z\"'`^~=.]|\{\\")
_TEX_HINT = "write Markdown (*italic*, **bold**), accented letters (é), and formulas between $ signs"

# Addresses that are nearly always a paper's own code, or its own page.
_LINKED = {
    "code": re.compile(r"https?://(?:www\.)?(?:github\.com|gitlab\.com|codeberg\.org|bitbucket\.org)/[^/]+/[^/]"),
    "project": re.compile(r"https?://[\w-]+\.(?:github|gitlab)\.io\b"),
}

# Cyrillic and Greek letters that look like Latin ones; not nu, which names use (νSAM).
_TWINS = "аеорсухіјѕһԁԛԝАВЕКМНОРСТУХІЈЅοΑΒΕΖΗΙΚΜΝΟΡΤΥΧ"
# Joiners are legitimate between letters of other scripts, and in emoji.
_FALSE_LETTER = re.compile(
    rf"(?<=[A-Za-z])[{_TWINS}]|[{_TWINS}](?=[A-Za-z])|[\u00ad\u200b\u2060\ufeff]|(?<![^\0-\x7f])[\u200c\u200d]"
)
_COMMENT = re.compile(r" +(#\w[^\n]*)")


class EntryFile:
    """What a rule sees: an entry, its file and its abstract as typed."""

    def __init__(self, entry: Entry, data: bytes, abstract: str) -> None:
        self.entry, self.data, self.abstract = entry, data, abstract

    @cached_property
    def parts(self) -> FrontMatter | Diagnostic:
        """The file, split."""
        return split_file(self.entry.path, self.data)

    @cached_property
    def prose(self) -> str:
        """The abstract with blanks in place of all that is not prose; offsets stay."""
        return _without_math(self.abstract)

    def at(self, key: str, code: str, message: str, hint: str, value: str = "") -> Diagnostic:
        """Return a problem at a field, or at one value of it."""
        return Diagnostic(self.entry.path, *locate(self.entry.path, self.data, key, value), code, message, hint)

    def in_abstract(self, offset: int, code: str, message: str, hint: str) -> Diagnostic:
        """Return a problem at a place of the abstract; in a file that is all YAML, at its key."""
        parts = self.parts
        if not isinstance(parts, FrontMatter) or not parts.body.strip():
            return self.at("abstract", code, message, hint)
        before = parts.body[: len(parts.body) - len(parts.body.lstrip()) + offset]
        line, column = parts.body_line + before.count("\n"), len(before) - (before.rfind("\n") + 1) + 1
        return Diagnostic(self.entry.path, line, column, code, message, hint)


Check = Callable[[EntryFile], Iterator[Diagnostic]]


class Rule(msgspec.Struct, frozen=True):
    """A rule with its code, its title and its explanation in Markdown."""

    code: str
    title: str
    explanation: str
    check: Check


RULES: list[Rule] = []


def rule(code: str, title: str) -> Callable[[Check], Check]:
    """Register a function as a rule; its docstring is the explanation for readers of the manual."""

    def register(check: Check) -> Check:
        RULES.append(Rule(code, title, inspect.cleandoc(check.__doc__ or ""), check))
        return check

    return register


def check_entry(entry: Entry, data: bytes, abstract: str) -> tuple[Diagnostic, ...]:
    """Return the warnings about one entry's file."""
    file = EntryFile(entry, data, abstract)
    return tuple(problem for one in RULES for problem in one.check(file))


@rule("W101", "truncated abstract")
def truncated_abstract(file: EntryFile) -> Iterator[Diagnostic]:
    """The abstract ends with dots or in the middle of a sentence: the source it was copied from shortened it. Add the
    rest.
    """
    text, problem = file.abstract.rstrip(), ""
    words = text.rstrip(_CLOSING)
    if text.endswith(("...", "…")):
        problem = "the abstract is truncated: it ends with '…'"
    elif _OPEN_END.fullmatch(words[-1:]) and not _ADDRESS.fullmatch(words.split()[-1]):
        problem = f"the abstract ends in the middle of a sentence: {quote('… ' + words[-40:].rpartition(chr(10))[2])}"
    if problem:
        yield file.in_abstract(len(text) - 1, "W101", problem, "add the rest, or a full stop")


@rule("W102", "no space between two sentences")
def joined_sentences(file: EntryFile) -> Iterator[Diagnostic]:
    """Two sentences follow each other without a space, as happens when lines of a PDF are joined. Add the space."""
    if _joined_sentences(file.abstract) and (found := _joined_sentences(file.prose)):
        start, words = found
        yield file.in_abstract(start, "W102", f"no space between two sentences: {quote(words)}", "add a space")


@rule("W103", "TeX in a text")
def tex(file: EntryFile) -> Iterator[Diagnostic]:
    r"""A TeX command outside `$…$` would be shown as typed. Write what it means (`é` for `\'e`), or put formulas
    between dollar signs.
    """
    title = _without_math(file.entry.title) if "\\" in file.entry.title else ""
    if found := _TEX.search(title):
        yield file.at("title", "W103", f"TeX in the title: {quote(found[0])}", _TEX_HINT)
    # Blanking out formulas takes longer than looking for a sign of TeX.
    matches = list(_TEX.finditer(file.prose)) if "\\" in file.abstract and _TEX_SIGN.search(file.abstract) else []
    if matches:
        more = f", the first of {len(matches)}" if len(matches) > 1 else ""
        message = f"TeX in the abstract: {quote(matches[0][0])}{more}"
        yield file.in_abstract(matches[0].start(), "W103", message, _TEX_HINT)


@rule("W104", "title in capitals")
def title_in_capitals(file: EntryFile) -> Iterator[Diagnostic]:
    """The title is all in capitals. Write it in sentence case, or as the paper's page has it."""
    title = file.entry.title
    if title.isupper() and len(title.split()) > 2:
        yield file.at("title", "W104", f"the title is all in capitals: {quote(title)}", "write it in sentence case")


@rule("W107", "unencrypted address")
def unencrypted_address(file: EntryFile) -> Iterator[Diagnostic]:
    """The address starts with `http://`, so what it returns can be read and changed on the way. Most hosts support
    `https://`.
    """
    for key, address in entry_addresses(file.entry):
        if address.startswith("http://"):
            hint = "write https:// if the host supports it"
            yield file.at(key, "W107", f"the address is not encrypted: {quote(address)}", hint, address)


@rule("W110", "misleading or invisible character in a name")
def false_letter(file: EntryFile) -> Iterator[Diagnostic]:
    """A name or title mixes Latin letters with Cyrillic or Greek ones that look the same, or contains an invisible
    character, such as a zero-width space. The name then counts as another one, and search does not find it. Retype the
    word.
    """
    entry = file.entry
    names = [("title", entry.title), ("venue", entry.venue)]
    names += [("authors", author.name) for author in entry.authors]
    names += [("organizations", name) for name in entry.organizations] + [("tags", tag) for tag in entry.tags]
    for key, name in names:
        if not name.isascii() and (found := _FALSE_LETTER.search(name)):
            character = f"U+{ord(found[0]):04X}, {unicodedata.name(found[0])}"
            yield file.at(key, "W110", f"{quote(name)} contains {character}", "retype the word", name)


@rule("W112", "comment that looks like part of a value")
def comment_in_value(file: EntryFile) -> Iterator[Diagnostic]:
    """To YAML, a space and `#` end a value; what follows is a comment, which the site does not show. If it is part of
    the value, put the value in quotes. A comment with a space after the `#` is not reported.

    ```yaml
    ---
    title: A Paper
    note: best paper of session #12
    ---
    ```

    Write `note: "best paper of session #12"`.
    """
    parts = file.parts if b" #" in file.data else None
    if not isinstance(parts, FrontMatter) or not _COMMENT.search(parts.yaml):
        return
    lines = parts.yaml.split("\n")
    for node in plain_scalars(Reader(file.entry.path).parse(parts.yaml)):
        line, column = node.end_mark.line, node.end_mark.column
        if comment := _COMMENT.match(lines[line], column):
            message = f"the rest of the value is a YAML comment: {quote(comment[1])}"
            hint = "put the value in quotes, or add a space after the # of a comment"
            place = line + parts.first_line, comment.start(1) + 1
            yield Diagnostic(file.entry.path, *place, "W112", message, hint)


@rule("W113", "link in the abstract that is missing from links")
def unlinked_address(file: EntryFile) -> Iterator[Diagnostic]:
    """The abstract names the paper's code or project page, and the entry's `links` have none. Readers, feeds and the
    API see only links: write `links: {code: https://github.com/you/code}` or `links: {project: …}`.
    """
    text, links = file.abstract.replace("\\_", "_"), file.entry.links
    for kind, pattern in _LINKED.items():
        for start, end, address in find_addresses(text) if kind not in links else ():
            if pattern.match(address) and address not in links.values():
                message = f"the abstract has an address that links lacks: {quote(address)}"
                offset = max(file.abstract.find(text[start:end].partition("_")[0]), 0)
                yield file.in_abstract(offset, "W113", message, f"write: links: {{{kind}: '{address}'}}")
                break


def entry_addresses(entry: Entry) -> Iterator[tuple[str, str]]:
    """Yield the web addresses in an entry, each with its field."""
    yield from (("links", address) for address in entry.links.values() if ":" in address)  # else the name of a file
    yield from (("media", address) for address in entry.media)
    yield from (("authors", author.url) for author in entry.authors if author.url)
    yield from (("versions", version.url) for version in entry.versions if version.url)


def _joined_sentences(text: str) -> tuple[int, str] | None:
    """Return the first two words that a full stop joins, with their offset."""
    for stop in _STOP_AND_CAPITAL.finditer(text):
        line = max(text.rfind(" ", 0, stop.start()), text.rfind("\n", 0, stop.start()), 0)
        if before := _WORD_BEFORE.search(text[line : stop.start()]):
            return line + before.start(1), before[1] + stop[0]
    return None


def _without_math(text: str) -> str:
    return _NO_PROSE.sub(lambda match: " " * len(match[0]), text)
