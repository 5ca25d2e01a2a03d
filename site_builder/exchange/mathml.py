"""MathML in titles and abstracts, as publishers deposit it, to `$…$` formulas."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from xml.etree.ElementTree import Element

_MATH = re.compile(r"<(?:\w+:)?math\b.*?</(?:\w+:)?math>", re.DOTALL)
_PREFIX = re.compile(r"(</?)\w+:")
_ATTRIBUTES = re.compile(r"<(\w+)\s[^<>]*?(/?)>")
_SCRIPTS: dict[str, Callable[[Sequence[str]], str]] = {
    "mfrac": lambda parts: rf"\frac{{{parts[0]}}}{{{parts[1]}}}",
    "mover": lambda parts: f"{parts[0]}^{{{parts[1]}}}",
    "msqrt": lambda parts: rf"\sqrt{{{''.join(parts)}}}",
    "msub": lambda parts: f"{parts[0]}_{{{parts[1]}}}",
    "msubsup": lambda parts: f"{parts[0]}_{{{parts[1]}}}^{{{parts[2]}}}",
    "msup": lambda parts: f"{parts[0]}^{{{parts[1]}}}",
    "munder": lambda parts: f"{parts[0]}_{{{parts[1]}}}",
    "munderover": lambda parts: f"{parts[0]}_{{{parts[1]}}}^{{{parts[2]}}}",
}
_SIZES = {"msqrt": 1, "msubsup": 3, "munderover": 3}


def without_mathml(text: str) -> str:
    """Return the text with each MathML element as a formula, or as its bare text where it is broken."""
    return _MATH.sub(_formula, text) if "math" in text else text


def _formula(match: re.Match[str]) -> str:
    # Read where it is used: builds see no MathML of strangers.
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import ParseError, fromstring

    source = _ATTRIBUTES.sub(r"<\1\2>", _PREFIX.sub(r"\1", match[0]))
    try:
        formula = _tex(fromstring(source, forbid_dtd=True)).strip()
    except (ParseError, DefusedXmlException, RecursionError):
        return re.sub(r"<[^<>]*>", "", source)
    return f"${formula}$" if formula and "$" not in formula else formula


def _tex(element: Element) -> str:
    if element.tag in ("annotation", "annotation-xml"):
        return ""
    parts = [_tex(child) for child in element]
    if element.tag in _SCRIPTS and len(parts) >= _SIZES.get(element.tag, 2):
        return _SCRIPTS[element.tag](parts)
    text = " ".join((element.text or "").split())
    if element.tag == "mtext" and text:
        return rf"\text{{{text}}}"
    # A name of several letters would be set as their product.
    return rf"\mathrm{{{text}}}" if element.tag == "mi" and len(text) > 1 else text + "".join(parts)
