"""Authors' own commands: those that mean one thing are known, and none of TeX's own is among them."""

from __future__ import annotations

import pytest
from math_core import LatexError, LatexToMathML

from site_builder.text.macros import MACROS
from site_builder.text.math import render_math


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (r"O(1/\eps^2)", r"O(1/{\epsilon}^2)"),
        (r"x \in \Real^d", r"x \in {\mathbb{R}}^d"),
        (r"\cA \Acal", r"{\mathcal{A}} {\mathcal{A}}"),
        (r"\RR \bbR", r"{\mathbb{R}} {\mathbb{R}}"),
        (r"\bx \vX \xbf \btheta", r"{\mathbf{x}} {\mathbf{X}} {\mathbf{x}} {\boldsymbol{\theta}}"),
        (r"\norm{\abs{x_{1}}}", r"{\lVert {|x_{1}|}\rVert}"),
        (r"\inner{a}{b}", r"{\langle a,b\rangle}"),
        (r"\nicefrac12", r"\frac12"),
        (r"\mbox{a b}", r"\text{a b}"),
    ],
)
def test_what_authors_define_alike_is_understood(typed: str, meant: str) -> None:
    assert render_math(typed) == render_math(meant)
    assert "\\" not in str(render_math(typed))


def test_no_command_of_tex_is_taken_for_an_authors_own() -> None:
    converter = LatexToMathML(allow_unreliable_rendering=True)
    for name in MACROS:
        with pytest.raises(LatexError):
            converter.convert_with_local_state(rf"\{name}{{a}}{{b}}", displaystyle=False)


def test_all_that_stands_for_a_command_can_be_converted() -> None:
    for name in MACROS:
        assert "\\" not in str(render_math(rf"\{name}{{a}}{{b}}")), name
