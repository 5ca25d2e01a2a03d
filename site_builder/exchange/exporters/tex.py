"""Plain text with formulas to TeX that BibTeX and its readers take for the same text."""

from __future__ import annotations

import re

from site_builder.text.math import MATH, formula

_SPECIAL = re.compile(r"[&%#_${}~^\\\xa0]|--+|[!?]?`+|''+")
# What does more than to set a formula, by name or as an environment: it would run where a text cites the paper.
_COMMANDS = re.compile(
    r"\^\^|(?:\\|\\begin\s*\{)\s*(?:input|include|openin|openout|closein|closeout|read|readline|write|immediate|special"
    r"|catcode|lccode|uccode|csname|def|edef|gdef|xdef|let|futurelet|newcommand|renewcommand|providecommand|newenvironment"
    r"|expandafter|every[a-z]+|output|loop|usepackage|directlua|latelua|scantokens|includegraphics|verbatiminput"
    r"|lstinputlisting|filecontents|global|batchmode|message|errmessage|shipout|font|document|href|url)(?![A-Za-z])"
)
_WITHIN = re.compile(r"(?<!\\)(?:\\\\)*\\[\[\]()]")
_ESCAPES = {
    **{"~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "\\": r"\textbackslash{}", "\xa0": "~", "`": "`{}"},
}
# BibTeX counts braces even behind a backslash, so that one without a partner must not stand as itself.
_LONE_BRACES = {r"\{": r"\textbraceleft{}", r"\}": r"\textbraceright{}"}


def tex(text: str) -> str:
    """Return plain text as TeX, formulas as typed where TeX can read them."""
    if not _SPECIAL.search(text):
        return text
    parts: list[str] = []
    end = 0
    for match in MATH.finditer(text):
        parts.append(_escaped(text[end : match.start()]))
        parts.append(match[0] if _is_sound(formula(match)[0]) else _escaped(match[0]))
        end = match.end()
    return "".join((*parts, _escaped(text[end:])))


def _is_sound(math: str) -> bool:
    """A bare percent sign would hide the rest of the line, and no formula begins or ends in another one."""
    wrong = re.search(r"(?<!\\)%", math) or _WITHIN.search(math) or _COMMANDS.search(math)
    return _is_balanced(math) and not wrong


def _escaped(text: str) -> str:
    escaped = _SPECIAL.sub(_escape, text)
    if _is_balanced(text):
        return escaped
    return re.sub(r"\\[{}]", lambda match: _LONE_BRACES[match[0]], escaped)


def _escape(match: re.Match[str]) -> str:
    found = match[0]
    if found in _ESCAPES:
        return _ESCAPES[found]
    # What TeX would set as one dash or quotation mark is kept apart by empty groups.
    return f"\\{found}" if len(found) == 1 else "{}".join(found)


def _is_balanced(text: str) -> bool:
    depth = 0
    for brace in re.findall(r"[{}]", text):
        depth += 1 if brace == "{" else -1
        if depth < 0:
            return False
    return depth == 0
