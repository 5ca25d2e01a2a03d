r"""Commands that authors define for themselves, as abstracts use them: `\eps`, `\R`, `\cA`, `\norm{x}`.

An abstract comes without its paper's preamble. A command is listed here if it means one thing in paper after paper;
a name that may mean anything, such as `\s` or `\almo`, is shown as typed.
"""

from __future__ import annotations

from string import ascii_letters, ascii_uppercase

# Names that are printed as they are written, upright.
_OPERATORS = (
    "aff avg card clip conv cost cov Cov diag Diag dist err gap grad Hom Id KL Lip loss mix nnz opt otherwise "
    "pdim poly Poly polylog pred proj Proj prox rank relu ReLU reg regret Regret sgn sign sigmoid softmax span spn "
    "supp tr Tr TV val Val var Var vol Vol"
)
_NAMES = {
    r"{\epsilon}": "eps ep epsi",
    r"{\varepsilon}": "veps vareps",
    r"{\boldsymbol{\varepsilon}}": "vepsilon",
    r"{\mathbb{R}}": "Real",
    r"{\mathbb{N}}": "nats naturals",
    r"{\mathbb{Z}}": "integers",
    r"{\mathbb{E}}": "E expect Expect",
    r"{\Pr}": "pr prob Prob",
    r"{\mathcal{O}}": "O bigO bigOh BigO bigo calo order",
    r"{\Omega}": "bigOmega",
    r"{\tilde{O}}": "bigOtil bigOtilde tO tlO tildeO otilde Otilde Ot Otil softO widetildeO",
    r"{\mathbf{1}}": "one ones indicator",
    r"{\perp\!\!\!\perp}": "indep independent",
    r"{\sqrt{T}}": "sqrtT",
    r"{\frac{1}{2}}": "half",
    r"{\mu}": "textmu",
    r"\tilde": "Tilde",
    r"\widetilde": "wt",
    r"\widehat": "wh",
    r"\overline": "ol",
    r"\mathcal": "mc Cal",
    r"\mathbf": "mat matr mathbold vct",
    r"\boldsymbol": "B bs",
    r"\mathbb": "mbb mathds",
    r"\text": "textsl textup textnormal mbox",
    r"\frac": "nicefrac sfrac",
    r"{\ell_\infty}": "linf",
    r"{\lt}": "textless",
    r"{\gt}": "textgreater",
    r"{\downarrow}": "todown",
    r"{\text{®}}": "textregistered",
    r"{\text{Å}}": "AA",
    r"\dots": "dotsc dotsb dotsm dotsi dotso",
    r"{}": "allowbreak xspace ( ) tiny small large Large LARGE huge Huge",
    "*": "*",
    "#1": "ensuremath smash",
}
_FENCED = {
    r"{\lVert #1\rVert}": "norm opnorm",
    "{|#1|}": "abs",
    r"{\lfloor #1\rfloor}": "floor",
    r"{\lceil #1\rceil}": "ceil",
    "{(#1)}": "paren",
    r"{\langle #1,#2\rangle}": "inner",
}
_GREEK = (
    "alpha beta gamma delta epsilon zeta eta theta kappa lambda mu nu xi pi rho sigma tau phi psi omega "
    "Gamma Delta Theta Lambda Xi Pi Sigma Phi Psi Omega"
)
# Whole families: \cA, \Acal, \bbR, \RR, \bx, \xbf, \vX, \btheta. `@` is a letter.
_FAMILIES = (
    (r"{\mathcal{@}}", "c@ cal@ @cal", ascii_uppercase),
    (r"{\mathbb{@}}", "bb@ @@", ascii_uppercase),
    (r"{\mathbf{@}}", "b@ v@ bf@ vec@ @bf", ascii_letters),
    (r"{\mathbf{@}}", "m@ mat@", ascii_uppercase),
    (r"{\boldsymbol{\@}}", "b@ v@ bf@ bm@ vec@", _GREEK.split()),
    ("{@}", "@", "ABDFGHIKMTUVWXYuvwxyz"),  # in which type, nobody can tell; the letter is right
)
# What the families would claim, and TeX itself defines.
_TEX = "bf bm beta".split()


def _macros() -> dict[str, str]:
    macros = {
        name.replace("@", letter): tex.replace("@", letter)
        for tex, names, letters in _FAMILIES
        for name in names.split()
        for letter in letters
        if name.replace("@", letter) not in _TEX
    }
    for tex, names in (_NAMES | _FENCED).items():
        macros |= dict.fromkeys(names.split(), tex)
    return macros | {name: rf"\operatorname{{{name}}}" for name in _OPERATORS.split()}


MACROS = _macros()
"""TeX by the name of a command; `#1` and `#2` are its arguments."""
