"""Text of other systems to clean text, to one line, and to Markdown that shows it as typed."""

from __future__ import annotations

import html
import re
import unicodedata

from site_builder.exchange.mathml import without_mathml

# What no text should hold: control characters other than tab and line feed, those that turn the direction of
# what follows, surrogates, non-characters.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")

# UTF-8 that was read as Latin-1: a lead byte, then continuation bytes, one of them a control character.
_MISREAD = re.compile(r"[\xc2-\xf4](?=[\xa0-\xbf]{0,2}[\x80-\x9f])[\x80-\xbf]{1,3}")

_CHARACTER_REFERENCE = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_JATS_BREAK = re.compile(r"</(?:jats:)?(?:p|title|sec)>")
_JATS_TAG = re.compile(r"</?jats:[a-z-]+(?:\s[^<>]*)?/?>")

_RANGE = re.compile(r"(?<=[0-9A-Za-z])\s*(?:-{1,3}|[‐‑–—])\s*(?=[A-Za-z]{0,3}[0-9])")

# CSL's rich text in titles.
# Source: https://citeproc-js.readthedocs.io/en/latest/csl-json/markup.html#html-like-formatting-tags
_RAISED = re.compile(r"<(su[bp])>([^<>$]{1,40})</\1>")
_STYLE_TAG = re.compile(r"</?(?:[bi]|sc|su[bp]|span)(?:\s[^<>]*)?>")

# What may mean anything to Markdown; most paragraphs hold nothing of the kind.
_MARKED = re.compile(r"[\\`*_\[<&$~\n]|\A[-+#>=0-9]")

_FORMULA = r"(?<![0-9\\])\$\$(?:[^$\\]|\\.)+\$\$(?![0-9])|(?<![0-9\\])\$(?![\s$])(?:[^$\\]|\\.)+(?<!\s)\$(?![0-9])"
_FORMULAS = re.compile(_FORMULA, re.DOTALL)
_TEX_ESCAPE = re.compile(rf"({_FORMULA})|\\([%&#_{{}}])", re.DOTALL)

# Alternatives are tried in order: formulas and an escaped dollar, which Markdown reads as TeX does, stay as typed.
_MARKDOWN = re.compile(
    rf"""
    (?=[\\`*_\[\]<>&$~\#+=0-9-])(?:
    (?P<keep>{_FORMULA}|\\\$)
    |(?P<number>\A[0-9]{{1,9}}|^1)(?=[.)](?:\s|\Z))
    |(?P<block>^(?:\#{{1,6}}|[-+*])(?=\s|\Z)|^>|^[-=]+$|^(?:-\ *){{3,}}$|^(?:[*_]\ *){{3,}}$|^`{{3,}}|^~{{3,}})
    |(?P<run>\*+|_+|`+|~~+)
    |(?P<one>\\(?=[!-/:-@\[-`{{-~]|$)|<(?=[A-Za-z/!?])|\](?=\()|^\[(?=[^\]]+\]:)|&(?=\#?\w{{1,32}};)))
    """,
    re.VERBOSE | re.MULTILINE | re.DOTALL,
)


def clean(text: str) -> str:
    """Return the text in composed form, without control characters; UTF-8 once read as Latin-1 is put right."""
    text = _CONTROL.sub("", _MISREAD.sub(_read_again, text))
    return unicodedata.normalize("NFC", text)


def one_line(text: str) -> str:
    """Return the text cleaned, every run of white space one space."""
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip(" ")
    return " ".join(clean(text).split())


def decode(data: bytes) -> str:
    """Return a file's text; what is not UTF-8 is read as Latin-1, in which old bibliographies are kept."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def en_dash(pages: str) -> str:
    """Return page numbers with the dash of ranges: `1564–1573`."""
    return _RANGE.sub("–", pages)


def keywords(text: str) -> list[str]:
    """Return the keywords of a list, which semicolons part where there is one, else commas."""
    return [line for keyword in text.split(";" if ";" in text else ",") if (line := one_line(keyword))]


def unescape(text: str) -> str:
    """Return the text with character references such as `&mdash;` resolved; a bare `&` stays."""
    return _CHARACTER_REFERENCE.sub(lambda match: html.unescape(match[0]), text) if "&" in text else text


def plain_title(title: str) -> str:
    """Return a title with CSL's rich text as plain text: raised and lowered text and MathML become formulas."""
    if "<" in title:
        title = without_mathml(title)
        title = _RAISED.sub(lambda match: f"${'_' if match[1] == 'sub' else '^'}{{{match[2]}}}$", title)
        title = _STYLE_TAG.sub("", title)
    return one_line(unescape(title))


def plain_abstract(abstract: str) -> str:
    """Return an abstract with the paragraphs of JATS, Crossref's mark-up, as plain text, MathML as formulas."""
    if "<" in abstract:
        abstract = without_mathml(abstract)
        abstract = _JATS_TAG.sub("", _JATS_BREAK.sub("\n\n", abstract))
    return unescape(abstract)


def markdown(text: str) -> str:
    """Return Markdown that shows plain text as typed, escaped only where it must be; `$…$` formulas stay."""
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
