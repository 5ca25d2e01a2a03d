r"""Commands that authors define for themselves, as abstracts use them: `\eps`, `\R`, `\cA`, `\norm{x}`.

An abstract comes without its paper's preamble. What stands here means one thing in paper after paper; a name that
may mean anything, such as `\s` or `\almo`, stays as it is typed.
"""

from __future__ import annotations

import re
from functools import cache

# Names that print as they are written, upright.
_OPERATORS = frozenset(
    "aff avg card clip conv cost cov Cov diag Diag dist erf err gap grad Hom Id KL Lip loss mix nnz opt otherwise "
    "pdim poly Poly polylog pred proj Proj prox rank relu ReLU reg regret Regret sgn sign sigmoid softmax span spn "
    "supp tr Tr TV val Var var vol Vol".split()
)
_NAMES = {
    r"{\epsilon}": "eps ep epsi",
    r"{\varepsilon}": "veps vareps",
    r"{\boldsymbol{\varepsilon}}": "vepsilon",
    r"{\mathbb{R}}": "R real reals Real Reals",
    r"{\mathbb{N}}": "nats naturals",
    r"{\mathbb{Z}}": "Z integers",
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
    r"\mathbb": "mbb",
    r"\text": "textsc textsl",
    r"\frac": "nicefrac sfrac",
    r"\operatorname{arg}": "arg",
    r"{\ell_\infty}": "linf",
    r"\lt ": "textless",
    r"\gt ": "textgreater",
    r"{\downarrow}": "todown",
    r"{\text{®}}": "textregistered",
    "*": "*",
    " ": "allowbreak xspace ensuremath",
}
_COMMANDS = {name: tex for tex, names in _NAMES.items() for name in names.split()}
# What the families below would claim, and TeX itself defines.
_TEX = frozenset("LARGE beta bf bm".split())
_FENCES = {
    "norm": (r"\lVert ", r"\rVert "),
    "opnorm": (r"\lVert ", r"\rVert "),
    "abs": ("|", "|"),
    "floor": (r"\lfloor ", r"\rfloor "),
    "ceil": (r"\lceil ", r"\rceil "),
    "paren": ("(", ")"),
    "set": (r"\{", r"\}"),
    "inner": (r"\langle ", r"\rangle "),
}

_COMMAND = re.compile(r"\\([A-Za-z]+|\*)")
_FENCED = re.compile(rf"\\({'|'.join(_FENCES)})\s*\{{((?:[^{{}}]|\{{[^{{}}]*\}})*)\}}")
_GREEK = "alpha|beta|gamma|delta|epsilon|zeta|eta|theta|kappa|lambda|mu|nu|xi|pi|rho|sigma|tau|phi|psi|omega"
# Whole families: \cA, \Acal, \bbR, \RR, \bx, \xbf, \vX, \btheta; and \OPT, a name that is nothing but capitals.
_FAMILIES = (
    (re.compile(r"(?:c|cal)([A-Z])|([A-Z])cal"), r"\mathcal{%s}"),
    (re.compile(r"bb([A-Z])|([A-Z])(?:\2)"), r"\mathbb{%s}"),
    (re.compile(r"(?:b|v|bf|vec)([A-Za-z])|(?:m|mat)([A-Z])|([A-Za-z])bf"), r"\mathbf{%s}"),
    (re.compile(rf"(?:b|v|bf|bm|vec)((?i:{_GREEK}))"), r"\boldsymbol{\%s}"),
    (re.compile(r"([A-Z]{3,12})"), r"\mathrm{%s}"),
    (re.compile(r"([ABDFGHIKMTUVWXYuvwxyz])"), "%s"),  # in which type, nobody can tell; the letter is right
)


def expand_macros(formula: str) -> str:
    """Return a formula with the commands written out that authors define alike."""
    for _ in range(3):  # one may stand in another
        formula = _FENCED.sub(lambda found: found[2].join(_FENCES[found[1]]), formula)
    return _COMMAND.sub(lambda found: expansion(found[1]) or found[0], formula)


@cache
def expansion(name: str) -> str:
    """Return what a command of authors' own stands for, in braces; empty where that is not known."""
    if name in _OPERATORS:
        return rf"\operatorname{{{name}}}"
    if name in _COMMANDS or name in _TEX:
        return _COMMANDS.get(name, "")
    for family, tex in _FAMILIES:
        if found := family.fullmatch(name):
            letter = next(filter(None, found.groups()))
            return "{" + tex.replace("%s", letter) + "}"
    return ""
