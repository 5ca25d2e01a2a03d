"""TeX formulas to MathML, so that pages need no script; what cannot be converted is shown as typed."""

from __future__ import annotations

import html
import re
from contextlib import suppress
from functools import cache, lru_cache
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from markupsafe import escape

from site_builder.text.macros import MACROS

if TYPE_CHECKING:
    from math_core import LatexToMathML

MAX_FORMULA = 2_000
_MAX_DEPTH = 200
_MAX_MATHML = 200_000
# A formula that is taller is shown as typed: one of nested fractions could cover a page that shows it as a title.
_MAX_LINES = 24
_STACKED = frozenset({"mfrac", "munder", "mover", "munderover", "mtable", "msub", "msup", "msubsup"})
_LENGTH = re.compile(r"-?(?:\d+(?:\.\d*)?|\.\d+)(?:em|ex)?")
_MAX_LENGTH = 12

# MathML Core's presentation, and the HTML that it allows in text: nothing else may reach a page.
_ELEMENTS = frozenset(
    "math mrow mi mn mo ms mtext mspace mfrac msqrt mroot msub msup msubsup munder mover munderover mmultiscripts "
    "mprescripts mtable mtr mtd mpadded mphantom mstyle b code em i span".split()
)
_ATTRIBUTES = frozenset(
    "accent accentunder columnalign columnspan depth display displaystyle fence form height largeop linethickness "
    "lspace mathvariant maxsize minsize movablelimits rowspan rspace scriptlevel separator stretchy symmetric "
    "voffset width".split()
)

_WORDS = r"(?:[^{}\\]|\\.|\{[^{}]{0,200}\}){0,500}"
_TEXT = rf"\\(?:text[a-z]*|mbox)\s*\{{{_WORDS}\}}"
# A formula between dollars has no other dollar but in the braces of text, `\text{if $x>0$}`, and no empty line.
_PART = rf"(?:{_TEXT}|\\.|[^$\\\n]|\n(?!\s*\n))"
_ENVIRONMENT = r"(?:align|alignat|equation|gather|multline)"
# Pandoc's rule for dollars: no space inside, no digit after them. But a digit may follow a formula that starts with
# a sign, as no sum of money does: `256$\times$256`, `10$-$20`.
MATH = re.compile(
    rf"(?<!\\)(?:\$\$(?P<display>{_PART}{{1,{MAX_FORMULA}}}?)\$\$"
    rf"|\$(?![\s$])(?:(?P<word>(?=[^\W_]))|(?=[\W_]))(?P<inline>{_PART}{{1,{MAX_FORMULA}}}?)(?<!\s)\$(?(word)(?!\d))"
    rf"|\\\((?P<round>(?:\\[^()]|[^\\]){{1,{MAX_FORMULA}}}?)\\\)"
    rf"|\\\[(?P<square>(?:\\[^\[\]]|[^\\]){{1,{MAX_FORMULA}}}?)\\\]"
    rf"|(?P<environment>\\begin\{{(?P<name>{_ENVIRONMENT}\*?)\}}.{{1,{MAX_FORMULA}}}?\\end\{{(?P=name)\}}))",
    re.DOTALL,
)

_STYLES = frozenset(("displaystyle", "scriptlevel"))
_CHARACTER = re.compile(r"&(?:lt|gt|amp);")
_TEXT_ARGUMENT = re.compile(rf"(\\(?:text[a-z]*|mbox)\s*)\{{({_WORDS})\}}", re.DOTALL)
# An old switch of fonts at the start of a text: `\text{\bf MIU}` is `\textbf{MIU}`.
_SWITCH = re.compile(r"\\(?:text|mbox)\s*\{\s*\\(?P<font>bf|it|rm|sf|tt)(?![A-Za-z])\s*")
_NUMBERED = re.compile(rf"(\\(?:begin|end)\{{{_ENVIRONMENT})\}}")
_ALIGNMENT = re.compile(r"text-align: (left|right)")
# A name of nothing but capitals: `\OPT`.
_CAPITALS = re.compile(r"\\([A-Z]{3,12})(?![A-Za-z])")
# A command before an asterisk that multiplies; no other command but these has a starred form.
_TIMES = re.compile(r"(\\(?!operatorname\b|tag\b|hspace\b|vspace\b)[A-Za-z]+)\*")
_ROWS = re.compile(r"\\begin\b")
_DOUBLED = re.compile(r"\\\\(?=[{}]|[A-Za-z]{2})")
_SHIFT = re.compile(r"margin-left:(-[\d.]+em)")


def formula(match: re.Match[str]) -> tuple[str, bool]:
    """Return what a match of `MATH` holds, as `(TeX without delimiters, whether it is a block)`."""
    kind = match.lastgroup or ""
    return match[kind].strip(), kind not in ("inline", "round")


@lru_cache(maxsize=4096)
def render_math(tex: str, *, block: bool = False) -> str | None:
    """Return a formula as MathML, or `None` where it cannot be converted."""
    if len(tex) > MAX_FORMULA or tex.count("{") > _MAX_DEPTH:
        return None
    mathml = _convert(_plain_tex(tex), block=block)
    try:
        element = ElementTree.fromstring(mathml) if 0 < len(mathml) < _MAX_MATHML else None
    except ElementTree.ParseError:  # for a control character
        return None
    if element is None or not all(map(_make_safe, list(element.iter()))) or _lines(element) > _MAX_LINES:
        return None
    return ElementTree.tostring(element, encoding="unicode", short_empty_elements=False)


def render_inline(text: str) -> str:
    """Return plain text, such as a title, with its formulas as safe HTML in one line."""
    if "$" not in text and "\\" not in text:
        return str(escape(text))
    parts: list[str] = []
    end = 0
    for match in MATH.finditer(text):
        parts.append(str(escape(text[end : match.start()])))
        parts.append(render_math(formula(match)[0]) or str(escape(match[0])))
        end = match.end()
    parts.append(str(escape(text[end:])))
    return "".join(parts)


def _convert(tex: str, *, block: bool) -> str:
    """Return a formula as the converter's MathML; empty where it is not TeX."""
    from math_core import LatexError  # here, since most builds make no new formula

    # TeX's own commands come first: what authors define is tried where TeX has no such command.
    for converter in (_converter(), _converter(authors=True)):
        with suppress(LatexError):
            return converter.convert_with_local_state(tex, displaystyle=block)
    return ""


@cache
def _converter(*, authors: bool = False) -> LatexToMathML:
    """Return a converter of TeX, or of TeX with authors' commands: of these, unknown ones are shown as typed."""
    from math_core import LatexToMathML

    return LatexToMathML(
        macros=MACROS if authors else {},
        fancy_error=False,
        ignore_unknown_commands=authors,
        allow_unreliable_rendering=True,  # a wide tilde that some browsers draw too narrow is better than none
    )


def _plain_tex(tex: str) -> str:
    """Write what the converter does not read in the way that it does."""
    tex = _CHARACTER.sub(lambda match: html.unescape(match[0]), tex)
    if "$" in tex:
        tex = _TEXT_ARGUMENT.sub(_split_text, tex)
    tex = _SWITCH.sub(r"\\text\g<font>{", tex)
    if "\\\\" in tex and not _ROWS.search(tex):
        # Some tool on the way escaped the backslashes: `\\mathcal{O}(1/\\sqrt{k})`.
        tex = _DOUBLED.sub(r"\\", tex)
    tex = _TIMES.sub(r"\1 *", tex)
    tex = _CAPITALS.sub(r"{\\mathrm{\1}}", tex)
    return _NUMBERED.sub(r"\1*}", tex)  # an abstract refers to no number


def _split_text(match: re.Match[str]) -> str:
    r"""Write `\text{if $x$ is}` as `\text{if }{x}\text{ is}`."""
    command, text = match.groups()
    pieces = text.split("$")
    if len(pieces) % 2 == 0:
        return match[0]
    return "".join([f"{{{piece}}}" if n % 2 else f"{command}{{{piece}}}" for n, piece in enumerate(pieces)])


def _make_safe(node: ElementTree.Element) -> bool:
    """Keep MathML's elements and attributes; return whether the element may be shown."""
    if node.tag == "merror":  # an unknown command, which browsers would frame in red
        node.tag = "mrow"
    # Pages allow no inline style: themes set what it would by attributes.
    style = node.attrib.get("style", "")
    if aligned := _ALIGNMENT.search(style):
        node.set("columnalign", aligned[1])
    if shift := _SHIFT.search(style):
        node.set("width", shift[1])
    node.attrib = {key: value for key, value in node.attrib.items() if key in _ATTRIBUTES and not _is_long(value)}
    _move_styles(node)
    return node.tag in _ELEMENTS


def _move_styles(node: ElementTree.Element) -> None:
    """Move what MathML Core allows on each element, and validators of HTML on `mstyle` only, to an `mstyle`."""
    if node.tag == "mtable":
        node.attrib.pop("scriptlevel", None)
    elif node.tag not in ("math", "mstyle") and not node.attrib.keys().isdisjoint(_STYLES):
        inner = ElementTree.Element(node.tag, {key: value for key, value in node.items() if key not in _STYLES})
        inner[:] = list(node)
        node.tag, node.attrib = "mstyle", {key: value for key, value in node.items() if key in _STYLES}
        node[:] = [inner]


def _is_long(value: str) -> bool:
    """Return whether an attribute is a length that could push everything else off the page."""
    if value[:1] not in "-.0123456789":
        return False
    return not _LENGTH.fullmatch(value) or abs(float(value.rstrip("emx"))) > _MAX_LENGTH


def _lines(node: ElementTree.Element) -> int:
    """Return about how many lines high an element is, at most."""
    heights = [_lines(child) for child in node]
    return (sum(heights) if node.tag in _STACKED else max(heights, default=1)) or 1
