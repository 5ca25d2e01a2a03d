"""TeX to MathML: what is a formula, how it is read, and that nothing but MathML's presentation leaves."""

from __future__ import annotations

import re
import time
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site_builder.text.math import _ATTRIBUTES, _ELEMENTS, MATH, MAX_FORMULA, formula, render_inline, render_math

PIECES = st.sampled_from(
    r"\href{javascript:alert(1)} \style{color:red} \class{a} \id{b} \text{<script>} \unknown \frac{ {a} } _ ^ & # $ <"
    r" > \begin{matrix} \end{matrix} \\ x 2 &lt;img&gt; &#60; \color{red} \mathbb{R} \left( \right) \sqrt[3] onload= \%"
    r" \cancel{x} \ref{a} \htmlId{a}{b} \textsc{a} \texttt{<b>} \begin{align} \end{align} \hspace{-1em} \def\a{\a\a} \a"
    "".split()
)


def texts(mathml: str | None) -> str:
    """Return what a formula shows, without its structure."""
    assert mathml
    return "".join(ElementTree.fromstring(mathml).itertext())


def test_a_formula_becomes_mathml() -> None:
    assert render_math("x^2") == "<math><msup><mi>x</mi><mn>2</mn></msup></math>"
    assert str(render_math("x", block=True)).startswith('<math display="block">')


@given(st.lists(PIECES, max_size=12).map("".join))
@settings(max_examples=150, deadline=None)
def test_nothing_but_mathml_leaves_whatever_is_typed(tex: str) -> None:
    html = render_math(tex)
    if html is None:
        return
    for node in ElementTree.fromstring(html).iter():
        assert node.tag in _ELEMENTS
        assert set(node.attrib) <= _ATTRIBUTES
        assert not any("script:" in value for value in node.attrib.values())


def test_elements_and_attributes_that_act_are_not_among_those_allowed() -> None:
    assert not _ELEMENTS & {"a", "script", "maction", "semantics", "annotation-xml", "mglyph", "img", "style"}
    assert not any(name.startswith("on") or name in ("href", "src", "style", "class", "id") for name in _ATTRIBUTES)


@pytest.mark.parametrize("tex", ["{" * 300, "x" * (MAX_FORMULA + 1), "x^", r"\frac{1}", "a & b", "\x08ar{Y}"])
def test_what_cannot_be_converted_is_shown_as_typed(tex: str) -> None:
    assert render_math(tex) is None
    if len(tex) < 100:
        assert "<math" not in render_inline(f"${tex}$")


@pytest.mark.parametrize(
    ("before", "after"),
    [(r"\frac{1}{", "}"), (r"\overset{a}{", "}"), (r"\genfrac{}{}{0pt}{}{a}{", "}"), ("x^{", "}")],
)
def test_a_formula_of_more_lines_than_a_title_may_have_is_shown_as_typed(before: str, after: str) -> None:
    assert render_math(before * 5 + "b" + after * 5)
    assert render_math(before * 40 + "b" + after * 40) is None


def test_a_table_of_more_lines_than_a_title_may_have_is_shown_as_typed() -> None:
    rows = [render_math(r"\begin{matrix}" + r"a\\" * count + r"a\end{matrix}") for count in (5, 40)]
    assert rows[0]
    assert rows[1] is None


@pytest.mark.parametrize("tex", ["(" * 1900, r"\left(" * 300, r"\log(" * 350, r"\text{" * 300, "x_{" * 190])
def test_no_formula_takes_long(tex: str) -> None:
    start = time.process_time()
    render_math(tex)
    assert time.process_time() - start < 1


@pytest.mark.parametrize(
    ("text", "formulas"),
    [
        ("with $x$ and $y^2$", ["x", "y^2"]),
        # Pandoc's rule: no space inside, no digit after
        ("costs $5 and $6", []),
        ("$10-$20, US$5/US$6, $20,000 and $30,000", []),
        ("$ x $", []),
        ("$x$5", []),
        ("one $x", []),
        ("an escaped \\$x$", []),
        ("two\n\n$paragraphs\n\napart$", []),
        # a digit is no sum of money where the formula starts with a sign
        ("3$\\times$ faster, 128$\\times$128, 4.59 on 256$\\times$256", ["\\times"] * 3),
        ("10$^{\\circ}$C and 10$-$20, $\\sim$50", ["^{\\circ}", "-", "\\sim"]),
        ("$1.3\\times$$\\sim$$1.6\\times$", ["1.3\\times", "\\sim", "1.6\\times"]),
        ("$\\text{if $x>0$}$ and $\\textbf{2$\\times$}$", ["\\text{if $x>0$}", "\\textbf{2$\\times$}"]),
        ("\\(x^2\\), \\( y \\) and \\\\(z\\)", ["x^2", "y"]),
        ("(x) and \\(x", []),
    ],
)
def test_where_formulas_start_and_end(text: str, formulas: list[str]) -> None:
    found = list(MATH.finditer(text))
    assert [formula(match) for match in found] == [(tex, False) for tex in formulas]
    assert render_inline(text).count("<math>") == len(formulas)


@pytest.mark.parametrize(
    ("text", "tex"),
    [
        ("$$x$$", "x"),
        ("\\[ x \\\\[2pt] y \\]", "x \\\\[2pt] y"),
        ("\\begin{align}x &= y\\end{align}", "\\begin{align}x &= y\\end{align}"),
    ],
)
def test_blocks(text: str, tex: str) -> None:
    (match,) = MATH.finditer(text)
    assert formula(match) == (tex, True)


def test_an_environment_of_prose_is_no_formula() -> None:
    assert not MATH.search("\\begin{itemize} \\item One. \\end{itemize}")


@given(st.text("$\\({[])}x 5\n^", max_size=60))
@settings(max_examples=100, deadline=None)
def test_text_around_formulas_stays(text: str) -> None:
    outside = MATH.sub("", text)
    assert re.sub(r"<math.*?</math>", "", render_inline(text)).count("$") >= outside.count("$")


def test_text_is_escaped() -> None:
    assert render_inline("<b>$a<b$</b>") == ("&lt;b&gt;<math><mi>a</mi><mo>&lt;</mo><mi>b</mi></math>&lt;/b&gt;")


@pytest.mark.parametrize(
    ("tex", "shown"),
    [
        (r"\operatorname*{arg\,min}_x f", "arg\u2009minxf"),
        (r"\big\{x\big\}", "{x}"),
        (r"\bigg\lVert x\bigg\rVert", "‖x‖"),
        (r"5\,\text{\AA}", "5Å"),
        (r"5 \AA", "5Å"),
        (r"\inner{a}{b}", "⟨a,b⟩"),
        (r"\begin{aligned}a&=b\\c&=d\end{aligned}", "a=bc=d"),
        (r"a \sim b", "a∼b"),
        (r"\text{if $x>0$ or $y$}", "if x>0 or y"),
        (r"\text{\bf {MIU}}(T)", "MIU(T)"),
        (r"a &lt; b", "a<b"),
        (r"\mathbb R \mathbf x \mathfrak C", "ℝ𝐱ℭ"),
        (r"\OPT \le \poly(n)", "OPT≤poly(n)"),
        (r"T \sigma*S", "Tσ∗S"),
        (r"\\mathcal{O}(\\{1/\\epsilon\\})", "𝒪︀({1/ϵ})"),
        (r"\almo_2 + x", "\\almo2+x"),
    ],
)
def test_a_formula_is_read_as_katex_reads_it(tex: str, shown: str) -> None:
    assert texts(render_math(tex)).replace("\xa0", " ") == shown


def test_names_of_functions_are_set_apart_from_their_arguments() -> None:
    assert '<mo lspace="0.1667em" rspace="0.1667em">log</mo>' in str(render_math(r"n \log n"))
    assert '<mo lspace="0" rspace="0">log</mo>' in str(render_math(r"\log(n)"))


def test_columns_keep_their_alignment_without_inline_styles() -> None:
    html = str(render_math(r"\begin{aligned}a&=b\end{aligned}"))
    assert '<mtd columnalign="right">' in html
    assert '<mtd columnalign="left">' in html
    assert "scriptlevel" not in html
    assert render_math(r"a\!b") == '<math><mi>a</mi><mspace width="-0.16666667em"></mspace><mi>b</mi></math>'


def test_display_style_is_where_validators_of_html_allow_it() -> None:
    assert '<mstyle displaystyle="true"><mfrac><mn>1</mn><mn>2</mn></mfrac></mstyle>' in str(render_math(r"x+\dfrac12"))
