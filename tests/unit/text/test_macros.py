"""Authors' own commands: families that mean one thing are written out, all others stay."""

from __future__ import annotations

from typing import Any

import latex2mathml.commands
import pytest

from site_builder.text.macros import expand_macros, expansion
from site_builder.text.math import render_math


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (r"O(1/\eps^2)", r"O(1/{\epsilon}^2)"),
        (r"x \in \R^d", r"x \in {\mathbb{R}}^d"),
        (r"\cA \Acal", r"{\mathcal{A}} {\mathcal{A}}"),
        (r"\RR \bbR", r"{\mathbb{R}} {\mathbb{R}}"),
        (r"\bx \vX \xbf \btheta", r"{\mathbf{x}} {\mathbf{X}} {\mathbf{x}} {\boldsymbol{\theta}}"),
        (r"\norm{\abs{x_{1}}}", r"\lVert |x_{1}|\rVert "),
        (r"\poly(n)", r"\operatorname{poly}(n)"),
        (r"\OPT", r"{\mathrm{OPT}}"),
        (r"\almo + \beta + \s", r"\almo + \beta + \s"),
    ],
)
def test_what_authors_define_alike_is_written_out(typed: str, meant: str) -> None:
    assert expand_macros(typed) == meant
    assert (render_math(typed) is None) == (r"\almo" in typed)


def _names(value: Any) -> set[str]:
    if isinstance(value, str):
        return {value[1:]} if value.startswith("\\") and value[1:].isalpha() else set()
    return set().union(*map(_names, value)) if isinstance(value, (list, tuple, dict, set, frozenset)) else set()


def test_no_command_of_tex_is_taken_for_an_authors_own() -> None:
    known = _names(list(vars(latex2mathml.commands).values()))
    assert "frac" in known
    assert {name for name in known if expansion(name)} == set()


def test_letters_of_other_alphabets_are_characters_of_their_own() -> None:
    """Browsers ignore `mathvariant`, its value `normal` excepted."""
    assert render_math(r"\mathbb R") == "<math><mrow><mi>ℝ</mi></mrow></math>"
    assert render_math(r"\mathbf x \mathcal{H} \mathfrak C") == (
        "<math><mrow><mi>𝐱</mi><mi>ℋ</mi><mi>ℭ</mi></mrow></math>"
    )
