"""Front matter of the plainest form, read without libyaml: nearly all files have it, and it takes a fifth of the time.

What is not of that form is no mistake; it is left to `yaml_tree`, which also knows where each value stands.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

Plain = str | list[str] | dict[str, str]

_KEY = r"[a-z][a-z0-9_-]*"
# What a value without quotes may begin with: no character that means something to YAML.
_FIRST = r"[^\s\-?:,\[\]{}#&*!|>'\"%@`]"
_BARE = rf"{_FIRST}[^\n:#]*(?:(?::(?=\S)|(?<! )#)[^\n:#]*)*(?<! )"
_QUOTED = r"\"(?! )[^\"\\\n]+(?<! )\"|'(?! )[^'\n]+(?<! )'"
_VALUE = rf"{_BARE}|{_QUOTED}"
_IN_FLOW = rf"{_FIRST}[^,\[\]{{}}:?#\n]*(?<! )"
_FIELD = re.compile(
    rf"({_KEY}):(?: (?:({_VALUE})|\[({_IN_FLOW}(?:, {_IN_FLOW})*)\])\n"
    rf"|\n(?:((?:  - (?:{_VALUE})\n)+)|((?:  {_KEY}: (?:{_VALUE})\n)+)))"
)
_REMARKS = re.compile(r"(?:#[^\n]*\n)*")


def parse_plain(text: str) -> dict[str, Plain] | None:
    """Return the fields of front matter of the plainest form, or `None` where it is of any other.

    That form is lines of `key: value`, `key: [one, two]`, and `key:` above items or pairs of two spaces' indentation;
    values stand on one line, and hold nothing that YAML or `Reader.text` would read as something else.
    """
    flat = text.replace("\n  ", "\n").replace("\n", "")
    if "  " in flat or not flat.isprintable():
        return None
    fields: dict[str, Plain] = {}
    position, end = _REMARKS.match(text).end(), len(text)  # type: ignore[union-attr]
    while position < end:
        match = _FIELD.match(text, position)
        if match is None or match[1] in fields:
            return None
        key, value, flow, items, pairs = match.groups()
        if value:
            [fields[key]] = _unquoted([value])
        elif flow:
            fields[key] = flow.split(", ")
        elif items:
            fields[key] = _unquoted(items[4:-1].split("\n  - "))
        else:
            names, values = zip(*[line.split(": ", 1) for line in pairs[2:-1].split("\n  ")], strict=True)
            fields[key] = dict(zip(names, _unquoted(values), strict=True))
            if len(fields[key]) < len(names):
                return None
        position = match.end()
    return fields


def _unquoted(values: Sequence[str]) -> list[str]:
    return [value[1:-1] if value[0] in "\"'" else value for value in values]
