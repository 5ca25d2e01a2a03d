"""TeX formulas to MathML, so that pages need no script; what cannot be converted shows as typed."""

from __future__ import annotations

import html
import re
import unicodedata
from functools import cache, lru_cache
from xml.etree import ElementTree

from markupsafe import escape

from site_builder.text.macros import expand_macros

MAX_FORMULA = 2_000

# latex2mathml passes \href, \style and \class through: nothing but MathML Core's presentation may leave here.
_ELEMENTS = frozenset(
    "math mrow mi mn mo ms mtext mspace mfrac msqrt mroot msub msup msubsup munder mover munderover mmultiscripts "
    "mprescripts mtable mtr mtd mpadded mphantom mstyle".split()
)
_ATTRIBUTES = frozenset(
    "accent accentunder columnalign columnlines columnspacing columnspan depth display displaystyle fence form height "
    "largeop linethickness lspace mathsize mathvariant maxsize minsize movablelimits rowlines rowspacing rowspan "
    "rspace scriptlevel separator stretchy symmetric voffset width".split()
)
_ALPHABETS = {
    "bold": "BOLD",
    "bold-italic": "BOLD ITALIC",
    "double-struck": "DOUBLE-STRUCK",
    "script": "SCRIPT",
    "bold-script": "BOLD SCRIPT",
    "fraktur": "FRAKTUR",
    "sans-serif": "SANS-SERIF",
    "monospace": "MONOSPACE",
}
# A formula in plain text, such as a title.
MATH = re.compile(r"(?<![\\$])\$(?!\s|\$)((?:[^$\\]|\\.){1,2000}?)(?<!\s)\$(?!\d|\$)", re.DOTALL)


@lru_cache(maxsize=4096)
def render_math(formula: str, *, block: bool = False) -> str | None:
    """Return a formula as MathML, or `None` where it cannot be converted."""
    if len(formula) > MAX_FORMULA or formula.count("{") > 200:
        return None
    element = _convert(formula, block=block)
    if element is None and (expanded := expand_macros(formula)) != formula:
        element = _convert(expanded, block=block)
    if element is None:
        return None
    element.attrib.pop("xmlns", None)
    if not block:
        element.attrib.pop("display", None)
    return ElementTree.tostring(element, encoding="unicode", short_empty_elements=False)


def render_inline(text: str) -> str:
    """Return plain text with `$…$` formulas as safe HTML."""
    if "$" not in text:
        return str(escape(text))
    parts: list[str] = []
    end = 0
    for match in MATH.finditer(text):
        parts.append(str(escape(text[end : match.start()])))
        parts.append(render_math(match[1]) or str(escape(match[0])))
        end = match.end()
    parts.append(str(escape(text[end:])))
    return "".join(parts)


def _convert(formula: str, *, block: bool) -> ElementTree.Element | None:
    # Read where it is used, since most builds make no new formula.
    from latex2mathml.converter import convert_to_element

    try:
        element = convert_to_element(formula, display="block" if block else "inline")
    except Exception:  # the converter raises whatever its tokens lead to, IndexError and KeyError included
        return None
    return element if _make_safe(element) else None


def _make_safe(element: ElementTree.Element) -> bool:
    """Keep MathML's elements and attributes; tell whether the formula was understood as a whole."""
    for node in element.iter():
        if node.tag not in _ELEMENTS:
            return False
        node.attrib = {
            key: value
            for key, value in node.attrib.items()
            if key in _ATTRIBUTES or (node is element and key == "xmlns")
        }
        # The converter writes character references as text and expects its caller to resolve them.
        node.text = html.unescape(node.text) if node.text else node.text
        if node.tag == "mi" and node.text and node.text.startswith("\\"):
            return False
        _set_alphabet(node)
    for node in element.iter():
        _space_functions(node)
    return True


def _space_functions(row: ElementTree.Element) -> None:
    """Set names of functions apart as TeX does: `n log n`, but `log(n)`."""
    for place, node in enumerate(row):
        if node.tag == "mi" and len(node.text or "") > 1 and (node.text or "").isalpha():
            node.tag = "mo"
            follower = row[place + 1] if place + 1 < len(row) else None
            is_open = follower is None or (follower.text or "") in "([{|"
            node.attrib |= {"lspace": "0" if place == 0 else "0.167em", "rspace": "0" if is_open else "0.167em"}


def _set_alphabet(node: ElementTree.Element) -> None:
    """Browsers know one value of `mathvariant`, normal; letters of other alphabets are characters of their own."""
    alphabet = _ALPHABETS.get(node.attrib.get("mathvariant", ""))
    if alphabet and node.text:
        del node.attrib["mathvariant"]
        node.text = "".join(_letter(character, alphabet) for character in node.text)


@cache
def _letter(character: str, alphabet: str) -> str:
    """Return a letter or digit in one of Unicode's mathematical alphabets, or itself where it has no such form."""
    name = unicodedata.name(character, "").replace("LATIN ", "").replace("GREEK ", "").replace(" LETTER", "")
    for prefix in (f"MATHEMATICAL {alphabet}", alphabet.replace("FRAKTUR", "BLACK-LETTER")):
        try:
            return unicodedata.lookup(f"{prefix} {name}")
        except KeyError:
            continue
    return character
