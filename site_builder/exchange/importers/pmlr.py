"""Proceedings of Machine Learning Research: the posts of a volume's Jekyll site, one file a paper.

Source: https://github.com/mlresearch/papersite (the layout that the posts are written for)
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import yaml

from site_builder.exchange.dates import iso_date, parse_date, whole_number
from site_builder.exchange.draft import Draft
from site_builder.exchange.identifiers import safe_id, web_address
from site_builder.exchange.list_links import link_kind
from site_builder.exchange.plain_text import decode, en_dash, markdown, one_line
from site_builder.exchange.record import KnownTerms, Outcome, Skipped
from site_builder.exchange.spellings import harmonised
from site_builder.exchange.tex import plain
from site_builder.reading.yaml_nodes import find_too_deep
from site_builder.text.names import Author, author_fields, person

MAX_POST_BYTES = 1_000_000

# Fields of the entry that have another name in a post.
ORIGINS = {"authors": "author", "editors": "editor", "published": "issued", "venue": "container-title", "pages": "page"}
_TAKEN = frozenset(
    "title abstract author editor issued date container-title booktitle series volume page publisher address issn id "
    "pdf software openreview extras".split()
)
# What the layout of the site is made from.
_LEFT_OUT = frozenset(
    "layout genre firstpage lastpage order cycles bibtex_author bibtex_editor tex_title month".split()
)

Post = Mapping[str, object]


def read_pmlr(paths: Sequence[Path], known: KnownTerms) -> Iterator[Outcome]:
    """Yield the papers of the posts, the key by which PMLR cites each as the identifier."""
    outcomes = [_read_file(path) for path in paths]
    yield from harmonised(outcomes, outcomes, known)


def _read_file(path: Path) -> Outcome:
    try:
        if path.stat().st_size > MAX_POST_BYTES:
            return Skipped(str(path), f"the file is larger than {MAX_POST_BYTES:,} bytes")
        _, front, *_ = f"\n{decode(path.read_bytes())[0]}".replace("\r\n", "\n").split("\n---\n", 2)
        # Every scalar is a text, so that nothing is constructed that the file asks for.
        post = None if find_too_deep(front) else yaml.load(front, Loader=yaml.CBaseLoader)
    except OSError as error:
        return Skipped(str(path), f"cannot be read: {error}")
    except ValueError:
        return Skipped(str(path), "the file has no front matter")
    except yaml.YAMLError as error:
        return Skipped(str(path), f"the front matter is not valid YAML: {' '.join(str(error).split())}")
    if not isinstance(post, dict):
        return Skipped(str(path), "the post has no title")
    volume, key = _line(post, "volume"), _line(post, "id") or path.stem
    identifier = safe_id(f"pmlr-v{volume}-{key}" if volume else key)
    return _record(identifier, post, volume, key, str(path))


def _record(identifier: str, post: Post, volume: str, key: str, source: str) -> Outcome:
    page = f"https://proceedings.mlr.press/v{volume}/{key}.html" if volume else ""
    links = {
        "pdf": web_address(_line(post, "pdf")),
        "code": web_address(_line(post, "software")),
        "page": page,
        "review": web_address(_line(post, "openreview")),
    }
    fields: dict[str, object] = {
        "title": _line(post, "title"),
        **author_fields(_author(author) for author in _items(post.get("author"))),
        "published": _published(post),
        "venue": _line(post, "container-title") or _line(post, "booktitle") or _line(post, "series"),
        "volume": volume,
        "pages": en_dash(_line(post, "page")),
        "publisher": _line(post, "publisher"),
        "series": _line(post, "series") if _line(post, "container-title") or _line(post, "booktitle") else "",
        "editors": [_author(editor) for editor in _items(post.get("editor"))],
        "address": _line(post, "address"),
        "issn": _line(post, "issn"),
        "links": _with_extras({kind: address for kind, address in links.items() if address}, post),
    }
    draft = Draft()
    draft.fill(fields, ORIGINS)
    if "extras" in post:
        draft.came("extras", "links")
    for name in post:
        if isinstance(name, str) and name not in _TAKEN:
            if name in _LEFT_OUT:
                draft.leave_out(name)
            else:
                draft.keep(name, _line(post, name))
    draft.abstract = markdown(plain(_text(post, "abstract")))
    return draft.record(identifier, source)


def _with_extras(links: dict[str, str], post: Post) -> dict[str, str]:
    """Return the links with those of `extras`, such as supplements; a second one of a kind gets a number."""
    for extra in _items(post.get("extras")):
        label, address = _line(extra, "label"), web_address(_text(extra, "link"))
        if not address or address in links.values():
            continue
        kind = "supplement" if label.lower().startswith("suppl") else link_kind(label, address)[:28]
        number = sum(known == kind or known.startswith(f"{kind}-") for known in links) + 1
        links[kind if number == 1 else f"{kind}-{number}"] = address
    return links


def _items(value: object) -> list[Post]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _author(author: Post) -> Author:
    return person(*(_line(author, name) for name in ("given", "prefix", "family", "suffix")))


def _published(post: Post) -> str:
    issued = post.get("issued")
    parts = issued.get("date-parts") if isinstance(issued, dict) else None
    if isinstance(parts, list) and parts and all(isinstance(part, str) and part.isdecimal() for part in parts):
        return iso_date(*(whole_number(part) for part in parts[:3]))
    return parse_date(_line(post, "date"))


def _text(post: Post, name: str) -> str:
    value = post.get(name)
    return value if isinstance(value, str) else ""


def _line(post: Post, name: str) -> str:
    """Return a field as one line of plain text; PMLR's editors hand in TeX."""
    return one_line(plain(_text(post, name)) if name not in ("pdf", "software", "openreview") else _text(post, name))
