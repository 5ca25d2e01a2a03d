"""Text of other systems to clean text, to one line, and to Markdown that shows it as typed."""

from __future__ import annotations

import codecs
import html
import re
import unicodedata

from site_builder.exchange.mathml import without_mathml

# What no text should hold: control characters other than tab and line feed, those that turn the direction of
# what follows, hints for line breaks, surrogates, non-characters.
_CONTROL = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\xad\u200b\ufeff\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)

# UTF-8 that was read as Latin-1: a lead byte, then continuation bytes, one of them a control character.
_MISREAD = re.compile(r"[\xc2-\xf4](?=[\xa0-\xbf]{0,2}[\x80-\x9f])[\x80-\xbf]{1,3}")

_CHARACTER_REFERENCE = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_TWICE_ESCAPED = re.compile(r"&(?:amp|lt|gt|quot|#[0-9]{1,7});")
_BREAK = re.compile(r"</(?:jats:)?(?:p|title|sec|div|h[1-6]|ul|ol|li|list-item)>|<br\s*/?>|(?=<li>)", re.IGNORECASE)
_HEADING = re.compile(
    r"\A\s*(?:<(?:jats:)?(?:abstract|sec|p|div)(?:\s[^<>]*)?>\s*)*"
    r"<((?:jats:)?(?:title|h[1-6]|strong|b))>\s*(?:abstract|summary)\s*[.:]?\s*</\1>[.:]?",
    re.IGNORECASE,
)
# `x <b and c> d` is not a tag: after its name, a tag has only attributes.
_ATTRIBUTES = r"""(?:\s+[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*'|[^\s<>"']+))*\s*/?"""
_TAG = re.compile(
    r"</?(?:jats:[a-z-]+|p|i|b|em|strong|u|a|div|span|ul|ol|li|sub|sup|sc|scp|h[1-6]|title|sec|code|tt|small|font|img"
    rf"|inline-formula|alternatives|tex-math|italic|bold){_ATTRIBUTES}>",
    re.IGNORECASE,
)
# Of a formula in two notations, MathML is the one to read: the TeX may be a whole document.
_TWICE = re.compile(
    r"<(?:jats:)?tex-math\b[^<>]*>(?:(?!</(?:jats:)?tex-math>).)*</(?:jats:)?tex-math>(?=\s*<(?:\w+:)?math\b)",
    re.DOTALL,
)

_RANGE = re.compile(r"(?<=[0-9A-Za-z])\s*(?:-{1,3}|[‐‑–—])\s*(?=[A-Za-z]{0,3}[0-9])")

# CSL's rich text in titles.
# Source: https://citeproc-js.readthedocs.io/en/latest/csl-json/markup.html#html-like-formatting-tags
_RAISED = re.compile(r"<(su[bp])>([^<>$]{1,40})</\1>", re.IGNORECASE)
_STYLES = "[biu]|em|strong|scp?|su[bp]|span|tt|italic|bold|inf|roman|ovl|br|div|font|small|big"
_STYLE_TAG = re.compile(
    rf"</?(?:jats:)?(?:{_STYLES}|inline-formula|alternatives|tex-math){_ATTRIBUTES}>|<a\s[^<>]*>|</a>", re.IGNORECASE
)
_STYLED = re.compile(rf"<({_STYLES}){_ATTRIBUTES}>([^<>]*)</\1>", re.IGNORECASE)

# What may mean anything to Markdown; most paragraphs hold nothing of the kind.
_MARKED = re.compile(r"[\\`*_\[<&$~\n]|\A[-+#>=0-9]")

# As text/math.py reads them.
FORMULA = (
    r"(?<!\\)\$\$(?:[^$\\]|\\.)+\$\$(?![0-9])|(?<!\\)\$(?![\s$])(?:[^$\\]|\\.)+(?<!\s)\$(?![0-9])"
    r"|(?<!\\)\\\((?:(?!\\[()]).)+\\\)|(?<!\\)\\\[(?:(?!\\[\[\]]).)+\\\]"
)
_FORMULAS = re.compile(FORMULA, re.DOTALL)
_TEX_ESCAPE = re.compile(rf"({FORMULA})|\\([%&#_{{}}])", re.DOTALL)

# Alternatives are tried in order: formulas and an escaped dollar, which Markdown reads as TeX does, stay as typed.
_MARKDOWN = re.compile(
    rf"""
    (?=[\\`*_\[\]<>&$~\#+=0-9-])(?:
    (?P<keep>{FORMULA}|\\\$)
    |(?P<number>\A[0-9]{{1,9}}|^1)(?=[.)](?:\s|\Z))
    |(?P<block>^(?:\#{{1,6}}|[-+*])(?=\s|\Z)|^>|^[-=]+$|^(?:-\ *){{3,}}$|^(?:[*_]\ *){{3,}}$|^`{{3,}}|^~{{3,}})
    |(?P<run>\*+|_+|`+|~~+)
    |(?P<one>\\(?=[!-/:-@\[-`{{-~]|$)|<(?=[A-Za-z/!?])|\](?=\()|^\[(?=[^\]]+\]:)|&(?=\#?\w{{1,32}};)))
    """,
    re.VERBOSE | re.MULTILINE | re.DOTALL,
)


def clean(text: str) -> str:
    """Return the text in composed form, without control characters; UTF-8 once read as Latin-1 is put right."""
    if text.isascii() and text.isprintable():
        return text
    text = _CONTROL.sub("", _MISREAD.sub(_read_again, text))
    return unicodedata.normalize("NFC", text)


def one_line(text: str) -> str:
    """Return the text cleaned, every run of white space one space."""
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip(" ")
    return " ".join(clean(text).split())


def decode(data: bytes) -> tuple[str, str]:
    """Return a file's text, and a note where it is not UTF-8.

    A line that is not UTF-8 is read as Windows-1252, in which old bibliographies are kept.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", errors="replace"), "the file is UTF-16: better save it as UTF-8"
    try:
        return data.decode("utf-8-sig"), ""
    except UnicodeDecodeError:
        text = "".join(map(_decode_line, data.splitlines(keepends=True)))
        return text, "the file is not UTF-8: it was read as Windows-1252; if letters are wrong, save it as UTF-8"


def _decode_line(line: bytes) -> str:
    for encoding in ("utf-8", "cp1252"):
        try:
            return line.decode(encoding)
        except UnicodeDecodeError:
            continue
    return line.decode("latin-1")


def en_dash(pages: str) -> str:
    """Return page numbers with the dash of ranges: `1564–1573`."""
    return _RANGE.sub("–", pages)


def keywords(text: str) -> list[str]:
    """Return the keywords of a list: separated by semicolons if it has any, one a line, or separated by commas."""
    lines = text.strip().count("\n")
    separator = ";" if ";" in text else "\n" if text.count(",") < lines else ","
    return [line for keyword in text.split(separator) if (line := one_line(keyword))]


def unescape(text: str) -> str:
    """Return the text with character references such as `&mdash;` resolved; a bare `&` stays."""
    if "&" not in text:
        return text
    text = _CHARACTER_REFERENCE.sub(lambda match: html.unescape(match[0]), text)
    # Some are escaped twice on their way.
    return _TWICE_ESCAPED.sub(lambda match: html.unescape(match[0]), text) if "&" in text else text


def plain_title(title: str) -> str:
    """Return a title with HTML as plain text: raised and lowered text and MathML become formulas."""
    if "<" in title:
        title = _STYLE_TAG.sub("", _formulas(without_mathml(_TWICE.sub("", title))))
    return one_line(without_styles(unescape(title)) if "&" in title else title)


def without_styles(text: str) -> str:
    """Return a text without pairs of HTML tags that became visible only as escapes were resolved."""
    for _ in range(4 if "</" in text else 0):
        text = _STYLED.sub(r"\2", _formulas(text))
    return text


def plain_abstract(abstract: str) -> str:
    """Return an abstract with the mark-up of HTML and of JATS, Crossref's, as plain text, MathML as formulas."""
    if "<" not in abstract and "&lt;p&gt;" in abstract:
        abstract = unescape(abstract)
    if "<" in abstract:
        abstract = _formulas(without_mathml(_TWICE.sub("", abstract)))
        abstract = _TAG.sub("", _BREAK.sub("\n\n", _HEADING.sub("", abstract)))
    return unescape(abstract).strip()


def _formulas(text: str) -> str:
    return _RAISED.sub(lambda match: f"${'_' if match[1] == 'sub' else '^'}{{{match[2].strip()}}}$", text)


def markdown(text: str) -> str:
    """Return Markdown that shows plain text as typed, escaped only where it must be; formulas stay."""
    lines = "\n".join(line.strip() for line in clean(text).split("\n"))
    paragraphs = (paragraph.strip("\n") for paragraph in lines.split("\n\n"))
    return "\n\n".join(_escaped(paragraph) for paragraph in paragraphs if paragraph)


def _without_tex_escapes(paragraph: str) -> str:
    """Return a paragraph without the escapes of TeX that many abstracts keep, such as `\\%`; formulas stay."""
    text = _TEX_ESCAPE.sub(lambda match: match[1] or match[2], paragraph)
    bare = text.replace(r"\$", "$")
    # A dollar sign loses its escape where it then opens no formula.
    return bare if _FORMULAS.findall(bare) == _FORMULAS.findall(text) else text


def _escaped(paragraph: str) -> str:
    if "\\" in paragraph:
        paragraph = _without_tex_escapes(paragraph)
    return _MARKDOWN.sub(_escape, paragraph) if _MARKED.search(paragraph) else paragraph


def _escape(match: re.Match[str]) -> str:
    text = match[0]
    match match.lastgroup:
        case "keep":
            return text
        case "number":
            return f"{text}\\"
        case "run" if not _may_open_or_close(match):
            return text
        case "block" | "run":
            return re.sub(r"\S", r"\\\g<0>", text)
        case _:
            return f"\\{text}"


def _may_open_or_close(match: re.Match[str]) -> bool:
    """Tell whether a run of `*`, `_`, `~` or backticks may mean anything: it needs a partner, and a text to touch."""
    text, run = match.string, match[0]
    if text.count(run[0]) == len(run):
        return False
    if run[0] == "`":
        return True
    before, after = text[: match.start()][-1:] or " ", text[match.end() :][:1] or " "
    if before.isspace() and after.isspace():
        return False
    return not (run[0] == "_" and before.isalnum() and after.isalnum())


def _read_again(match: re.Match[str]) -> str:
    try:
        return match[0].encode("latin-1").decode("utf-8")
    except UnicodeDecodeError:
        return match[0]
