"""A problem with its place and a hint, and how problems are shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Literal

import msgspec

from site_builder.core.numbers import plural

Severity = Literal["error", "warning"]

# A hint longer than this is printed once a run, such as a list of all known fields.
_LONG_HINT = 80

MOST_WARNINGS = 20
"""Of one code, in a list for people."""


class Diagnostic(msgspec.Struct, frozen=True, order=True):
    """A problem at a place; `line` and `column` count from 1, and are 0 if there is none.

    A problem listed in place of many says in `count` how many these are.
    """

    path: str
    line: int
    column: int
    code: str
    message: str
    hint: str = ""
    count: int = 1

    @property
    def severity(self) -> Severity:
        """An `error` stops a build; a `warning` does not."""
        return "warning" if self.code.startswith("W") else "error"


class ContentError(Exception):
    """Problems that stop a build."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = tuple(sorted(diagnostics))
        super().__init__(f"{len(self.diagnostics)} problem(s)")

    def __reduce__(self) -> tuple[type[ContentError], tuple[tuple[Diagnostic, ...]]]:
        """Support pickling, by which workers send their problems to the parent process."""
        return ContentError, (self.diagnostics,)


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    """Return whether any of them stops a build."""
    return any(diagnostic.severity == "error" for diagnostic in diagnostics)


def render_lines(diagnostics: Iterable[Diagnostic]) -> Iterator[str]:
    """Yield problems for people, one line each: errors before warnings, and a repeated long hint only once.

    Of many warnings with one code, the rest are counted.
    """
    shown: set[str] = set()
    warnings: Counter[str] = Counter()
    for diagnostic in sorted(diagnostics, key=lambda one: (one.severity != "error", one)):
        if diagnostic.severity == "warning":
            warnings[diagnostic.code] += 1
            if warnings[diagnostic.code] > MOST_WARNINGS:
                continue
        yield render_text(diagnostic, hint=diagnostic.hint if diagnostic.hint not in shown else "hint: see above")
        if len(diagnostic.hint) > _LONG_HINT:
            shown.add(diagnostic.hint)
    for code, count in warnings.items():
        if count > MOST_WARNINGS:
            more = plural(count - MOST_WARNINGS, f"more warning {code}", f"more warnings {code}")
            yield f"and {more}; papershelf check --format json lists all"


def render_text(diagnostic: Diagnostic, hint: str | None = None) -> str:
    """Return `path:line:column: error[E014]: message; hint`."""
    place = printable(diagnostic.path)
    if diagnostic.line:
        place += f":{diagnostic.line}:{diagnostic.column}"
    text = f"{place}: {diagnostic.severity}[{diagnostic.code}]: {printable(diagnostic.message)}"
    hint = diagnostic.hint if hint is None else hint
    return f"{text}; {printable(hint)}" if hint else text


def summarize(diagnostics: Iterable[Diagnostic]) -> str:
    """Return how many problems there are: `590 errors in 12 files, 3 warnings in 1 file`."""
    counts: Counter[Severity] = Counter()
    files: dict[Severity, set[str]] = {"error": set(), "warning": set()}
    for diagnostic in diagnostics:
        counts[diagnostic.severity] += diagnostic.count
        files[diagnostic.severity].add(diagnostic.path)
    found = [
        f"{plural(counts[severity], severity)} in {plural(len(paths), 'file')}"
        for severity, paths in files.items()
        if paths
    ]
    return ", ".join(found) or "no problems"


def render_github(diagnostic: Diagnostic) -> str:
    """Return a GitHub workflow command that annotates the place.

    Source: https://docs.github.com/actions/reference/workflow-commands-for-github-actions
    """
    message = printable(diagnostic.message) + (f"\n{printable(diagnostic.hint)}" if diagnostic.hint else "")
    place = f"file={_escape_property(diagnostic.path)}"
    if diagnostic.line:
        place += f",line={diagnostic.line},col={diagnostic.column}"
    return f"::{diagnostic.severity} {place},title={diagnostic.code}::{_escape_data(message)}"


def quote(text: str, limit: int = 80) -> str:
    """Return the text in single quotes, shortened if it is long."""
    shown = text if len(text) <= limit else text[: limit - 1] + "…"
    return f"'{shown}'"


def printable(text: str) -> str:
    """Escape control characters, so that untrusted text can neither drive a terminal nor inject a workflow command."""
    text = text.replace("##[", "\\x23#[")  # an older form of workflow commands, read anywhere in a line
    return text if text.isprintable() else "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in text)


def _escape_data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escape_property(text: str) -> str:
    return _escape_data(printable(text)).replace(":", "%3A").replace(",", "%2C")
