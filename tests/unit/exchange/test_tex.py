"""TeX of bibliographies to plain text."""

from __future__ import annotations

import pytest

pytest.importorskip("pylatexenc")

from site_builder.exchange.tex import plain, without_commands


@pytest.mark.parametrize(
    ("tex", "expected"),
    [
        (r"{\'E}tudes \'a la carte", "Études á la carte"),
        (r"{\em two words} and \emph {one}", "two words and one"),
        (r"$x \in \{0, 1\}$ and \(y\)", r"$x \in \{0, 1\}$ and $y$"),
        (r"x\textsuperscript{2} and y\textsuperscript{$n$}", "x$^{2}$ and y$n$"),
        (r"$$ a \,\, b $$ {c}", r"$$ a \,\, b $$ c"),
        ("``so'' 1--2 --- 3", "“so” 1–2 — 3"),
        (r"50% of {Q&A} \& 5\%", "50% of Q&A & 5%"),
        (r"\ours wins~\cite{a}", r"\ours wins"),
        ("{{Two {Deep} groups}}: ``so''--{three {{{deep}}}}", "Two Deep groups: “so”–three deep"),
        ("{open", "open"),
        ("plain text", "plain text"),
    ],
)
def test_tex_becomes_plain_text_with_formulas_as_typed(tex: str, expected: str) -> None:
    assert " ".join(plain(tex).split()) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"We \emph{really} {\em do} \textbf{show \textit{this}}.", "We really do show this."),
        (
            r"Code: \url{https://example.org/a_b} \href{https://example.org/}{here}",
            "Code: https://example.org/a_b here",
        ),
        (r"\textbf{C}ausal H\textsubscript{2}O, 19\textsuperscript{th}", "Causal H$_{2}$O, 19th"),
        (r"$\emph{x} \textbf{A}$ and \(\textbf{B}\)", r"$\emph{x} \textbf{A}$ and \(\textbf{B}\)"),
        (
            r"{a} ~5 -- ``so'' 5\% {\ours wins} \textbf{open \emph x",
            r"{a} ~5 -- ``so'' 5\% {\ours wins} \textbf{open \emph x",
        ),
        (r"known~\cite{a,b} and \textcolor{red}{bold}", "known~ and bold"),
        ("no command", "no command"),
    ],
)
def test_commands_for_text_go_where_the_rest_is_not_tex(text: str, expected: str) -> None:
    assert without_commands(text) == expected
