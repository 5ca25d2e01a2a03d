"""A paper as a page of Markdown: its fields as YAML, its title, its abstract, and links to other such pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from site_builder.content.fields import key_rank
from site_builder.exchange.exporters.entry_fields import entry_fields
from site_builder.exchange.exporters.markdown_list import escaped
from site_builder.exchange.write_entry import render_field
from site_builder.model import Entry

# What only the archive's own pages need.
_LEFT_OUT = frozenset({"thumbnail", "submitted_by", "provenance", "aliases"})


def paper_note(entry: Entry, key: str, page: str, abstract: str, sections: Mapping[str, Sequence[Entry]]) -> str:
    """Return a paper as Markdown; `key` cites it, `page` is the address of its page, `abstract` is plain text.

    What entries say is text: nothing of it is markup.
    """
    fields = {name: value for name, value in entry_fields(entry).items() if name not in _LEFT_OUT}
    lines = [render_field(name, value) for name, value in {"id": entry.id, "citation_key": key, "page": page}.items()]
    lines += [render_field(name, fields[name]) for name in sorted(fields, key=key_rank)]
    parts = [f"---\n{''.join(lines)}---", f"# {_line(entry.title)}"]
    if abstract:
        parts.append(_line(abstract))
    for heading, papers in sections.items():
        if papers:
            parts += [f"## {heading}", "\n".join([_link(one.id, one.title) for one in papers])]
    return "\n\n".join(parts) + "\n"


@lru_cache(maxsize=1 << 14)  # a paper is named by all that cite it
def _link(name: str, title: str) -> str:
    return f"- [{_line(title)}]({name}.md)"


def _line(text: str) -> str:
    return escaped(" ".join(text.split()))
