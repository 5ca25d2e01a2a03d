"""Markdown to safe HTML and to plain text.

An abstract has paragraphs, emphasis, lists, formulas, code and links, bare addresses among them; anything else in it
is text, shown as typed. A content page has all of CommonMark, and tables. Neither has raw HTML or pictures.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from typing import TYPE_CHECKING, NamedTuple

from markupsafe import escape

from site_builder.text.links import find_addresses, link_addresses
from site_builder.text.math import MATH, formula, render_math

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_core import StateCore
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

EXCERPT_LENGTH = 240

# What else CommonMark has.
_NOT_IN_ABSTRACTS = "blockquote code heading hr html_block lheading reference html_inline image".split()
_RULE = re.compile(r"([-*])[ \t]*(?:\1[ \t]*){2,}")
# What may start a list, code or a formula at the start of an abstract's line.
_BLOCK_START = re.compile(r"\s*(?:[*+-](?:\s|\Z)|[0-9]{1,9}[.)](?:\s|\Z)|```|~~~|\$\$|\\\[|\\begin)")
# What may mean anything inside a paragraph, and, slower to find, what does: no `_` within a word, no lone `<` or `&`.
_MARK = re.compile(r"[\\`*_\[<&$]")
_INLINE = re.compile(r"[\\`*\[$]|(?<![^\W_])_|_(?![^\W_])|<[^\0- <>]*[:@]|&[#a-zA-Z]")
_PARAGRAPHS = re.compile(r"\n(?:[ \t]*\n)+")


def _is_safe_link(address: str) -> bool:
    return bool(re.match(r"(?:https?://|mailto:)", address, re.IGNORECASE))


def _is_safe_or_relative_link(address: str) -> bool:
    return _is_safe_link(address) or not re.match(r"[^/?#]*:|//|/", address)


def _new_parser(math_marks: str) -> MarkdownIt:
    """Return a parser of CommonMark in which formulas start with one of the characters of `math_marks`."""
    # Imported here: a build that parses no new Markdown would spend a tenth of its time on it.
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": 20})
    parser.disable("image")
    parser.inline.ruler.before("escape", "math", partial(_read_formula, math_marks))
    parser.block.ruler.before("list", "math", partial(_read_formula_block, math_marks))
    parser.add_render_rule("math", lambda _, tokens, position, *__: _formula_html(tokens[position]))
    parser.add_render_rule("math_block", lambda _, tokens, position, *__: f"<p>{_formula_html(tokens[position])}</p>\n")
    return parser


@cache
def _abstract_parser() -> MarkdownIt:
    from markdown_it.rules_block import list_block

    def read_list(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        line = state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[start]]
        return not _RULE.fullmatch(line) and list_block(state, start, end, silent)

    parser = _new_parser("$\\")
    parser.disable(_NOT_IN_ABSTRACTS)
    parser.block.ruler.at("list", read_list, {"alt": ["paragraph", "reference", "blockquote"]})
    parser.core.ruler.push("addresses", _link_texts)
    parser.validateLink = _is_safe_link  # type: ignore[method-assign, assignment]
    return parser


@cache
def _page_parser() -> MarkdownIt:
    parser = _new_parser("$")  # hosts of Markdown files read `\\[` as a bracket
    parser.validateLink = _is_safe_or_relative_link  # type: ignore[method-assign, assignment]
    return parser.enable("table")


def _read_formula(marks: str, state: StateInline, silent: bool) -> bool:
    match = _formula_at(marks, state, state.pos)
    if match is None:
        return False
    if not silent:
        _fill(state.push("math", "math", 0), match)
    state.pos = match.end()
    return True


def _read_formula_block(marks: str, state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read a formula that fills lines of its own, whatever these start with."""
    match = _formula_at(marks, state, state.bMarks[start] + state.tShift[start])
    if match is None or state.blkIndent or not formula(match)[1]:
        return False
    last = next(line for line in range(start, end) if state.eMarks[line] >= match.end())
    if state.src[match.end() : state.eMarks[last]].strip():
        return False
    if not silent:
        token = state.push("math_block", "math", 0)
        _fill(token, match)
        token.map = [start, last + 1]
        state.line = last + 1
    return True


def _formula_at(marks: str, state: StateInline | StateBlock, position: int) -> re.Match[str] | None:
    return MATH.match(state.src, position) if state.src[position : position + 1] in marks else None


def _fill(token: Token, match: re.Match[str]) -> None:
    token.content = match[0]
    token.meta = dict(zip(("tex", "block"), formula(match), strict=True))


def _formula_html(token: Token) -> str:
    return render_math(token.meta["tex"], block=token.meta["block"]) or str(escape(token.content))


def _link_texts(state: StateCore) -> None:
    """Make links of the bare addresses of a text that is in no link."""
    for block in state.tokens:
        if block.children and any(token.type == "text" and token.content for token in block.children):
            block.children = list(_linked(block.children))


def _linked(tokens: Sequence[Token]) -> Iterator[Token]:
    from markdown_it.token import Token

    depth = 0
    for token in tokens:
        depth += token.nesting if token.type.startswith("link_") else 0
        if depth or token.type != "text":
            yield token
            continue
        end = 0
        for start, stop, address in find_addresses(token.content):
            yield Token("text", "", 0, content=token.content[end:start])
            yield Token("link_open", "a", 1, attrs={"href": address})
            yield Token("text", "", 0, content=token.content[start:stop])
            yield Token("link_close", "a", -1)
            end = stop
        token.content = token.content[end:]
        yield token


@cache
def line_parser() -> MarkdownIt:
    """Return a parser of single lines: formulas stay as typed, addresses too, and HTML and pictures are tokens."""
    parser = _new_parser("$").enable(["image", "html_inline"])
    parser.options["html"] = True
    parser.normalizeLink = lambda url: url  # type: ignore[method-assign]
    return parser


class Link(NamedTuple):
    """Where a link of Markdown leads, and the line of the paragraph that holds it."""

    address: str
    line: int


def find_links(markdown: str) -> list[Link]:
    """Return the links of a text; lines count from 1."""
    found = []
    for block in _page_parser().parse(markdown):
        for token in block.children or ():
            if token.type == "link_open":
                found.append(Link(str(token.attrs["href"]), (block.map or [0])[0] + 1))
    return found


def render_chapter(markdown: str, lead: Callable[[str], str]) -> tuple[str, str]:
    """Return a manual's chapter as `(HTML, plain text)`; `lead` gives the address of each link, or nothing for none.

    Headings get the fragments that hosts of Markdown files give them, so that links to them hold there and here.
    """
    parser = _page_parser()
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


def render_abstract(markdown: str) -> tuple[str, str]:
    """Return an abstract as `(HTML, plain text)`; its links lead to other sites only."""
    text = markdown.strip()
    if not text:
        return "", ""
    if _has_blocks(markdown):
        return _render(_abstract_parser(), markdown)
    # Most abstracts are nothing but paragraphs, and most paragraphs nothing but text.
    paragraphs = _PARAGRAPHS.split(text) if "\n" in text else [text]
    parts = list(map(_paragraph, paragraphs))
    return "\n".join([html for html, _ in parts]), " ".join([plain for _, plain in parts])


def plain_paragraphs(markdown: str) -> str:
    """Return an abstract as plain text, its paragraphs and lines apart, formulas as typed."""
    if not (_has_blocks(markdown) or _may_be_marked(markdown)):
        return _PARAGRAPHS.sub("\n\n", markdown.strip())
    lines: list[str] = []
    for token in _abstract_parser().parse(markdown):
        if token.type in ("inline", "code_block", "fence", "math_block"):
            lines.append("".join(_plain([token], line_break="\n")).strip())
        if token.level == 0 and token.nesting != 1:
            lines.append("")
    return "\n".join(lines).strip()


def render_page(markdown: str) -> tuple[str, str]:
    """Return a content page as `(HTML, plain text)`; its links may be relative and it may have tables."""
    return _render(_page_parser(), markdown)


def escape_markdown(text: str) -> str:
    """Return plain text as Markdown that shows it as it is; on GitHub, nobody is called by an `@` in it either."""
    return re.sub(r"([\\`*_\[\]<>&|~#$])", r"\\\1", text).replace("@", "@\u200b")


def excerpt(text: str, length: int = EXCERPT_LENGTH) -> str:
    """Return the start of a plain text, at most `length` characters, cut between words."""
    if len(text) <= length:
        return text
    cut = text[: length - 1]
    return f"{cut[: cut.rfind(' ')] if ' ' in cut else cut}…"


def _render(parser: MarkdownIt, markdown: str) -> tuple[str, str]:
    tokens = parser.parse(markdown)
    html = str(parser.renderer.render(tokens, parser.options, {})).strip()
    return html, " ".join("".join(_plain(tokens)).split())


def _has_blocks(markdown: str) -> bool:
    """Return whether an abstract may be more than paragraphs."""
    return "\0" in markdown or any(map(_BLOCK_START.match, markdown.split("\n")))


def _may_be_marked(text: str) -> bool:
    """Return whether anything in paragraphs may be more than text; blanks break a line."""
    return " \n" in text or bool(_MARK.search(text))


def _paragraph(text: str) -> tuple[str, str]:
    if not (_may_be_marked(text) and (" \n" in text or _INLINE.search(text))):
        plain = " ".join(text.split())
        return f"<p>{link_addresses(plain)}</p>", plain
    parser = _abstract_parser()
    tokens = parser.parseInline(text.strip())
    html = str(parser.renderer.render(tokens, parser.options, {}))
    return f"<p>{html}</p>", " ".join("".join(_plain(tokens)).split())


def _plain(tokens: Sequence[Token], line_break: str = " ") -> Iterator[str]:
    for token in tokens:
        if token.children:
            yield from _plain(token.children, line_break)
        elif token.type in ("text", "code_inline", "code_block", "fence", "math", "math_block"):
            yield token.content
        if token.block or token.type in ("softbreak", "hardbreak"):
            yield line_break
