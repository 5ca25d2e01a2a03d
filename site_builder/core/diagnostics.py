"""One problem, where it is and how to cure it; collecting problems and showing them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import msgspec

Severity = Literal["error", "warning"]

# Every code with what it is about. A code is never given a new meaning; a retired one is not used again.
CODES: dict[str, str] = {
    "E001": "a file cannot be read",
    "E002": "a file is not UTF-8 text",
    "E003": "a file is too large",
    "E004": "a file holds a character that no text should have",
    "E005": "an entry has no front matter",
    "E006": "the front matter is not valid YAML",
    "E007": "the front matter is not a map of fields",
    "E008": "a key stands twice",
    "E009": "an anchor's value is used again",
    "E010": "values are nested too deeply, or there are too many",
    "E011": "a file name cannot be an identifier",
    "E012": "two files have one identifier",
    "E013": "a file name is refused by some systems",
    "E101": "a field is not known",
    "E102": "a required field is missing",
    "E103": "a field has the wrong form",
    "E104": "a value is empty",
    "E105": "a value is not a date",
    "E106": "a value is not a whole number",
    "E107": "a value is not an address",
    "E108": "an identifier is malformed",
    "E109": "a value is too long",
    "E110": "a list names a value twice",
    "E112": "an abstract stands twice",
    "E113": "counts have no date",
    "E201": "two entries have one identifier of a paper",
    "E202": "nothing tells two entries apart",
    "E203": "two terms are given one address",
    "E205": "an entry names another that does not exist",
    "E206": "two pages have one address",
    "E207": "a link leads to a file that does not exist",
    "E208": "an address is taken by another page",
    "E209": "a picture is damaged, too large, or not what its name says",
    "E210": "a collection names an entry that does not exist",
    "E211": "a published address would be lost",
    "E212": "an archive would lose more papers than it may",
    "E213": "a former address leads to one that does not exist",
    "E301": "a setting is not known",
    "E302": "a setting has the wrong form",
    "E303": "the archive has no site.yml",
    "E304": "a taxonomy file is wrong",
    "E305": "a spelling is given to two terms",
    "E306": "the archive is of a newer format",
    "E307": "a line of the map's file is wrong",
    "E401": "a theme is not there",
    "E402": "a theme's settings are wrong",
    "E403": "a template has a mistake",
    "E404": "a template uses a name that is not there",
    "E405": "a template is missing",
    "E406": "themes extend each other in a circle",
    "E501": "the output folder is not Papershelf's",
    "E503": "another build is running",
    "E505": "a link or a special file is where a plain one must be",
    "E506": "git tracks what a build makes",
    "E701": "an issue form is not as it should be",
    "E702": "the text of a form is not as the form makes it",
    "E703": "an answer cannot be used",
    "E704": "a correction names no paper of the archive",
    "E705": "a correction changes nothing",
    "E706": "the archive has the paper already",
    "W101": "an abstract is cut off",
    "W102": "two sentences have no space between them",
    "W103": "TeX is left in a text",
    "W104": "a title is all in capitals",
    "W105": "a tag is nearly one of the archive's",
    "W106": "a date is still to come",
    "W107": "an address is not encrypted",
    "W108": "an address does not answer",
    "W109": "a file beside entries is named by none",
    "W110": "a name holds a letter that looks like another, or one that nobody sees",
    "W111": "a symbolic link is not followed",
    "W112": "the rest of a value is a remark",
    "W113": "an abstract names a link that the entry lacks",
    "W203": "two entries have one title",
    "W204": "a term's address has a suffix",
    "W301": "an entry cannot be formatted",
    "W302": "the map's file lacks many papers",
}


class Diagnostic(msgspec.Struct, frozen=True, order=True):
    """A problem at a place; `line` and `column` count from 1, 0 where there is no such place."""

    path: str
    line: int
    column: int
    code: str
    message: str
    hint: str = ""

    @property
    def severity(self) -> Severity:
        """`error` stops a build, `warning` does not."""
        return "warning" if self.code.startswith("W") else "error"


class ContentError(Exception):
    """Problems that stop a build; carries all of them."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = tuple(sorted(diagnostics))
        super().__init__(f"{len(self.diagnostics)} problem(s)")

    def __reduce__(self) -> tuple[type[ContentError], tuple[tuple[Diagnostic, ...]]]:
        """Workers hand their problems to the parent by pickle."""
        return ContentError, (self.diagnostics,)


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    """Return whether any of them stops a build."""
    return any(diagnostic.severity == "error" for diagnostic in diagnostics)


def render_text(diagnostic: Diagnostic) -> str:
    """Return `path:line:column: error[E014]: message` and a line with the cure."""
    place = printable(diagnostic.path)
    if diagnostic.line:
        place += f":{diagnostic.line}:{diagnostic.column}"
    text = f"{place}: {diagnostic.severity}[{diagnostic.code}]: {printable(diagnostic.message)}"
    return f"{text}\n  hint: {printable(diagnostic.hint)}" if diagnostic.hint else text


def render_github(diagnostic: Diagnostic) -> str:
    """Return a GitHub workflow command that annotates the place.

    Source: https://docs.github.com/actions/reference/workflow-commands-for-github-actions
    """
    message = printable(diagnostic.message) + (f"\n{printable(diagnostic.hint)}" if diagnostic.hint else "")
    place = f"file={_escape_property(diagnostic.path)}"
    if diagnostic.line:
        place += f",line={diagnostic.line},col={diagnostic.column}"
    return f"::{diagnostic.severity} {place},title={diagnostic.code}::{_escape_data(message)}"


FORMATS = {"text": render_text, "github": render_github}


def quote(text: str, limit: int = 80) -> str:
    """Return the text in single quotes for a message, cut where it is long."""
    shown = text if len(text) <= limit else text[: limit - 1] + "…"
    return f"'{shown}'"


def printable(text: str) -> str:
    """Entries come from strangers: a control sequence must not reach a terminal, nor a line of its own a workflow."""
    return text if text.isprintable() else "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in text)


def _escape_data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escape_property(text: str) -> str:
    return _escape_data(printable(text)).replace(":", "%3A").replace(",", "%2C")
