"""Formulas as plain characters."""

from __future__ import annotations

import pytest

from site_builder.text.math_text import plain_formulas


@pytest.mark.parametrize(
    ("title", "plain"),
    [
        (r"Sorting in $O(n \log n)$ steps", "Sorting in O(n log n) steps"),
        (r"$\ell_1$ and $k^2$", "ℓ₁ and k²"),
        (r"$\mathcal{O}(1/k^{2+m})$ rates", "𝒪(1/k^(2+m)) rates"),
        (r"$x_{ij}^{Q}$", "xᵢⱼ^Q"),
        (r"$\frac{1}{2}$ of $\sqrt{n+1}$", "1/2 of √(n+1)"),
        (r"$\tilde{O}(T)$", "O\u0303(T)"),
        (r"Costs $5 and <b>", "Costs $5 and <b>"),
        (r"Left as $\unknown{x$ typed", r"Left as $\unknown{x$ typed"),
    ],
)
def test_a_formula_reads_as_plain_text(title: str, plain: str) -> None:
    assert plain_formulas(title) == plain
