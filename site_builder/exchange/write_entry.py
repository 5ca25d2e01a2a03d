"""A record to the text of an entry's file: canonical order of keys, YAML that every reader takes for the same text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from site_builder.content.fields import key_rank
from site_builder.exchange.record import Record
from site_builder.reading.yaml_nodes import CONTROL

_FLOW_WIDTH = 120
_FLOW_KEYS = frozenset({"tags", "organizations", "related", "aliases"})

# YAML cannot carry these, and no text should hold them.
_DROPPED = re.compile(rf"{CONTROL.pattern}|[\ud800-\udfff]")
_SPECIAL = re.compile(r"[\t\n\r\x85\u2028\u2029\ufeff]")
_ESCAPES = str.maketrans(
    {
        **{"\\": r"\\", '"': r"\"", "\t": r"\t", "\n": r"\n", "\r": r"\r"},
        **{"\x85": r"\N", "\u2028": r"\L", "\u2029": r"\P", "\ufeff": r"\uFEFF"},
    }
)
# Stricter than YAML: what starts with an indicator is always quoted.
_PLAIN = re.compile(r"(?![-?:,\[\]{}#&*!|>'\"%@`\s])(?!.*(?::[\s]|\s#|[\s:]\Z)).+")
_PLAIN_IN_FLOW = re.compile(r"(?:[^,\[\]{}:?#]|:(?=/))+")
# Text for us, but not for every reader of YAML.
_WORDS = re.compile(r"(?:y|n|yes|no|on|off|true|false|null|~)", re.IGNORECASE)


def render_entry(record: Record, schema_comment: str = "") -> str:
    """Return the text of an entry's Markdown file; the comment, if any, is the front matter's first line."""
    parts = ["---\n", f"{schema_comment}\n" if schema_comment else ""]
    parts += (render_field(key, record.fields[key]) for key in sorted(record.fields, key=key_rank))
    parts.append("---\n")
    body = _DROPPED.sub("", record.abstract).strip()
    return "".join((*parts, body, "\n" if body else ""))


def render_field(key: str, value: object) -> str:
    """Return the lines of one field, each ended."""
    if isinstance(value, Mapping):
        return f"{scalar(key)}:\n{_render_map(value, '  ')}"
    if isinstance(value, list | tuple):
        return _render_list(key, value)
    text = str(value)
    if key == "abstract" and _is_literal(text):
        return "abstract: |-\n" + "".join(f"  {line}\n" if line else "\n" for line in text.split("\n"))
    return f"{scalar(key)}: {scalar(text)}\n"


def scalar(text: str, *, in_flow: bool = False) -> str:
    """Return YAML of one line for a text, plain where that is safe for every reader; control characters go."""
    text = _DROPPED.sub("", text)
    special = _SPECIAL.search(text)
    if special:
        return f'"{text.translate(_ESCAPES)}"'
    is_plain = _PLAIN.fullmatch(text) and not _WORDS.fullmatch(text)
    if is_plain and (not in_flow or _PLAIN_IN_FLOW.fullmatch(text)):
        return text
    if '"' in text or "\\" in text:
        quoted = text.replace("'", "''")
        return f"'{quoted}'"
    return f'"{text}"'


def _render_list(key: str, values: Iterable[object]) -> str:
    items = list(values)
    if not items:
        return f"{scalar(key)}: []\n"
    if key in _FLOW_KEYS:
        line = f"{scalar(key)}: {_inline(items)}\n"
        if len(line) <= _FLOW_WIDTH:
            return line
    return f"{scalar(key)}:\n" + "".join(_render_item(item) for item in items)


def _render_item(item: object) -> str:
    if isinstance(item, Mapping):
        return f"  - {_render_map(item, '    ')[4:]}" if item else "  - {}\n"
    return f"  - {scalar(str(item))}\n"


def _render_map(values: Mapping[str, object], indent: str) -> str:
    return "".join(f"{indent}{scalar(key)}: {_inline(value)}\n" for key, value in values.items())


def _inline(value: object) -> str:
    """Return a text, or a list of texts, on one line."""
    if isinstance(value, list | tuple):
        return f"[{', '.join(scalar(str(item), in_flow=True) for item in value)}]"
    return scalar(str(value))


def _is_literal(text: str) -> bool:
    """Return whether a text can be a literal block of several lines, the most readable form."""
    special = _DROPPED.search(text) or _SPECIAL.search(text.replace("\n", ""))
    return "\n" in text and not special and not text[0].isspace() and not text[-1].isspace()
