"""TeX to MathML: nothing but MathML's presentation leaves."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site_builder.text.math import _ATTRIBUTES, _ELEMENTS, MAX_FORMULA, render_inline, render_math

PIECES = st.sampled_from(
    r"\href{javascript:alert(1)} \style{color:red} \class{a} \id{b} \text{<script>} \unknown \frac{ {a} } _ ^ & # $ <"
    r" > \begin{matrix} \end{matrix} \\ x 2 &lt;img&gt; &#60; \color{red} \mathbb{R} \left( \right) \sqrt[3] onload= \%"
    "".split()
)


def test_a_formula_becomes_mathml() -> None:
    assert render_math("x^2") == "<math><mrow><msup><mi>x</mi><mn>2</mn></msup></mrow></math>"
    block = render_math("x", block=True)
    assert block is not None
    assert block.startswith('<math display="block">')


@given(st.lists(PIECES, max_size=12).map("".join))
@settings(max_examples=150, deadline=None)
def test_nothing_but_mathml_leaves_whatever_is_typed(formula: str) -> None:
    html = render_math(formula)
    if html is None:
        return
    for node in ElementTree.fromstring(html).iter():
        assert node.tag in _ELEMENTS
        assert set(node.attrib) <= _ATTRIBUTES
        assert not any("script:" in value for value in node.attrib.values())


def test_elements_and_attributes_that_act_are_not_among_those_allowed() -> None:
    assert not _ELEMENTS & {"a", "script", "maction", "semantics", "annotation-xml", "mglyph", "img", "style"}
    assert not any(name.startswith("on") or name in ("href", "src", "style", "class", "id") for name in _ATTRIBUTES)


@pytest.mark.parametrize("formula", [r"\unknowncommand", r"\id{a}{x}", "{" * 300, "x" * (MAX_FORMULA + 1), "\\", "x^"])
def test_what_cannot_be_converted_shows_as_typed(formula: str) -> None:
    assert render_math(formula) is None
    if len(formula) < 100 and not formula.endswith("\\"):
        assert render_inline(f"${formula}$") == f"${formula}$"


@pytest.mark.parametrize(
    ("text", "formulas"),
    [
        ("costs $5 and $6", 0),
        ("with $x$ and $y^2$", 2),
        ("an escaped \\$x$", 0),
        ("$ x $", 0),
        ("$x$5", 0),
        ("$$x$$", 0),
        ("one $x", 0),
        ("<b>$a<b$</b>", 1),
    ],
)
def test_dollars_that_enclose_no_formula_stay(text: str, formulas: int) -> None:
    html = render_inline(text)
    assert html.count("<math>") == formulas
    assert "<b>" not in html
    assert re.sub(r"<math>.*?</math>", "", html).count("$") == text.count("$") - 2 * formulas


def test_names_of_functions_stand_apart_from_what_they_are_of() -> None:
    assert '<mi>n</mi><mo lspace="0.167em" rspace="0.167em">log</mo><mi>n</mi>' in str(render_math(r"n \log n"))
    assert '<mo lspace="0" rspace="0">log</mo><mo stretchy="false">(</mo>' in str(render_math(r"\log(n)"))
