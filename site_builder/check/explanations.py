"""What each code of a problem means, at length: `explanations.md`, for the command and for the manual."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from site_builder.core.diagnostics import CODES

_FILE = Path(__file__).with_suffix(".md")
_PREAMBLE = """\
# Troubleshooting

Every problem has a code. `papershelf check` finds all of them in one run, each with file, line, column and the cure;
`papershelf explain E006` prints what stands here. Codes with an E stop a build, and the last good site stays as it was;
codes with a W do not.

`papershelf doctor` looks over the whole archive and what Papershelf needs: the first thing to try where no code tells.
"""


@cache
def explanations() -> dict[str, str]:
    """Return the Markdown that explains each code."""
    parts = re.split(r"^## (\w+)\n", _FILE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {code: text.strip() for code, text in zip(parts[1::2], parts[2::2], strict=True)}


def explain(code: str) -> str:
    """Return the explanation of a code for a terminal, where links lead nowhere."""
    text = re.sub(r"\[([^]\n]+)\]\([^)\n]+\.md\)", r"\1", explanations()[code])
    return f"{code}: {CODES[code]}\n\n{text}\n"


def errors_markdown() -> str:
    """Return the chapter on troubleshooting: every code with its explanation."""
    sections = (f"\n## {code}: {CODES[code]}\n{text}\n" for code, text in explanations().items())
    return _PREAMBLE + "".join(sections)
