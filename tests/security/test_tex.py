"""Formulas that leave for TeX: what they hold sets a formula, in Python and in the browser."""

from __future__ import annotations

import re

import pytest

from site_builder.exchange.exporters import tex as exporter
from site_builder.exchange.exporters.tex import tex
from tests.conftest import REPOSITORY

HOSTILE = r"""
\InputIfFileExists{secret.txt}{}{} \input{secret} \input|ls \@@input{secret} \@input{secret} \include{secret}
\verbatiminput{secret} \lstinputlisting{secret} \openin1=secret \read1to\x \newread\x \immediate\write18{id}
\write18{id} \ShellEscape{id} \directlua{os.execute("id")} \latelua{x} \luaexec{x} \luadirect{x} \csname input\endcsname
\begin{filecontents}{x}\end{filecontents} \begin{verbatim}\end{verbatim} \begin{luacode}x\end{luacode} \def\x{y}
\edef\x{y} \gdef\x{y} \xdef\x{y} \let\x=y \futurelet\x\y \newcommand{\x}{y} \renewcommand\x{y} \providecommand\x{y}
\DeclareRobustCommand\x{y} \NewDocumentCommand\x{}{y} \catcode`\@=11 \char`\x \chardef\x=1 \mathchardef\x=1
\everymath{x} \everypar{x} \output{x} \loop\x\repeat \expandafter\x \pdffiledump{secret} \filedump{secret}
\pdfximage{secret} \includegraphics{secret} \usepackage{x} \RequirePackage{x} \href{x}{y} \url{x} \special{x}
\scantokens{x} \endinput \number\x \romannumeral1 \jobname \meaning\x \ifx\x\y \fi \typeout{x} \message{x}
\errmessage{x} \text{\input{secret}} \frac{\input{secret}}{2} \begin{array}{c@{\input{secret}}}x\end{array}
^^5cinput{secret} \begin{document} \kern9999pt \rule{1pt}{9999pt} \hspace{9999pt} \vspace{9999pt} \raisebox{9pt}{x}
\newpage \shipout\hbox{} \font\x=y \fontfamily{x} \global\x \long\x \outer\x \batchmode \scrollmode #1
""".split()


@pytest.mark.parametrize("part", sorted(set(HOSTILE)))
def test_a_command_that_does_more_is_text(part: str) -> None:
    made = tex(f"A title ${part}$")
    commands = set(re.findall(r"\\([A-Za-z@]+)", made)) - {"textbackslash", "textasciicircum"}
    assert commands <= exporter._COMMANDS
    assert "^^" not in made


def test_the_script_of_bibtex_has_the_same_list() -> None:
    script = (REPOSITORY / "themes/default/assets/bibtex.js").read_text(encoding="utf-8")
    (block,) = re.findall(r"const commands = new Set\(\((.*?)\)\.split", script, re.DOTALL)
    assert set("".join(re.findall(r"'([^']*)'", block)).split()) == exporter._COMMANDS - {"begin", "end"}
