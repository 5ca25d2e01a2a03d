"""Formulas as characters, for places that show plain text only: `O(n log n)`, `k²`, `ℓ₁`."""

from __future__ import annotations

import re
from xml.etree import ElementTree

from site_builder.text.math import MATH, formula, render_math

_RAISED = str.maketrans("0123456789+−=()in∘", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁱⁿ°")
_LOWERED = str.maketrans("0123456789+−=()aeijnoprtuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑᵢⱼₙₒₚᵣₜᵤᵥₓ")
_SCRIPTS = {"msup": ((_RAISED, "^"),), "msub": ((_LOWERED, "_"),), "msubsup": ((_LOWERED, "_"), (_RAISED, "^"))}
_ACCENTS = dict(zip("~˜^ˆ¯‾→˙", "\u0303\u0303\u0302\u0302\u0304\u0304\u20d7\u0307", strict=True))
_SPACES = re.compile(r" {2,}")
# It chooses between two shapes of a script letter; many fonts have only one of them.
_VARIATION = "\ufe00"


def plain_formulas(text: str) -> str:
    """Return plain text, such as a title, with its formulas as characters, or as typed if they cannot be converted."""
    if "$" not in text and "\\" not in text:
        return text
    return MATH.sub(_plain, text)


def _plain(match: re.Match[str]) -> str:
    mathml = render_math(formula(match)[0])
    if mathml is None:
        return match[0]
    return _SPACES.sub(" ", _characters(ElementTree.fromstring(mathml))).strip().replace(_VARIATION, "")


def _characters(node: ElementTree.Element) -> str:
    """Return a MathML element's characters."""
    parts = [_characters(child) for child in node]
    if node.tag in _SCRIPTS:
        scripts = zip(parts[1:], _SCRIPTS[node.tag], strict=True)
        return parts[0] + "".join([_script(part, table, sign) for part, (table, sign) in scripts])
    if node.tag == "mfrac":
        return "/".join(map(_grouped, parts))
    if node.tag == "msqrt":
        return f"√{_grouped(''.join(parts))}"
    if node.tag == "mover" and parts[1] in _ACCENTS:
        return parts[0] + _ACCENTS[parts[1]]
    text = node.text or ""
    # The name of a function has room on both sides: `n log n`.
    return f" {text} " if node.tag == "mo" and text.isalpha() else text + "".join(parts)


def _script(text: str, table: dict[int, int], sign: str) -> str:
    """Return what is raised or lowered as characters that are, or else after a sign."""
    if all(ord(character) in table for character in text):
        return text.translate(table)
    return sign + _grouped(text)


def _grouped(text: str) -> str:
    """Return a text in brackets unless it is one sign or word."""
    return text if text.isalnum() or len(text) == 1 else f"({text})"
