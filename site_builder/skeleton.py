"""The files of a new archive and of a new entry."""

from __future__ import annotations

from site_builder.entry_schema import SCHEMA_FILE, schema_comment, schema_text


def quoted(text: str) -> str:
    """Return text as a YAML value in single quotes."""
    return "'" + " ".join(text.split()).replace("'", "''") + "'"


def new_archive(title: str, base_url: str, today: str) -> dict[str, str]:
    """Return the texts of a new archive's files by path."""
    first = f"content/papers/{today[:4]}/a-first-entry.md"
    return {
        "site.yml": _SITE.format(title=quoted(title), base_url=f"base_url: {base_url}" if base_url else _NO_BASE_URL),
        ".gitignore": "/_site/\n/._site.*\n/.papershelf/\n",
        "README.md": _README.format(title=" ".join(title.split())),
        "content/tags.yml": _TAGS,
        "content/pages/about.md": _ABOUT,
        first: _FIRST.format(today=today, schema=schema_comment(first)),
        SCHEMA_FILE: schema_text(),
    }


def new_entry(title: str, day: str, schema_comment: str = "") -> str:
    """Return the text of a new entry, to be filled in; the comment, if any, leads editors to the schema."""
    return _ENTRY.format(title=quoted(title), day=day, schema=f"{schema_comment}\n" if schema_comment else "")


_SITE = """\
# The settings of this archive. All of them are optional.
title: {title}
format: 1
description: Papers worth reading, with a word on each.
language: en
theme: default
{base_url}
# style: {{accent: '#7a1f1f'}}
"""

_NO_BASE_URL = "# base_url: https://example.org/papers/"

_README = """\
# {title}

An archive of papers, made with Papershelf: one file a paper in `content/papers/`.

    papershelf build        builds the site into _site/; open _site/index.html
    papershelf serve        the same, and again at each change
    papershelf check        tells what is wrong, with line and cure
    papershelf new TITLE    starts an entry
"""

_TAGS = """\
# The tags that entries carry, with the names and descriptions that the site shows.
methods:
  name: Methods
  description: How to do it.
"""

_ABOUT = """\
---
title: About
---
What this archive holds, who looks after it, and how to send a paper.
"""

_FIRST = """\
---
{schema}
title: A first entry, to be replaced
authors:
  - Ana Author
  - Bo Writer
date: {today}
tags: [methods]
links: {{project: https://example.org/}}
summary: Shows what an entry looks like.
---
The abstract stands here, in Markdown, with math such as $O(n \\log n)$ where it is needed.
"""

_ENTRY = """\
---
{schema}title: {title}
# authors:
#   - Ana Author
date: {day}
# published: {day}
# arxiv: 2604.12890
# tags: [methods]
# links: {{code: https://example.org/code}}
# summary: One plain sentence.
---
"""
