"""Markdown to safe HTML and to plain text; raw HTML is off, pictures are not fetched, formulas become MathML."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from html import escape as escape_tags
from typing import TYPE_CHECKING, Any, NamedTuple

from markupsafe import escape

from site_builder.text.math import render_math

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

EXCERPT_LENGTH = 240

# What may start anything but a paragraph: at a line's start, or anywhere, as tables do.
_BLOCK_START = re.compile(r"\s|[\\`*_\[<$:|~#=+>-]|[0-9]{1,9}[.)]")
_BLOCK_ANYWHERE = re.compile(r"[\t\0|]")
# What may mean anything inside a paragraph, and, slower to find, what does: no `_` within a word, no lone `<` or `&`.
_MARK = re.compile(r"[\\`*_\[<&$]")
_INLINE = re.compile(r"[\\`*\[$]|(?<![^\W_])_|_(?![^\W_])|<[^\0- <>]*[:@]|&[#a-zA-Z]")
_PARAGRAPHS = re.compile(r"\n{2,}")


def _render_formula(content: str, options: dict[str, Any]) -> str:
    block = bool(options["display_mode"])
    mathml = render_math(content.strip(), block=block)
    fence = "$$" if block else "$"
    return mathml if mathml is not None else str(escape(f"{fence}{content}{fence}"))


def _is_safe_link(address: str) -> bool:
    return bool(re.match(r"(?:https?://|mailto:)", address, re.IGNORECASE))


def _is_safe_or_relative_link(address: str) -> bool:
    return _is_safe_link(address) or not re.match(r"[^/?#]*:|//|/", address)


@cache
def _parser(*, relative_links: bool) -> MarkdownIt:
    # Read where it is used: a build that parses no new Markdown would spend a tenth of its time on it.
    from markdown_it import MarkdownIt
    from mdit_py_plugins.dollarmath import dollarmath_plugin

    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": 20})
    parser.disable("image")
    dollarmath_plugin(parser, allow_space=False, allow_digits=False, double_inline=True, renderer=_render_formula)
    # The plugin wraps formulas for scripts that convert them in the page; ours are done.
    parser.add_render_rule("math_inline", lambda _, tokens, i, *__: _formula(tokens[i], block=False))
    parser.add_render_rule("math_inline_double", lambda _, tokens, i, *__: _formula(tokens[i], block=True))
    parser.add_render_rule("math_block", lambda _, tokens, i, *__: f"<p>{_formula(tokens[i], block=True)}</p>\n")
    parser.validateLink = _is_safe_or_relative_link if relative_links else _is_safe_link  # type: ignore[method-assign, assignment]
    return parser.enable("table") if relative_links else parser


class Link(NamedTuple):
    """Where a link of Markdown leads, and the line of the paragraph that holds it."""

    address: str
    line: int


def find_links(markdown: str) -> list[Link]:
    """Return the links of a text; lines count from 1."""
    found = []
    for block in _parser(relative_links=True).parse(markdown):
        for token in block.children or ():
            if token.type == "link_open":
                found.append(Link(str(token.attrs["href"]), (block.map or [0])[0] + 1))
    return found


def render_chapter(markdown: str, lead: Callable[[str], str]) -> tuple[str, str]:
    """Return a manual's chapter as `(HTML, plain text)`; `lead` gives the address of each link, or nothing for none.

    Headings get the fragments that hosts of Markdown files give them, so that links to them hold there and here.
    """
    parser = _parser(relative_links=True)
    tokens = parser.parse(markdown)
    for position, token in enumerate(tokens):
        if token.type == "heading_open":
            token.attrs["id"] = _fragment("".join(_plain([tokens[position + 1]])))
        if token.children:
            token.children = list(_led(token.children, lead))
    html = str(parser.renderer.render(tokens, parser.options, {})).strip()
    return html, " ".join("".join(_plain(tokens)).split())


def _led(tokens: Sequence[Token], lead: Callable[[str], str]) -> Iterator[Token]:
    leads_on = False
    for token in tokens:
        if token.type == "link_open":
            token.attrs["href"] = lead(str(token.attrs["href"]))
            leads_on = bool(token.attrs["href"])
        if leads_on or not token.type.startswith("link_"):
            yield token


def _fragment(heading: str) -> str:
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


def _formula(token: Token, *, block: bool) -> str:
    return _render_formula(token.content, {"display_mode": block})


def render_abstract(markdown: str) -> tuple[str, str]:
    """Return an abstract as `(HTML, plain text)`; its links lead to other sites only."""
    return _render(markdown, relative_links=False)


def plain_paragraphs(markdown: str) -> str:
    """Return an abstract as plain text, its paragraphs and lines apart, formulas as typed."""
    if not (_has_blocks(markdown) or _may_be_marked(markdown)):
        return _PARAGRAPHS.sub("\n\n", markdown.strip())
    lines: list[str] = []
    for token in _parser(relative_links=False).parse(markdown):
        if token.type in ("inline", "code_block", "fence", "math_block"):
            lines.append("".join(_plain([token], line_break="\n")).strip())
        if token.level == 0 and token.nesting != 1:
            lines.append("")
    return "\n".join(lines).strip()


def render_page(markdown: str) -> tuple[str, str]:
    """Return a content page as `(HTML, plain text)`; its links may be relative and it may have tables."""
    return _render(markdown, relative_links=True)


def escape_markdown(text: str) -> str:
    """Return plain text as Markdown that shows it as it is; on GitHub, nobody is called by an `@` in it either."""
    return re.sub(r"([\\`*_\[\]<>&|~#$])", r"\\\1", text).replace("@", "@\u200b")


def excerpt(text: str, length: int = EXCERPT_LENGTH) -> str:
    """Return the start of a plain text, at most `length` characters, cut between words."""
    if len(text) <= length:
        return text
    cut = text[: length - 1]
    return f"{cut[: cut.rfind(' ')] if ' ' in cut else cut}…"


def _render(markdown: str, *, relative_links: bool) -> tuple[str, str]:
    text = markdown.strip()
    if not text:
        return "", ""
    if not _has_blocks(markdown):
        # Most abstracts are nothing but paragraphs, and most paragraphs nothing but text.
        paragraphs = _PARAGRAPHS.split(text) if "\n\n" in text else [text]
        parts = [_paragraph(part, relative_links=relative_links) for part in paragraphs]
        return "\n".join([html for html, _ in parts]), " ".join([plain for _, plain in parts])
    parser = _parser(relative_links=relative_links)
    tokens = parser.parse(markdown)
    html = str(parser.renderer.render(tokens, parser.options, {})).strip()
    return html, " ".join("".join(_plain(tokens)).split())


def _has_blocks(markdown: str) -> bool:
    """Return whether a text may be more than paragraphs."""
    return bool(_BLOCK_ANYWHERE.search(markdown)) or any(map(_BLOCK_START.match, markdown.split("\n")))


def _may_be_marked(text: str) -> bool:
    """Return whether anything in paragraphs may be more than text; blanks break a line."""
    return " \n" in text or bool(_MARK.search(text))


def _paragraph(text: str, *, relative_links: bool) -> tuple[str, str]:
    if not (_may_be_marked(text) and (" \n" in text or _INLINE.search(text))):
        plain = " ".join(text.split())
        return f"<p>{escape_tags(plain, quote=False)}</p>", plain
    parser = _parser(relative_links=relative_links)
    tokens = parser.parseInline(text.strip())
    html = str(parser.renderer.render(tokens, parser.options, {}))
    return f"<p>{html}</p>", " ".join("".join(_plain(tokens)).split())


def _plain(tokens: Sequence[Token], line_break: str = " ") -> Iterator[str]:
    for token in tokens:
        if token.children:
            yield from _plain(token.children, line_break)
        elif token.type in ("text", "code_inline", "code_block", "fence"):
            yield token.content
        elif token.type.startswith("math"):
            fence = "$" if token.type == "math_inline" else "$$"
            yield f"{fence}{token.content}{fence}"
        if token.block or token.type in ("softbreak", "hardbreak"):
            yield line_break
