"""Plain text with formulas to TeX that BibTeX and its readers take for the same text."""

from __future__ import annotations

import re

from site_builder.text.math import MATH, formula

_SPECIAL = re.compile(r"[&%#_${}~^\\\xa0]|--+|[!?]?`+|''+")
# What sets a formula and does nothing else. Any other command could read a file or define one where a text cites the
# paper, so a formula with one leaves as text.
_COMMANDS = frozenset(
    "alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa varkappa lambda mu nu xi pi "
    "varpi rho varrho sigma varsigma tau upsilon phi varphi chi psi omega digamma Gamma Delta Theta Lambda Xi Pi "
    "Sigma Upsilon Phi Psi Omega aleph beth gimel daleth hbar hslash ell wp Re Im partial infty nabla emptyset "
    "varnothing forall exists nexists neg lnot top bot angle measuredangle triangle square blacksquare Box "
    "Diamond lozenge bigstar prime backprime clubsuit diamondsuit heartsuit spadesuit flat natural sharp surd "
    "imath jmath complement dagger ddagger S P pm mp times div cdot ast star circ bullet cap cup uplus sqcap "
    "sqcup vee wedge land lor setminus smallsetminus wr diamond bigtriangleup bigtriangledown triangleleft "
    "triangleright lhd rhd oplus ominus otimes oslash odot bigcirc amalg boxplus boxminus boxtimes boxdot ltimes "
    "rtimes dotplus intercal le leq leqslant ge geq geqslant lt gt ll gg lll ggg ne neq equiv sim simeq approx "
    "approxeq cong propto asymp doteq prec preceq succ succeq subset supset subseteq supseteq subsetneq supsetneq "
    "sqsubset sqsupset sqsubseteq sqsupseteq in ni notin owns mid nmid parallel nparallel perp vdash dashv models "
    "vDash Vdash smile frown bowtie lesssim gtrsim lessgtr trianglelefteq trianglerighteq triangleq coloneqq "
    "eqqcolon colon not nless ngtr nleq ngeq nsim ncong nsubseteq nsupseteq leftarrow gets rightarrow to "
    "leftrightarrow uparrow downarrow updownarrow Leftarrow Rightarrow Leftrightarrow Uparrow Downarrow "
    "Updownarrow mapsto longmapsto longleftarrow longrightarrow longleftrightarrow Longleftarrow Longrightarrow "
    "Longleftrightarrow implies impliedby iff hookleftarrow hookrightarrow leftharpoonup leftharpoondown "
    "rightharpoonup rightharpoondown rightleftharpoons nearrow searrow swarrow nwarrow leadsto rightsquigarrow "
    "twoheadrightarrow upharpoonright restriction sum prod coprod int oint iint iiint bigcap bigcup bigsqcup "
    "bigvee bigwedge bigodot bigotimes bigoplus biguplus limits nolimits lim limsup liminf sup inf max min arg "
    "sin cos tan cot sec csc sinh cosh tanh coth arcsin arccos arctan log ln lg exp det dim ker hom deg gcd Pr "
    "bmod pmod mod pod operatorname frac dfrac tfrac cfrac binom dbinom tbinom sqrt over choose overset underset "
    "stackrel substack overline underline widehat widetilde hat check breve acute grave tilde bar vec dot ddot "
    "dddot mathring overbrace underbrace overrightarrow overleftarrow xrightarrow xleftarrow boxed phantom "
    "hphantom vphantom smash left right middle big Big bigg Bigg bigl Bigl biggl Biggl bigr Bigr biggr Biggr bigm "
    "Bigm lbrace rbrace langle rangle lfloor rfloor lceil rceil lvert rvert lVert rVert vert Vert lbrack rbrack "
    "backslash ulcorner urcorner mathbb mathbf mathcal mathfrak mathit mathrm mathscr mathsf mathtt mathnormal "
    "boldsymbol bm pmb text textrm textbf textit textsf texttt textnormal mbox rm bf it cal displaystyle "
    "textstyle scriptstyle scriptscriptstyle quad qquad dots ldots cdots vdots ddots dotsb dotsc dotsi dotsm "
    "nonumber begin end cr hline mathbin mathrel mathop mathord mathopen mathclose mathpunct mathinner".split()
)
_ENVIRONMENTS = frozenset(
    "matrix pmatrix bmatrix Bmatrix vmatrix Vmatrix smallmatrix array cases aligned gathered split".split()
)
_COMMAND = re.compile(r"\\(?:([A-Za-z]+)|(.?))", re.DOTALL)
_SYMBOLS = frozenset(r" !,:;>{}|_%&#-" + "\\")
_ENVIRONMENT = re.compile(r"\\(?:begin|end)\s*(?:\{([A-Za-z]*\*?)\})?")
_WITHIN = re.compile(r"(?<!\\)(?:\\\\)*\\[\[\]()]")
_ESCAPES = {
    **{"~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "\\": r"\textbackslash{}", "\xa0": "~", "`": "`{}"},
}
# BibTeX counts braces even after a backslash, so one without a partner must not be written as itself.
_LONE_BRACES = {r"\{": r"\textbraceleft{}", r"\}": r"\textbraceright{}"}


def tex(text: str) -> str:
    """Return plain text as TeX, formulas as typed where TeX can read them."""
    if not _SPECIAL.search(text):
        return text
    parts: list[str] = []
    end = 0
    for match in MATH.finditer(text):
        parts.append(_escaped(text[end : match.start()]))
        parts.append(match[0] if _is_sound(formula(match)[0]) else _escaped(match[0]))
        end = match.end()
    return "".join((*parts, _escaped(text[end:])))


def _is_sound(math: str) -> bool:
    """A bare percent sign would hide the rest of the line, and no formula begins or ends in another one."""
    wrong = re.search(r"(?<!\\)[%#]|\^\^", math) or _WITHIN.search(math)
    return _is_balanced(math) and not wrong and _only_sets(math)


def _only_sets(math: str) -> bool:
    """Return whether all commands of a formula are those that set one."""
    commands = _COMMAND.findall(math)
    environments = {name.removesuffix("*") for name in _ENVIRONMENT.findall(math)}
    return environments <= _ENVIRONMENTS and all(
        name in _COMMANDS if name else symbol in _SYMBOLS and symbol != "" for name, symbol in commands
    )


def _escaped(text: str) -> str:
    escaped = _SPECIAL.sub(_escape, text)
    if _is_balanced(text):
        return escaped
    return re.sub(r"\\[{}]", lambda match: _LONE_BRACES[match[0]], escaped)


def _escape(match: re.Match[str]) -> str:
    found = match[0]
    if found in _ESCAPES:
        return _ESCAPES[found]
    # What TeX would set as one dash or quotation mark is kept apart by empty groups.
    return f"\\{found}" if len(found) == 1 else "{}".join(found)


def _is_balanced(text: str) -> bool:
    depth = 0
    for brace in re.findall(r"[{}]", text):
        depth += 1 if brace == "{" else -1
        if depth < 0:
            return False
    return depth == 0
