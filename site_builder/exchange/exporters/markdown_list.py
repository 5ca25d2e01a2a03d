"""Papers as a reading list in Markdown, an "awesome list": a heading a tag, a line a paper, which imports read back."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from site_builder.exchange.importers.markdown_blocks import heading_tag
from site_builder.exchange.list_links import PAPER, label_kind, plain_kind
from site_builder.model import Entry
from site_builder.reading.identifiers import IDENTIFIERS
from site_builder.text.math import MATH

_MARK = re.compile(r"[\\`*_\[\]<>&|~$#]")
_ADDRESS_MARK = re.compile(r"[\\()<>]|&(?=#?\w+;)")
# Which identifiers have the address that a title leads to, the first that a paper has; a book's ISBN is never one.
_LEADS = ("arxiv", "doi", "openreview", "acl", "pmid", "hal", "dblp")


def markdown_list(entries: Sequence[Entry]) -> Iterator[str]:
    """Yield a list of papers, each once: below its tag that most papers have, or below the title if it has none."""
    counts = Counter(tag for entry in entries for tag in entry.tags)
    sections: dict[str, list[str]] = {"": []}
    for entry in entries:
        section = max(filter(_is_heading, entry.tags), key=lambda tag: counts[tag], default="")
        sections.setdefault(section, []).append(_line(entry, section))
    yield "# Papers\n"
    for section in sorted(sections, key=str.casefold):
        if section:
            yield f"\n## {escaped(section)}\n"
        if sections[section]:
            yield "\n"
            yield from sections[section]


def _is_heading(tag: str) -> bool:
    return heading_tag(tag) == tag


def _line(entry: Entry, section: str) -> str:
    links = _links(entry)
    title = escaped(entry.title)
    lead = next(iter(links.items()), None)
    if lead and not label_kind(entry.title) and (lead[0] in IDENTIFIERS or plain_kind(lead[1]) == PAPER):
        del links[lead[0]]
        parts = [f"- [{title}]({_address(lead[1])})"]
    else:
        parts = [f"- **{title}**"]
    if names := _names(entry):
        parts.append(f"by {names}")
    date = entry.published or entry.date
    if entry.venue:
        parts.append(f"(*{escaped(entry.venue)}*{', ' * bool(date)}{date})")
    elif date:
        parts.append(f"({date})")
    parts += [f"[[{kind}]({_address(address)})]" for kind, address in links.items()]
    # A heading says the first tag; any other place of its tag needs all of them, in their order.
    tags = entry.tags[1:] if entry.tags[:1] == (section,) else entry.tags
    parts += map(_code, tags)
    if entry.summary:
        parts.append(f"- {escaped(entry.summary)}")
    return " ".join(parts) + "\n"


def _links(entry: Entry) -> dict[str, str]:
    """Return a paper's addresses, that of an archive first."""
    known = entry.identifiers
    order = [*(kind for kind in _LEADS if kind in known), *(kind for kind in known if kind not in _LEADS)]
    links = {kind: IDENTIFIERS[kind].address.format(known[kind]) for kind in order}
    kinds = sorted(entry.links, key=lambda kind: kind not in ("page", "pdf"))
    return links | {kind: entry.links[kind] for kind in kinds if kind not in links}


def _names(entry: Entry) -> str:
    names = [author.name for author in entry.authors]
    plain = not any(re.search(r",|&|\band\b", name) for name in names)
    separator = ", " if plain else "; "
    others = f"{separator}et al." if "x-authors" in entry.extra and names else ""
    return escaped(separator.join(names)) + others + ";" * (not plain and not others)


def _code(text: str) -> str:
    fence = "`" * (max(map(len, re.findall("`+", text)), default=0) + 1)
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{pad}{text}{pad}{fence}"


def _address(address: str) -> str:
    return _ADDRESS_MARK.sub(r"\\\g<0>", address)


def escaped(text: str) -> str:
    """Return plain text as Markdown that shows it as it is, formulas as typed."""
    parts: list[str] = []
    end = 0
    for match in MATH.finditer(text):
        if match[0].startswith("$"):
            parts += [_MARK.sub(r"\\\g<0>", text[end : match.start()]), match[0]]
            end = match.end()
    return "".join([*parts, _MARK.sub(r"\\\g<0>", text[end:])])
