"""The explanation of each code, for `papershelf explain` and docs/troubleshooting.md.

A rule about one entry is explained in `rules.py`, where it is written; all other codes are in `explanations.md`.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import msgspec

from site_builder.check.rules import RULES

_FILE = Path(__file__).with_suffix(".md")
_PREAMBLE = """\
# Troubleshooting

Every problem has a code. `papershelf check` reports all problems in one run, each with file, line, column and a hint.
`papershelf explain E006` prints the explanation of a code. Codes that start with E stop a build and leave the last good
site as it was; codes that start with W do not.

If no code helps, start with `papershelf doctor`: it examines the archive and what Papershelf needs.
"""


class Explanation(msgspec.Struct, frozen=True):
    """What a code means, in a few words, and the explanation in Markdown."""

    title: str
    text: str


@cache
def explanations() -> dict[str, Explanation]:
    """Return the explanation of each code. A code never gets a new meaning; that of a deleted one is not used again."""
    parts = re.split(r"^## (\w+): (.*)\n", _FILE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    sections = zip(parts[1::3], parts[2::3], parts[3::3], strict=True)
    found = {code: Explanation(title, text.strip()) for code, title, text in sections}
    found |= {rule.code: Explanation(rule.title, rule.explanation) for rule in RULES}
    return dict(sorted(found.items()))


def explain(code: str) -> str:
    """Return the explanation of a code for a terminal, without links."""
    found = explanations()[code]
    text = re.sub(r"\[([^]\n]+)\]\([^)\n]+\.md\)", r"\1", found.text)
    return f"{code}: {found.title}\n\n{text}\n"


def errors_markdown() -> str:
    """Return the chapter on troubleshooting: every code with its explanation."""
    sections = (f"\n## {code}: {found.title}\n{found.text}\n" for code, found in explanations().items())
    return _PREAMBLE + "".join(sections)
