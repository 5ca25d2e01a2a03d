"""Pages that are Markdown files: those of `content/pages/`, and the chapters of a manual in `docs/`.

A chapter can also be read in the repository: it starts with its title as a heading, and it links to Markdown files.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from yaml.nodes import Node

from site_builder.content.front_matter import MAX_FILE_BYTES, FrontMatter, check_body, decode, split_file
from site_builder.content.sources import content_digest, walk_files
from site_builder.content.values import read_map, read_text
from site_builder.core.diagnostics import Diagnostic, quote
from site_builder.model import ContentPage
from site_builder.reading.yaml_nodes import Reader
from site_builder.text.markdown import find_links, render_chapter, render_page

PAGES = "content/pages"
CHAPTERS = "docs"
# The page of `content/pages/` whose text is on the home page.
HOME_TEXT = "index"
# The file that a repository's host shows for a folder; it is the manual's first page.
FIRST_CHAPTER = "README"

_TITLE = re.compile(r"#[ \t]+(\S.*?)[ \t#]*\n")


def load_pages(root: Path, *, docs: bool, repository: str) -> tuple[list[ContentPage], tuple[Diagnostic, ...]]:
    """Return the pages of `content/pages/`, those of `docs/` if `docs` is set, and their problems."""
    folders = (PAGES, CHAPTERS) if docs else (PAGES,)
    paths = [path for folder in folders for path in walk_files(root, folder) if path.endswith(".md")]
    parsed = [
        parse_chapter(path, (root / path).read_bytes(), paths, repository)
        if path.startswith(f"{CHAPTERS}/")
        else parse_page(path, (root / path).read_bytes())
        for path in paths
    ]
    return [page for page, _ in parsed if page], tuple(problem for _, problems in parsed for problem in problems)


def parse_page(path: str, data: bytes) -> tuple[ContentPage | None, tuple[Diagnostic, ...]]:
    """Return a content page, or the problems that prevent one."""
    name = path.removeprefix(f"{PAGES}/").removesuffix(".md")
    parts = split_file(path, data)
    if isinstance(parts, Diagnostic):
        return None, (parts,)
    reader = Reader(path, parts.first_line)
    root = reader.parse(parts.yaml)
    values = read_map(reader, root, _FIELDS, "field of a page") if root else {}
    if root and "title" not in values:
        reader.error(root, "E102", "the page has no title", "write: title: About this archive")
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,60}(/[a-z0-9][a-z0-9-]{0,60})*", name):
        hint = "name files and folders with lower-case letters, digits and '-'"
        reader.diagnostics.append(Diagnostic(path, 0, 0, "E011", f"{quote(name)} cannot be an address", hint))
    if problem := check_body(path, parts):
        reader.diagnostics.append(problem)
    if reader.diagnostics:
        return None, tuple(reader.diagnostics)
    html, plain = render_page(parts.body)
    return ContentPage(name, path, content_digest(data), html=html, text=plain, **values), ()


def _read_nav(reader: Reader, node: Node) -> bool | None:
    value = reader.text(node, "nav", 20)
    if value is None or value in ("yes", "no", "true", "false"):
        return None if value is None else value in ("yes", "true")
    reader.error(node, "E103", f"nav is {quote(value)}", "write yes or no: nav: no")
    return None


_FIELDS: dict[str, Callable[[Reader, Node], Any]] = {
    "title": read_text("title"),
    "nav": _read_nav,
    "order": lambda reader, node: reader.whole_number(node, "order", 1_000),
}


def parse_chapter(
    path: str, data: bytes, paths: Sequence[str], repository: str
) -> tuple[ContentPage | None, tuple[Diagnostic, ...]]:
    """Return a chapter, or the problems that prevent one; `paths` are those of all chapters.

    Links to other files of the archive lead to the `repository`; if that is empty, they become plain text.
    """
    text, problem = decode(path, data, MAX_FILE_BYTES)
    if problem:
        return None, (problem,)
    title = _TITLE.match(text)
    if not title:
        return None, (
            Diagnostic(path, 1, 1, "E102", "the page has no title", "start the file with a line: # The title"),
        )
    body = text[title.end() :]
    wrong = check_body(path, FrontMatter("", 1, body, 2))
    problems = (*((wrong,) if wrong else ()), *_astray(path, text, paths))
    if problems:
        return None, problems

    def lead(address: str) -> str:
        return _address(path, address, paths, repository)

    html, plain = render_chapter(body, lead)
    return ContentPage(_chapter_id(path), path, content_digest(data), title[1], html, plain), ()


def _chapter_id(path: str) -> str:
    stem = path.removesuffix(".md").removeprefix(f"{CHAPTERS}/")
    return f"{CHAPTERS}/{'index' if stem == FIRST_CHAPTER else stem}"


def _address(path: str, address: str, paths: Sequence[str], repository: str) -> str:
    """Return the address on the site for a link of a chapter; empty if unknown."""
    target, mark, fragment = address.partition("#")
    if not target or ":" in target:
        return address
    file = posixpath.normpath(posixpath.join(posixpath.dirname(path), target))
    if file in paths and file.startswith(f"{CHAPTERS}/"):
        here = posixpath.dirname(_chapter_id(path))
        return f"{posixpath.relpath(_chapter_id(file), here)}.html{mark}{fragment}"
    return f"{repository.rstrip('/')}/blob/HEAD/{file}{mark}{fragment}" if repository else ""


def _astray(path: str, text: str, paths: Sequence[str]) -> Iterator[Diagnostic]:
    """Yield a problem for each link to a chapter that does not exist."""
    for link in find_links(text):
        target = link.address.partition("#")[0]
        file = posixpath.normpath(posixpath.join(posixpath.dirname(path), target))
        if target and ":" not in target and file.startswith(f"{CHAPTERS}/") and file not in paths:
            yield Diagnostic(path, link.line, 1, "E207", f"the file {quote(file)} does not exist", "correct the link")
