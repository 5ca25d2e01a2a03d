"""A paper as a note of Obsidian: properties as YAML, its texts, and links to other notes.

A note can make Obsidian and its plugins do much: embed, query, run templates. What an entry says is therefore text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from site_builder.exchange.exporters.markdown_list import escaped
from site_builder.exchange.notices import notice_text
from site_builder.exchange.write_entry import render_field
from site_builder.model import Author, Entry
from site_builder.reading.identifiers import IDENTIFIERS
from site_builder.text.slugs import slug

Sections = Mapping[str, Sequence[Entry]]
"""Headings, each with the papers that are linked below it."""

# `==` marks, `%%` hides; a line of dashes, or one that starts with a number or dash, makes a block.
_MARK = re.compile(r"==|%%|\A(?:[-+=]|[0-9]{1,9}[.)])")
_IN_FORMULA = re.compile(r"(?<!\\)(?:`|\[(?=\[)|%(?=%))")
# What the text of a link to a note cannot hold, and what no name of a note can.
_NOT_SHOWN = re.compile(r"[\[\]|\\<>`%]+")
_NOT_IN_NAMES = re.compile(r"[\[\]|#^\\/:*?\"<>`%\x00-\x1f]+")


def obsidian_note(entry: Entry, key: str, abstract: str, sections: Sections) -> str:
    """Return a paper as a note; `key` cites it, `abstract` is plain text."""
    parts = [f"# {_text(entry.title)}"]
    if entry.summary:
        parts.append(f"> {_text(entry.summary)}")
    parts += [_text(paragraph) for paragraph in abstract.split("\n\n") if paragraph.strip()]
    for heading, papers in sections.items():
        if papers:
            parts += [f"## {heading}", "\n".join(f"- {note_link(paper.id, paper.title)}" for paper in papers)]
    properties = "".join(render_field(name, value) for name, value in _properties(entry, key) if value)
    # Templates of a plugin start so, wherever they are.
    return "\n".join(["---", f"{properties}---", "", "\n\n".join(parts), ""]).replace("<%", "< %")


def note_link(name: str, text: str) -> str:
    """Return a link to a note that shows a text."""
    shown = " ".join(_NOT_SHOWN.sub(" ", text).split())
    return f"[[{name}]]" if shown in ("", name) else f"[[{name}|{shown}]]"


def _properties(entry: Entry, key: str) -> Iterator[tuple[str, str | list[str]]]:
    yield "title", entry.title
    yield "aliases", [entry.title]
    yield "authors", [link for author in entry.authors if (link := _author_link(author))]
    yield "published", entry.published or entry.date
    yield "venue", entry.venue
    yield "tags", list(dict.fromkeys(tag for name in entry.tags if (tag := _tag(name))))
    yield "citekey", key
    for kind, value in entry.identifiers.items():
        yield kind, IDENTIFIERS[kind].address.format(value)
    for kind, address in entry.links.items():
        yield f"link-{kind}" if kind in _TAKEN or kind in IDENTIFIERS else kind, address
    yield "withdrawn", notice_text(entry.withdrawn) if entry.withdrawn else ""
    yield "note", entry.note


_TAKEN = frozenset("title aliases authors published venue tags citekey withdrawn note cssclasses publish".split())


def _author_link(author: Author) -> str:
    """Return a link to an author's note, which Obsidian makes when somebody follows it."""
    name = _name(author.name)
    return note_link(f"{name} ({_name(author.id)})" if author.id else name, name) if name else ""


def _tag(name: str) -> str:
    """Return a tag of Obsidian: one word, not a number."""
    tag = slug(name)
    return f"tag-{tag}" if tag.isdigit() else tag


def _name(text: str) -> str:
    return " ".join(_NOT_IN_NAMES.sub(" ", text).split())[:200].strip(" .")


def _text(text: str) -> str:
    """Return plain text as one paragraph that shows it as it is."""
    line = _MARK.sub(lambda match: re.sub(r"\W", r"\\\g<0>", match[0]), escaped(" ".join(text.split())))
    # Between dollars, too, nothing but a formula may be.
    return _IN_FORMULA.sub(r"\\\g<0>", line)
