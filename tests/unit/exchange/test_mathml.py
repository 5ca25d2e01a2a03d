"""MathML of titles to formulas."""

from __future__ import annotations

import pytest

from site_builder.exchange.mathml import without_mathml

_M = '<mml:math xmlns:mml="http://www.w3.org/1998/Math/MathML" display="inline">{}</mml:math>'


@pytest.mark.parametrize(
    ("inner", "formula"),
    [
        ("<mml:msup><mml:mi>x</mml:mi><mml:mn>2</mml:mn></mml:msup>", "$x^{2}$"),
        ("<mml:msub><mml:mi>CO</mml:mi><mml:mn>2</mml:mn></mml:msub>", r"$\mathrm{CO}_{2}$"),
        ("<mml:mfrac><mml:mi>a</mml:mi><mml:mi>b</mml:mi></mml:mfrac>", r"$\frac{a}{b}$"),
        (
            "<mml:mrow><mml:mi>α</mml:mi><mml:mo>→</mml:mo><mml:mtext>all of it</mml:mtext></mml:mrow>",
            r"$α→\text{all of it}$",
        ),
        ("<mml:msqrt><mml:mi>x</mml:mi><mml:mo>+</mml:mo><mml:mn>1</mml:mn></mml:msqrt>", r"$\sqrt{x+1}$"),
        ("<mml:msup><mml:mi>x</mml:mi></mml:msup>", "$x$"),
        ("<mml:mi>x</mml:mo>", "x"),
    ],
)
def test_an_element_becomes_a_formula(inner: str, formula: str) -> None:
    assert without_mathml(f"On {_M.format(inner)} shelves") == f"On {formula} shelves"


def test_other_text_stays() -> None:
    assert without_mathml("A math paper on <math> tags") == "A math paper on <math> tags"
